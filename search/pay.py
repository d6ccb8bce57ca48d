"""Pay made comparable: roubles a month, whatever the period and the currency."""

from dataclasses import dataclass
from typing import Final

from voronka.model import Period, Salary

RATES_OF: Final = "2025-11"
RATES: Final[dict[str, float]] = {
    "RUB": 1,
    "USD": 80,
    "EUR": 93,
    "GBP": 105,
    "CHF": 100,
    "CNY": 11,
    "AED": 22,
    "BYN": 27,
    "KZT": 0.15,
    "UAH": 1.9,
    "UZS": 0.0067,
    "KGS": 0.92,
    "AMD": 0.21,
    "GEL": 29,
    "AZN": 47,
    "TRY": 1.9,
    "RSD": 0.79,
    "ILS": 24,
    "PLN": 22,
}
"""Roubles for a unit of a currency: rounded figures of autumn 2025 (RATES_OF), fixed so that an order of pay does not
change by itself. They serve comparison only and are never shown."""

_MONTHLY: Final = {
    Period.HOUR: 165.0,
    Period.DAY: 21.0,
    Period.WEEK: 4.33,
    Period.MONTH: 1.0,
    Period.YEAR: 1 / 12,
}
_MOST: Final = 10**12


@dataclass(frozen=True, slots=True)
class Pay:
    """Roubles a month. Where the text names one end only, that end stands for both: the other is not known."""

    low: int
    high: int

    @property
    def middle(self) -> float:
        """What listings are ordered by."""
        return (self.low + self.high) / 2


def monthly(salary: Salary | None) -> Pay | None:
    """The pay in roubles a month: an hour counts 165 times, a day 21, a week 4.33, a year a twelfth.

    Gross and net are not told apart. None where pay is not comparable: none said, for a whole project, or in a currency
    without a rate.
    """
    if salary is None or salary.period not in _MONTHLY or salary.currency not in RATES:
        return None
    ends = [end for end in (salary.min, salary.max) if end is not None]
    if not ends:
        return None
    factor = _MONTHLY[salary.period] * RATES[salary.currency]
    low, high = (min(max(round(end * factor), 0), _MOST) for end in (min(ends), max(ends)))
    return Pay(low, high)
