"""hh.ru and SuperJob: keys that are never shown, slices that lose nothing, refusals that stop."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from crawlers.demo import load
from crawlers.demo.warc import Answer
from crawlers.registry import declared_sites
from crawlers.slices import Slice
from crawlers.spiders import hh_ru
from crawlers.spiders.hh_ru import HhSpider
from crawlers.spiders.superjob import SuperjobSpider
from tests.crawlers.stand_ins import Hh, Superjob, as_json, hh_row, query, superjob_row
from tests.crawlers.support import NOW, Web, serving, stored
from voronka.clock import Clock
from voronka.extract.reader import read
from voronka.model import Posting
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus
from voronka.store import Store

CONTACT = "hr@kontora.example"


@pytest.fixture
def hh() -> Hh:
    return Hh([hh_row(number) for number in range(1, 41)])


@pytest.fixture
def superjob() -> Superjob:
    return Superjob([superjob_row(number) for number in range(1, 41)])


@pytest.fixture
def web(hh: Hh, superjob: Superjob) -> Iterator[Web]:
    with serving({}) as running:
        running.routes += [hh, superjob]
        yield running


def collect(web: Web, store: Store, name: str = "hh", *, hours: float = 0, **values: Any) -> RunReport:
    web.asked.clear()
    store.clock = Clock(store.clock.now() + timedelta(hours=hours))
    own: dict[str, Any] = {
        "contact": CONTACT,
        "hh_token": SecretStr("t0ken-of-an-application"),
        "superjob_key": SecretStr("v3.k.1.invented"),
    }
    source = HhSpider.source if name == "hh" else SuperjobSpider.source
    (report,) = web.collect(store, [source], settings=Settings(**own | values))
    return report


def searches(web: Web) -> list[dict[str, str]]:
    return [query(url) for url in web.asked if "/vacancies?" in url]


def of(store: Store, source: str, name: str) -> Posting:
    raw = stored(store, source)[name].raw
    (posting,) = read(raw.text, payload=raw.payload).postings
    return posting


# -- hh.ru ----------------------------------------


def test_hh_is_read_with_whole_texts(web: Web, store: Store) -> None:
    report = collect(web, store)
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 40)
    posting = of(store, "hh_ru", "90000001")
    assert posting.title == "Маркетолог №1"
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max, posting.salary.currency, posting.salary.gross) == (
        100000, 150000, "RUB", True,
    )  # fmt: skip
    assert ([str(f) for f in posting.formats], posting.cities) == (["hybrid"], ("Москва",))
    assert (posting.company, posting.experience_years) == ("Пузырь", 1)
    raw = stored(store, "hh_ru")["90000001"].raw
    assert "ведёт карты" in raw.text
    assert raw.url == "https://hh.ru/vacancy/90000001"
    assert len(web.asked) == 1 + 1 + 40  # robots.txt, one page, each vacancy


@pytest.mark.parametrize(
    ("changes", "employment"),
    [
        ({"employment_form": {"id": "FULL", "name": "Полная"}, "employment": None}, "full"),
        ({"employment_form": {"id": "PART", "name": "Частичная"}}, "part"),
        ({"employment_form": {"id": "PROJECT", "name": "Проект или разовое задание"}}, "project"),
        ({}, "full"),
    ],
)
def test_the_form_of_employment_of_hh(web: Web, store: Store, hh: Hh, changes: dict[str, Any], employment: str) -> None:
    hh.jobs = [hh_row(1, **changes)]
    collect(web, store)
    assert [str(code) for code in of(store, "hh_ru", "90000001").employment] == [employment]


def without_texts(url: str, _: object) -> Answer | None:
    return as_json(url, {"id": url.rpartition("/")[2]}) if "/vacancies/" in url else None


@pytest.mark.full
@pytest.mark.parametrize(("number", "status"), [(2, RunStatus.OK), (3, RunStatus.FAILED)])
def test_few_new_vacancies_none_of_which_can_be_read_are_no_success(
    web: Web, store: Store, hh: Hh, number: int, status: RunStatus
) -> None:
    collect(web, store)
    hh.jobs += [hh_row(900 + n, store.clock.now() + timedelta(minutes=n)) for n in range(number)]
    web.routes.insert(0, without_texts)
    report = collect(web, store, hours=3)
    assert report.status is status
    assert ("3 items in a row could not be read; the last one: the answer has no name" in report.message) == (
        number == 3
    )
    assert len(report.warnings) >= number
    web.routes.pop(0)
    assert collect(web, store, hours=3).new == number


def test_areas_that_are_not_there_are_no_end_of_the_slices(
    web: Web, store: Store, hh: Hh, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hh_ru, "CAP", 30)
    hh.jobs = [hh_row(n, NOW - timedelta(days=5)) for n in range(40)]
    web.routes.insert(0, lambda url, _: as_json(url, {"id": "113"}) if "/areas/" in url else None)
    report = collect(web, store)
    assert (report.status, "the answer has no areas" in report.message) == (RunStatus.FAILED, True)


def test_hh_gets_a_summary_where_the_budget_of_single_vacancies_is_spent(
    web: Web, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(HhSpider, "max_details", 5)
    assert collect(web, store).new == 40
    assert len(web.asked) == 1 + 1 + 5
    assert "Опыт маркетинга в сфере услуг от года" in stored(store, "hh_ru")["90000040"].raw.text
    assert "highlight" not in stored(store, "hh_ru")["90000040"].raw.text


@pytest.mark.full
def test_hh_is_asked_for_news_only(web: Web, store: Store, hh: Hh) -> None:
    collect(web, store)
    hh.jobs.append(hh_row(900, store.clock.now() + timedelta(hours=1)))
    again = collect(web, store, hours=3)
    assert (again.status, again.new, again.changed) == (RunStatus.OK, 1, 0)
    assert [asked["date_from"] for asked in searches(web)] == ["2026-11-20T07:00:00+0000"]
    assert [url for url in web.asked if "/vacancies/" in url] == ["https://api.hh.ru/vacancies/90000900"]


def test_hh_closes_what_is_gone_in_two_whole_passes(web: Web, store: Store, hh: Hh) -> None:
    collect(web, store)
    gone = hh.jobs.pop()
    for hours, closed in ((24, False), (2, False), (24, True)):
        assert collect(web, store, hours=hours).status is RunStatus.OK
        assert stored(store, "hh_ru")[gone["id"]].raw.closed is closed


def test_the_cap_of_hh_loses_nothing(web: Web, store: Store, hh: Hh, monkeypatch: pytest.MonkeyPatch) -> None:
    assert hh_ru.CAP == hh.cap == 2_000
    monkeypatch.setattr(HhSpider, "max_details", 0)
    monkeypatch.setattr(hh_ru, "CAP", 200)
    hh.cap = 200
    # most of them on one day, more than the cap within seconds, in two areas
    spread = [hh_row(n, NOW - timedelta(minutes=99 * n)) for n in range(1, 300)]
    crowd = [
        hh_row(n, NOW - timedelta(days=5, seconds=n % 3), area={"id": str(n % 2 + 1), "name": "Тула"})
        for n in range(10_000, 10_260)
    ]
    hh.jobs = [*spread, *crowd]
    report = collect(web, store)
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 559)
    assert any("/areas/113" in url for url in web.asked)
    assert len(web.asked) < 40


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        ({"errors": [{"type": "captcha_required", "captcha_url": "https://hh.ru/c"}]}, "captcha_required"),
        ({"errors": [{"type": "oauth", "value": "token_expired"}]}, "expired or revoked"),
        ({"errors": [{"type": "forbidden"}]}, "to tokens of applications and employers only"),
    ],
)
def test_a_refusal_of_hh_stops_the_source(web: Web, store: Store, hh: Hh, refusal: Any, words: str) -> None:
    hh.refusal = refusal
    report = collect(web, store)
    assert report.status is RunStatus.FAILED
    assert words in report.message
    assert len(web.asked) == 2  # robots.txt and one request
    assert report.health.refusals == 1


def test_no_key_is_ever_shown(web: Web, store: Store, hh: Hh, capfd: pytest.CaptureFixture[str]) -> None:
    hh.token = "another"
    report = collect(web, store)
    shown = f"{report} {capfd.readouterr()} {stored(store, 'hh_ru')} {store.source('hh_ru')}"
    assert "t0ken-of-an-application" not in shown
    assert not any("t0ken" in url for url in web.asked)


@pytest.mark.parametrize(
    ("values", "words"),
    [({"hh_token": None}, "set VORONKA_HH_TOKEN"), ({"contact": None}, "set VORONKA_CONTACT")],
)
def test_without_token_or_contact_hh_is_not_asked(web: Web, store: Store, values: Any, words: str) -> None:
    report = collect(web, store, **values)
    assert report.status is RunStatus.FAILED
    assert words in report.message
    assert web.asked == []


def test_what_lacks_its_key_is_switched_off() -> None:
    def on(settings: Settings) -> set[str]:
        return {source.name for source in declared_sites(settings) if source.enabled}

    assert on(Settings()) == {"jobster_pro", "trudvsem"}
    assert on(Settings(hh_token=SecretStr("x"))) == {"jobster_pro", "trudvsem", "hh_ru"}


def test_a_replay_needs_neither_keys_nor_grounds() -> None:
    sources = declared_sites(Settings(), demo=True)
    assert {source.name for source in sources} == set(load.SITES)
    assert all(source.enabled and source.needs is None and source.basis_en for source in sources)


def test_another_mode_of_pay_is_told_in_words(web: Web, store: Store, hh: Hh) -> None:
    hh.jobs = [
        hh_row(
            1,
            salary_range={
                "from": 90000,
                "to": None,
                "currency": "RUR",
                "gross": False,
                "mode": {"id": "FLY_IN_FLY_OUT"},
            },
        ),
        hh_row(2, salary_range={"from": 500, "to": None, "currency": "RUR", "gross": False, "mode": {"id": "HOUR"}}),
        hh_row(3, salary=None, salary_range=None),
        hh_row(
            4,
            salary_range="x",
            snippet=7,
            employer=[],
            area={"id": "1", "name": 7},
            work_format={},
            experience=1,
            professional_roles=0,
        ),
    ]
    assert collect(web, store).new == 4
    assert "90000 RUR за вахту" in stored(store, "hh_ru")["90000001"].raw.text
    hourly = of(store, "hh_ru", "90000002").salary
    assert hourly is not None
    assert (hourly.min, str(hourly.period), hourly.gross) == (500, "hour", False)
    assert of(store, "hh_ru", "90000003").salary is None


# -- SuperJob ----------------------------------------


def test_superjob_is_read(web: Web, store: Store) -> None:
    report = collect(web, store, "superjob")
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 40)
    assert len(web.asked) == 2
    posting = of(store, "superjob", "40000001")
    assert (posting.title, posting.company, posting.cities) == (
        "Менеджер по продажам №1", "Пузырь", ("Тула",),
    )  # fmt: skip
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max) == (70000, None)
    assert [str(f) for f in posting.formats] == ["remote"]
    assert "- продаёт абонементы на стирку" in stored(store, "superjob")["40000001"].raw.text


@pytest.mark.full
def test_the_cap_of_500_loses_nothing(web: Web, store: Store, superjob: Superjob) -> None:
    superjob.jobs = [superjob_row(n, NOW - timedelta(minutes=43 * n)) for n in range(1, 800)]
    report = collect(web, store, "superjob")
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 799)
    assert len(web.asked) < 30


def test_a_wrong_key_of_superjob_stops_the_source(web: Web, store: Store) -> None:
    report = collect(web, store, "superjob", superjob_key=SecretStr("v3.wrong"))
    assert "is VORONKA_SUPERJOB_KEY right?" in report.message
    assert len(web.asked) == 2
    assert "v3.wrong" not in str(report)


# -- slices ----------------------------------------


def test_halves_meet_and_end() -> None:
    whole = Slice(NOW - timedelta(days=30), NOW, "113", page=3)
    first, second = whole.halves() or (whole, whole)
    assert (first.since, second.until, first.page, second.area) == (whole.since, whole.until, 0, "113")
    assert second.since - first.until == timedelta(seconds=1)
    assert Slice(NOW - timedelta(minutes=10), NOW).halves() is None
