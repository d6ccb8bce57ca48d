"""Nobody finds a candidate by phone, @name, e-mail or link, however it is spelled; nothing of it is in a snippet."""

import itertools
from dataclasses import replace

import pytest
import sqlalchemy as sa

from search.readable import readable
from search.service import Search
from tests.search.builder import Builder
from voronka.model import Contacts, Kind, Link
from voronka.query import Query
from voronka.store import Store
from voronka.store.tables import listing

NAME, MAIL, SITE = "anna_targetova", "annatarg@pochta.example", "annaportfolio.example/raboty"
CONTACTS = Contacts(telegram=(NAME,), phone=("+79000000017",), email=(MAIL,), url=(f"https://{SITE}",))

SPELLINGS = [
    f"пишите @{NAME}",
    f"тг: {NAME}",
    f"https://t.me/{NAME}",
    f"t.me/{NAME}",
    f"Telegram {NAME.upper()}",
    NAME,
    "@anna\u200b_targe\u200dtova",
    "@𝐚𝐧𝐧𝐚_𝐭𝐚𝐫𝐠𝐞𝐭𝐨𝐯𝐚",
    "@anna_targe\u034ftova",
    "+7 900 000-00-17",
    "8 (900) 000 00 17",
    "89000000017",
    "+7\u2011900\u2011000\u201100\u201117",
    "＋７９０００００００１７",
    "+7 900\u200b 000-0\u200d0-17",
    "7️⃣9️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣0️⃣1️⃣7️⃣",
    MAIL,
    "annatarg собака pochta точка example",
    f"портфолио https://{SITE}",
    SITE,
    f"Мой сайт — {SITE.upper()}",
]
ASKED = [
    NAME, f"@{NAME}", "anna", "targetova", "anna targetova", "annat", '"anna targetova"', "annatargetova",
    "79000000017", "+79000000017", "89000000017", "9000000017", "900 000 00 17", '"900 000 00 17"', '"000 00 17"',
    '"7 9 0 0 0 0 0 0 0 1 7"', "17", "900",
    MAIL, "annatarg", "pochta", "pochta.example", SITE, "annaportfolio", "raboty", f"https://t.me/{NAME}",
]  # fmt: skip
QUERIES = [Query(text=text, kinds=tuple(Kind), stale=True) for text in ASKED]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_no_query_finds_a_candidate_by_a_contact(builder: Builder, search: Search, spelling: str) -> None:
    text = f"Ищу работу таргетологом\nСвязь: {spelling}\nОпыт два года"
    builder.add(text, kind=Kind.CANDIDATE, title="таргетолог", contacts=CONTACTS)
    assert search.ask(Query(text="таргетолог опыт")).results.total == 1
    for query in QUERIES:
        assert search.ask(query).results.total == 0, query.text
    [hit] = search.ask(Query(text="таргетолог")).results.hits
    shown = "".join(words for words, _ in hit.snippet).casefold()
    for secret in ("anna", "targ\u0435tova", "900", "pochta", "raboty", "𝐚𝐧𝐧𝐚"):
        assert secret not in shown


def test_contacts_read_in_one_appearance_are_hidden_in_all(builder: Builder, search: Search) -> None:
    card = builder.add("Ищу работу таргетологом", kind=Kind.CANDIDATE, contacts=CONTACTS, title=f"Таргетолог {NAME}")
    builder.add(f"Ищу работу таргетологом\nзовут {NAME}", kind=Kind.CANDIDATE, to=card, source="kanal_b")
    for query in QUERIES:
        assert search.ask(query).results.total == 0, query.text


@pytest.mark.parametrize("kind", [Kind.CONTENT, Kind.PROMO])
@pytest.mark.parametrize("spelling", [f"@{NAME}", "+7 900 000-00-17", MAIL, "@anna\u200b_targetova"])
def test_articles_are_not_found_by_contacts(builder: Builder, search: Search, kind: Kind, spelling: str) -> None:
    builder.add(f"Курс по таргету\nЗапись: {spelling}", kind=kind)
    assert search.ask(Query(text="курс таргет", kinds=(kind,))).results.total == 1
    for query in QUERIES:
        assert search.ask(query).results.total == 0, query.text


def test_an_employer_is_found_by_its_contacts(builder: Builder, search: Search) -> None:
    builder.add(f"Ищем таргетолога\nПишите @{NAME}, {MAIL}, 89000000017", contacts=CONTACTS)
    for text in (NAME, f"@{NAME}", MAIL, "89000000017"):
        assert search.ask(Query(text=text)).results.total == 1, text


def test_cards_are_masked_unless_revealed(builder: Builder, search: Search, store: Store) -> None:
    text = f"Ищу работу таргетологом\nтг @{NAME}"
    number = builder.add(text, kind=Kind.CANDIDATE, contacts=CONTACTS)
    for reveal, expected in ((False, Contacts()), (True, CONTACTS), (False, Contacts())):
        answer = search.ask(Query(text="таргетолог"), reveal=reveal)
        [card], [hit] = answer.listings, answer.results.hits
        assert card.id == hit.listing_id == number
        assert card.posting is not None
        assert card.posting.contacts == expected
        assert (NAME in card.newest.text) is reveal
        assert not any(NAME in words for words, _ in hit.snippet)


def test_a_remembered_mask_follows_the_card(builder: Builder, search: Search) -> None:
    number = builder.add("Ищу работу таргетологом", kind=Kind.CANDIDATE)
    assert search.ask(Query()).listings[0].newest.text == "Ищу работу таргетологом"
    builder.edit(number, "Ищу работу дизайнером, @anna_targetova")
    search.catch_up()
    assert search.ask(Query()).listings[0].newest.text == "Ищу работу дизайнером, " + "•" * 15


def test_another_teams_card_is_never_given(builder: Builder, search: Search, store: Store) -> None:
    """Not even by an index that has not caught up."""
    number = builder.add("таргетолог")
    assert search.ask(Query()).results.total == 1
    with store.writing() as connection:
        connection.execute(sa.update(listing).where(listing.c.id == number).values(owner_team="team_a"))
    answer = search.ask(Query())
    assert not answer.listings
    assert not answer.results.hits


def test_links_hidden_behind_words_are_not_indexed(builder: Builder, store: Store) -> None:
    number = builder.add("Ищу работу таргетологом", kind=Kind.CANDIDATE)
    [card] = store.listings([number])
    linked = replace(card, appearances=(replace(card.newest, links=(Link(f"https://t.me/{NAME}", "тут"),)),))
    words = readable(linked, for_index=True)
    assert NAME not in " ".join(itertools.chain([words.title, words.company], words.passages))
