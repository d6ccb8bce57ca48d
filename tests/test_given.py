"""Values as people give them: pay in a line, roles and cities by any of their names."""

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from voronka import given
from voronka.errors import RefusedError
from voronka.model import Period, Salary, WorkFormat
from voronka.pay_text import CURRENCIES, MOST, parse_pay, pay_text


@pytest.mark.parametrize(
    ("text", "pay"),
    [
        ("80000-120000 RUB month net", Salary(80_000, 120_000, gross=False)),
        ("80 000 – 120 000", Salary(80_000, 120_000)),
        ("80000- usd", Salary(80_000, None, "USD")),
        ("-2000 hour", Salary(None, 2_000, period=Period.HOUR)),
        ("100000 gross variable", Salary(100_000, 100_000, gross=True, variable=True)),
        ("variable", None),
        ("", None),
        ("-", None),
        ("80к", None),
        ("80000 120000", None),
        ("120000-80000", None),
        ("0", None),
        (str(MOST + 1), None),
        ("9" * 40, None),
        ("100 XXX", None),
        ("-5-6", None),
        ("1.5", None),
    ],
)
def test_pay_in_a_line(text: str, pay: Salary | None) -> None:
    if pay is None:
        with pytest.raises(RefusedError):
            parse_pay(text)
    else:
        assert parse_pay(text) == pay


_ENDS = st.integers(1, MOST)


@drawn(
    st.one_of(st.tuples(_ENDS, _ENDS).map(sorted), _ENDS.map(lambda x: [x, None]), _ENDS.map(lambda x: [None, x])),
    st.sampled_from(CURRENCIES), st.sampled_from(Period), st.sampled_from([None, True, False]), st.booleans(),
)  # fmt: skip
def test_pay_as_it_is_told_is_read_back(
    ends: list[int | None], currency: str, period: Period, gross: bool | None, variable: bool
) -> None:
    pay = Salary(ends[0], ends[1], currency, period, gross, variable)
    assert parse_pay(pay_text(pay)) == pay


def test_roles_by_code_name_and_word() -> None:
    assert given.roles(["smm", " PR-менеджер ", "SEO specialist", "сммщик", "другая профессия", ""]) == (
        "smm", "pr", "seo", "other",
    )  # fmt: skip
    for wrong, meant in (("SEO-специалит", "seo"), ("менеджер", None), ("бухгалтер", None), ("смм и сео", None)):
        with pytest.raises(RefusedError) as caught:
            given.roles([wrong])
        assert caught.value.code == "role.unknown"
        if meant is not None:
            assert caught.value.values["meant"] == meant


def test_cities_by_their_names_and_towns_nobody_knows() -> None:
    assert given.cities(["питер", "Казань", "спб", "Верхние Пышки"]) == ("Санкт-Петербург", "Казань", "Верхние Пышки")
    assert given.cities([]) == ()
    for wrong, code in (
        ("Казнь", "city.misprint"),
        ("где-то", "city.form"),
        ("А" * 61, "city.form"),
        ("<b>", "city.form"),
    ):
        with pytest.raises(RefusedError) as caught:
            given.cities([wrong])
        assert caught.value.code == code


def test_formats_by_their_codes() -> None:
    assert given.formats(["office", "remote", "office"]) == (WorkFormat.OFFICE, WorkFormat.REMOTE)
    with pytest.raises(RefusedError):
        given.formats(["home"])
