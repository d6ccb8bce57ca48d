"""Each thing a source requires of its pages is broken in turn: its run fails loudly, and keeps what it had.

The parts are those that the code itself states as required: a new spider is broken here without being named.
"""

import gzip
import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from crawlers import feed, preview, vacancy
from crawlers.board import BoardSpider
from crawlers.demo import RECORDING, load
from crawlers.demo.warc import Answer
from crawlers.feed_source import FeedSpider
from crawlers.json_api import JsonApiSpider, at
from crawlers.registry import demo_sources, site_sources, spider_for
from crawlers.replay import load_recording
from crawlers.samples import read_sample
from crawlers.spiders.weworkremotely import WeWorkRemotelySpider
from tests.crawlers.support import ROBOTS, channel, record, replay, stored
from voronka.sources import RunStatus, Source
from voronka.store import Store

Break = Callable[[str], str]
SAMPLES = Path(__file__).parent.parent / "samples"


def renamed(*words: str) -> Break:
    """Markup in which these words are others."""
    return lambda html: re.sub("|".join(map(re.escape, words)), lambda match: f"x-{match[0][1:]}", html)


# -- the parts of each form ----------------------------------------------------------------------------------------

PREVIEW: dict[str, Break] = {
    "history": renamed("tgme_channel_history"),
    "message": renamed("data-post="),
    "text": renamed("js-message_text"),
    "date": renamed("tgme_widget_message_date"),
}
# A new page without JobPosting is read by its title and text; one that had a JobPosting may not lose it.
NO_MARKUP: Break = renamed("ld+json", "itemscope")
BOARD: dict[str, Break] = {
    "sitemap": renamed("<loc>", "</loc>"),
    "jobposting": NO_MARKUP,
    "title": lambda html: NO_MARKUP(re.sub(r"(?s)<(h1|title)\b.*?</\1>", "", html)),
    "text": lambda html: NO_MARKUP(re.sub(r"(?s)<(p|li|dd|dt|h3|div)\b.*?</\1>", "", html)),
}
LIST: dict[str, Break] = {
    "links": renamed("href='/vacanc", 'href="/vacanc'),
    "next": lambda html: html.replace('rel="next"', "").replace("Следующая", ""),
}


def elements(root: str) -> dict[str, Break]:
    """The elements that a feed of this form requires."""
    return {name: renamed(f"<{name}>", f"</{name}>", f"<{name} ") for name in feed.REQUIRED[root]}


def without(path: str, rows_at: str | None = None) -> Break:
    """JSON in which the value at a path has another key; with ``rows_at`` the value of each row."""

    def change(text: str) -> str:
        if not text.lstrip().startswith(("{", "[")):
            return text
        data = json.loads(text)
        found = data if rows_at is None else (at(data, rows_at) if rows_at else data)
        for node in found if isinstance(found, list) else [found]:
            lose(node, path)
        return json.dumps(data)

    return change


def lose(node: Any, path: str) -> None:
    """Give the value at a path of keys another key, where there is one."""
    parent, _, key = path.rpartition(".")
    holder = at(node, parent) if parent else node
    if isinstance(holder, dict) and key in holder:
        holder[f"x-{key}"] = holder.pop(key)


def api_parts(spider: type[JsonApiSpider]) -> dict[str, Break]:
    """All paths that a JSON API requires."""
    rows: Break = without(spider.rows_at) if spider.rows_at else lambda text: text.replace("[", '{"x": [', 1) + "}"
    return {
        "rows": rows,
        **{f"count {path}": without(path) for path in spider.counts},
        **{f"row {path}": without(path, spider.rows_at) for path in spider.required},
        **{f"detail {path}": without(path) for path in spider.detail_required},
    }


def parts(source: Source) -> dict[str, Break]:
    """What is required of a site's pages, and how to break it."""
    spider, _ = spider_for(source)
    if issubclass(spider, BoardSpider):
        return BOARD
    if issubclass(spider, JsonApiSpider):
        return api_parts(spider)
    assert issubclass(spider, FeedSpider), f"say here what {source.name} requires"
    return elements("rss")


SITES = list({source.name: source for source in [*site_sources(demo=True), *demo_sources()]}.values())
CASES = [
    *((channel(name), part, change) for name in load.CHANNELS for part, change in PREVIEW.items()),
    *((source, part, change) for source in SITES for part, change in parts(source).items()),
]
QUICK = {load.CHANNELS[0], "jobster_pro", "superjob", "weworkremotely"}
"""One of each form; all others are broken with --full."""


def test_the_cases_are_all_that_is_required() -> None:
    assert set(PREVIEW) == set(preview.REQUIRED)
    assert set(BOARD) == {"sitemap", "jobposting", *vacancy.REQUIRED}
    assert {source.name for source, _, _ in CASES} == {*load.CHANNELS, *(source.name for source in SITES)}


