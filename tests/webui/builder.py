"""Invented listings put into a real store as if they had been read: what the page shows does not hang on extraction."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from voronka.model import Contacts, Evidence, Kind, Link, Posting, RawPost, Reading, Salary, Seniority, WorkFormat
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store, posts
from voronka.store import listings as cards

NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
SOURCES = (
    Source(
        "kanal_a", "Канал А | вакансии", SourceKind.TELEGRAM, "https://t.me/kanal_a", "маркетинг и SMM",
        "публичная страница канала",
    ),
    Source("kanal_b", "Канал Б", SourceKind.TELEGRAM, "https://t.me/kanal_b", "продажи", "публичная страница канала"),
    Source("doska", "doska.example", SourceKind.SITE, "https://doska.example", "вакансии", "разметка для поисковиков"),
)  # fmt: skip
_numbers = itertools.count(1)


def spot(text: str, words: str, rule: str = "test") -> tuple[Evidence, ...]:
    """Evidence of the first place where words stand in a text."""
    start = text.index(words)
    return (Evidence(rule, start, start + len(words), words),)


def read(text: str, marks: Mapping[str, str], **values: object) -> Posting:
    """A posting of a text: ``marks`` maps fields to the words they were read from."""
    evidence = {name: spot(text, words) for name, words in marks.items()}
    return Posting(evidence=evidence, end=len(text), **values)  # type: ignore[arg-type]  # names are Posting's


def add(
    store: Store,
    text: str,
    *postings: Posting,
    kind: Kind = Kind.VACANCY,
    source: str = "kanal_a",
    days: float = 1,
    into: Sequence[int] = (),
    why: str = "",
    links: tuple[Link, ...] = (),
    team: str | None = None,
    closed: bool = False,
    closed_reason: str | None = None,
) -> list[int]:
    """Put a post with its postings into the store; gives the ids of its listings (``into``: join these)."""
    number = str(next(_numbers))
    host = "https://doska.example" if source == "doska" else f"https://t.me/{source}"
    raw = RawPost(
        source, number, text, url=f"{host}/{number}", links=links, posted_at=NOW - timedelta(days=days),
        owner_team=team, closed=closed, closed_reason=closed_reason,
    )  # fmt: skip
    reading = Reading(kind, 1.0, (), postings)
    card_kind = Kind.VACANCY if kind is Kind.DIGEST else kind
    ids = []
    with store.writing() as connection:
        _, stored = posts.save(connection, raw, NOW - timedelta(days=days))
        posts.set_reading(connection, stored.id, reading, 1)
        for position, posting in enumerate(postings):
            card = into[position] if into else cards.create(connection, card_kind, team)
            reason = ("test", 1.0, why) if why else None
            cards.put_posting(connection, stored.id, position, card_kind, posting, card, reason, [], 1)
            ids.append(card)
        if not postings:
            ids.append(cards.create(connection, kind, team))
            cards.set_article(connection, stored.id, ids[0])
        cards.log_changes(connection, ids)
    return ids


SMM = """SMM-менеджер в студию «Бумажный кит»

Вести два сообщества и снимать ролики раз в неделю.
Казань или удалённо, полный день. 80 000 – 120 000 ₽ на руки + премия.
Опыт от года. Пример задания: https://kit.example/task
Отклик: @kit_hr_demo, +7 (900) 000-11-22, job@kit.example"""

TARGET = """Таргетолог в «Сосновую рощу». Казань, офис, от 90 000 ₽.
VK Реклама и Telegram Ads, опыт от двух лет. Писать @roscha_demo"""

PERSON = """Ищу работу! Таргетолог, опыт 4 года, кейсы в нише танцев.
Удалённо, от 100 000 ₽. Писать: @tainaya_anna, +7 (900) 000-77-01, anna.tainaya@pochta.example
Портфолио: https://behance.example/annatainaya"""

DIGEST = """Пять вакансий недели
1. Копирайтер, удалённо, 60 000 ₽ — @one_demo
2. Дизайнер, Москва, 120 000 ₽ — @two_demo
3. РОП, Самара, от 200 000 ₽ — @three_demo"""


