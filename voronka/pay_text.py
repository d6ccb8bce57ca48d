"""Pay as somebody types it, "80000-120000 RUB month net", and what pay may be at all."""

import re
from typing import Final

from voronka.errors import RefusedError
from voronka.model import Period, Salary

CURRENCIES: Final = (
    "RUB", "USD", "EUR", "KZT", "BYN", "UAH", "UZS", "KGS", "AMD", "GEL", "AZN", "TRY", "RSD", "AED", "ILS", "PLN",
    "CNY", "GBP", "CHF",
)  # fmt: skip
"""The currencies that somebody may choose, those met most often first."""

MOST: Final = 1_000_000_000
FORM: Final = '"80000-120000 RUB month net", "80000- USD", "-2000 hour", "100000 gross variable"'
_AMOUNT: Final = r"\d{1,3}(?:[ _\u00a0\u202f]\d{3})+|\d+"
_SUM: Final = re.compile(rf"\s*(?P<low>{_AMOUNT})?\s*(?P<dash>[-–—])?\s*(?P<high>{_AMOUNT})?(?![^\s])\s*(?P<rest>.*)")


def parse_pay(text: str) -> Salary:
    """The pay of a text such as FORM's: the sum, then in any order currency, period, net or gross, variable.

    Roubles a month unless said otherwise. "80000-" is from, "-120000" up to. Raises RefusedError in one line.
    """
    match = _SUM.fullmatch(text)
    if match is None or not (match["low"] or match["high"]) or (match["low"] and match["high"] and not match["dash"]):
        raise RefusedError("pay.form", f'"{text}" is no pay; write it as in {FORM}', given=text)
    low, high = (amount(match[name]) for name in ("low", "high"))
    if not match["dash"]:
        high = low
    currency, period, gross, variable = "RUB", Period.MONTH, None, False
    for word in match["rest"].split():
        if word.upper() in CURRENCIES:
            currency = word.upper()
        elif word.lower() in tuple(Period):
            period = Period(word.lower())
        elif word.lower() in ("net", "gross"):
            gross = word.lower() == "gross"
        elif word.lower() == "variable":
            variable = True
        else:
            raise RefusedError(
                "pay.word",
                f'"{word}" is not understood in a pay; there are: {", ".join(CURRENCIES)}; {", ".join(Period)}; '
                "net, gross; variable",
                given=word,
            )
    return checked(Salary(low, high, currency, period, gross, variable))


def amount(text: str | None) -> int | None:
    """A whole sum with or without spaces between thousands; None for nothing. Raises RefusedError for anything else."""
    digits = re.sub(r"[\s_]", "", text or "")
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{1,12}", digits):
        raise RefusedError("pay.sum", f'"{text}" is no whole sum of money', given=text)
    return int(digits)


def checked(salary: Salary) -> Salary:
    """The same pay; raises RefusedError where it cannot be one."""
    ends = [end for end in (salary.min, salary.max) if end is not None]
    if not ends:
        raise RefusedError("pay.none", "a pay needs a sum, from or up to")
    if any(not 1 <= end <= MOST for end in ends):
        raise RefusedError("pay.range", f"a pay lies between 1 and {MOST}")
    if salary.min is not None and salary.max is not None and salary.min > salary.max:
        raise RefusedError("pay.order", f"the least pay {salary.min} is more than the most {salary.max}")
    if salary.currency not in CURRENCIES:
        raise RefusedError("pay.currency", f"no currency {salary.currency}; there are: {', '.join(CURRENCIES)}")
    return salary


def pay_text(salary: Salary) -> str:
    """The text that ``parse_pay`` reads as this pay."""
    low, high = salary.min, salary.max
    total = str(low) if low == high else f"{'' if low is None else low}-{'' if high is None else high}"
    words = [total, salary.currency, salary.period.value]
    words += [] if salary.gross is None else ["gross" if salary.gross else "net"]
    return " ".join([*words, *(["variable"] if salary.variable else [])])
