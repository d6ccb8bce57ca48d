"""What people write into the cells of a table of vacancies, in words and codes: each is understood, or refused."""

import re
from collections.abc import Mapping
from typing import Final, TypeVar

from voronka.errors import RefusedError
from voronka.model import Employment, Period, Seniority, WorkFormat
from voronka.pay_text import CURRENCIES, amount
from voronka.vacancies.markup import COUNTRIES

_T = TypeVar("_T")

FORMATS: Final[Mapping[str, WorkFormat]] = {one.value: one for one in WorkFormat} | {
    "удаленно": WorkFormat.REMOTE, "удаленка": WorkFormat.REMOTE, "удаленная работа": WorkFormat.REMOTE,
    "дистанционно": WorkFormat.REMOTE, "из дома": WorkFormat.REMOTE, "онлайн": WorkFormat.REMOTE,
    "офис": WorkFormat.OFFICE, "в офисе": WorkFormat.OFFICE, "на месте": WorkFormat.OFFICE,
    "гибрид": WorkFormat.HYBRID, "гибридный": WorkFormat.HYBRID, "частично удаленно": WorkFormat.HYBRID,
    "разъездная": WorkFormat.FIELD, "разъездной": WorkFormat.FIELD, "разъезды": WorkFormat.FIELD,
}  # fmt: skip
EMPLOYMENT: Final[Mapping[str, Employment]] = {one.value: one for one in Employment} | {
    "полная": Employment.FULL, "полная занятость": Employment.FULL, "полный день": Employment.FULL,
    "full time": Employment.FULL, "вахта": Employment.FULL, "вахтой": Employment.FULL,
    "вахтовый метод": Employment.FULL,
    "частичная": Employment.PART, "частичная занятость": Employment.PART, "неполный день": Employment.PART,
    "подработка": Employment.PART, "part time": Employment.PART,
    "проект": Employment.PROJECT, "проектная": Employment.PROJECT, "проектная работа": Employment.PROJECT,
    "разовая": Employment.PROJECT, "фриланс": Employment.PROJECT,
    "стажировка": Employment.INTERNSHIP, "практика": Employment.INTERNSHIP,
}  # fmt: skip
SENIORITY: Final[Mapping[str, Seniority]] = {one.value: one for one in Seniority} | {
    "стажер": Seniority.INTERN, "младший": Seniority.JUNIOR, "джун": Seniority.JUNIOR, "джуниор": Seniority.JUNIOR,
    "средний": Seniority.MIDDLE, "мидл": Seniority.MIDDLE, "миддл": Seniority.MIDDLE, "старший": Seniority.SENIOR,
    "ведущий": Seniority.SENIOR, "сеньор": Seniority.SENIOR, "синьор": Seniority.SENIOR,
    "руководитель": Seniority.LEAD, "тимлид": Seniority.LEAD, "лид": Seniority.LEAD, "head": Seniority.LEAD,
}  # fmt: skip
PERIODS: Final[Mapping[str, Period]] = {one.value: one for one in Period} | {
    "час": Period.HOUR, "день": Period.DAY, "смену": Period.DAY, "смена": Period.DAY, "неделю": Period.WEEK,
    "неделя": Period.WEEK, "месяц": Period.MONTH, "мес": Period.MONTH, "год": Period.YEAR, "проект": Period.PROJECT,
}  # fmt: skip
GROSS: Final[Mapping[str, bool]] = {
    "на руки": False, "чистыми": False, "чистые": False, "net": False, "после вычета": False, "до вычета": True,
    "до вычета налогов": True, "до налогов": True, "гросс": True, "грязными": True, "gross": True,
}  # fmt: skip
CURRENCY: Final[Mapping[str, str]] = {code.casefold(): code for code in CURRENCIES} | {
    "₽": "RUB", "руб": "RUB", "р": "RUB", "рубль": "RUB", "рубли": "RUB", "рублей": "RUB", "rur": "RUB", "$": "USD",
    "доллар": "USD", "доллары": "USD", "долларов": "USD", "€": "EUR", "евро": "EUR", "£": "GBP", "фунты": "GBP",
    "₸": "KZT", "тенге": "KZT", "белорусские рубли": "BYN", "бел руб": "BYN", "₴": "UAH", "гривны": "UAH",
    "сумы": "UZS", "сум": "UZS", "сомы": "KGS", "сом": "KGS", "драмы": "AMD", "драм": "AMD", "₾": "GEL",
    "лари": "GEL", "₺": "TRY", "лиры": "TRY", "динары": "RSD", "дирхамы": "AED", "юани": "CNY",
}  # fmt: skip
COUNTRY: Final[Mapping[str, str]] = (
    {code.casefold(): code for code in COUNTRIES}
    | {name.casefold(): code for code, name in COUNTRIES.items()}
    | {
        "россия": "RU", "рф": "RU", "беларусь": "BY", "белоруссия": "BY", "рб": "BY", "казахстан": "KZ", "рк": "KZ",
        "армения": "AM", "грузия": "GE", "кыргызстан": "KG", "киргизия": "KG", "узбекистан": "UZ", "сербия": "RS",
        "турция": "TR", "оаэ": "AE", "эмираты": "AE",
    }
)  # fmt: skip
_SUM: Final = re.compile(
    r"(?:от|до)?\s*(?P<sign>[$€£₸₽]?)\s*(?P<digits>[\d _]*\d)\s*"
    r"(?P<thousand>(?:к|k|тыс|т)(?!\w)\.?(?: ?р(?:уб)?\.?)?)?\s*(?P<unit>\D*)"
)


def word(cell: str, known: Mapping[str, _T], column: str) -> _T:
    """What a cell of one of a column's words means; raises RefusedError for any other."""
    folded = " ".join(re.sub(r"[.-]", " ", cell.casefold().replace("ё", "е")).split())
    if folded in known:
        return known[folded]
    given = cell[:40]
    raise RefusedError("exchange.cell", f'{column}: "{given}" is not understood', given=given, column=column)


def sum_of(cell: str | None) -> tuple[int | None, str | None]:
    """A sum such as "80 000", "80к", "1 200 $", with its currency where it has one; raises RefusedError for no sum."""
    if not (cell or "").strip():
        return None, None
    match = _SUM.fullmatch(" ".join((cell or "").casefold().split()))
    if match is None:
        return amount(cell), None
    unit = match["unit"].strip() or match["sign"]
    times = 1_000 if match["thousand"] else 1
    value = amount(match["digits"])
    return (None if value is None else value * times), (word(unit, CURRENCY, "currency") if unit else None)