def smm(text: str = SMM, pay: tuple[int, int] = (80_000, 120_000)) -> Posting:
    """The posting of SMM."""
    marks = {"title": "SMM-менеджер", "roles": "SMM-менеджер", "cities": "Казань", "formats": "удалённо"}
    if "80 000 – 120 000 ₽ на руки" in text:
        marks["salary"] = "80 000 – 120 000 ₽ на руки"
    return read(
        text,
        marks,
        title="SMM-менеджер",
        roles=("smm",),
        salary=Salary(*pay, gross=False, variable=True),
        cities=("Казань",),
        formats=(WorkFormat.REMOTE,),
        company="Бумажный кит",
        experience_years=1,
        contacts=Contacts(("kit_hr_demo",), ("+79000001122",), ("job@kit.example",), ("https://kit.example/anketa",)),
    )


def target() -> Posting:
    """The posting of TARGET."""
    return read(
        TARGET, {"salary": "от 90 000 ₽", "cities": "Казань"}, title="Таргетолог", roles=("targeted_ads",),
        salary=Salary(90_000, None), cities=("Казань",), formats=(WorkFormat.OFFICE,), company="Сосновая роща",
        seniority=Seniority.MIDDLE, experience_years=2, contacts=Contacts(("roscha_demo",)),
    )  # fmt: skip


def person() -> Posting:
    """The posting of PERSON."""
    return read(
        PERSON, {"roles": "Таргетолог", "salary": "от 100 000 ₽", "contacts": "@tainaya_anna"}, title="Таргетолог",
        roles=("targeted_ads",), salary=Salary(100_000, None), formats=(WorkFormat.REMOTE,), experience_years=4,
        contacts=Contacts(
            ("tainaya_anna",), ("+79000007701",), ("anna.tainaya@pochta.example",), ("https://behance.example/annatainaya",)
        ),
    )  # fmt: skip


def digest_part(words: str, **values: object) -> Posting:
    """One line of DIGEST."""
    line = next(line for line in DIGEST.splitlines() if words in line)
    start = DIGEST.index(line)
    return replace(read(DIGEST, {"title": words}, title=words, **values), start=start, end=start + len(line))


def furnish(store: Store) -> dict[str, int]:
    """A small, varied store; gives ids by a name."""
    store.claim(NOW)
    store.declare(SOURCES)
    ids: dict[str, int] = {}
    old = SMM.replace("80 000 – 120 000", "70 000 – 90 000")
    [ids["smm"]] = add(store, old, smm(old, (70_000, 90_000)), source="kanal_b", days=6)
    add(store, SMM, smm(), days=0.1, into=[ids["smm"]], why="тот же текст, другая подпись")
    [ids["target"]] = add(store, TARGET, target(), days=3)
    [ids["person"]] = add(
        store, PERSON, person(), kind=Kind.CANDIDATE, days=2,
        links=(Link("https://t.me/tainaya_anna", "Писать"), Link("https://vk.example/tainaya_anna", button=True)),
    )  # fmt: skip
    ids["copy"], ids["designer"], ids["head"] = add(
        store, DIGEST,
        digest_part("Копирайтер", roles=("copywriter",), formats=(WorkFormat.REMOTE,), salary=Salary(60_000, 60_000)),
        digest_part("Дизайнер", roles=("designer",), cities=("Москва",), salary=Salary(120_000, 120_000)),
        digest_part("РОП", roles=("head_of_sales",), cities=("Самара",), salary=Salary(200_000, None)),
        kind=Kind.DIGEST, source="kanal_b", days=4,
    )  # fmt: skip
    [ids["stale"]] = add(store, "Маркетолог в Пензу", Posting("Маркетолог", ("marketer",), cities=("Пенза",)), days=70)
    [ids["article"]] = add(store, "Как писать резюме таргетолога: пять советов", kind=Kind.CONTENT)
    [ids["promo"]] = add(store, "Курс по нейросетям со скидкой", kind=Kind.PROMO)
    run = store.start_run("kanal_a")
    store.finish_run(run, RunReport("kanal_a", RunStatus.OK, NOW, NOW, recognised=5, new=5))
    run = store.start_run("doska")
    store.finish_run(
        run, RunReport("doska", RunStatus.FAILED, NOW, NOW, message="doska.example не ответила <b>503</b>")
    )
    return ids
