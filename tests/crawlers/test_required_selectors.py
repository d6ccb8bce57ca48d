"""Each required selector of each spider is broken in turn: collecting fails loudly each time, and keeps what it had."""

import gzip
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from crawlers import preview, vacancy
from crawlers.demo import RECORDING, load
from crawlers.demo.warc import Answer
from crawlers.registry import demo_sources
from crawlers.replay import load_recording
from tests.crawlers.support import channel, record, replay, stored
from voronka.sources import RunStatus, Source
from voronka.store import Store

Break = Callable[[str], str]


def renamed(*words: str) -> Break:
    """Markup in which these words are others."""
    return lambda html: re.sub("|".join(map(re.escape, words)), lambda match: f"x-{match[0][1:]}", html)


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
SITES = [source for source in demo_sources() if source.name in load.BOARDS]
CASES = [
    *((channel(name), part, change) for name in load.CHANNELS for part, change in PREVIEW.items()),
    *((source, part, change) for source in SITES for part, change in BOARD.items()),
]
QUICK = {load.CHANNELS[0], "jobster_pro"}


def test_the_cases_are_all_that_is_required() -> None:
    assert set(PREVIEW) == set(preview.REQUIRED)
    assert set(BOARD) == {"sitemap", "jobposting", *vacancy.REQUIRED}


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
    (good,) = replay(store, RECORDING, [source])
    assert good.status is RunStatus.OK
    before = {name: post.raw for name, post in stored(store, source.name).items()}
    broken = record(tmp_path / "broken.warc.gz", broken_answers(source, change))
    store.set_state(source.name, {})
    with store.writing() as connection:  # so that a board reads its pages again
        connection.exec_driver_sql("UPDATE post_version SET fetched_at = '2026-01-01 00:00:00.000000'")
    (report,) = replay(store, broken, [source])
    assert report.status is RunStatus.FAILED, part
    assert report.message.startswith(f"{source.name}: https://")
    assert "\n" not in report.message
    after = {name: post.raw for name, post in stored(store, source.name).items()}
    assert {name: raw.text for name, raw in after.items()} == {name: raw.text for name, raw in before.items()}


def broken_answers(source: Source, change: Break) -> dict[str, Answer]:
    """The demo's answers of a source with another markup."""
    host = (source.url or "").split("/")[2]
    answers = {}
    for url, answer in load_recording(RECORDING).items():
        if url.split("/")[2] != host:
            continue
        body = answer.body
        kind = dict(answer.headers)["Content-Type"]
        if body[:2] != b"\x1f\x8b" and not url.endswith("robots.txt"):
            charset = "cp1251" if "1251" in kind else "utf-8"
            body = change(body.decode(charset)).encode(charset, "xmlcharrefreplace")
        elif body[:2] == b"\x1f\x8b":
            body = change(gzip.decompress(body).decode()).encode()
        answers[url] = Answer(url, body, kind, answer.status)
    return answers
