"""Query and URL parameters are inverse, and a URL from outside never harms."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.model import Employment, Kind, Seniority, WorkFormat
from voronka.query import ORDERS, Query
from voronka.roles import GROUPS, ROLES

_words = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=20)


def _some(values: object) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(sorted(values)), unique=True, max_size=4).map(tuple)  # type: ignore[call-overload]  # codes


@given(
    st.builds(
        Query,
        text=_words,
        kinds=_some(Kind),
        roles=_some(ROLES),
        groups=_some(GROUPS),
        seniority=_some(Seniority),
        formats=_some(WorkFormat),
        employment=_some(Employment),
        cities=st.lists(_words, unique=True, max_size=3).map(tuple),
        companies=st.lists(_words, unique=True, max_size=3).map(tuple),
        sources=st.lists(_words, unique=True, max_size=3).map(tuple),
        salary_min=st.none() | st.integers(0, 10_000_000),
        salary_max=st.none() | st.integers(0, 10_000_000),
        experience_max=st.none() | st.sampled_from([0.0, 0.5, 1.0, 3.0]),
        days=st.none() | st.integers(1, 365),
        standard=st.booleans(),
        trusted=st.booleans(),
        stale=st.booleans(),
        order=st.sampled_from(ORDERS),
        page=st.integers(1, 50),
        size=st.integers(1, 100),
    )
)
def test_params_are_the_query(query: Query) -> None:
    assert Query.from_params(query.to_params()) == query


@given(
    st.lists(st.tuples(st.sampled_from(["q", "kind", "page", "size", "pay_min", "days", "role", "order"]), st.text()))
)
def test_any_params_make_a_query(params: list[tuple[str, str]]) -> None:
    query = Query.from_params(params)
    assert 1 <= query.size <= 100
    assert query.page >= 1
    assert query.team is None


def test_the_team_is_never_read_from_the_url() -> None:
    assert Query.from_params([("team", "other")], team=None).team is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [("80 000", 80000), ("80000.5", 80000), ("-1", None), ("nan", None), ("1e99", None), ("x", None)],
)
def test_numbers(text: str, expected: int | None) -> None:
    assert Query.from_params([("pay_min", text)]).salary_min == expected


def test_taking_a_value_away_leads_to_the_first_page() -> None:
    query = Query(roles=("smm", "seo"), salary_min=5, page=3)
    assert query.without("roles", "smm") == Query(roles=("seo",), salary_min=5)
    assert query.without("salary_min") == Query(roles=("smm", "seo"))
