"""The page of sources: runs as a chart, fill rates, what went away, next try, and the admin's switch."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.webui.builder import NOW
from tests.webui.conftest import Site, post
from voronka.health import Drift, Health, Rate
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from webui.run_chart import HEIGHT, RUNS, chart

HOSTILE = "<script>alert(1)</script>\u202e"
DRIFT = Drift("pay", Rate(1, 20), 0.9, before='"baseSalary": {}', now=f"<b>{HOSTILE}", items=("1",))
GOOD = Health(rates={"title": Rate(20, 20), "pay": Rate(18, 20), "text": Rate(20, 20)}, usual={"pay": 0.9})
MOSCOW = ZoneInfo("Europe/Moscow")


def ran(site: Site, name: str, status: RunStatus = RunStatus.OK, recognised: int = 5, **values: object) -> None:
    report = RunReport(name, status, NOW, NOW, recognised=recognised, **values)  # type: ignore[arg-type]  # its fields
    site.store.finish_run(site.store.start_run(name), report)


def part(page: str, name: str) -> str:
    """What a page says about one source."""
    return page.partition(f'id="{name}"')[2].partition('<li class="source"')[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<title>.*?</title>|<[^>]+>", " ", html).split())


def test_fill_rates_with_what_is_expected(site: Site) -> None:
    ran(site, "kanal_a", health=GOOD)
    said = words(part(site.get("/sources"), "kanal_a"))
    assert "должность 100 % ждём от 50 %" in said
    assert "доход 90 %" in said
    assert "компания" not in said


def test_a_chart_says_in_words_what_it_shows(site: Site) -> None:
    ran(site, "kanal_a", RunStatus.FAILED, 0, message="нет ответа")
    ran(site, "kanal_a", recognised=40)
    html = part(site.get("/sources"), "kanal_a")
    [label] = re.findall(r'<svg class="runs" role="img"[^>]*aria-label="([^"]+)"', html)
    assert words(label).startswith("3 сбора, с ошибкой: 1; в удачных узнано от 5 до 40; последняя ошибка 20 ноября")
    assert html.count('<g class="bar ok">') == 2
    assert html.count('<g class="bar failed">') == 1
    assert "style=" not in html
    assert "прочитан без ошибок" in html
    assert "последняя ошибка" in words(html)
    assert "нет ответа" in html


def test_the_chart_of_many_runs() -> None:
    runs = [RunReport("a", RunStatus.OK, NOW - timedelta(hours=n), recognised=n) for n in range(40)]
    drawn = chart(runs, MOSCOW)
    assert drawn is not None
    assert len(drawn.bars) == RUNS
    assert drawn.bars[0].height == HEIGHT
    assert (drawn.bars[-1].height, drawn.bars[-1].y) == (2, HEIGHT - 2)
    assert drawn.bars[-1].x + drawn.bars[-1].width == drawn.width
    assert drawn.bars[0].title.endswith("удачно, узнано 23")
    nothing = chart([replace(runs[0], status=RunStatus.FAILED)], MOSCOW)
    assert nothing is not None
    assert "узнано" not in nothing.words
    assert chart([], MOSCOW) is None


def test_a_lost_field_is_told_to_all_and_its_place_shown_to_the_admin(site: Site) -> None:
    ran(site, "doska", health=GOOD)
    health = replace(GOOD, rates={**GOOD.rates, "pay": Rate(1, 20)}, drift=(DRIFT,))
    ran(site, "doska", RunStatus.FAILED, message=f"doska: {HOSTILE}", health=health)
    html = part(site.get("/sources"), "doska")
    assert "Поле «доход» пропало: заполнено в 1 из 20. Обычно в 90 %." in words(html)
    assert "baseSalary" not in html
    admin = part(site.admin.get("/sources").get_data(as_text=True), "doska")
    assert "&#34;baseSalary&#34;: {}" in admin
    assert "&lt;b&gt;&lt;script&gt;alert(1)" in admin
    for page in (html, admin):
        assert "<script>alert" not in page
        assert "\u202e" not in page
    # gone with the next good run
    ran(site, "doska", health=GOOD)
    assert "пропало" not in part(site.get("/sources"), "doska")


def test_the_next_try(site: Site) -> None:
    until = datetime(2099, 1, 1, 9, tzinfo=UTC)
    site.store.wait_until(["doska"], until)
    site.store.wait_until(["kanal_a"], datetime(2020, 1, 1, tzinfo=UTC))
    page = site.get("/sources")
    assert "следующая попытка 1 января 2099, 12:00" in words(part(page, "doska"))
    assert "следующая попытка" not in part(page, "kanal_a")


def test_a_source_that_is_read_now_and_one_whose_reader_died(site: Site) -> None:
    site.store.start_run("kanal_a")
    site.store.start_run("kanal_b")
    site.store.take_leases(["kanal_a"], "host pid 1 x-y")
    page = site.get("/sources")
    assert "читается сейчас" in part(page, "kanal_a")
    assert "сбор оборвался" in part(page, "kanal_b")


def test_what_a_team_reads_by_its_token_is_told_to_the_admin_alone(site: Site) -> None:
    site.store.declare([Source("hh_resumes", "hh.ru, резюме", SourceKind.SITE, url="https://hh.ru/")])
    assert part(site.get("/sources"), "hh_resumes") == ""
    assert "hh.ru, резюме" in part(site.admin.get("/sources").get_data(as_text=True), "hh_resumes")


def test_the_admin_switches_a_source_off_and_on(site: Site) -> None:
    admin = site.admin
    assert "Выключить" in part(admin.get("/sources").get_data(as_text=True), "kanal_a")
    answer = post(admin, "/sources/kanal_a/switch", to="off")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/sources#kanal_a")
    state = site.store.source("kanal_a")
    assert state is not None
    assert not state.enabled
    html = part(admin.get("/sources").get_data(as_text=True), "kanal_a")
    assert "выключен" in html
    assert "Включить" in html
    assert "выключен" in part(site.get("/sources"), "kanal_a")
    post(admin, "/sources/kanal_a/switch", to="on")
    assert site.store.source("kanal_a").enabled  # type: ignore[union-attr]  # it was there above


@pytest.mark.parametrize(("path", "to"), [("/sources/nobody/switch", "off"), ("/sources/kanal_a/switch", "sideways")])
def test_a_switch_that_is_none(site: Site, path: str, to: str) -> None:
    assert post(site.admin, path, to=to).status_code == 404


def test_a_site_that_is_off_by_default_says_how_it_is_switched_on(site: Site) -> None:
    off = Source(name="doska_off", title="Доска", kind=SourceKind.SITE, url="https://doska.example/", enabled=False)
    site.store.declare([off])
    said = words(part(site.admin.get("/sources").get_data(as_text=True), "doska_off"))
    assert "выключен" in said
    assert "Чтобы включить: voronka sources enable doska_off" in said
    assert "Выключить" not in said
    assert "voronka sources enable" not in words(part(site.get("/sources"), "doska_off"))


def test_nobody_else_switches_anything(site: Site) -> None:
    browser = site.client
    assert "source-switch" not in browser.get("/sources").get_data(as_text=True)
    answer = post(browser, "/sources/kanal_a/switch", to="off")
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/admin/sign-in")
    assert site.admin.post("/sources/kanal_a/switch", data={"to": "off"}).status_code == 400
    state = site.store.source("kanal_a")
    assert state is not None
    assert state.enabled
