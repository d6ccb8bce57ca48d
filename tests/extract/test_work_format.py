"""Where the work is done, what denies it, and words that only look like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voronka.extract import work_format
from voronka.model import Kind, WorkFormat

R, O, H, F = WorkFormat.REMOTE, WorkFormat.OFFICE, WorkFormat.HYBRID, WorkFormat.FIELD  # noqa: E741 - read as a table

ROWS: list[tuple[str, list[WorkFormat]]] = [
    ("Удалённо, полный день", [R]),
    ("полная удалёнка", [R]),
    ("SMM-менеджер (удалёнка)", [R]),
    ("Формат: дистанционная работа", [R]),
    ("Работа из дома, свободный график", [R]),
    ("Можно удаленно", [R]),
    ("Full remote, any timezone", [R]),
    ("работать можно откуда угодно", [R]),
    ("Работа на расстоянии, длительно", [R]),
    ("на расстоянии 2 км от метро", []),
    ("офис в Казани или полностью из дома", [R, O]),
    ("Удалённый менеджер проектов", [R]),
    ("Планёрка, потом маршрут на 18–22 точки", [F]),
    ("Работаем в офисе на Мира, удалённый формат пробовали и больше не хотим", [O]),
    ("Полностью удалённо. В офисе в Самаре цех и склад", [R]),
    ("работаем очно", [O]),
    ("сидим в БЦ на Советской", [O]),
    ("приходить к нам на фабрику три раза в неделю", [O]),
    ("приходить к нам на собеседование", []),
    ("посещение закреплённых точек по маршруту", [F]),
    ("понедельник и четверг вместе, остальное где хотите", [H]),
    ("офис у метро, присутствие 4 дня, пятница из дома", [H]),
    ("менеджер на дому", [R]),
    ("Home office", [R]),
    ("#удалёнка #smm", [R]),
    ("Не удалёнка! Работа в офисе", [O]),
    ("Удалёнка не рассматривается, сидим в офисе", [O]),
    ("Удалённый формат не предусмотрен", []),
    ("remote в этой роли не работает, офис в центре", [O]),
    ("без удалёнки", []),
    ("Менеджер удалённых продаж, офис на Ленина", [O]),
    ("Удалённые продажи по телефону", []),
    ("Гибрид: 2 дня из дома", [H]),
    ("гибридный график, 3 дня в офисе, 2 дня из дома", [H]),
    ("2 дня в неделю в офисе, остальное как хотите", [H]),
    ("Три дня в офисе, два дома", [H]),
    ("Офис или гибрид", [O, H]),
    ("remote или Белград (гибрид)", [R, H]),
    ("готов к гибриду или удалёнке", [R, H]),
    ("удалённо или офис у метро Курская", [R, O]),
    ("Москва, офис", [O]),
    ("Работа в офисе рядом с метро", [O]),
    ("комфортный офис в центре города", [O]),
    ("только офис", [O]),
    ("Работа на территории работодателя", [O]),
    ("5/2, м. Бауманская", [O]),
    ("Место работы: офис", [O]),
    ("SEO | Минск | офис", [O]),
    ("Офис: Москва, ул. Тверская", [O]),
    ("Офис-менеджер, знание MS Office", []),
    ("Работа без офиса и начальников", []),
    ("Удалённо. Ваш офис там, где вам удобно", [R]),
    ("У компании офисы в 11 странах", []),
    ("Бэк-офис банка", []),
    ("Магазин одежды, 2/2", []),
    ("Разъездной характер работы", [F]),
    ("Разъезды по клиентам каждый день", [F]),
    ("объезд торговых точек по маршруту", [F]),
    ("Командировки раз в месяц", []),
    ("Без разъездов, офис", [O]),
    ("Формат работы: удалённо\n\nМы даём современный офис в центре тем, кто хочет", [R]),
    ("Формат: #удаленка потом #офис", [R, O]),
    ("5/2, удалёнки в этом филиале нет, офис", [O]),
    ("Офис в центре, по пятницам можно из дома", [H]),
    ("коворкинг три дня, остальные дни откуда хотите", [H]),
    ("Салон красоты у м. Курская", []),
    ("ищу там офис или гибрид", [O, H]),
    ("", []),
]


def read(text: str, kind: Kind = Kind.VACANCY, start: int = 0, end: int | None = None) -> list[WorkFormat]:
    found, evidence = work_format.find(text, kind, start, end)
    assert len(found) == len(evidence)
    for span in evidence:
        assert span.start is not None
        assert text[span.start : span.end] == span.text
    return list(found)


@pytest.mark.parametrize(("text", "formats"), ROWS)
def test_formats(text: str, formats: list[WorkFormat]) -> None:
    assert sorted(read(text)) == sorted(formats)


def test_the_heading_of_a_digest_holds_for_its_lines() -> None:
    text = "ТОП-3 УДАЛЁНОК\n\nSMM-менеджер, 60к\nРедактор, офис, Москва"
    first, second = text.index("SMM"), text.index("Редактор")
    assert read(text, Kind.DIGEST, first, second) == [R]
    assert read(text, Kind.DIGEST, second) == [O]
    assert read(text, Kind.VACANCY, first, second) == []


@given(
    st.text(max_size=300) | st.text(alphabet="офис удаленкагбр123 в,./()\nнед", max_size=300),
    st.sampled_from(list(Kind)),
)
def test_any_text_is_survived(text: str, kind: Kind) -> None:
    assert len(read(text, kind)) <= 4


@pytest.mark.parametrize(
    "unit",
    ["удаленка ", *(pytest.param(unit, marks=pytest.mark.full) for unit in ("2 ", "офис ", "формат: ", "гибрид "))],
)
def test_a_megabyte_is_read_in_seconds(unit: str) -> None:
    work_format.find(unit * (1_000_000 // len(unit)), Kind.VACANCY)
