"""hh.ru's resumes: of one team, off without its name, and no contact that costs a view is ever opened."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from pydantic import SecretStr

from crawlers import looking, runner
from crawlers.demo.warc import Answer
from crawlers.registry import declared_sites
from crawlers.spiders.hh_resumes import HhResumesSpider
from tests.crawlers.stand_ins import Hh, as_json, hh_person
from tests.crawlers.support import Web, saving, serving, stored
from voronka.clock import Clock
from voronka.extract.reader import read
from voronka.ingest import Ingest
from voronka.model import Kind, RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus
from voronka.store import Store, accounts
from voronka.store.posts import Saved

SOURCE = HhResumesSpider.source
assert SOURCE is not None


@pytest.fixture
def hh() -> Hh:
    return Hh(people=[hh_person(number) for number in range(1, 21)])


@pytest.fixture
def web(hh: Hh) -> Iterator[Web]:
    with serving({}) as running:
        running.routes.append(hh)
        yield running


@pytest.fixture
def team(store: Store) -> str:
    with store.writing() as connection:
        return accounts.create_team(connection, "Студия «Ветка»")


def collect(web: Web, store: Store, *, hours: float = 0, ingest: Any = None, **values: Any) -> RunReport:
    web.asked.clear()
    store.clock = Clock(store.clock.now() + timedelta(hours=hours))
    own: dict[str, Any] = {
        "contact": "hr@kontora.example",
        "hh_token": SecretStr("t0ken-of-an-application"),
        "hh_resumes_team": "Студия «Ветка»",
    }
    assert SOURCE is not None
    (report,) = web.collect(store, [SOURCE], ingest or saving(store), settings=Settings(**own | values))
    return report


def test_resumes_belong_to_the_tokens_team_and_to_nobody_else(web: Web, store: Store, team: str) -> None:
    def ingest(raws: Sequence[RawPost]) -> list[Saved]:
        return [outcome.saved for outcome in Ingest(store).add_page(raws)]

    report = collect(web, store, ingest=ingest)
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 20)
    assert {post.raw.owner_team for post in stored(store, "hh_resumes").values()} == {team}
    listings = store.listings(store.listing_ids())
    assert {(one.owner_team, one.kind) for one in listings} == {(team, Kind.CANDIDATE)}
    assert store.newest_listings([Kind.CANDIDATE], 50) == []


def test_what_is_read_of_a_resume(web: Web, store: Store, team: str) -> None:
    collect(web, store)
    raw = stored(store, "hh_resumes")["000000010beef"].raw
    assert "Выдуманная" not in f"{raw}"
    assert raw.url == "https://hh.ru/resume/000000010beef"
    reading = read(raw.text, raw.links, raw.source, raw.posted_at, raw.payload)
    (posting,) = reading.postings
    assert (reading.kind, posting.title, posting.roles) == (Kind.CANDIDATE, "Таргетолог №1", ("targeted_ads",))
    assert (posting.cities, posting.experience_years) == (("Москва",), 4)
    assert [str(one) for one in posting.formats] == ["remote"]
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.currency) == (120000, "RUB")
    assert "- Маркетолог, Пекарня «Ушки» (2021-01 – 2024-01)" in raw.text
    assert not posting.contacts


def test_no_resume_is_opened(web: Web, store: Store, team: str, hh: Hh) -> None:
    for hours in (0, 24, 24):
        assert collect(web, store, hours=hours).status is RunStatus.OK
        assert not any("/resumes/" in url or "contact" in url for url in web.asked)
    assert hh.paid_views == 0


def test_nothing_leads_to_a_paid_view(web: Web, store: Store, team: str, hh: Hh) -> None:
    paid = "https://api.hh.ru/resumes/000000010beef?with_contact=true"

    def redirect(url: str, headers: object) -> Answer | None:
        return Answer(url, b"", status=302, headers=[("Location", paid)]) if "/resumes?" in url else None

    web.routes.insert(0, redirect)
    report = collect(web, store)
    assert report.status is RunStatus.FAILED
    assert "never asks (it may cost money); it was not asked" in report.message
    assert (paid in web.asked, hh.paid_views) == (False, 0)


def test_what_is_gone_from_two_whole_passes_is_erased(web: Web, store: Store, team: str, hh: Hh) -> None:
    def ingest(raws: Sequence[RawPost]) -> list[Saved]:
        return [outcome.saved for outcome in Ingest(store).add_page(raws)]

    collect(web, store, ingest=ingest)
    gone = hh.people.pop()["id"]
    for hours, is_there in ((24, True), (24, False)):
        collect(web, store, hours=hours, ingest=ingest)
        assert bool(stored(store, "hh_resumes")[gone].raw.text) is is_there


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"hh_resumes_team": None}, "set VORONKA_HH_RESUMES_TEAM"),
        ({"hh_resumes_team": "Студия"}, "0 teams are called «Студия»"),
        ({"hh_token": None}, "set VORONKA_HH_TOKEN"),
    ],
)
def test_without_team_or_token_nothing_is_asked(
    web: Web, store: Store, team: str, values: dict[str, Any], words: str
) -> None:
    report = collect(web, store, **values)
    assert report.status is RunStatus.FAILED
    assert words in report.message
    assert web.asked == []


def test_another_team_does_not_get_what_is_stored(web: Web, store: Store, team: str) -> None:
    collect(web, store)
    with store.writing() as connection:
        other = accounts.create_team(connection, "Бюро «Ёлка»")
        accounts.create_team(connection, "Бюро «Ёлка»")
    assert "2 teams are called" in collect(web, store, hours=24, hh_resumes_team="Бюро «Ёлка»").message
    report = collect(web, store, hours=24, hh_resumes_team=other)
    assert "belong to another team" in report.message
    assert web.asked == []
    assert {post.raw.owner_team for post in stored(store, "hh_resumes").values()} == {team}
    store.purge_source("hh_resumes")
    assert collect(web, store, hours=24, hh_resumes_team=other).new == 20


def test_a_refusal_says_what_resumes_want_and_shows_nobody(web: Web, store: Store, team: str, hh: Hh) -> None:
    hh.refusal = {"errors": [{"type": "forbidden"}]}
    report = collect(web, store)
    assert "an employer's token with access to hh.ru's resumes" in report.message
    assert report.health.refusals == 1
    hh.refusal = None
    web.routes.insert(0, lambda url, headers: as_json(url, {"found": 1, "people": hh.people}) if "?" in url else None)
    report = collect(web, store)
    assert "has no list items" in report.message
    assert "Выдуманная" not in f"{report}"


def test_resumes_are_tried_without_storing(web: Web, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "collect", partial(runner.collect, overrides=web.overrides()))
    own: dict[str, Any] = {"contact": "hr@kontora.example", "hh_token": SecretStr("t0ken-of-an-application")}
    assert SOURCE is not None
    taken, report = looking.sample(SOURCE, Settings(hh_resumes_team="Студия «Ветка»", **own), 5)
    assert (report.status, len(taken)) == (RunStatus.OK, 5)


def test_it_is_off_unless_a_team_is_named() -> None:
    def on(settings: Settings) -> bool:
        return any(source.name == "hh_resumes" and source.enabled for source in declared_sites(settings))

    assert not on(Settings(hh_token=SecretStr("x")))
    assert not on(Settings(hh_token=SecretStr("x"), hh_resumes_team=""))
    assert on(Settings(hh_token=SecretStr("x"), hh_resumes_team="Студия «Ветка»"))
