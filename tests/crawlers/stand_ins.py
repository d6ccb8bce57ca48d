"""Stand-ins of sites' APIs with invented vacancies, true to their documented forms: caps, pages, keys, refusals."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

from crawlers.demo.warc import Answer
from tests.crawlers.support import NOW

Headers = Mapping[str, str]
Row = dict[str, Any]


def as_json(url: str, data: Any, status: int = 200) -> Answer:
    """An answer in JSON."""
    return Answer(url, json.dumps(data, ensure_ascii=False).encode(), "application/json; charset=utf-8", status)


def query(url: str) -> dict[str, str]:
    """The query of a URL, the last of several values."""
    return {name: values[-1] for name, values in parse_qs(urlsplit(url).query).items()}


def trudvsem_row(number: int, **changes: Any) -> Row:
    """A vacancy of trudvsem.ru."""
    return {
        "id": f"5f0e-{number:04}",
        "source": "Работодатель",
        "region": {"region_code": "7100000000000", "name": "Тульская область"},
        "company": {"companycode": f"{number}", "name": "ООО «Пузырь»", "inn": "0000000000"},
        "creation-date": f"{NOW - timedelta(days=number % 20 + 1):%Y-%m-%d}",
        "salary": "от 60000 до 90000",
        "salary_min": 60000,
        "salary_max": 90000,
        "currency": "«руб.»",
        "job-name": f"Маркетолог №{number}",
        "vac_url": f"https://trudvsem.ru/vacancy/card/1/5f0e-{number:04}",
        "employment": "Полная занятость",
        "schedule": "Полный рабочий день",
        "duty": "<p>Ведёт рекламу прачечных:</p><ul><li>карты</li><li>отзывы и ответы на них</li></ul>",
        "category": {"specialisation": "Маркетинг, реклама, PR"},
        "requirement": {"education": "Высшее", "experience": 1},
        "addresses": {"address": [{"location": "Тульская область, г. Тула, улица Мыльная, дом 1"}]},
        "contact_list": [{"contact_type": "Эл. почта", "contact_value": "kadry@puzyr.example"}],
        "modified": f"{NOW - timedelta(days=number % 20 + 1):%Y-%m-%dT%H:%M:%SZ}",
    } | changes


@dataclass
class Trudvsem:
    """opendata.trudvsem.ru: finds by words in the title; ``modified`` is of the stand-in alone."""

    jobs: list[Row] = field(default_factory=list)

    def __call__(self, url: str, headers: Headers) -> Answer | None:
        """The answer to a query."""
        if not url.startswith("https://opendata.trudvsem.ru/api/v1/vacancies"):
            return None
        asked = query(url)
        words = asked["text"].lower()
        found = [job for job in self.jobs if words in f"{job['job-name']} {job['duty']}".lower()]
        since = asked.get("modifiedFrom")
        found = [job for job in found if since is None or job["modified"] >= since]
        page, limit = int(asked["offset"]), int(asked["limit"])
        assert limit <= 100
        part = [
            {"vacancy": {k: v for k, v in job.items() if k != "modified"}}
            for job in found[page * limit : (page + 1) * limit]
        ]
        results = {"vacancies": part} if part else {}
        return as_json(url, {"status": "200", "meta": {"total": len(found), "limit": limit}, "results": results})


def hh_row(number: int, at: datetime | None = None, **changes: Any) -> Row:
    """A vacancy of hh.ru as its search shows it."""
    published = at or NOW - timedelta(hours=number)
    return {
        "id": f"{90_000_000 + number}",
        "name": f"Маркетолог\u00a0№{number}",
        "area": {"id": "1", "name": "Москва"},
        "salary": {"from": 100000, "to": None, "currency": "RUR", "gross": True},
        "salary_range": {
            "from": 100000, "to": 150000, "currency": "RUR", "gross": True,
            "mode": {"id": "MONTH", "name": "За месяц"}, "frequency": None,
        },
        "employer": {"id": "7", "name": "Прачечная «Пузырь»", "alternate_url": "https://hh.ru/employer/7"},
        "snippet": {
            "requirement": "Опыт <highlighttext>маркетинга</highlighttext> в сфере услуг от года",
            "responsibility": "Карты",
        },
        "professional_roles": [{"id": "68", "name": "Маркетолог"}],
        "experience": {"id": "between1And3", "name": "От 1 года до 3 лет"},
        "employment": {"id": "full", "name": "Полная занятость"},
        "schedule": {"id": "fullDay", "name": "Полный день"},
        "work_format": [{"id": "HYBRID", "name": "Гибрид"}],
        "published_at": f"{published:%Y-%m-%dT%H:%M:%S+0000}",
        "alternate_url": f"https://hh.ru/vacancy/{90_000_000 + number}",
        "archived": False,
        "contacts": None,
    } | changes  # fmt: skip


def hh_person(number: int, at: datetime | None = None, **changes: Any) -> Row:
    """A resume of hh.ru as its search shows it to an employer."""
    updated = at or NOW - timedelta(hours=number)
    name = f"{number:08x}0beef"
    return {
        "id": name,
        "title": f"Таргетолог №{number}",
        "first_name": "Анна",
        "last_name": "Выдуманная",
        "age": 31,
        "area": {"id": "1", "name": "Москва"},
        "salary": {"amount": 120000, "currency": "RUR"},
        "total_experience": {"months": 50},
        "experience": [
            {"start": "2024-02-01", "end": None, "company": "Прачечная «Пузырь»", "position": "Таргетолог"},
            {"start": "2021-01-01", "end": "2024-01-01", "company": "Пекарня «Ушки»", "position": "Маркетолог"},
        ],
        "work_format": [{"id": "REMOTE", "name": "Удалённо"}],
        "employment_form": {"id": "FULL", "name": "Полная"},
        "professional_roles": [{"id": "68", "name": "Маркетолог"}],
        "url": f"https://api.hh.ru/resumes/{name}?host=hh.ru",
        "alternate_url": f"https://hh.ru/resume/{name}",
        "actions": {"get_with_contact": {"url": f"https://api.hh.ru/resumes/{name}?with_contact=true"}},
        "can_view_full_info": True,
        "created_at": "2020-01-01T10:00:00+0300",
        "updated_at": f"{updated:%Y-%m-%dT%H:%M:%S+0000}",
        "published_at": f"{updated:%Y-%m-%dT%H:%M:%S+0000}",
    } | changes


@dataclass
class Hh:
    """api.hh.ru: a token, a contact in the User-Agent, 2,000 results a query, areas, whole vacancies, resumes."""

    jobs: list[Row] = field(default_factory=list)
    people: list[Row] = field(default_factory=list)
    paid_views: int = 0
    token: str = "t0ken-of-an-application"
    areas: Mapping[str, list[str]] = field(default_factory=lambda: {"113": ["1", "2"]})
    refusal: Row | None = None
    cap: int = 2_000

    def __call__(self, url: str, headers: Headers) -> Answer | None:
        """The answer to a query."""
        parts = urlsplit(url)
        if parts.hostname != "api.hh.ru" or parts.path == "/robots.txt":
            return None
        if self.refusal is not None:
            return as_json(url, self.refusal, 403)
        if "@" not in headers.get("Hh-User-Agent", ""):
            return as_json(url, {"errors": [{"type": "bad_user_agent"}]}, 400)
        if headers.get("Authorization") != f"Bearer {self.token}":
            return as_json(url, {"errors": [{"type": "forbidden"}]}, 403)
        kind, _, name = parts.path.removeprefix("/").partition("/")
        if kind == "areas":
            return as_json(url, {"id": name, "areas": [{"id": area} for area in self.areas.get(name, [])]})
        if kind == "resumes" and name:
            self.paid_views += 1
            return as_json(url, {"id": name, "contact": [{"value": {"formatted": "+7 900 000-00-17"}}]})
        if name:
            found = next((job for job in self.jobs if job["id"] == name), None)
            if found is None:
                return as_json(url, {"errors": [{"type": "not_found"}]}, 404)
            skills = [{"name": "Яндекс Директ"}]
            return as_json(
                url, {**found, "description": f"<p>{found['name']}: ведёт карты.</p>" * 3, "key_skills": skills}
            )
        return self._search(url, self.people if kind == "resumes" else self.jobs)

    def _search(self, url: str, jobs: list[Row]) -> Answer:
        asked = query(url)
        since, until = (datetime.fromisoformat(asked[name]) for name in ("date_from", "date_to"))
        inside = {asked["area"], *self.areas.get(asked["area"], [])}
        found = [
            job
            for job in jobs
            if since <= datetime.fromisoformat(job["published_at"]) <= until and job["area"]["id"] in inside
        ]
        found.sort(key=lambda job: job["published_at"], reverse=True)
        page, size = int(asked["page"]), int(asked["per_page"])
        if (page + 1) * size > self.cap:
            return as_json(url, {"errors": [{"type": "bad_argument", "value": "page"}]}, 400)
        pages = -(-min(len(found), self.cap) // size)
        rows = found[page * size : (page + 1) * size]
        return as_json(url, {"items": rows, "found": len(found), "pages": pages, "page": page, "per_page": size})


def superjob_row(number: int, at: datetime | None = None, **changes: Any) -> Row:
    """A vacancy of SuperJob."""
    return {
        "id": 40_000_000 + number,
        "profession": f"Менеджер по продажам №{number}",
        "firm_name": "Прачечная «Пузырь»",
        "town": {"id": 12, "title": "Тула"},
        "payment_from": 70000,
        "payment_to": 0,
        "currency": "rub",
        "type_of_work": {"id": 6, "title": "Полный рабочий день"},
        "place_of_work": {"id": 2, "title": "Удалённая работа (на дому)"},
        "experience": {"id": 2, "title": "от 1 года"},
        "vacancyRichText": "<b>Обязанности:</b><ul><li>продаёт абонементы на стирку</li><li>ведёт базу</li></ul>",
        "date_published": int((at or NOW - timedelta(hours=number)).timestamp()),
        "link": f"https://www.superjob.ru/vakansii/menedzher-{40_000_000 + number}.html",
        "is_archive": False,
    } | changes


@dataclass
class Superjob:
    """api.superjob.ru: a key, 500 results a query."""

    jobs: list[Row] = field(default_factory=list)
    key: str = "v3.k.1.invented"

    def __call__(self, url: str, headers: Headers) -> Answer | None:
        """The answer to a query."""
        if not url.startswith("https://api.superjob.ru/2.0/vacancies/"):
            return None
        if headers.get("X-Api-App-Id") != self.key:
            return as_json(url, {"error": {"code": 403, "message": "Неверный ключ"}}, 403)
        asked = query(url)
        since, until = int(asked["date_published_from"]), int(asked["date_published_to"])
        found = [job for job in self.jobs if since <= job["date_published"] <= until]
        page, count = int(asked["page"]), int(asked["count"])
        rows = found[:500][page * count : (page + 1) * count]
        return as_json(url, {"objects": rows, "total": len(found), "more": (page + 1) * count < min(len(found), 500)})
