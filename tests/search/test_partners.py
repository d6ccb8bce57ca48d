"""What the index is asked for the other side of a posting, and what is kept as a filter."""

import pytest

from search.partners import behind, queries
from voronka.model import Kind, Posting, WorkFormat


@pytest.mark.parametrize("roles", [("smm", "content"), ("other",), ("other", "smm")])
@pytest.mark.parametrize("title", ["Контент-менеджер", None])
def test_what_to_beware_of_is_never_asked_for(roles: tuple[str, ...], title: str | None) -> None:
    posting = Posting(title=title, roles=roles, cities=("Казань",), formats=(WorkFormat.REMOTE,))
    for candidate in (False, True):
        asked = queries(posting, candidate=candidate, team="kit")
        assert asked
        assert all(query.trusted and query.team == "kit" for query in asked)
        assert any(query.roles == roles[:1] for query in asked)


def test_the_filter_of_a_trade_that_is_none_of_ours_goes_by_its_title() -> None:
    said = behind(Posting(title="Грузчик (2/2)", roles=("other",), cities=("Казань",)), candidate=False)
    assert said is not None
    assert (said.text, said.roles, said.cities, said.kinds) == ("грузчик", (), ("Казань",), (Kind.CANDIDATE,))
    long = "Ищем человека, который любит порядок и людей"
    for title in (None, "", long):
        assert behind(Posting(title=title, roles=("other",)), candidate=False) is None
    both = behind(Posting(title="Грузчик", roles=("other", "smm")), candidate=True)
    assert both is not None
    assert (both.text, both.roles) == ("", ("smm",))