@pytest.mark.parametrize(
    ("source", "part", "change"),
    [
        pytest.param(*case, id=f"{case[0].name}-{case[1]}", marks=() if case[0].name in QUICK else pytest.mark.full)
        for case in CASES
    ],
)
def test_a_broken_selector_fails_loudly_and_keeps_the_last_good_data(
    store: Store, tmp_path: Path, source: Source, part: str, change: Break
) -> None:
    good = answers_of(source)
    break_and_collect(store, tmp_path, source, good, {url: broken(a, change) for url, a in good.items()}, part)


def break_and_collect(
    store: Store,
    folder: Path,
    source: Source,
    good_answers: Mapping[str, Answer],
    broken_answers: Mapping[str, Answer],
    part: str,
    state: dict[str, Any] | None = None,
) -> None:
    (good,) = replay(store, record(folder / "good.warc.gz", good_answers), [source])
    assert (good.status, good.message) == (RunStatus.OK, "")
    before = {name: post.raw for name, post in stored(store, source.name).items()}
    assert {u: a.body for u, a in good_answers.items()} != {u: a.body for u, a in broken_answers.items()}, part
    store.set_state(source.name, state or {})
    with store.writing() as connection:  # so that a board reads its pages again
        connection.exec_driver_sql("UPDATE post_version SET fetched_at = '2026-01-01 00:00:00.000000'")
    (report,) = replay(store, record(folder / "broken.warc.gz", broken_answers), [source])
    assert report.status is RunStatus.FAILED, part
    assert report.message.startswith(f"{source.name}: https://")
    assert "\n" not in report.message
    assert "not in the recording" not in report.message, "the run failed for want of a page, not for the part"
    after = {name: post.raw for name, post in stored(store, source.name).items()}
    assert {name: raw.text for name, raw in after.items()} == {name: raw.text for name, raw in before.items()}


def answers_of(source: Source) -> dict[str, Answer]:
    """The answers of a source: the demo's, or those of its sample."""
    host = (source.url or "").split("/")[2]
    if source.name in {*load.CHANNELS, *load.SITES}:
        domain = host.removeprefix("www.")
        return {
            url: Answer(url, answer.body, dict(answer.headers)["Content-Type"], answer.status)
            for url, answer in load_recording(RECORDING).items()
            if url.split("/")[2].endswith(domain)
        }
    pages = read_sample(SAMPLES / source.name).pages
    return {page.url: Answer(page.url, page.body, dict(page.headers)["Content-Type"], page.status) for page in pages}


def broken(answer: Answer, change: Break) -> Answer:
    """An answer with another markup."""
    body = answer.body
    if body[:2] == b"\x1f\x8b":
        body = change(gzip.decompress(body).decode()).encode()
    elif not answer.url.endswith("robots.txt"):
        charset = "cp1251" if "1251" in answer.content_type else "utf-8"
        body = change(body.decode(charset)).encode(charset, "xmlcharrefreplace")
    return Answer(answer.url, body, answer.content_type, answer.status)


# -- a board that is read by its list -------------------------------------------------------------------------------


def by_list() -> Iterator[Answer]:
    """jobster.pro without its sitemaps: five pages of a list."""
    board = load.board("jobster_pro")
    there = [vacancy for vacancy in board.vacancies if vacancy.status == 200]
    yield Answer(f"{board.origin}/robots.txt", ROBOTS, "text/plain")
    yield Answer(f"{board.origin}/sitemap.xml", b"", status=404)
    for number in range(5):
        links = "".join(f'<li><a href="{v.path}">{v.title}</a></li>' for v in there[number * 7 : number * 7 + 7])
        onward = f'<a rel="next" href="?page={number + 2}">Следующая</a>' if number < 4 else ""
        url = f"{board.origin}/vacancies" + (f"?page={number + 1}" if number else "")
        yield Answer(url, f"<html><ul>{links}</ul>{onward}</html>".encode())
    pages = answers_of(next(source for source in SITES if source.name == "jobster_pro"))
    yield from (pages[board.origin + vacancy.path] for vacancy in there)


@pytest.mark.parametrize("part", [pytest.param("links", marks=pytest.mark.full), "next"])
def test_a_list_that_leads_nowhere_fails_loudly(store: Store, tmp_path: Path, part: str) -> None:
    source = next(source for source in SITES if source.name == "jobster_pro")
    good = {answer.url: answer for answer in by_list()}
    change = LIST[part]
    bad = {url: broken(a, change) if "/vacancies" in url and a.status == 200 else a for url, a in good.items()}
    break_and_collect(store, tmp_path, source, good, bad, part, {"list_pages": 5})


@pytest.mark.full
@pytest.mark.parametrize("part", feed.REQUIRED["feed"])
def test_a_feed_in_atom_fails_loudly_too(store: Store, tmp_path: Path, part: str) -> None:
    """The answer of a feed of one's own, as that of a known site."""
    source = next(source for source in SITES if source.name == "weworkremotely")
    url = WeWorkRemotelySpider.feeds[0]
    page = read_sample(SAMPLES / "own_feed").pages[-1]
    good = {url: Answer(url, page.body, "application/atom+xml")}
    bad = {url: broken(good[url], elements("feed")[part])}
    break_and_collect(store, tmp_path, source, good, bad, part)
