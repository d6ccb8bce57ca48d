"""The demo's recording: whole, labelled, harmless, and the same as a fresh build of it."""

import gzip
import json
import re
from collections import Counter
from datetime import timedelta
from functools import cache
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from parsel import Selector
from warcio.archiveiterator import ArchiveIterator

from crawlers.demo import RECORDED_AT, RECORDING, board_markup, build, load, markup, preview_page
from crawlers.demo.model import Channel, Post
from voronka.model import Kind
from voronka.roles import ROLES

ALL_POSTS = [(name, post) for name in load.CHANNELS for post in load.channel(name).posts]
TEXTS = [
    *((f"{name}/{post.id}", markup.plain(post.text)) for name, post in ALL_POSTS),
    *((f"{source}/{v.id}", f"{v.text} {v.contact}") for source in load.SITES for v in load.board(source).vacancies),
]
ADDRESS = re.compile(r"(?:https?://|[\w.+-]@)((?:[\w-]+\.)+[a-z]+)")
PHONE = re.compile(r"(?:\+7|\b8)[ (-]{1,2}\d{3}[) -]{0,2}\d{3}[ -]?\d{2}[ -]?\d{2}\b")
USER = re.compile(r"(?:(?<![\w@.])@|t\.me/)([A-Za-z]\w{3,})\b(?![\w.-]*@)(?!-)")
UNWANTED = {"habr_career": ["1000177038"], "trudvsem": ["7f2042b8-da1f-11f0-ba29-1e3f4051627a"]}
"""Vacancies of other trades, which a source that shows all trades leaves out."""


@cache
def recorded() -> dict[str, tuple[str, bytes]]:
    """URL → (status, body) of the committed recording."""
    found: dict[str, tuple[str, bytes]] = {}
    with RECORDING.open("rb") as file:
        for record in ArchiveIterator(file):
            url = record.rec_headers.get_header("WARC-Target-URI")
            assert url not in found
            assert record.rec_headers.get_header("WARC-Date") == "2026-11-20T09:00:00Z"
            found[url] = (record.http_headers.get_statuscode(), record.content_stream().read())
    return found


def text_of(fragment: str) -> str:
    """The text of a message's inner HTML, read in the plainest way."""
    soup = BeautifulSoup(fragment, "html.parser")
    for br in soup.find_all("br"):
        br.replace_with("\n")
    for quotation in soup.find_all("blockquote"):
        quotation.replace_with(f"\n{quotation.get_text()}\n")
    return soup.get_text().strip("\n")


def test_the_committed_recording_is_a_fresh_build() -> None:
    # the compressed bytes depend on the machine's zlib, what is in them does not
    assert gzip.decompress(RECORDING.read_bytes()) == gzip.decompress(build.recording())


def test_a_build_gives_the_same_bytes_again() -> None:
    assert build.recording() == build.recording()


@pytest.mark.parametrize("name", load.CHANNELS)
def test_paging_back_gives_every_post_once_and_ends(name: str) -> None:
    url, seen, pages = f"https://t.me/s/{name}", list[str](), 0
    while True:
        page = Selector(recorded()[url][1].decode())
        pages += 1
        ids = page.css(".tgme_widget_message[data-post]::attr(data-post)").getall()
        seen = ids + seen
        before = page.css("a.tme_messages_more::attr(data-before)").get()
        if before is None:
            break
        assert ids[0] == f"{name}/{before}"
        url = f"https://t.me/s/{name}?before={before}"
    assert pages >= 2
    assert seen == [f"{name}/{post.id}" for post in load.channel(name).posts]
    first = seen[0].split("/")[1]
    assert "tme_no_messages_found" in recorded()[f"https://t.me/s/{name}?before={first}"][1].decode()


@pytest.mark.parametrize("name", load.CHANNELS)
def test_a_channel_is_full_fresh_and_has_a_past(name: str) -> None:
    posts = load.channel(name).posts
    assert sum(bool(post.text) and not post.service for post in posts) >= 36
    ages = [RECORDED_AT - post.at for post in posts]
    assert ages == sorted(ages, reverse=True)
    assert all(timedelta() < age < timedelta(days=51) for age in ages)
    assert 3 <= sum(age <= timedelta(hours=24) for age in ages) <= 6
    assert sum(age > timedelta(days=45) for age in ages) >= 3
    for post, following in pairwise(posts):
        assert post.id + max(1, post.photos) <= following.id


