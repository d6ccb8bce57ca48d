"""How well a candidate and a vacancy fit: the reasons row by row, and who comes first."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from search.fitting import Code, fit
from voronka.model import Period, Posting, Salary, Seniority, WorkFormat

REMOTE, OFFICE, HYBRID = WorkFormat.REMOTE, WorkFormat.OFFICE, WorkFormat.HYBRID
VACANCY = Posting(title="Таргетолог", roles=("targeted_ads",))
OLD = timedelta(days=90)


def codes(vacancy: dict[str, Any], candidate: dict[str, Any]) -> set[Code]:
    base = replace(VACANCY, title=None)
    return {one.code for one in fit(replace(base, **vacancy), replace(base, **candidate), OLD).points} - {
        Code.SAME_ROLE
    }


@pytest.mark.parametrize(
    ("vacancy", "candidate", "expected"),
    [
        ({"roles": ("smm",)}, {"roles": ("content", "smm")}, {Code.ALSO_ROLE}),
        ({"roles": ("smm",)}, {"roles": ("ppc",)}, {Code.SAME_GROUP}),
        ({"roles": ("smm",)}, {"roles": ("designer",)}, set()),
        ({"title": "Таргетолог ВК"}, {"title": "таргетолог"}, {Code.TITLE}),
        ({"title": "Таргетолог"}, {"title": "Руководитель рекламы"}, set()),
        ({"formats": (REMOTE,)}, {"formats": (REMOTE,), "cities": ("Тула",)}, {Code.REMOTE}),
        ({"formats": (OFFICE,), "cities": ("Казань",)}, {"cities": ("Казань",)}, {Code.SAME_CITY}),
        ({"formats": (OFFICE,), "cities": ("Казань",)}, {"cities": ("Тула",)}, {Code.OTHER_PLACE}),
        ({"formats": (OFFICE,), "cities": ("Казань",)}, {"formats": (REMOTE,)}, {Code.OTHER_FORMAT}),
        (
            {"formats": (OFFICE,), "cities": ("Казань",)},
            {"formats": (REMOTE,), "cities": ("Казань",)},
            {Code.OTHER_FORMAT},
        ),
        ({"cities": ("Казань",)}, {"formats": (REMOTE,)}, {Code.OTHER_PLACE}),
        ({"formats": (HYBRID,)}, {"formats": (REMOTE,)}, {Code.OTHER_FORMAT}),
        ({"formats": (OFFICE, REMOTE), "cities": ("Казань",)}, {"cities": ("Тула",)}, set()),
        ({"formats": (REMOTE,)}, {"formats": (OFFICE,), "cities": ("Тула",)}, {Code.OTHER_FORMAT}),
        ({"cities": ("Казань",)}, {}, set()),
        ({"salary": Salary(80_000, 100_000)}, {"salary": Salary(90_000, None)}, {Code.PAY}),
        ({"salary": Salary(80_000, 100_000)}, {"salary": Salary(120_000, None)}, {Code.PAY_ABOVE}),
        ({"salary": Salary(80_000, None)}, {"salary": Salary(100_000, None)}, {Code.PAY}),
        ({"salary": Salary(80_000, None)}, {"salary": Salary(300_000, None)}, set()),
        ({"salary": Salary(None, 1500, "USD")}, {"salary": Salary(100_000, None)}, {Code.PAY}),
        ({"salary": Salary(5_000, 5_000, period=Period.PROJECT)}, {"salary": Salary(100_000, None)}, set()),
        ({"salary": Salary(80_000, 100_000)}, {}, set()),
        ({"seniority": Seniority.MIDDLE}, {"seniority": Seniority.MIDDLE}, {Code.SENIORITY}),
        ({"seniority": Seniority.MIDDLE}, {"seniority": Seniority.SENIOR}, set()),
        ({"seniority": Seniority.LEAD}, {"seniority": Seniority.INTERN}, {Code.OTHER_SENIORITY}),
        ({"experience_years": 2.0}, {"experience_years": 3.0}, {Code.EXPERIENCE}),
        ({"experience_years": 2.0}, {"experience_years": 1.0}, {Code.LESS_EXPERIENCE}),
        ({"skills": ("Figma", "amoCRM")}, {"skills": ("figma",)}, {Code.SKILLS}),
    ],
)
def test_reasons(vacancy: dict[str, Any], candidate: dict[str, Any], expected: set[Code]) -> None:
    assert codes(vacancy, candidate) == expected


def test_whoever_has_the_role_comes_before_all_others() -> None:
    vacancy = Posting(
        title="Таргетолог", roles=("targeted_ads",), formats=(OFFICE,), cities=("Казань",), seniority=Seniority.LEAD,
        salary=Salary(80_000, 90_000), experience_years=3.0, skills=("Figma",),
    )  # fmt: skip
    same = Posting(
        roles=("targeted_ads",), cities=("Тула",), seniority=Seniority.INTERN, salary=Salary(200_000, None),
        experience_years=0.0,
    )  # fmt: skip
    shared = replace(vacancy, roles=("smm", "targeted_ads"))
    near = replace(vacancy, roles=("smm",))
    found = [fit(vacancy, one, age) for one, age in ((same, OLD), (shared, timedelta()), (near, timedelta()))]
    assert [one.rank for one in found] == [2, 1, 0]
    assert found[0].score < found[2].score, "by points alone it would be otherwise"


def test_two_other_trades_are_not_the_same() -> None:
    loader, bookkeeper = Posting(title="Грузчик", roles=("other",)), Posting(title="Бухгалтер", roles=("other",))
    unlike = fit(loader, bookkeeper, OLD)
    assert [(one.code, one.weight < 0) for one in unlike.points] == [(Code.BOTH_OTHER, True)], "said to be no reason"
    assert [one.code for one in fit(loader, loader, OLD).points] == [Code.TITLE]


@pytest.mark.parametrize(
    ("vacancy", "candidate", "shown"),
    [
        ({"roles": ("smm",)}, {"roles": ("smm",), "cities": ("Тула",), "salary": Salary(900_000, None)}, True),
        ({"roles": ("smm",)}, {"roles": ("ppc",)}, True),
        ({"roles": ("smm",), "salary": Salary(1, 50_000)}, {"roles": ("ppc",), "cities": ("Тула",)}, False),
        ({"roles": ("other",)}, {"roles": ("other",)}, True),
        ({"roles": ("other",), "title": "Грузчик"}, {"roles": ("other",), "title": "Грузчик"}, True),
        ({"roles": ("other",)}, {"roles": ("smm",), "cities": ("Казань",)}, False),
    ],
)
def test_what_hardly_fits_is_not_shown(vacancy: dict[str, Any], candidate: dict[str, Any], shown: bool) -> None:
    base = replace(VACANCY, title=None, formats=(OFFICE,), cities=("Казань",))
    assert fit(replace(base, **vacancy), replace(base, formats=(), **candidate), OLD).worth_showing == shown


def test_what_is_fresh_comes_first_among_equals() -> None:
    new, old = (fit(VACANCY, VACANCY, timedelta(days=days)).score for days in (1, 20))
    assert new > old > fit(VACANCY, VACANCY, OLD).score
    assert fit(VACANCY, VACANCY, timedelta(days=-3)).score == fit(VACANCY, VACANCY, timedelta()).score
