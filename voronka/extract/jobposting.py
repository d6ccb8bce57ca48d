"""schema.org JobPosting data over what the text gave: structured values win, what cannot be read is left to the text.

Shapes met in the wild: ``baseSalary`` as MonetaryAmount with QuantitativeValue, a number or a string;
``hiringOrganization`` as an object or a string; ``jobLocation``, ``employmentType`` one or a list. Nothing raises.
"""

import html
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from voronka.extract import employment, experience, gazetteer, nominative, salary, skills, work_format
from voronka.extract import lazy as re
from voronka.extract.amounts import currency_code
from voronka.extract.company_name import clean
from voronka.extract.text import fold
from voronka.model import Contacts, Employment, Evidence, Kind, Period, Posting, Salary, WorkFormat

_MAX_TEXT: Final = 300
_MAX_ITEMS: Final = 50
_FARTHEST: Final = timedelta(days=400)
"""What lies farther ahead of the day of posting is a form's way to say "for ever"."""
_EMPLOYMENT: Final = {
    "full_time": Employment.FULL,
    "fulltime": Employment.FULL,
    "part_time": Employment.PART,
    "parttime": Employment.PART,
    "contractor": Employment.PROJECT,
    "contract": Employment.PROJECT,
    "temporary": Employment.PROJECT,
    "project": Employment.PROJECT,
    "freelance": Employment.PROJECT,
    "intern": Employment.INTERNSHIP,
    "internship": Employment.INTERNSHIP,
}
_UNITS: Final = {
    "hour": Period.HOUR,
    "day": Period.DAY,
    "week": Period.WEEK,
    "month": Period.MONTH,
    "mon": Period.MONTH,
    "year": Period.YEAR,
    "ann": Period.YEAR,
    "hur": Period.HOUR,
    "wee": Period.WEEK,
}
_TAG: Final = re.compile(r"<[^<>]{0,300}>")


def overlay(posting: Posting, data: Mapping[str, Any], of: str = "jobposting") -> Posting:
    """The posting with every property of the JobPosting that can be read put over it.

    Evidence of such a value has the rule "jobposting.<property>", or what it is ``of`` in place of "jobposting", and no
    offsets; its text is the value as given.
    """
    values: dict[str, Any] = {}
    evidence = dict(posting.evidence)
    for field, prop, value, source in _readings(posting, data):
        values[field] = value
        evidence[field] = (Evidence(f"{of}.{prop}", text=source[:_MAX_TEXT]),)
    contacts = _contacts(posting, data)
    if contacts:
        values["contacts"] = contacts
        url = Evidence(f"{of}.url", text=contacts.url[-1])
        evidence["contacts"] = (*posting.evidence.get("contacts", ()), url)
    more = _skills(posting, data)
    if more:
        values["skills"] = (*posting.skills, *more)
        told = (Evidence(f"{of}.skills", text=name) for name in more)
        evidence["skills"] = (*posting.evidence.get("skills", ()), *told)
    return replace(posting, **values, evidence=MappingProxyType(evidence)) if values else posting


def _readings(posting: Posting, data: Mapping[str, Any]) -> Iterator[tuple[str, str, Any, str]]:
    title = _text(data.get("title"))
    if title:
        yield "title", "title", nominative.of(title, governed=False), title
    company = _name(data.get("hiringOrganization"))
    if company:
        yield "company", "hiringOrganization", clean(company), company
    pay = _salary(posting.salary, data)
    if pay:
        yield "salary", "baseSalary", pay, _source(data.get("baseSalary"))
    cities = _cities(data.get("jobLocation"))
    if cities:
        yield "cities", "jobLocation", cities, ", ".join(cities)
    place = [fold(_text(p)) for p in _list(data.get("jobLocationType"))]
    if any("telecommute" in p or "remote" in p or "удал" in p for p in place):
        formats = tuple(f for f in WorkFormat if f is WorkFormat.REMOTE or f in posting.formats)
        yield "formats", "jobLocationType", formats, ", ".join(place)
    elif not posting.formats and any(place):
        found, _ = work_format.find("\n".join(place), Kind.VACANCY)
        if found:
            yield "formats", "jobLocationType", found, ", ".join(place)
    kinds = _employment(data.get("employmentType"))
    if kinds:
        yield "employment", "employmentType", kinds, ", ".join(_text(k) for k in _list(data.get("employmentType")))
    years = _experience(data.get("experienceRequirements"))
    if years is not None:
        yield "experience_years", "experienceRequirements", years, _source(data.get("experienceRequirements"))
    posted = _day(data.get("datePosted"))
    for field, prop in (("deadline", "validThrough"), ("starts", "jobStartDate")):
        day = _day(data.get(prop))
        if day and (posted is None or day - posted <= _FARTHEST):
            yield field, prop, day, day.isoformat()


def _contacts(posting: Posting, data: Mapping[str, Any]) -> Contacts | None:
    url = _text(data.get("url")) or _text(data.get("@id"))
    if not re.match(r"https?://[^\s/]+/\S", url) or url in posting.contacts.url:
        return None
    return replace(posting.contacts, url=(*posting.contacts.url, url))


def _skills(posting: Posting, data: Mapping[str, Any]) -> list[str]:
    """The skills that the property names and the text does not; strings, or objects with a name (DefinedTerm)."""
    named = (_name(item) for item in _list(data.get("skills")))
    words = ", ".join(name for name in named if name)
    return [name for name in skills.find(words)[0] if name not in posting.skills]


def _list(value: object) -> list[Any]:
    return value[:_MAX_ITEMS] if isinstance(value, list) else [] if value is None else [value]


