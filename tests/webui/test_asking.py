"""Typed words and the URL's filters become one query, and every click makes what was understood explicit."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.webui.conftest import Site
from voronka.model import Kind
from voronka.query import Query
from webui.asking import ask, for_engine
from webui.chips import chips


def of(url: str) -> list[tuple[str, str]]:
    return parse_qsl(urlsplit(url).query)


def test_typed_words_become_filters_and_the_rest_is_text() -> None:
    asked = ask([("q", "таргетолог казань от 80 стоматология")])
    assert asked.query.roles == ("targeted_ads",)
    assert asked.query.cities == ("Казань",)
    assert asked.query.salary_min == 80_000
    assert asked.query.text == "стоматология"
    assert asked.typed == "таргетолог казань от 80 стоматология"


def test_a_typed_field_stands_instead_of_the_urls() -> None:
    asked = ask([("q", "казань"), ("city", "Самара"), ("format", "remote")])
    assert asked.query.cities == ("Казань",)
    assert asked.query.formats == ("remote",)


def test_removing_a_chip_makes_the_rest_explicit(shared: Site) -> None:
    asked = ask([("q", "таргетолог казань от 80 стоматология")])
    with shared.app.app_context():
        found = {chip.label + chip.value: chip for chip in chips(asked, {})}
    city = found["ГородКазань"]
    assert city.read_from == "казань"
    again = ask(of(city.url))
    assert again.query == asked.query.without("cities")
    assert dict(of(city.url)) == {"q": "стоматология", "role": "targeted_ads", "pay_min": "80000"}


def test_every_chip_takes_away_just_itself(shared: Site) -> None:
    given_ = [
        ("q", "бренд"), ("role", "smm"), ("role", "pr"), ("group", "sales"), ("city", "Казань"), ("format", "remote"),
        ("seniority", "lead"), ("employment", "full"), ("company", "Кит"), ("source", "kanal_a"), ("pay_min", "50000"),
        ("pay_max", "90000"), ("exp_max", "1.5"), ("days", "7"), ("stale", "1"), ("exact", "1"),
    ]  # fmt: skip
    asked = ask(given_)
    with shared.app.app_context():
        made = chips(asked, {"kanal_a": "Канал А"})
    assert len(made) == len(given_) - 2
    assert "Канал А" in {chip.value for chip in made}
    for chip in made:
        assert ask(of(chip.url)).query == chip.without
        assert chip.without != asked.query


def test_words_can_be_taken_as_they_are() -> None:
    asked = ask([("q", "таргетолог")])
    literal = ask(of(asked.literal_url()))
    assert literal.query.text == "таргетолог"
    assert not literal.query.roles
    assert ask(of(literal.url(order="date"))).query.text == "таргетолог"


@pytest.mark.parametrize(
    ("kinds", "tab"),
    [([], "vacancies"), (["vacancy"], "vacancies"), (["digest"], "vacancies"), (["candidate"], "candidates"),
     (["vacancy", "candidate"], "vacancies"), (["content"], "materials"), (["promo"], "materials"),
     (["nonsense"], "vacancies")],
)  # fmt: skip
def test_tabs(kinds: list[str], tab: str) -> None:
    assert ask([("kind", kind) for kind in kinds]).tab == tab


def test_a_typed_kind_chooses_the_tab_until_another_is_clicked() -> None:
    asked = ask([("q", "резюме таргетолог")])
    assert asked.tab == "candidates"
    assert ask(of(asked.url(kinds=()))).tab == "vacancies"


def test_promo_comes_only_when_asked_for() -> None:
    assert for_engine(ask([("kind", "content")]).query).kinds == (Kind.CONTENT,)
    assert Kind.PROMO in for_engine(ask([("kind", "promo")]).query).kinds
    assert for_engine(Query()).kinds == (Kind.VACANCY, Kind.DIGEST)


def test_a_group_and_a_role_of_another_mean_either() -> None:
    query = for_engine(Query(groups=("sales",), roles=("smm",)))
    assert {"smm", "sales_manager"} <= set(query.roles)
    assert query.groups == ()


@settings(max_examples=60, deadline=None)
@example([("q", ":B")])  # what is left of it, a letter, would be understood as nothing at all
@given(
    st.lists(st.tuples(st.sampled_from(["q", "role", "city", "page", "open", "exact", "pay_min", "kind"]), st.text()))
)
def test_any_parameters_make_an_address_that_says_the_same(params: list[tuple[str, str]]) -> None:
    asked = ask(params)
    again = ask(of(asked.url(page=asked.query.page)))
    assert again.query == asked.query
    assert again.opened == (0 if asked.opened == 0 else None)


def test_a_trade_without_a_role_of_its_own_is_looked_for_by_its_words() -> None:
    query = ask([("q", "бухгалтер пермь удаленно")]).query
    assert (query.roles, query.cities, query.text) == (("other",), ("Пермь",), "бухгалтер")
    assert ask([("q", "таргетолог пермь")]).query.text == ""
