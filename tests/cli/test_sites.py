"""Sites on the command line: looking at one, adding it, trying it, switching on what is off by default."""

import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
import yaml

from crawlers import looking, runner
from crawlers.demo.warc import Answer
from tests.cli.conftest import Run
from tests.crawlers.support import Web, serving
from voronka.errors import VoronkaError

ORIGIN = "https://rabota-primer.example"
PATHS = [f"/vacancies/marketolog-{number}" for number in range(1, 9)]


def page(number: int) -> bytes:
    posting = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": f"Маркетолог №{number}",
        "hiringOrganization": {"@type": "Organization", "name": "Дом Варенья"},
        "baseSalary": {"@type": "MonetaryAmount", "currency": "RUB", "value": {"minValue": 80000, "unitText": "MONTH"}},
        "jobLocation": {"@type": "Place", "address": {"addressLocality": "Тула"}},
        "datePosted": "2026-11-19",
        "description": "Ведёт сайт и карты сети лавок, отвечает на отзывы, считает стоимость заявки.",
    }
    head = f"<script type='application/ld+json'>{json.dumps(posting, ensure_ascii=False)}</script>"
    return f"<html><head>{head}</head><body><h1>Маркетолог №{number}</h1></body></html>".encode()


FEED = (
    "<rss><channel><title>Работа</title><item><title>SMM</title><link>https://rabota-primer.example/7</link></item>"
    "</channel></rss>"
)
ROBOTS = f"User-agent: *\nDisallow: /private/\nSitemap: {ORIGIN}/map.xml"
LOCATIONS = "".join(f"<url><loc>{ORIGIN}{path}</loc></url>" for path in [*PATHS, "/private/vacancy-1", "/about"])
BOARD = [
    Answer(f"{ORIGIN}/robots.txt", ROBOTS.encode(), "text/plain"),
    Answer(f"{ORIGIN}/map.xml", f"<urlset>{LOCATIONS}</urlset>".encode(), "application/xml"),
    *(Answer(ORIGIN + path, page(number)) for number, path in enumerate(PATHS, 1)),
]
FRONT = Answer(
    f"{ORIGIN}/jobs", b"<html><title>Jobs</title><link rel='alternate' type='application/rss+xml' href='/rss'></html>"
)


@pytest.fixture
def web(monkeypatch: pytest.MonkeyPatch) -> Iterator[Web]:
    """A web that is asked where a site is looked at."""
    with serving({FRONT.url: FRONT}) as running:
        monkeypatch.setattr(looking, "collect", partial(runner.collect, overrides=running.overrides()))
        yield running


def serve(web: Web, *answers: Answer) -> None:
    web.answers |= {answer.url: answer for answer in answers}


def rows(folder: Path) -> list[dict[str, object]]:
    found = yaml.safe_load((folder / "var" / "sites.yml").read_text(encoding="utf-8"))
    assert isinstance(found, list)
    return found


def test_a_board_is_looked_at_added_tried_and_read(run: Run, web: Web, tmp_path: Path) -> None:
    serve(web, *BOARD)
    looked = run("sources", "add", f"{ORIGIN}/jobs")
    assert (looked.code, not (tmp_path / "var" / "sites.yml").exists()) == (0, True)
    assert "pages that look like vacancies: 8, 1 more are forbidden by robots.txt" in looked.out
    assert "JobPosting: on 3 of 3 pages looked at" in looked.out
    assert "would be read as a board: the pages of its sitemaps under /vacancies/" in looked.err
    assert "--basis" in looked.err
    assert len(web.asked) <= 8
    added = run("sources", "add", f"{ORIGIN}/jobs", "--basis", "разрешение владельца")
    assert (added.code, "written into" in added.err) == (0, True)
    (row,) = rows(tmp_path)
    assert (row["name"], row["form"], row["vacancy_path"]) == ("rabota_primer_example", "board", "/vacancies/")
    web.asked.clear()
    tried = run("sources", "try", "rabota_primer_example", "--json")
    items = json.loads(tried.out)["items"]
    assert (tried.code, len(items)) == (0, 5)
    assert {key: items[0][key] for key in ("company", "pay", "place", "date")} == {
        "company": "Дом Варенья", "pay": "от\xa080\u202f000\xa0₽", "place": "Тула", "date": "19.11.2026",
    }  # fmt: skip
    assert sum("/vacancies/" in url for url in web.asked) == 5
    shown = json.loads(run("sources", "--json").out)
    assert next(row for row in shown if row["name"] == "rabota_primer_example")["posts"] == 0
    assert run("sources", "add", f"{ORIGIN}/jobs").code == 2
    table = run("sources", "try", "rabota_primer_example")
    assert "title" in table.out