def _text(value: object) -> str:
    """A string's plain words (entities and tags resolved), at most _MAX_TEXT of them; "" for anything else."""
    if not isinstance(value, str):
        return ""
    return " ".join(_TAG.sub(" ", html.unescape(value[: 4 * _MAX_TEXT])).split())[:_MAX_TEXT]


def _name(value: object) -> str:
    for item in _list(value):
        name = _text(item.get("name")) or _text(item.get("legalName")) if isinstance(item, Mapping) else _text(item)
        if name and not name.startswith(("http://", "https://")):
            return name
    return ""


def _source(value: object) -> str:
    return _text(value) if isinstance(value, str) else " ".join(str(value)[:_MAX_TEXT].split())


def _cities(value: object) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for place in _list(value):
        address = place.get("address", place) if isinstance(place, Mapping) else place
        for part in _list(address):
            town = _town(part)
            if town:
                found.setdefault(town)
    return tuple(found)


def _town(address: object) -> str:
    if not isinstance(address, Mapping):
        named = next((m for m in gazetteer.mentions(fold(_text(address))) if m.mark != "?"), None)
        return named.city.name if named else ""
    for prop in ("addressLocality", "addressRegion", "name", "streetAddress"):
        words = _text(address.get(prop))
        named = next(iter(gazetteer.mentions(fold(words))), None)
        if named and (prop == "addressLocality" or named.mark != "?"):
            return named.city.name
        if words and prop == "addressLocality":
            return re.sub(r"^(?:г\.|город|г)\s+", "", words, flags=re.IGNORECASE)
    return ""


def _day(value: object) -> date | None:
    """The day of an ISO 8601 date or moment."""
    try:
        return date.fromisoformat(_text(value)[:10])
    except ValueError:
        return None


def _employment(value: object) -> tuple[Employment, ...]:
    found: set[Employment] = set()
    for item in _list(value):
        words = fold(_text(item))
        code = re.sub(r"[\s-]+", "_", words.rsplit("/", 1)[-1])
        if code in _EMPLOYMENT:
            found.add(_EMPLOYMENT[code])
        else:
            found |= {_EMPLOYMENT[c] for c in re.split(r"[,;|]_?", code) if c in _EMPLOYMENT}
            found |= set(employment.find(words, Kind.VACANCY)[0])
    return tuple(e for e in Employment if e in found)


def _number(value: object) -> float | None:
    """A positive number out of a number or a string such as "80 000,00"; None for zero and anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        digits = re.sub(r"[^\d.,]", "", value[:40])
        digits = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", digits).replace(",", ".")
        try:
            value = float(digits)
        except ValueError:
            return None
    if not isinstance(value, int | float) or not math.isfinite(value) or not 1 <= value < 1e12:
        return None
    return float(value)


def _salary(told: Salary | None, data: Mapping[str, Any]) -> Salary | None:
    """The pay of the first shape that can be read; whether gross and whether variable is what the text told."""
    code = _text(data.get("salaryCurrency"))
    for item in _list(data.get("baseSalary")):
        read = _of_amount(item, code) if isinstance(item, Mapping) else _of_plain(item, code)
        if read:
            return replace(read, gross=told.gross, variable=told.variable) if told else read
    return None


def _of_plain(value: object, code: str) -> Salary | None:
    number = _number(value) if not isinstance(value, str) or re.fullmatch(r"[\d\s.,]+", value) else None
    if number:
        return Salary(int(number), int(number), _currency(code))
    words = _text(value)
    found = salary.find(f"Зарплата: {words}", Kind.VACANCY) if words else None
    return replace(found[0], currency=_currency(code)) if found and code else found[0] if found else None


def _of_amount(amount: Mapping[str, Any], code: str) -> Salary | None:
    code = _text(amount.get("currency")) or code
    value = amount.get("value")
    for part in [*_list(value), amount]:
        if not isinstance(part, Mapping):
            plain = _of_plain(part, code)
            if plain:
                return replace(plain, period=_period(amount, plain.period))
            continue
        low, high = _number(part.get("minValue")), _number(part.get("maxValue"))
        single = _number(part.get("value"))
        if low is None and high is None:
            low = high = single
        if low and high and low > high:
            low, high = high, low
        if low or high:
            period = _period(part, _period(amount, Period.MONTH))
            return Salary(int(low) if low else None, int(high) if high else None, _currency(code), period)
    return None


def _period(part: Mapping[str, Any], default: Period) -> Period:
    unit = fold(_text(part.get("unitText")) or _text(part.get("unitCode")))
    return next((period for name, period in _UNITS.items() if unit.startswith(name)), default)


def _currency(code: str) -> str:
    upper = code.upper().strip()
    if upper in ("RUR", ""):
        return "RUB"
    return upper if re.fullmatch("[A-Z]{3}", upper) else currency_code(fold(code)) or "RUB"


def _experience(value: object) -> float | None:
    for item in _list(value):
        if isinstance(item, Mapping):
            months = item.get("monthsOfExperience")
            if isinstance(months, int | float) and not isinstance(months, bool) and months == 0:
                return 0.0
            number = _number(months)
            if number is not None and number < 600:
                return float(int(number / 12)) if number >= 12 else round(number / 12, 2)
            words = _text(item.get("name")) or _text(item.get("description"))
        else:
            words = _text(item)
        if re.search("no requirement|нет опыта|не требуется|без опыта", fold(words)):
            return 0.0
        found = experience.find(f"Опыт работы: {words}", Kind.VACANCY) if words else None
        if found:
            return found[0]
    return None
