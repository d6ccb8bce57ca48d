"""What may be somebody's data in a page that is to become a sample."""

import pytest

from crawlers.noticing import notices


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Пишите: anna.petrova@kontora.ru", ["mail address"]),
        ('"phone": "+7 (912) 345-67-89"', ["phone"]),
        ("тел. 8 912 345-67-89, 8(912)345-67-89", ["phone", "phone"]),
        ("+998 90 123 45 67", ["phone"]),
        ("@petrova_hr и https://t.me/petrova_hr", ["Telegram name"]),
        ("Контакт: Анна Сергеевна, Иванов Иван Петрович", ["person", "person"]),
        (r"\u0410\u043d\u043d\u0430 \u0421\u0435\u0440\u0433\u0435\u0435\u0432\u043d\u0430", ["person"]),
        ("a&#64;kontora.ru", ["mail address"]),
        # nobody's, or no data at all
        ("kadry@puzyr.example, @kadry_demo, +7 (900) 000-12-34, 8 (900) 000-61-16", []),
        ('{"@context": "https://schema.org", "@type": "JobPosting"} @media (min-width: 1px)', []),
        ("от 80 000 до 120 000 ₽, ИНН 0000000000, id 131000734, 2026-11-20T07:50:00+0000", []),
        ("Нижний Новгород, Частная клиника, Великий Новгород", []),
        ("https://hh.ru/vacancy/131000734?from=@x", []),
    ],
)
def test_what_is_noticed(text: str, kinds: list[str]) -> None:
    assert [notice.kind for notice in notices(text)] == kinds


def test_a_notice_names_its_line_and_no_more_than_a_hint() -> None:
    (notice,) = notices("первая\nвторая\n<p>hr.petrova@kontora.ru</p> hr.petrova@kontora.ru")
    assert (notice.line, notice.hinted) == (3, "hr.….ru")
    assert list(notices("hr.petrova@kontora.ru", ("hr.petrova@kontora.ru",))) == []
