"""schema.org JobPosting data in the shapes they come in, and in shapes nobody meant."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract.jobposting import overlay
from voronka.model import Contacts, Employment, Evidence, Period, Posting, Salary, WorkFormat

RUB = {"@type": "MonetaryAmount", "currency": "RUB"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (RUB | {"value": {"minValue": 80000, "maxValue": 120000, "unitText": "MONTH"}}, Salary(80_000, 120_000)),
        (RUB | {"value": {"minValue": "80 000", "maxValue": "120000.00"}}, Salary(80_000, 120_000)),
        (RUB | {"value": {"minValue": 80000}}, Salary(80_000, None)),
        (RUB | {"value": {"maxValue": 120000, "minValue": 0}}, Salary(None, 120_000)),
        (RUB | {"value": {"value": 90000, "unitText": "MONTH"}}, Salary(90_000, 90_000)),
        (RUB | {"value": 90000}, Salary(90_000, 90_000)),
        (RUB | {"minValue": 70000, "maxValue": 90000}, Salary(70_000, 90_000)),
        ({"currency": "RUR", "value": {"value": 400, "unitText": "HOUR"}}, Salary(400, 400, "RUB", Period.HOUR)),
        (
            {"currency": "USD", "value": {"minValue": 60000, "unitText": "YEAR"}},
            Salary(60_000, None, "USD", Period.YEAR),
        ),
        (75000, Salary(75_000, 75_000)),
        ("75000", Salary(75_000, 75_000)),
        ("от 60 000 до 80 000 руб.", Salary(60_000, 80_000)),
        ([{"value": None}, 75000], Salary(75_000, 75_000)),
        (RUB | {"value": {"minValue": 120000, "maxValue": 80000}}, Salary(80_000, 120_000)),
    ],
)
def test_base_salary_in_all_its_forms(value: object, expected: Salary) -> None:
    posting = overlay(Posting(), {"baseSalary": value})
    assert posting.salary == expected
    assert posting.evidence["salary"][0].rule == "jobposting.baseSalary"
    assert posting.evidence["salary"][0].start is None


@pytest.mark.parametrize(
    "value", [0, None, "", "по договорённости", {}, [], True, {"value": {}}, {"value": "много"}, float("nan"), -5]
)
def test_a_salary_that_cannot_be_read_is_left_to_the_text(value: object) -> None:
    told = Salary(50_000, None, variable=True)
    assert overlay(Posting(salary=told), {"baseSalary": value}).salary == told


def test_the_text_still_says_whether_pay_is_net_and_varies() -> None:
    told = Salary(50_000, None, gross=False, variable=True)
    assert overlay(Posting(salary=told), {"baseSalary": 60000}).salary == Salary(
        60_000, 60_000, gross=False, variable=True
    )


@pytest.mark.parametrize(
    ("data", "field", "expected"),
    [
        ({"title": " SMM&#45;менеджер <b>(удалённо)</b> "}, "title", "SMM-менеджер (удалённо)"),
        ({"hiringOrganization": {"name": "ООО «Ромашка и Лютик»"}}, "company", "Ромашка и Лютик"),
        ({"hiringOrganization": "Ромашка"}, "company", "Ромашка"),
        ({"hiringOrganization": [{"name": "Ромашка"}]}, "company", "Ромашка"),
        ({"jobLocation": {"address": {"addressLocality": "г. Москва"}}}, "cities", ("Москва",)),
        ({"jobLocation": [{"address": {"addressLocality": "Kazan"}}, {"address": "Санкт-Петербург"}]}, "cities",
         ("Казань", "Санкт-Петербург")),
        ({"jobLocation": {"address": {"addressRegion": "Пермь"}}}, "cities", ("Пермь",)),
        ({"jobLocation": {"address": {"addressLocality": "Нижние Ручьи"}}}, "cities", ("Нижние Ручьи",)),
        ({"jobLocationType": "TELECOMMUTE"}, "formats", (WorkFormat.REMOTE,)),
        ({"employmentType": "FULL_TIME"}, "employment", (Employment.FULL,)),
        ({"employmentType": ["PART_TIME", "CONTRACTOR"]}, "employment", (Employment.PART, Employment.PROJECT)),
        ({"employmentType": "https://schema.org/INTERN"}, "employment", (Employment.INTERNSHIP,)),
        ({"employmentType": "Полная занятость"}, "employment", (Employment.FULL,)),
        ({"experienceRequirements": {"monthsOfExperience": 36}}, "experience_years", 3.0),
        ({"experienceRequirements": {"monthsOfExperience": "6"}}, "experience_years", 0.5),
        ({"experienceRequirements": "От 1 года до 3 лет"}, "experience_years", 1.0),
        ({"experienceRequirements": "no requirements"}, "experience_years", 0.0),
        ({"url": "https://example.org/vacancy/1"}, "contacts", Contacts(url=("https://example.org/vacancy/1",))),
    ],
)  # fmt: skip
def test_properties(data: Mapping[str, Any], field: str, expected: object) -> None:
    posting = overlay(Posting(), data)
    assert getattr(posting, field) == expected
    assert posting.evidence[field][-1].rule.startswith("jobposting.")


def test_what_the_text_gave_stays_where_the_data_are_silent() -> None:
    given_by_text = Posting(
        title="Редактор", cities=("Омск",), evidence={"title": (Evidence("title.line", 0, 8, "Редактор"),)}
    )
    assert overlay(given_by_text, {"description": "…", "cities": ["Тула"]}) is given_by_text


def test_an_office_told_in_the_text_stays_beside_telecommute() -> None:
    posting = overlay(Posting(formats=(WorkFormat.OFFICE,)), {"jobLocationType": "TELECOMMUTE"})
    assert posting.formats == (WorkFormat.REMOTE, WorkFormat.OFFICE)


KEYS = [
    "value", "minValue", "maxValue", "currency", "unitText", "name", "address", "addressLocality", "monthsOfExperience",
]  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(KEYS),
        inner, max_size=4,
    ),
    max_leaves=8,
)  # fmt: skip
PROPERTIES = [
    "title", "hiringOrganization", "jobLocation", "jobLocationType", "employmentType", "baseSalary", "url",
    "experienceRequirements", "salaryCurrency",
]  # fmt: skip


@given(st.dictionaries(st.sampled_from(PROPERTIES), JSON, max_size=9))
def test_malformed_shapes_never_raise(data: dict[str, Any]) -> None:
    posting = overlay(Posting(), data)
    assert posting.salary is None or posting.salary.min or posting.salary.max


def test_the_last_day_to_answer_and_the_first_of_work() -> None:
    posting = overlay(Posting(), {"validThrough": "2026-12-01T23:59:59+03:00", "jobStartDate": "2026-12-10"})
    assert (posting.deadline, posting.starts) == (date(2026, 12, 1), date(2026, 12, 10))
    assert posting.evidence["deadline"] == (Evidence("jobposting.validThrough", text="2026-12-01"),)


@pytest.mark.parametrize("value", [None, "", "скоро", 20261201, [], {}, "2099-12-31", "2026-02-30"])
def test_a_day_that_is_none_or_means_for_ever_is_left_out(value: object) -> None:
    assert overlay(Posting(), {"datePosted": "2026-11-10", "validThrough": value}).deadline is None


@pytest.mark.parametrize(
    "value",
    ["Figma, Битрикс24; немного 1С", ["Figma", "bitrix24", "1C"], [{"name": "Figma, Битрикс 24"}, {"name": "1С"}, 7]],
)
def test_skills_are_added_to_those_of_the_text(value: object) -> None:
    posting = overlay(
        Posting(skills=("Figma",), evidence={"skills": (Evidence("skills.named", 0, 5, "Figma"),)}), {"skills": value}
    )
    assert posting.skills == ("Figma", "Битрикс24", "1С")
    assert [one.rule for one in posting.evidence["skills"]] == [
        "skills.named",
        "jobposting.skills",
        "jobposting.skills",
    ]
