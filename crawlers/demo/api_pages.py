"""The answers of sites' JSON APIs, in the forms that their documentation shows (hh.ru, SuperJob, trudvsem.ru …)."""

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from crawlers.demo import RECORDED_AT
from crawlers.demo.board_markup import html_text
from crawlers.demo.model import Board, Vacancy
from crawlers.demo.warc import Answer
from crawlers.slices import Slice
from crawlers.spiders import hh_ru, remoteok, remotive, superjob, trudvsem

_JSON: Final = "application/json; charset=utf-8"
_NEWS: Final = timedelta(hours=2)
"""A second collection in the same demo, whose clock stands still, asks for news since so long ago."""
_EXPERIENCE: Final = {
    "Нет опыта": "noExperience",
    "От 1 года до 3 лет": "between1And3",
    "От 3 до 6 лет": "between3And6",
}

Row = dict[str, Any]


def answers(board: Board) -> Iterator[Answer]:
    """All answers of the API of one of load.APIS."""
    yield from _SITES[board.source](board)


def _answer(url: str, data: Any) -> Answer:
    return Answer(url, json.dumps(data, ensure_ascii=False).encode(), _JSON)


def _published(board: Board, since: datetime, until: datetime) -> list[Vacancy]:
    """What was published within a time, newest first."""
    found = [vacancy for vacancy in board.vacancies if since <= vacancy.posted <= until]
    return sorted(found, key=lambda vacancy: vacancy.posted, reverse=True)


# -- hh.ru --------------------------------------------------------------------------------------------------------


def _hh(board: Board) -> Iterator[Answer]:
    for since in (RECORDED_AT - hh_ru.WINDOW, RECORDED_AT - _NEWS):
        found = _published(board, since, RECORDED_AT)
        data = {
            "items": [_hh_row(vacancy) | {"snippet": _snippet(vacancy)} for vacancy in found],
            "found": len(found),
            "pages": 1,
            "page": 0,
            "per_page": hh_ru.PER_PAGE,
        }
        yield _answer(hh_ru.search_url(Slice(since, RECORDED_AT, hh_ru.RUSSIA)), data)
    for vacancy in board.vacancies:
        whole = {"description": html_text(vacancy.text), "key_skills": [{"name": name} for name in vacancy.skills]}
        yield _answer(f"{hh_ru.API}/vacancies/{vacancy.id}", _hh_row(vacancy) | whole | {"type": {"id": "open"}})


def _hh_row(vacancy: Vacancy) -> Row:
    pay = vacancy.pay
    salary = pay and {"from": pay.min, "to": pay.max, "currency": "RUR", "gross": pay.gross}
    form = (
        {"id": "PART", "name": "Частичная"} if "PART_TIME" in vacancy.employment else {"id": "FULL", "name": "Полная"}
    )
    place = (
        ("REMOTE", "Удалённо")
        if vacancy.remote
        else ("HYBRID", "Гибрид")
        if vacancy.hybrid
        else ("ON_SITE", "На месте")
    )
    experience = vacancy.experience or ""
    return {
        "id": vacancy.id,
        "name": vacancy.title.replace(" ", "\u00a0", 1),
        "area": {"id": "1", "name": vacancy.cities[0]},
        "salary": salary,
        "salary_range": salary and {**salary, "mode": {"id": "MONTH", "name": "За месяц"}, "frequency": None},
        "employer": {"id": f"9{vacancy.id[-4:]}", "name": vacancy.company, "alternate_url": "https://hh.ru/employer/0"},
        "professional_roles": [{"id": "68", "name": vacancy.category}],
        "experience": {"id": _EXPERIENCE.get(experience, "moreThan6"), "name": experience},
        "employment_form": form,
        "schedule": {
            "id": "remote" if vacancy.remote else "fullDay",
            "name": "Удалённая работа" if vacancy.remote else "",
        },
        "work_format": [{"id": place[0], "name": place[1]}],
        "published_at": f"{vacancy.posted:%Y-%m-%dT%H:%M:%S+0000}",
        "alternate_url": f"https://hh.ru{vacancy.path}",
        "archived": vacancy.closed,
        "contacts": None,
    }


def _snippet(vacancy: Vacancy) -> Row:
    lines = [line for line in vacancy.text.split("\n") if not line.startswith("#")]
    return {"requirement": f"<highlighttext>{lines[0]}</highlighttext>", "responsibility": " ".join(lines[1:3])}


# -- SuperJob -----------------------------------------------------------------------------------------------------


def _superjob(board: Board) -> Iterator[Answer]:
    for since in (RECORDED_AT - superjob.WINDOW, RECORDED_AT - _NEWS):
        found = _published(board, since, RECORDED_AT)
        data = {"objects": [_superjob_row(board, vacancy) for vacancy in found], "total": len(found), "more": False}
        yield _answer(superjob.search_url(Slice(since, RECORDED_AT)), data)


