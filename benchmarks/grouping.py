"""How fast grouping is: 5,000 invented postings, medians of three runs.

    python benchmarks/grouping.py [NUMBER]

Prints the time of ``keys`` and ``compare`` for one posting or pair, and how many postings a second ``group`` takes.
"""

import random
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta

from voronka.fingerprint import _fingerprint
from voronka.grouping import Item, compare, group, keys
from voronka.model import Contacts, Kind, Posting, Salary
from voronka.traits import _traits

CITIES = ("Казань", "Омск", "Пермь", "Самара", "Томск", "Уфа", "Тверь", "Псков", "Курск", "Тула")
TITLES = (
    ("Таргетолог", "targeted_ads"),
    ("SMM-менеджер", "smm"),
    ("Контент-менеджер", "content"),
    ("Менеджер по продажам", "sales_manager"),
    ("Копирайтер", "copywriter"),
)
THINGS = (
    "окна",
    "двери",
    "шторы",
    "кухни",
    "игрушки",
    "велосипеды",
    "лекарства",
    "пироги",
    "книги",
    "палатки",
    "лампы",
)
TASKS = (
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
SYLLABLES = ("ка", "ро", "ми", "ле", "ста", "ву", "но", "при", "да", "шо", "бе", "гра", "лу", "фи", "за", "тер", "пол")


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.randrange(2, 5)))


def items(number: int) -> list[Item]:
    """Postings of which every third is a repost of an earlier one, with other dressing."""
    chance = random.Random(7)
    made: list[Item] = []
    begin = datetime(2026, 10, 1, tzinfo=UTC)
    for index in range(number):
        posted = begin + timedelta(minutes=7 * index)
        if made and index % 3 == 0:
            first = chance.choice(made)
            text = f"🔥 #вакансия\n{first.text.replace('• ', '✅ ')}\n\nБольше вакансий: @channel{index % 20}"
            made.append(Item(f"c{index % 20}/{index}/0", first.kind, first.posting, text, f"c{index % 20}", posted))
            continue
        title, role = chance.choice(TITLES)
        city, pay, company = chance.choice(CITIES), chance.randrange(40, 200), f"Фирма {chance.randrange(900)}"
        things = [f"{chance.choice(THINGS)} {_word(chance)} {_word(chance)}" for _ in range(6)]
        tasks = "\n".join(
            f"• {task.format(thing=thing, n=chance.randrange(3, 400))}"
            for task, thing in zip(chance.sample(TASKS, 6), things, strict=True)
        )
        text = (
            f"{title}, {city}\n\nКомпания «{company}» ищет сотрудника.\n\nЗадачи:\n{tasks}\n\n"
            f"Опыт от {chance.randrange(1, 6)} лет, {pay} 000 ₽ на руки, график 5/2.\n"
            f"Писать: @firm{chance.randrange(900)}"
        )
        posting = Posting(
            title=title,
            roles=(role,),
            salary=Salary(pay * 1000, pay * 1000),
            cities=(city,),
            company=company,
            contacts=Contacts(telegram=(f"firm{chance.randrange(900)}",)),
        )
        made.append(Item(f"c{index % 20}/{index}/0", Kind.VACANCY, posting, text, f"c{index % 20}", posted))
    return made


def main() -> None:
    """Measure and print."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    postings = items(number)
    key_times, pair_times, whole = [], [], []
    for _ in range(3):
        _fingerprint.cache_clear()
        _traits.cache_clear()
        begin = time.perf_counter()
        for item in postings[:1_000]:
            keys(item)
        key_times.append((time.perf_counter() - begin) / min(1_000, number))
        known = postings[:1_000]
        begin = time.perf_counter()
        for a, b in zip(known, known[3:], strict=False):
            compare(a, b)
        pair_times.append((time.perf_counter() - begin) / max(1, len(known) - 3))
        _fingerprint.cache_clear()
        _traits.cache_clear()
        begin = time.perf_counter()
        listings = group(postings)
        whole.append(time.perf_counter() - begin)
    print(f"keys, first sight      {statistics.median(key_times) * 1e3:8.3f} ms an item")
    print(f"compare, remembered    {statistics.median(pair_times) * 1e3:8.3f} ms a pair")
    rate = number / statistics.median(whole)
    print(f"group                  {rate:8.0f} items/s ({number} items, {len(listings)} listings)")


if __name__ == "__main__":
    main()