@pytest.mark.parametrize(("name", "post"), ALL_POSTS, ids=[f"{name}/{post.id}" for name, post in ALL_POSTS])
def test_the_rendered_text_reads_back_as_it_was_written(name: str, post: Post) -> None:
    html = preview_page.render(load.channel(name), [post], None)
    blocks = Selector(html).css("div.tgme_widget_message_bubble > div.js-message_text")
    assert len(blocks) == bool(post.text)
    if post.text:
        assert text_of(blocks[0].get()) == markup.plain(post.text)
        assert len(blocks[0].css("div.js-message_text")) == (2 if post.photos > 1 else 1)


def test_every_form_of_a_post_occurs() -> None:
    posts = [post for _, post in ALL_POSTS]
    forms = {
        "album": any(p.photos > 1 and p.text for p in posts),
        "photo without text": any(p.photos and not p.text and not p.service for p in posts),
        "edited": any(p.edited for p in posts),
        "signature": any(p.signature for p in posts),
        "service": any(p.service for p in posts),
        "service with photo": any(p.service and p.photos for p in posts),
        "forward": any(p.forward and p.forward.url for p in posts),
        "forward of a hidden author": any(p.forward and not p.forward.url for p in posts),
        "reply": any(p.reply for p in posts),
        "link preview": any(p.preview for p in posts),
        "poll": any(p.poll for p in posts),
        "button": any(p.buttons for p in posts),
        "custom emoji": any(p.premium_emoji for p in posts),
        "hidden link": any(markup.links(p.text) for p in posts),
        "quotation": any("\n> " in p.text for p in posts),
        "spoiler": any("||" in p.text for p in posts),
        "code": any("`" in p.text for p in posts),
        "struck": any("~~" in p.text for p in posts),
    }
    assert [form for form, occurs in forms.items() if not occurs] == []


def test_everything_with_a_text_is_labelled_and_nothing_else() -> None:
    items = {f"{name}/{post.id}" for name, post in ALL_POSTS if (post.text or post.poll) and not post.service}
    items |= {f"{s}/{v.id}" for s in load.SITES for v in load.board(s).vacancies if v.status == 200}
    items -= {f"{site}/{name}" for site, names in UNWANTED.items() for name in names}
    assert set(load.expected().labels) == items


def test_kinds_are_mixed_as_in_life() -> None:
    labels = load.expected().labels
    kinds = Counter(label.kind for item, label in labels.items() if item.split("/")[0] in load.CHANNELS)
    share = {kind: count / kinds.total() for kind, count in kinds.items()}
    assert set(share) == set(Kind)
    assert 0.4 <= share["vacancy"] <= 0.5
    assert 0.14 <= share["candidate"] <= 0.2
    assert 0.06 <= share["digest"] <= 0.1
    assert 0.17 <= share["content"] <= 0.25
    assert 0.08 <= share["promo"] <= 0.12


def test_every_role_occurs() -> None:
    roles = {label.role for label in load.expected().labels.values() if label.role}
    assert roles == set(ROLES)
    for item, label in load.expected().labels.items():
        assert (label.role is not None) == (label.kind in {"vacancy", "candidate"}), item


def test_groups_are_sound() -> None:
    expected = load.expected()
    kinds = Counter[str]()
    seen: set[str] = set()
    for group in expected.groups:
        assert len(group) >= 2
        assert not seen & set(group)
        seen |= set(group)
        (kind,) = {expected.labels[item].kind for item in group}
        posts = [item for item in group if item.split("/")[0] in load.CHANNELS]
        kinds[kind] += len(posts) >= 2
    assert set(kinds) == {"vacancy", "candidate"}
    assert kinds["vacancy"] >= 22
    assert kinds["candidate"] >= 5
    across = [group for group in expected.groups if {item.split("/")[0] for item in group} & set(load.SITES)]
    assert len(across) >= 11


