"""The standard of a vacancy: five criteria, met by words of the text or not."""

from dataclasses import replace
from datetime import date

import pytest

from voronka.extract.reader import read
from voronka.listing import put_together
from voronka.model import Contacts, Evidence, Flag, FlagCode, Kind, Posting, Salary
from voronka.standard import Criterion, Missing, is_suspicious, seriousness, standard

WHOLE = """SMM-менеджер в студию «Бумажный кит»
Команда растёт, ищем второго SMM-менеджера. Выход на работу с 1 декабря.
Обязанности: контент-план, съёмка рилс, отчёты.
80 000 – 120 000 ₽ на руки, оформление по ТК РФ. Казань, ул. Баумана, 12.
Отклики: job@kit.example, Марина"""


def posting(text: str) -> Posting:
    return read(text, as_kind=Kind.VACANCY).postings[0]


def unmet(text: str) -> list[str]:
    return [check.criterion.value for check in standard(posting(text)).checks if not check.met]


def test_a_whole_vacancy_meets_the_standard() -> None:
    found = standard(posting(WHOLE))
    assert (found.met, found.score, found.missing) == (True, 5, ())
    assert [check.criterion for check in found.checks] == list(Criterion)
    assert all(e.text for check in found.checks for e in check.evidence)


@pytest.mark.parametrize(
    ("text", "lacks", "missing"),
    [
        ("Ищем SMM-менеджера.", ["need", "budget", "term", "signs"], ["pay", "contact", "duties"]),
        ("Ищем SMM-менеджера, 60 000 ₽. @kit_demo", ["need", "term", "signs"], ["duties"]),
        ("Срочно нужен таргетолог, 50 000 ₽. @kit_demo", ["signs"], ["duties"]),
        ("Таргетолог в «Сосновую рощу», по ТК РФ. Отклики до 5 декабря: @kit_demo", ["need", "budget"],
         ["pay", "duties"]),
        ("Нужны люди на склад, 50 000 ₽. @kit_demo", ["role", "need", "term", "signs"], ["duties"]),
        ("Ищем бухгалтера на замену, 70 000 ₽. Официальное трудоустройство, Казань, ул. Баумана, 12. @kit_demo",
         ["term"], ["duties"]),
    ],
)  # fmt: skip
def test_what_a_vacancy_lacks(text: str, lacks: list[str], missing: list[str]) -> None:
    assert unmet(text) == lacks
    assert [m.value for m in standard(posting(text)).missing] == missing


def test_dates_that_were_read_are_a_term() -> None:
    bare = Posting(roles=("smm",), evidence={"roles": (Evidence("roles.title", 0, 3, "SMM"),)})
    dated = replace(bare, deadline=date(2026, 12, 1))
    started = replace(bare, starts=date(2026, 12, 1))
    met = [{c.criterion.value for c in standard(p).checks if c.met} for p in (bare, dated, started)]
    assert met == [{"role"}, {"role", "term"}, {"role", "term", "need"}]


def test_two_appearances_together_meet_what_none_meets_alone() -> None:
    first = posting("SMM-менеджер. Команда растёт. Оформление по ТК РФ. @kit_demo")
    second = posting("SMM-менеджер, 80 000 ₽, Казань, ул. Баумана, 12. Отклики до 5 декабря: @kit_demo")
    card = put_together([first, second])
    assert card is not None
    assert [standard(p).score for p in (first, second, card)] == [2, 4, 5]
    signs = {sign.rule: sign for sign in card.signs}
    assert signs["sign.seriousness.official"].start is not None
    assert signs["sign.seriousness.address"].start is None, "offsets into another text must not be shown in this one"


def test_flags_of_all_appearances_are_united_by_code() -> None:
    def flagged(*found: tuple[FlagCode, str]) -> Posting:
        return Posting(flags=tuple(Flag(code, (Evidence("test", 1, 2, words),)) for code, words in found))

    card = put_together([
        flagged((FlagCode.AGE, "до 35")),
        flagged((FlagCode.SCAM, "залог"), (FlagCode.AGE, "до 35 лет"), (FlagCode.AGE, "до 35")),
    ])  # fmt: skip
    assert card is not None
    assert [(f.code.value, [(e.text, e.start) for e in f.evidence]) for f in card.flags] == [
        ("scam", [("залог", None)]),
        ("age", [("до 35", 1), ("до 35 лет", None)]),
    ]
    assert is_suspicious(card)
    assert not is_suspicious(flagged((FlagCode.AGE, "до 35"), (FlagCode.AGENCY, "агентство")))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Кадровое агентство «Ступень» ищет для своего клиента SEO-специалиста. @stupen_demo", False),
        ("Кадровое агентство «Ступень» ищет SEO-специалиста в компанию «Ромашка Групп». @stupen_demo", True),
        ("SEO-специалист в «Ромашку», название компании раскроем на собеседовании. @stupen_demo", False),
        ("SEO-специалист в компанию «Ромашка». @stupen_demo", True),
    ],
)
def test_an_agencys_name_is_not_the_employers(text: str, named: bool) -> None:
    assert any(e.rule == "sign.seriousness.employer" for e in seriousness(posting(text))) == named


def test_an_employer_from_a_boards_own_data_is_a_sign() -> None:
    made = Posting(company="Бумажный кит", salary=Salary(1, 2), contacts=Contacts(email=("a@b.example",)))
    assert [(e.rule, e.text) for e in seriousness(made)] == [("sign.seriousness.employer", "Бумажный кит")]
    assert standard(made).missing == (Missing.DUTIES,)
