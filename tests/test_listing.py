"""The card: facts put together from all appearances, headlines, ages."""

from datetime import date

import pytest

from voronka.listing import headline, put_together
from voronka.model import Contacts, Evidence, Posting, Salary


def test_the_newest_stands_and_the_others_fill_in() -> None:
    newest = Posting(
        title="SMM-менеджер",
        roles=("smm",),
        salary=Salary(90_000, None),
        contacts=Contacts(telegram=("hr_novaya",)),
        evidence={"salary": (Evidence("salary.from", 1, 2, "x"),)},
    )
    older = Posting(
        title="СММ",
        roles=("smm", "content"),
        salary=Salary(80_000, None),
        cities=("Казань",),
        contacts=Contacts(telegram=("hr_novaya", "hr_staraya"), email=("a@b.example",)),
        evidence={"cities": (Evidence("city", 3, 4, "y"),)},
    )
    card = put_together([newest, older])
    assert card is not None
    assert (card.title, card.roles, card.salary) == ("SMM-менеджер", ("smm",), Salary(90_000, None))
    assert card.cities == ("Казань",)
    assert card.contacts == Contacts(telegram=("hr_novaya", "hr_staraya"), email=("a@b.example",))
    assert set(card.evidence) == {"salary"}, "offsets into another text must not be shown in this one"


def test_an_unknown_role_gives_way_to_a_known_one() -> None:
    card = put_together([Posting(roles=("other",)), Posting(roles=("seo",))])
    assert card is not None
    assert card.roles == ("seo",)
    assert put_together([]) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("🔥🔥🔥\n\n*Как писать тексты*\nдальше", "Как писать тексты"),
        ("— — —\n12\nДа, это заголовок", "Да, это заголовок"),
        ("", ""),
        ("😀😀😀", ""),
        ("слово " * 40, ("слово " * 18).strip() + "…"),
    ],
)
def test_headline(text: str, expected: str) -> None:
    assert headline(text) == expected


def test_a_day_that_lay_behind_when_it_was_posted_again_is_not_taken() -> None:
    older = Posting(deadline=date(2026, 11, 10), starts=date(2026, 12, 1))
    found = put_together([Posting(), older], date(2026, 11, 15))
    assert found is not None
    assert (found.deadline, found.starts) == (None, date(2026, 12, 1))
