"""A schema.org JobPosting as the plain text that a reader, and our own extractor, reads; pure."""

import re
from collections.abc import Mapping
from typing import Any, Final

_CURRENCIES: Final = {"RUB": "руб.", "RUR": "руб.", "₽": "руб.", "": "руб."}
_PERIODS: Final = {"HOUR": "в час", "DAY": "в день", "WEEK": "в неделю", "MONTH": "в месяц", "YEAR": "в год"}
_EMPLOYMENT: Final = {
    "FULL_TIME": "полная занятость",
    "PART_TIME": "частичная занятость",
    "CONTRACTOR": "проектная работа",
    "TEMPORARY": "временная работа",
    "INTERN": "стажировка",
    "PER_DIEM": "подённая работа",
}


def posting_text(posting: Mapping[str, Any]) -> str:
    """A JobPosting as readable text: title, facts line by line, then its texts."""
    facts = [
        ("Компания", name_of(posting.get("hiringOrganization"))),
        ("Город", ", ".join(cities(posting.get("jobLocation")))),
        ("Зарплата", pay(posting)),
        ("Формат", ", ".join(map(_format, _list(posting.get("jobLocationType"))))),
        ("Занятость", ", ".join(map(_employment, _list(posting.get("employmentType"))))),
        ("Опыт", experience(posting.get("experienceRequirements"))),
        ("График", _words(posting.get("workHours"))),
    ]  # fmt: skip
    lines = [str(posting.get("title") or ""), *(f"{name}: {value}" for name, value in facts if value)]
    description = _words(posting.get("description"))
    texts = [description] if description else []
    for name, key in (
        ("Обязанности", "responsibilities"),
        ("Требования", "qualifications"),
        ("Навыки", "skills"),
        ("Условия", "jobBenefits"),
    ):
        words = _words(posting.get(key))
        if words and words not in description:
            texts.append(f"{name}: {words}")
    contact = contacts(posting.get("applicationContact"))
    if contact and contact not in description:
        texts.append(f"Контакты: {contact}")
    return "\n".join(lines) + ("\n\n" + "\n\n".join(texts) if texts else "")


def name_of(value: Any) -> str:
    """The name of an organisation or place given as an object, a list or a string."""
    if isinstance(value, list):
        return name_of(value[0]) if value else ""
    if isinstance(value, Mapping):
        return _words(value.get("name") or value.get("legalName"))
    return value if isinstance(value, str) else ""


def cities(value: Any) -> list[str]:
    """The cities of a jobLocation: one or a list, places, addresses or strings."""
    found = []
    for place in value if isinstance(value, list) else [value]:
        address = place.get("address", place) if isinstance(place, Mapping) else place
        if isinstance(address, list):
            address = address[0] if address else ""
        if isinstance(address, Mapping):
            address = _words(address.get("addressLocality") or address.get("addressRegion") or address.get("name"))
        if isinstance(address, str) and address:
            found.append(address)
    return list(dict.fromkeys(found))


def pay(posting: Mapping[str, Any]) -> str:
    """The pay in words, from a MonetaryAmount (with or without a QuantitativeValue), a number or a string."""
    base = posting.get("baseSalary") or posting.get("estimatedSalary")
    if isinstance(base, list):
        base = base[0] if base else None
    amount = base.get("value", base) if isinstance(base, Mapping) else base
    if isinstance(amount, list):
        amount = amount[0] if amount else None
    outer = base if isinstance(base, Mapping) else {}
    inner = amount if isinstance(amount, Mapping) else {}
    currency = _words(outer.get("currency") or inner.get("currency") or posting.get("salaryCurrency"))
    period = _words(inner.get("unitText") or outer.get("unitText") or outer.get("duration")).upper()
    low = _number(inner.get("minValue", outer.get("minValue")))
    high = _number(inner.get("maxValue", outer.get("maxValue")))
    if low is None and high is None:
        low = high = _number(inner.get("value") if inner else amount)
        if low is None:
            return amount if isinstance(amount, str) else ""
    money = _CURRENCIES.get(currency.upper(), currency)
    shown = _range(low, high)
    gross = outer.get("gross")  # a property of our own, see build_posting
    taxes = "до вычета налогов" if gross is True else "на руки" if gross is False else ""
    return " ".join(filter(None, (shown, money, _PERIODS.get(period, ""), taxes))) if shown else ""


def _range(low: float | None, high: float | None) -> str:
    def digits(value: float) -> str:
        return f"{round(value):,}".replace(",", " ")

    low, high = low or None, high or None  # nought means that none was given
    if low and high and low != high:
        return f"{digits(low)} – {digits(high)}"
    if low and high:
        return digits(low)
    return f"от {digits(low)}" if low else f"до {digits(high)}" if high else ""


def experience(value: Any) -> str:
    """The experience asked for, in words."""
    months = _number(value.get("monthsOfExperience")) if isinstance(value, Mapping) else None
    if months is not None:
        years = months / 12
        return "без опыта" if not months else f"от {years:g} лет" if years >= 1 else f"от {months:g} месяцев"
    return _words(value.get("description") or value.get("name")) if isinstance(value, Mapping) else _words(value)


def contacts(value: Any) -> str:
    """The ways to answer of a ContactPoint."""
    if not isinstance(value, Mapping):
        return value if isinstance(value, str) else ""
    return ", ".join(filter(None, (_words(value.get(key)) for key in ("name", "telephone", "email", "url"))))


def _format(value: str) -> str:
    return "удалённо" if "TELECOMMUTE" in value.upper() else value


def _employment(value: str) -> str:
    return _EMPLOYMENT.get(value.upper().replace("-", "_"), value)


def _words(value: Any) -> str:
    """A value as text: a string, a list of strings, an object's name."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value)))
    if isinstance(value, Mapping):
        return _words(value.get("name"))
    return value.strip() if isinstance(value, str) else ""


def _list(value: Any) -> list[str]:
    return [item for item in (value if isinstance(value, list) else [value]) if isinstance(item, str) and item]


def _number(value: Any) -> float | None:
    if isinstance(value, str):
        digits = re.sub(r"[\s\u00a0\u202f]", "", value).replace(",", ".")
        value = float(digits) if re.fullmatch(r"\d{1,12}(?:\.\d{1,4})?", digits) else None
    return (
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e12 else None
    )
