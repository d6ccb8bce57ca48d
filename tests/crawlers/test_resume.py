"""People's pages of boards: read as candidates, without names; gone, hidden or not to be indexed they are erased."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crawlers.demo.build import board_answers
from crawlers.demo.warc import Answer
from crawlers.resume import ResumePage, is_withdrawn, read_resume, resume_text
from tests.crawlers.support import NOW, record, stored
from tests.crawlers.support import replay as collect_from
from tests.crawlers.test_board import ORIGIN, SOURCE, THREE, Runs
from voronka.extract.reader import read
from voronka.ingest import Ingest
from voronka.model import Kind, Posting, RawPost
from voronka.sources import RunReport, RunStatus
from voronka.store import Store
from voronka.store.posts import Saved

ZONE = ZoneInfo("Europe/Moscow")
PERSON: dict[str, Any] = {
    "@type": "Person",
    "name": "Анна Выдуманная",
    "jobTitle": "Таргетолог",
    "address": {"@type": "PostalAddress", "addressLocality": "Казань"},
    "description": "<p>Веду рекламу пекарен пять лет.</p><ul><li>VK Реклама</li><li>Яндекс Директ</li></ul>",
    "email": "anna@pochta.example",
    "telephone": "+7 900 000-00-17",
    "knowsAbout": ["VK Реклама", {"@type": "DefinedTerm", "name": "Яндекс Директ"}],
    "hasOccupation": {
        "@type": "Occupation",
        "name": "Таргетолог",
        "estimatedSalary": {"@type": "MonetaryAmount", "currency": "RUB", "value": {"minValue": 120000}},
        "experienceRequirements": {"monthsOfExperience": 60},
    },
    "seeks": {"@type": "Demand", "name": "Таргетолог", "jobLocationType": "TELECOMMUTE"},
}
PROFILE = {"@context": "https://schema.org", "@type": "ProfilePage", "dateModified": "2026-11-18", "mainEntity": PERSON}
PLAIN = (
    "<main><h1>SMM-менеджер</h1><p>Пишу для кофеен и пекарен, снимаю короткие ролики, веду сообщества. Опыт 3 года, "
    "Казань или удалённо, от 80 000 руб.</p><p>Опубликовано 15.11.2026. Писать: @anna_smm_demo</p></main>"
)


def page(data: Mapping[str, Any] | None = None, body: str = "<main><h1>Таргетолог</h1></main>", head: str = "") -> str:
    script = f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>' if data else ""
    return f"<html><head><title>Резюме</title>{head}{script}</head><body>{body}</body></html>"


LINKS = "".join(f"<a href='/resumes/{number}'>Таргетолог из Казани №{number}</a>" for number in range(9))


def found(html: str) -> ResumePage:
    resume = read_resume(html, f"{ORIGIN}/resumes/17", now=NOW, zone=ZONE)
    assert resume is not None
    return resume


def posting_of(resume: ResumePage) -> Posting:
    reading = read(resume.text, resume.links, "doska", NOW, {"resume": resume.wish})
    assert reading.kind is Kind.CANDIDATE
    (posting,) = reading.postings
    return posting


@pytest.mark.parametrize("data", [PROFILE, PERSON, {"@graph": [{"@type": "WebSite"}, PERSON]}])
def test_a_person_in_json_ld(data: Mapping[str, Any]) -> None:
    resume = found(page(data))
    assert "Выдуманная" not in f"{resume}"
    assert "anna@pochta.example" in resume.text
    assert "pochta" not in str(resume.wish)
    assert "900" not in str(resume.wish)
    posting = posting_of(resume)
    assert (posting.title, posting.roles, posting.cities) == ("Таргетолог", ("targeted_ads",), ("Казань",))
    assert posting.salary is not None
    assert (posting.salary.min, posting.salary.max, posting.experience_years) == (120000, None, 5)
    assert [str(form) for form in posting.formats] == ["remote"]
    assert (posting.contacts.email, posting.contacts.phone) == (("anna@pochta.example",), ("+79000000017",))
    assert posting.company is None
    assert posting.evidence["salary"][0].rule == "resume.baseSalary"


def test_the_day_of_a_profile_page() -> None:
    assert found(page(PROFILE)).posted_at == NOW.replace(day=17, hour=21)
    assert found(page(PROFILE | {"dateModified": "2030-01-01"})).posted_at == NOW
    assert found(page(PERSON)).posted_at is None


def test_a_person_in_microdata() -> None:
    body = (
        '<main itemscope itemtype="https://schema.org/Person"><h1 itemprop="jobTitle">Копирайтер</h1>'
        '<span itemprop="name">Анна Выдуманная</span>'
        '<div itemprop="address" itemscope itemtype="https://schema.org/PostalAddress">'
        '<span itemprop="addressLocality">Тула</span></div>'
        '<div itemprop="description"><p>Пишу тексты для прачечных и пекарен.</p></div></main>'
    )
    posting = posting_of(found(page(body=body)))
    assert (posting.title, posting.cities) == ("Копирайтер", ("Тула",))


def test_a_plain_page_is_a_candidate_whatever_it_sounds_like() -> None:
    resume = found(page(body=PLAIN))
    assert resume.posted_at == NOW.replace(day=14, hour=21)
    posting = posting_of(resume)
    assert (posting.title, posting.contacts.telegram) == ("SMM-менеджер", ("anna_smm_demo",))
    sought = PLAIN.replace("Пишу для", "Ищем сотрудника, требования и условия: пишу для")
    assert posting_of(found(page(body=sought))).title == "SMM-менеджер"


@pytest.mark.parametrize(
    "html",
    [
        page(body="<main><h1>Резюме</h1></main>"),
        page(body=f"<main><h1>Резюме</h1>{LINKS}"),
        page({"@type": "Person", "name": "Анна"}),
        "",
    ],
)
def test_what_is_nobodys_page(html: str) -> None:
    assert read_resume(html, f"{ORIGIN}/resumes/17", now=NOW, zone=ZONE) is None


@pytest.mark.parametrize(
    "data",
    [
        {"jobTitle": "Таргетолог", "hasOccupation": 7, "seeks": ["x"], "address": [None], "knowsAbout": {"a": 1}},
        {"jobTitle": ["Таргетолог", 7], "estimatedSalary": [], "hasOccupation": [{"estimatedSalary": [1, "x"]}]},
        {"jobTitle": {"name": "Таргетолог"}, "description": 8, "email": ["a@b.example"], "telephone": {}},
    ],
)
def test_hostile_shapes_are_read_without_an_error(data: Mapping[str, Any]) -> None:
    assert posting_of(found(page({"@type": "Person", **data}))).title == "Таргетолог"


@pytest.mark.parametrize(
    ("words", "withdrawn"),
    [
        ("Резюме скрыто", True), ("Это резюме удалено владельцем", True), ("Профиль временно недоступен", True),
        ("Соискатель нашёл работу", True), ("Кандидат больше не ищет работу", True), ("Анкета в архиве", True),
        ("Резюме обновлено вчера", False), ("Контакты скрыты: войдите", False), ("Прошлый проект закрыт", False),
    ],
)  # fmt: skip
def test_a_page_says_that_it_is_hidden(words: str, withdrawn: bool) -> None:
    assert is_withdrawn(page(PROFILE, f"<main><h1>Таргетолог</h1><p>{words}</p></main>")) is withdrawn


@pytest.mark.parametrize("rule", ["noindex", "index, noarchive", "NONE"])
def test_a_page_that_is_not_to_be_indexed_is_not_read(rule: str) -> None:
    assert is_withdrawn(page(PROFILE, head=f'<meta name="Robots" content="{rule}">'))
    assert not is_withdrawn(page(PROFILE, head='<meta name="robots" content="index, follow">'))


# -- a board that has them ----------------------------------------


@pytest.fixture
def run(store: Store, tmp_path: Path) -> "Resumes":
    return Resumes(store, tmp_path)


class Resumes(Runs):
    """Collections with the real extraction of a board with vacancies and two resumes."""

    def with_pages(self, pages: Mapping[str, Answer], *, days: float = 0) -> RunReport:
        urls = [f"{ORIGIN}{path}" for path in ("/resumes", *pages)]
        rows = "".join(f"<url><loc>{url}</loc><lastmod>{NOW.isoformat()}</lastmod></url>" for url in urls)
        people = [replace(answer, url=f"{ORIGIN}{path}") for path, answer in pages.items()]
        listing = Answer(f"{ORIGIN}/resumes", page(body=f"<main><h1>Резюме</h1>{LINKS}</main>").encode())
        end = f"{rows}</urlset>".encode()
        board = [replace(answer, body=answer.body.replace(b"</urlset>", end)) for answer in board_answers(THREE)]
        return self([*board, *people, listing], days=days)

    def __call__(self, answers: Any, *, days: float = 0) -> RunReport:
        self.number += 1
        clock = self.store.clock
        self.store.clock = type(clock)(clock.now() + timedelta(days=days))
        path = record(self.folder / f"{self.number}.warc.gz", {answer.url: answer for answer in answers})
        (report,) = collect_from(self.store, path, [SOURCE], ingest=self.take)
        return report

    def take(self, raws: Any) -> list[Saved]:
        return [outcome.saved for outcome in Ingest(self.store).add_page(raws)]


PAGES = {"/resumes/17": Answer("", page(PROFILE).encode()), "/resumes/18": Answer("", page(body=PLAIN).encode())}


def people(store: Store) -> dict[str, RawPost]:
    return {name: post.raw for name, post in stored(store, "jobster_pro").items() if name.startswith("/resumes")}


def test_resumes_of_a_board_are_candidates_and_are_read_again_like_vacancies(run: Resumes) -> None:
    report = run.with_pages(PAGES)
    assert (report.status, report.message, report.new) == (RunStatus.OK, "", 5)
    kinds = {listing.kind for listing in run.store.listings(run.store.listing_ids())}
    assert kinds == {Kind.VACANCY, Kind.CANDIDATE}
    assert set(people(run.store)) == set(PAGES)
    again = run.with_pages(PAGES, days=1)
    assert (again.status, again.new, again.pages) == (RunStatus.OK, 0, 2)
    assert report.health.rates["title"].of == 5


@pytest.mark.parametrize(
    "gone",
    [
        Answer("", b"", status=404),
        Answer("", page(PROFILE, "<main><p>Резюме скрыто</p></main>").encode()),
        Answer("", page(PROFILE, head='<meta name="robots" content="noindex">').encode()),
        Answer("", b"", status=302, headers=[("Location", "/resumes")]),
    ],
)
def test_a_resume_that_is_withdrawn_is_erased_at_the_second_sighting(run: Resumes, gone: Answer) -> None:
    run.with_pages(PAGES)
    pages = PAGES | {"/resumes/17": gone}
    first = run.with_pages(pages, days=15)
    assert (first.status, first.message) == (RunStatus.OK, "")
    assert "Таргетолог" in people(run.store)["/resumes/17"].text
    assert run.with_pages(pages, days=0.1).status is RunStatus.OK
    assert people(run.store)["/resumes/17"].text == ""
    assert people(run.store)["/resumes/17"].payload == {}
    assert people(run.store)["/resumes/18"].text != ""
    assert run.with_pages(PAGES, days=0.1).new == 0


def test_resumes_that_leave_the_sitemap_are_erased_and_vacancies_closed(run: Resumes) -> None:
    run.with_pages(PAGES)
    for _ in range(2):
        run(board_answers(THREE), days=0.1)
    assert {raw.text for raw in people(run.store).values()} == {""}


def test_a_resume_that_was_hidden_once_and_is_back_stays(run: Resumes) -> None:
    run.with_pages(PAGES)
    for pages, days in ((PAGES | {"/resumes/17": Answer("", b"", status=404)}, 15), (PAGES, 0.1)):
        run.with_pages(pages, days=days)
    assert run.with_pages(PAGES | {"/resumes/17": Answer("", b"", status=404)}, days=15).status is RunStatus.OK
    assert "Таргетолог" in people(run.store)["/resumes/17"].text


@pytest.mark.parametrize(
    ("months", "words", "years"),
    [
        (0, "без опыта", 0), (7, "7 мес.", 0.58), (12, "1 год", 1), (26, "2 года 2 мес.", 2), (60, "5 лет", 5),
        (132, "11 лет", 11), (252, "21 год", 21),
    ],
)  # fmt: skip
def test_how_long_somebody_has_worked(months: int, words: str, years: float) -> None:
    posting = {"title": "Таргетолог", "experienceRequirements": {"monthsOfExperience": months}}
    assert f"\nОпыт: {words}" in resume_text(posting)
    assert posting_of(ResumePage(resume_text(posting), posting)).experience_years == years