def test_what_must_stay_apart_is_in_no_group_together() -> None:
    expected = load.expected()
    assert len(expected.apart) >= 8
    for one, other, why in expected.apart:
        assert why
        assert {one, other} <= set(expected.labels)
        assert not any({one, other} <= set(group) for group in expected.groups)


def test_phones_are_of_the_reserved_range() -> None:
    phones = {re.sub(r"\D", "", phone)[1:] for _, text in TEXTS for phone in PHONE.findall(text)}
    assert len(phones) >= 25
    assert [phone for phone in phones if not re.fullmatch(r"900000\d{4}", phone)] == []


def test_addresses_belong_to_nobody() -> None:
    raw = [post.text for _, post in ALL_POSTS] + [button.url for _, post in ALL_POSTS for button in post.buttons]
    raw += [text for _, text in TEXTS]
    hosts = {host for text in raw for host in ADDRESS.findall(text)} - {"t.me"}
    assert len(hosts) > 60
    assert [host for host in hosts if not host.endswith(".example")] == []
    names = {name for text in raw for name in USER.findall(text)} - set(load.CHANNELS)
    assert len(names) > 80
    assert [name for name in names if "_demo" not in name or not 5 <= len(name) <= 32] == []


@pytest.mark.parametrize(("source", "least"), [("jobster_pro", 30), ("rabota_marketing", 12), ("geekjob", 6)])
def test_the_sitemaps_lead_to_every_vacancy(source: str, least: int) -> None:
    board = load.board(source)
    robots = recorded()[f"{board.origin}/robots.txt"][1].decode()
    assert f"Sitemap: {board.origin}/sitemap.xml" in robots
    assert "Disallow: /account/" in robots
    queue, found = [f"{board.origin}/sitemap.xml"], set[str]()
    while queue:
        url = queue.pop()
        body = recorded()[url][1]
        body = gzip.decompress(body) if url.endswith(".gz") else body
        sitemap = Selector(body.decode(), type="xml")
        sitemap.remove_namespaces()
        queue += sitemap.xpath("/sitemapindex/sitemap/loc/text()").getall()
        found |= set(sitemap.xpath("/urlset/url/loc/text()").getall())
    assert {board.origin + vacancy.path for vacancy in board.vacancies} <= found <= set(recorded())
    assert len(board.vacancies) >= least
    for vacancy in board.vacancies:
        assert recorded()[board.origin + vacancy.path][0] == str(vacancy.status)


def test_every_shape_of_a_jobposting_occurs() -> None:
    vacancies = [v for source in load.BOARDS for v in load.board(source).vacancies]
    assert {quirk for v in vacancies for quirk in v.quirks} == set(board_markup.QUIRKS)
    assert {v.markup for v in vacancies} == {"json-ld", "microdata", "none"}
    assert any(v.closed and v.valid_through and v.valid_through < RECORDED_AT.date() for v in vacancies)
    assert any(v.status == 404 for v in vacancies)


def test_scripts_are_json_unless_they_are_broken_on_purpose() -> None:
    for source in load.BOARDS:
        board = load.board(source)
        for vacancy in board.vacancies:
            scripts = Selector(board_markup.scripts(board, vacancy) or "<p></p>").css("script::text").getall()
            readable = [text for text in scripts if _is_json(text)]
            postings = [text for text in readable if "JobPosting" in text]
            whole = vacancy.markup == "json-ld" and "broken_only" not in vacancy.quirks
            assert len(postings) == whole
            assert (len(readable) < len(scripts)) == bool({"broken_script", "broken_only"} & set(vacancy.quirks))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except json.JSONDecodeError:
        return False
    return True


def test_a_page_can_be_rendered_of_any_posts() -> None:
    channel = Channel("somewhere", "Где-то <там> & «тут»", "", "1", (Post(7, RECORDED_AT, "1 < 2 & **да**"),))
    page = Selector(preview_page.render(channel, channel.posts, 7))
    assert page.css("a.tme_messages_more::attr(href)").get() == "/s/somewhere?before=7"
    assert page.css(".tgme_widget_message_owner_name span::text").get() == channel.title
    assert text_of(page.css(".js-message_text").get() or "") == "1 < 2 & да"