def test_a_feed_is_added(run: Run, web: Web, tmp_path: Path) -> None:
    serve(web, Answer(f"{ORIGIN}/rss", FEED.encode(), "application/rss+xml"))
    added = run("sources", "add", f"{ORIGIN}/jobs", "--basis", "лента для всех", "--name", "primer")
    assert f"feed: {ORIGIN}/rss (1 items)" in added.out
    assert [(row["name"], row["form"], row["feeds"]) for row in rows(tmp_path)] == [
        ("primer", "feed", [f"{ORIGIN}/rss"])
    ]
    assert json.loads(run("sources", "try", "primer", "--json").out)["items"][0]["title"] == "SMM"


def test_a_site_with_nothing_to_read_is_not_added(run: Run, web: Web, tmp_path: Path) -> None:
    found = run("sources", "add", f"{ORIGIN}/jobs", "--basis", "x")
    assert found.code == 2
    assert "no vacancies with JobPosting in its sitemaps, and no feed" in found.err
    assert not (tmp_path / "var" / "sites.yml").exists()


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Answer(FRONT.url, b"no", status=403), "answered 403"),
        (Answer(FRONT.url, "<title>Вы не робот?</title>".encode()), "captcha"),
        (Answer(f"{ORIGIN}/robots.txt", b"User-agent: *\nDisallow: /", "text/plain"), "robots.txt forbids"),
    ],
)
def test_a_site_that_does_not_want_to_be_read_is_left_alone(run: Run, web: Web, answer: Answer, words: str) -> None:
    serve(web, answer)
    found = run("sources", "add", FRONT.url, "--basis", "x")
    assert (found.code, words in found.err) == (2, True)


def test_no_address_of_a_private_network_is_looked_at(run: Run) -> None:
    for url in ("http://127.0.0.1:9/jobs", "http://10.0.0.1/", "ftp://doska.example/", "jobs"):
        assert run("sources", "add", url, "--basis", "x").code == 2


def test_what_is_off_by_default_is_switched_on_with_a_ground(run: Run, tmp_path: Path) -> None:
    refused = run("sources", "enable", "remotive")
    assert (refused.code, "is off by default" in refused.err) == (2, True)
    assert run("sources", "enable", "remotive", "--basis", "условия прочитаны").code == 0
    assert rows(tmp_path) == [{"name": "remotive", "enabled": True, "basis": "условия прочитаны"}]
    (row,) = [row for row in json.loads(run("sources", "--json").out) if row["name"] == "remotive"]
    assert (row["enabled"], row["basis"]) == (True, "условия прочитаны")
    assert run("sources", "disable", "remotive").code == 0
    assert run("sources", "enable", "remotive").code == 0


def test_what_needs_a_key_says_so(run: Run) -> None:
    for command in (("sources", "enable", "hh_ru"), ("sources", "try", "hh_ru"), ("collect", "hh_ru")):
        ran = run(*command)
        assert (ran.code, "set VORONKA_HH_TOKEN" in ran.err) == (2, True), command


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("- name: remotiv\n  enabled: true", "no site is named remotiv"),
        ("- name: x", "a name is 3 to 40"),
        ("- name: moya\n  enabled: yes please", "enabled has to be true or false"),
        ("- name: moya\n  enabled: true\n  form: board\n  url: https://a.example/", "needs an http(s) url and a basis"),
        ("- name: moya\n  enabled: true\n  form: feed\n  url: https://a.example/\n  basis: b", "a feed needs feeds"),
        ("- name: moya\n  enabled: true\n  colour: red", "unknown key colour"),
        ("- name: remotive\n  enabled: true\n- name: remotive\n  enabled: true", "stands there twice"),
        ("name: [", "no valid YAML"),
        ("name: x", "has to be a list of rows"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, text: str, words: str) -> None:
    from crawlers.registry import declared_sites
    from voronka.settings import Settings

    (tmp_path / "sites.yml").write_text(text, encoding="utf-8")
    with pytest.raises(VoronkaError) as error:
        declared_sites(Settings(data=tmp_path))
    assert words in str(error.value)