def _superjob_row(board: Board, vacancy: Vacancy) -> Row:
    pay = vacancy.pay
    work = {"id": 13, "title": "Неполный рабочий день"} if "PART_TIME" in vacancy.employment else None
    return {
        "id": int(vacancy.id),
        "profession": vacancy.title,
        "firm_name": vacancy.company,
        "town": {"id": 1, "title": vacancy.cities[0]},
        "payment_from": (pay and pay.min) or 0,
        "payment_to": (pay and pay.max) or 0,
        "currency": "rub",
        "type_of_work": work or {"id": 6, "title": "Полный рабочий день"},
        "place_of_work": {"id": 2, "title": "На дому"}
        if vacancy.remote
        else {"id": 1, "title": "На территории работодателя"},
        "experience": {"id": 2, "title": vacancy.experience},
        "vacancyRichText": html_text(vacancy.text),
        "date_published": int(vacancy.posted.timestamp()),
        "link": f"{board.origin}{vacancy.path}",
        "is_archive": vacancy.closed,
    }


# -- trudvsem.ru --------------------------------------------------------------------------------------------------


def _trudvsem(board: Board) -> Iterator[Answer]:
    for words in trudvsem.QUERIES:
        found = [v for v in board.vacancies if words.lower() in f"{v.title} {v.text}".lower()]
        results = {"vacancies": [{"vacancy": _trudvsem_row(board, v)} for v in found]} if found else {}
        data = {"status": "200", "meta": {"total": len(found), "limit": trudvsem.LIMIT}, "results": results}
        yield _answer(trudvsem.search_url(words), data)


def _trudvsem_row(board: Board, vacancy: Vacancy) -> Row:
    pay = vacancy.pay
    return {
        "id": vacancy.id,
        "source": "Работодатель",
        "region": {"region_code": "0000000000000", "name": vacancy.region},
        "company": {"companycode": "0", "name": vacancy.company, "inn": "0000000000"},
        "creation-date": f"{vacancy.posted:%Y-%m-%d}",
        "salary": pay and pay.text,
        "salary_min": (pay and pay.min) or 0,
        "salary_max": (pay and pay.max) or 0,
        "currency": "«руб.»",
        "job-name": vacancy.title,
        "vac_url": f"{board.origin}{vacancy.path}",
        "employment": "Частичная занятость" if "PART_TIME" in vacancy.employment else "Полная занятость",
        "schedule": "Удалённая работа" if vacancy.remote else "Полный рабочий день",
        "duty": html_text(vacancy.text),
        "category": {"specialisation": vacancy.category},
        "requirement": {"education": "", "experience": int(vacancy.experience or 0)},
        "addresses": {"address": [{"location": vacancy.address}]},
        "contact_list": [{"contact_type": "Эл. почта", "contact_value": vacancy.contact}],
    }


# -- remote work --------------------------------------------------------------------------------------------------


def _remotive(board: Board) -> Iterator[Answer]:
    for category in remotive.CATEGORIES:
        found = [vacancy for vacancy in board.vacancies if category.startswith(vacancy.category.lower())]
        rows = [
            {
                "id": int(vacancy.id),
                "url": f"{board.origin}{vacancy.path}",
                "title": vacancy.title,
                "company_name": vacancy.company,
                "category": vacancy.category,
                "tags": list(vacancy.skills),
                "job_type": vacancy.employment[0],
                "publication_date": f"{vacancy.posted:%Y-%m-%dT%H:%M:%S}",
                "candidate_required_location": vacancy.region,
                "salary": (vacancy.pay and vacancy.pay.text) or "",
                "description": html_text(vacancy.text),
            }
            for vacancy in found
        ]
        notice = "Invented by us in the form of the API."
        yield _answer(
            f"{remotive.RemotiveSpider.endpoint}?category={category}",
            {"0-legal-notice": notice, "job-count": len(rows), "jobs": rows},
        )


def _remoteok(board: Board) -> Iterator[Answer]:
    for tag in remoteok.TAGS:
        rows: list[Row] = [
            {"last_updated": int(RECORDED_AT.timestamp()), "legal": "Invented by us in the form of the API."}
        ]
        rows += [
            {
                "slug": vacancy.path.rpartition("/")[2],
                "id": vacancy.id,
                "epoch": int(vacancy.posted.timestamp()),
                "date": vacancy.posted.isoformat(),
                "company": vacancy.company,
                "position": vacancy.title,
                "tags": list(vacancy.skills),
                "description": html_text(vacancy.text),
                "location": "",
                "salary_min": (vacancy.pay and vacancy.pay.min) or 0,
                "salary_max": (vacancy.pay and vacancy.pay.max) or 0,
                "url": f"{board.origin}{vacancy.path}",
                "apply_url": f"{board.origin}/l/{vacancy.id}",
            }
            for vacancy in board.vacancies
            if tag in vacancy.skills
        ]
        yield _answer(f"{remoteok.RemoteOkSpider.endpoint}?tags={tag}", rows)


_SITES: Final[Mapping[str, Callable[[Board], Iterator[Answer]]]] = {
    "hh_ru": _hh,
    "superjob": _superjob,
    "trudvsem": _trudvsem,
    "remotive": _remotive,
    "remoteok": _remoteok,
}
