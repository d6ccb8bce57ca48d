"""What a person says of themselves in fields, as the text of a post: the extractor reads one like any other."""

import re
from collections.abc import Mapping
from typing import Final

LABELS: Final = {
    "role": "Ищу работу",
    "name": "Имя",
    "city": "Город",
    "format": "Формат",
    "employment": "Занятость",
    "pay": "Желаемый доход",
    "experience": "Опыт",
    "skills": "Навыки",
    "about": "О себе",
    "contact": "Контакт",
    "phone": "Телефон",
    "telegram": "Telegram",
    "email": "Почта",
    "link": "Ссылка",
}
"""The fields in the order of the text, with the words that stand before them."""

_TELEGRAM: Final = re.compile(r"@?([A-Za-z]\w{3,31})", re.ASCII)


def text_of(values: Mapping[str, str], others: Mapping[str, str] | None = None) -> str:
    """The text; ``others`` are fields by names of their own, which follow. Empty ones are left out."""
    lines = [] if values.get("role", "").strip() else [LABELS["role"]]
    for name, label in LABELS.items():
        value = values.get(name, "").strip()
        if not value:
            continue
        if name == "experience" and re.fullmatch(r"\d{1,2}(?:[.,]\d)?", value):
            value = f"{value} {_years(value)}"
        if name == "telegram" and (bare := _TELEGRAM.fullmatch(value)):
            value = f"@{bare[1]}"
        lines += [f"{label}:", value] if "\n" in value else [f"{label}: {value}"]
    lines += [f"{label}: {value.strip()}" for label, value in (others or {}).items() if value.strip()]
    return "\n".join(lines)


def _years(number: str) -> str:
    if not number.isdigit():
        return "года"
    last, tens = int(number) % 10, int(number) % 100 // 10
    return "лет" if tens == 1 or last in {0, 5, 6, 7, 8, 9} else "год" if last == 1 else "года"
