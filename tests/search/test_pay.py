"""Pay in roubles a month."""

import pytest

from search.pay import RATES, Pay, monthly
from voronka.model import Period, Salary

ROWS = [
    (Salary(80_000, 120_000), Pay(80_000, 120_000)),
    (Salary(80_000, None), Pay(80_000, 80_000)),
    (Salary(None, 120_000), Pay(120_000, 120_000)),
    (Salary(120_000, 80_000), Pay(80_000, 120_000)),
    (Salary(500, 600, period=Period.HOUR), Pay(82_500, 99_000)),
    (Salary(3_000, None, period=Period.DAY), Pay(63_000, 63_000)),
    (Salary(20_000, None, period=Period.WEEK), Pay(86_600, 86_600)),
    (Salary(1_200_000, None, period=Period.YEAR), Pay(100_000, 100_000)),
    (Salary(50_000, None, period=Period.PROJECT), None),
    (Salary(1_000, 2_000, currency="USD"), Pay(round(1_000 * RATES["USD"]), round(2_000 * RATES["USD"]))),
    (Salary(100_000, None, gross=True, variable=True), Pay(100_000, 100_000)),
    (Salary(100, None, currency="XXX"), None),
    (Salary(None, None), None),
    (Salary(10**40, None), Pay(10**12, 10**12)),
    (None, None),
]


@pytest.mark.parametrize(("salary", "expected"), ROWS)
def test_monthly(salary: Salary | None, expected: Pay | None) -> None:
    assert monthly(salary) == expected
