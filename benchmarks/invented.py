"""Invented posts for all benchmarks: the same number of them is the same text, on every machine."""

import random
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from voronka.model import Contacts, Posting, RawPost, Salary, WorkFormat
from voronka.sources import Source, SourceKind

CITIES: Final = (
    "Казань", "Омск", "Пермь", "Самара", "Томск", "Уфа", "Тверь", "Псков", "Курск", "Тула", "Пенза", "Рязань", "Брянск",
    "Калуга", "Орёл", "Липецк", "Тамбов", "Ижевск", "Сургут", "Барнаул", "Иркутск", "Чита", "Сочи", "Анапа",
)  # fmt: skip
TITLES: Final = (
    ("Таргетолог", "targeted_ads"),
    ("SMM-менеджер", "smm"),
    ("Контент-менеджер", "content"),
    ("Менеджер по продажам", "sales_manager"),
    ("Копирайтер", "copywriter"),
    ("Дизайнер", "designer"),
    ("SEO-специалист", "seo"),
    ("Маркетолог", "marketer"),
)
_FIRMS: Final = 20_000
_THINGS: Final = (
    "окна", "двери", "шторы", "кухни", "игрушки", "велосипеды", "лекарства", "пироги", "книги", "палатки", "лампы",
)  # fmt: skip
_TASKS: Final = (
    "вести рекламу на {thing}",
    "снимать ролики про {thing}",
    "писать тексты о том, как выбирать {thing}",
    "звонить {n} магазинам, где продают {thing}",
    "считать остатки по {n} складам",
    "отвечать на отзывы тех, кто купил {thing}",
    "готовить отчёт для {n} партнёров",
    "запускать акции к сезону на {thing}",
    "вести переговоры с {n} поставщиками",
)
_SYLLABLES: Final = (
    "ка", "ро", "ми", "ле", "ста", "ву", "но", "при", "да", "шо", "бе", "гра", "лу", "фи", "за", "тер", "пол",
)  # fmt: skip
_BEGIN: Final = datetime(2026, 10, 1, tzinfo=UTC)
_CHANNELS: Final = 20
_REMEMBERED: Final = 2_000

SOURCES: Final = tuple(Source(f"kanal_{n}", f"Канал {n}", SourceKind.TELEGRAM) for n in range(_CHANNELS))


@dataclass(frozen=True, slots=True)
class Vacancy:
    """The text of an invented vacancy, and what is to be read out of it."""

    text: str
    posting: Posting


def vacancy(chance: random.Random, firm: int | None = None) -> Vacancy:
    """A vacancy of about 500 characters: six tasks, pay, a town, an employer (by its number), a contact."""
    title, role = chance.choice(TITLES)
    city, pay, any_firm = chance.choice(CITIES), chance.randrange(40, 200), chance.randrange(_FIRMS)
    firm = any_firm if firm is None else firm
    company, contact = f"Фирма {firm}", f"firm{firm}"
    text = (
        f"{title}, {city}\n\nКомпания «{company}» ищет сотрудника.\n\nЗадачи:\n{_tasks(chance, 6)}\n\n"
        f"Опыт от {chance.randrange(1, 6)} лет, {pay} 000 ₽ на руки, график 5/2.\n"
        f"Писать: @{contact}"
    )
    posting = Posting(
        title=title,
        roles=(role,),
        salary=Salary(pay * 1000, pay * 1000),
        cities=(city,),
        company=company,
        contacts=Contacts(telegram=(contact,)),
    )
    return Vacancy(text, posting)


def candidate(chance: random.Random) -> tuple[str, Posting]:
    """The text of an invented person's offer, and what is to be read out of it."""
    title, role = chance.choice(TITLES)
    years = chance.randrange(1, 9)
    tasks, city, pay = _tasks(chance, 4), chance.choice(CITIES), chance.randrange(40, 200)
    contact = f"{_word(chance)}_{chance.randrange(99_999)}"
    text = (
        f"Ищу работу! Я {title.lower()}, опыт {years} лет.\n"
        f"Умею:\n{tasks}\n"
        f"{city} или удалённо, от {pay} 000 ₽. "
        f"Пишите: @{contact}"
    )
    posting = Posting(
        title=title,
        roles=(role,),
        salary=Salary(pay * 1000, None),
        formats=(WorkFormat.REMOTE,),
        cities=(city,),
        experience_years=float(years),
        contacts=Contacts(telegram=(contact,)),
    )
    return text, posting


def repost(text: str, channel: int) -> str:
    """The same vacancy as another channel would dress it."""
    return f"🔥 #вакансия\n{text.replace('• ', '✅ ')}\n\nБольше вакансий: @channel{channel}"


def raws(number: int, seed: int = 7, more: int = 0) -> Iterator[RawPost]:
    """Posts one after another: of ten, five vacancies, two reposts, a candidate, an article, and a digest or a course.

    Their mean is 370 characters; with ``more`` (at most 9) all but reposts end with so many lines of 55 more. Nothing
    but the last two thousand vacancies is kept in memory.
    """
    chance = random.Random(seed)
    kept: deque[str] = deque(maxlen=_REMEMBERED)
    for index in range(number):
        place = index % 10
        if place in (3, 6) and kept:
            text = repost(kept[chance.randrange(len(kept))], index % _CHANNELS)
        elif place == 7:
            text, _ = candidate(chance)
        elif place == 8:
            text = _article(chance)
        elif place == 9:
            text = _digest(chance) if index % 20 == 9 else _course(chance)
        else:
            text = vacancy(chance).text
        if more and not (place in (3, 6) and kept):
            text += f"\n\nЕщё немного:\n{_tasks(chance, more)}"
        if place in (0, 1, 2, 4, 5) or (place in (3, 6) and not kept):
            kept.append(text)
        source = SOURCES[index % _CHANNELS].name
        posted = _BEGIN + timedelta(seconds=40 * index)
        yield RawPost(source, str(index), text, url=f"https://t.me/{source}/{index}", posted_at=posted)


def edited(raw: RawPost) -> RawPost:
    """The post after its author has added a line."""
    return replace(raw, text=f"{raw.text}\nСрочно.")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(chance.randrange(2, 5)))


def _tasks(chance: random.Random, number: int) -> str:
    things = [f"{chance.choice(_THINGS)} {_word(chance)} {_word(chance)}" for _ in range(number)]
    return "\n".join(
        f"• {task.format(thing=thing, n=chance.randrange(3, 400))}"
        for task, thing in zip(chance.sample(_TASKS, number), things, strict=True)
    )


def _article(chance: random.Random) -> str:
    points = "\n".join(f"{n}. Как выбирать {chance.choice(_THINGS)} {_word(chance)}." for n in range(1, 6))
    return (
        f"Пять советов про {chance.choice(_THINGS)} {_word(chance)}: разбираем ошибки новичков.\n{points}\nСохраните."
    )


def _course(chance: random.Random) -> str:
    return (
        f"Курс «{_word(chance).title()}» со скидкой {chance.randrange(10, 70)}% только до пятницы: научим продавать "
        f"{chance.choice(_THINGS)} {_word(chance)}. Регистрируйтесь на вебинар по ссылке."
    )


def _digest(chance: random.Random) -> str:
    lines = []
    for number in range(1, 5):
        title, _ = chance.choice(TITLES)
        pay = chance.randrange(40, 200)
        lines.append(f"{number}. {title}, {chance.choice(CITIES)}, {pay} 000 ₽ — @firm{chance.randrange(_FIRMS)}")
    return f"Вакансии дня, подборка {_word(chance)}\n" + "\n".join(lines)
