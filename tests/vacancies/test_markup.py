"""The JobPosting of a vacancy against Google's list; hostile text in it does no harm."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from parsel import Selector

from crawlers.jobposting import find_posting
from voronka.errors import RefusedError
from voronka.model import Employment, Period, Salary, WorkFormat
from voronka.vacancies.draft import LONGEST, Draft, cleaned
from voronka.vacancies.markup import description, job_posting, public_markup, script

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
PASTED = """Ищем SEO-специалиста в компанию «Тестовый Фикус»
Казань, офис, полный день
Зарплата: 80 000 – 120 000 ₽
Опыт от 2 лет, Яндекс Метрика
Писать @fikus_hr_demo"""
# developers.google.com/search/docs/appearance/structured-data/job-posting
REQUIRED = ("datePosted", "description", "hiringOrganization", "title")
LOCATED = {False: ("jobLocation",), True: ("jobLocationType", "applicantLocationRequirements")}
RECOMMENDED = (
    "baseSalary", "directApply", "employmentType", "experienceRequirements", "identifier", "validThrough",
)  # fmt: skip
UNITS = {"HOUR", "DAY", "WEEK", "MONTH", "YEAR"}


def markup(draft: Draft) -> dict[str, object]:
    return public_markup(draft, "Команда", 7, "http://v.example/vacancy/7", NOW, NOW + timedelta(days=30))


@pytest.mark.parametrize("remote", [False, True])
def test_every_required_and_recommended_property_is_there(remote: bool) -> None:
    draft = Draft.of_text(PASTED, NOW)
    if remote:
        posting = replace(draft.posting, formats=(WorkFormat.REMOTE,), cities=())
        draft = replace(draft, posting=posting, country="KZ")
    found = markup(draft)
    assert [
        name
        for name in (*REQUIRED, *LOCATED[remote], *RECOMMENDED)
        if not found.get(name, "") and found.get(name) is not False
    ] == []
    assert [name for name in LOCATED[not remote] if name in found] == []
    pay = found["baseSalary"]
    assert isinstance(pay, dict)
    assert pay["currency"] == "RUB"
    assert pay["value"] == {"@type": "QuantitativeValue", "minValue": 80000, "maxValue": 120000, "unitText": "MONTH"}
    assert found["hiringOrganization"] == {"@type": "Organization", "name": "Тестовый Фикус"}
    assert found["identifier"] == {"@type": "PropertyValue", "name": "Тестовый Фикус", "value": "7"}
    assert found["employmentType"] == ["FULL_TIME"]
    assert found["experienceRequirements"] == {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": 24}
    assert found["skills"] == "Яндекс Метрика"
    for name in ("datePosted", "validThrough"):
        assert datetime.fromisoformat(str(found[name])).tzinfo is not None
    if remote:
        assert found["jobLocationType"] == "TELECOMMUTE"
        assert found["applicantLocationRequirements"] == {"@type": "Country", "name": "Kazakhstan"}
    else:
        address = {"@type": "PostalAddress", "addressLocality": "Казань", "addressCountry": "RU"}
        assert found["jobLocation"] == [{"@type": "Place", "address": address}]


def test_units_are_those_that_are_known() -> None:
    draft = Draft.of_text(PASTED, NOW)
    for period in Period:
        pay = Salary(500, 500, "RUB", period)
        found = job_posting(replace(draft, posting=replace(draft.posting, salary=pay)), "Команда").get("baseSalary")
        assert (found is None) == (period is Period.PROJECT)
        assert found is None or found["value"]["unitText"] in UNITS
    for one in Employment:
        assert job_posting(replace(draft, posting=replace(draft.posting, employment=(one,))), "К")["employmentType"]


def test_no_text_ends_the_script_and_our_own_reader_reads_it() -> None:
    hostile = f"{PASTED}\n</script><script>alert(1)</script><!-- \u2028 <img src=x onerror=alert(1)> & ]]>"
    draft = Draft.of_text(hostile, NOW)
    draft = replace(draft, posting=replace(draft.posting, title="</script><b>SEO</b>"))
    words = script(markup(draft))
    assert not set("<>&\u2028\u2029") & set(words)
    assert json.loads(words)["title"] == "</script><b>SEO</b>"
    html = description(draft.text)
    assert "<script" not in html
    assert "<img" not in html
    page = Selector(f'<html><body><script type="application/ld+json">{words}</script></body></html>')
    found = find_posting(page, "http://v.example/vacancy/7")
    assert found is not None
    assert found["hiringOrganization"]["name"] == "Тестовый Фикус"


def test_what_nobody_sees_is_not_kept() -> None:
    text = cleaned(
        "\ufeffSEO\u200b-\u202eспециалист\u2066\x00\x1b\u00ad\r\nнужен\u2028срочно\U000e0041" + "\n" * 9 + "да"
    )
    assert text == "SEO-специалист\nнужен\nсрочно\n\nда"
    assert len(cleaned("а" * 1_000_000)) == LONGEST
    assert len(cleaned("\u202e" * 1_000_000)) == 0
    with pytest.raises(RefusedError, match="text"):
        Draft.of_text("\u200b" * 1000 + "SEO", NOW)
