"""Samples on the command line: taken from the web or a recording, warned of, read again."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from crawlers import looking, runner
from crawlers.demo import RECORDING
from crawlers.demo.warc import Answer
from crawlers.samples import read_sample
from crawlers.spiders.habr_career import HabrCareerSpider
from tests.cli.conftest import Run
from tests.crawlers.support import Web, serving

FEED = HabrCareerSpider.feeds[0]
ITEM = """<item><title>Требуется «Маркетолог» (Тула, от 90 000 ₽)</title>
<link>https://career.habr.com/vacancies/7</link><pubDate>Thu, 19 Nov 2026 12:00:00 +0300</pubDate>
<description>пишите Анне Петровне: anna@kontora.ru</description></item>"""
RSS = f"<rss><channel><title>Вакансии</title>{ITEM}</channel></rss>"


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    with serving({FEED: Answer(FEED, RSS.encode(), "application/rss+xml")}) as running:
        monkeypatch.setattr(looking, "collect", partial(runner.collect, overrides=running.overrides()))
        yield running


def test_a_sample_is_taken_warned_of_and_read_again(run: Run, web: Web, tmp_path: Path) -> None:
    folder = tmp_path / "habr_career"
    taken = run("sources", "sample", "habr_career", "--into", tmp_path)
    assert (taken.code, taken.out) == (0, "")
    assert "habr_career: 2 pages, 1 items" in taken.err
    for words in ("a mail address (ann….ru)", "a person (Анн…вне)"):
        assert words in taken.err
    assert "anna@kontora.ru" not in taken.err
    assert web.headers[-1]["Accept-Encoding"] == "identity"
    (page,) = folder.glob("02.*")
    page.write_text(page.read_text().replace("Анне Петровне: anna@kontora.ru", "kadry@puzyr.example"))
    web.asked.clear()
    again = run("sources", "sample", "habr_career", "--into", tmp_path, "--again")
    assert (again.code, "warning" in again.err, web.asked) == (0, False, [])
    (item,) = json.loads((folder / "expected.json").read_text())["items"]
    assert (item["title"], item["text"][-1]) == ("Маркетолог", "пишите kadry@puzyr.example")
    sample = read_sample(folder)
    assert [page.url for page in sample.pages] == ["https://career.habr.com/robots.txt", FEED]
    assert not sample.at.microsecond


def test_a_sample_is_taken_out_of_a_recording_without_a_key(run: Run, tmp_path: Path) -> None:
    taken = run("sources", "sample", "superjob", "--replay", RECORDING, "--into", tmp_path, "--items", 2)
    assert (taken.code, "warning" in taken.err) == (0, False)
    assert len(json.loads((tmp_path / "superjob" / "expected.json").read_text())["items"]) == 2
    assert "X-Api-App-Id" not in (tmp_path / "superjob" / "sample.json").read_text()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("habr_career", "--into", "nowhere"), "there is no folder nowhere"),
        (("nobody",), "no source is named nobody"),
        (("hh_ru",), "set VORONKA_HH_TOKEN"),
        (("hh_ru", "--again"), "holds no whole sample"),
        (("hh_ru", "--replay", "no.warc"), "cannot be read"),
    ],
)
def test_what_cannot_be_sampled_is_told(run: Run, tmp_path: Path, arguments: tuple[str, ...], words: str) -> None:
    into = () if "--into" in arguments else ("--into", tmp_path)
    found = run("sources", "sample", *arguments, *into)
    assert (found.code, words in found.err) == (2, True), found.err
    assert list(tmp_path.glob("*/sample.json")) == []


def test_a_run_that_fails_writes_no_sample(run: Run, web: Web, tmp_path: Path) -> None:
    web.answers[FEED] = Answer(FEED, b"no", status=403)
    found = run("sources", "sample", "habr_career", "--into", tmp_path)
    assert (found.code, "answered 403" in found.err) == (2, True)
    assert not (tmp_path / "habr_career").exists()
