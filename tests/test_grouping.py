"""Which postings are one listing: the rules one by one, and whole groups of invented reposts read by the extractor."""

import json
import random
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.conflict import fields_apart, view
from voronka.extract import read
from voronka.grouping import MAX_KEYS, Item, compare, group, keys, may_join
from voronka.model import Contacts, Employment, Kind, Posting, Salary, Seniority
from voronka.roles import ROLES

SAMPLES = Path(__file__).parent / "samples" / "grouping"
DAY = datetime(2026, 10, 1, 9, tzinfo=UTC)
TEXT = """Таргетолог в сеть пекарен «Румяный Край», Казань

Задачи:
• реклама во ВКонтакте для 14 пекарен
• отчёт по пятницам, бюджет 200 000 ₽
• съёмка витрин раз в неделю

Опыт от 2 лет. 80 000 – 95 000 ₽ на руки, офис у Кремля.
Писать: @rumyany_hr"""
POSTING = Posting(
    title="Таргетолог",
    roles=("targeted_ads",),
    salary=Salary(80_000, 95_000),
    cities=("Казань",),
    company="Румяный Край",
    contacts=Contacts(telegram=("rumyany_hr",)),
)
BASE = Item("kazan_job/1/0", Kind.VACANCY, POSTING, TEXT, "kazan_job", DAY)


def other(text: str = TEXT, *, key: str = "target_jobs/7/0", days: float = 2, **changes: Any) -> Item:
    """The same posting in another post, changed: fields of Item by name, all others are the posting's."""
    of_item = {name: changes.pop(name) for name in ("kind", "forward", "links", "shared", "source") if name in changes}
    item = replace(
        BASE, key=key, source="target_jobs", text=text, posted_at=DAY + timedelta(days=days),
        posting=replace(POSTING, **changes),
    )  # fmt: skip
    return replace(item, **of_item)


SAME = [
    ("word for word", other()),
    (
        "other dressing",
        other("🔥🔥 #казань #таргет\n" + TEXT.replace("•", "✅") + "\n\nБольше вакансий: @target_jobs\nUP"),
    ),
    ("a raise", other(TEXT.replace("80 000 – 95 000", "90 000 – 105 000"), salary=Salary(90_000, 105_000))),
    ("misprints", other(TEXT.replace("витрин", "ветрин").replace("пекарен", "пекарин"))),
    ("fields not read", other(cities=(), company=None, salary=None, contacts=Contacts())),
    ("another contact", other(contacts=Contacts(email=("hr@rumyany.example",)))),
    ("two months later, the same words", other(days=70)),
    ("no dates", other(days=0)),
    (
        "three lines",
        other(
            "Казань, таргетолог в «Румяный Край»: реклама ВКонтакте для 14 пекарен, съёмка витрин. 80–95к. @rumyany_hr"
        ),
    ),
    (
        "an agency that hides the employer",
        other(
            "Работодатель: сеть пекарен (название на собеседовании)\nТаргетолог, Казань\n80–95 тыс., опыт от 2 лет\n"
            "реклама во ВКонтакте для 14 пекарен, бюджет 200 000, отчёт по пятницам, съёмка витрин раз в неделю\n"
            "Отклики: @agent_hr",
            company=None,
            contacts=Contacts(telegram=("agent_hr",)),
        ),
    ),
    (
        "translated",
        other(
            "Paid social specialist, Rumyany Krai bakeries (Kazan)\nVK ads for 14 shops, budget 200 000 RUB\n"
            "Friday reports, 2+ years. 80 000 - 95 000 RUB net. @rumyany_hr",
            title="Paid social specialist",
            company="Rumyany Krai",
        ),
    ),
    ("read as an offer in one of two", other(kind=Kind.CANDIDATE)),
]
DIFFERENT = [
    ("another city", other(TEXT.replace("Казань", "Самара"), cities=("Самара",))),
    ("one of two cities", other(TEXT.replace("Казань", "Самара и Уфа"), cities=("Самара", "Уфа"))),
    ("a city in a hashtag only", other("#самара\n" + TEXT, cities=("Самара",))),
    ("an old hashtag", other("#казань\n" + TEXT.replace("Казань", "Самара"), cities=("Казань", "Самара"))),
    ("another role", other(TEXT.replace("Таргетолог", "Контекстолог"), title="Контекстолог", roles=("ppc",))),
    ("no role of ours", other(TEXT.replace("Таргетолог", "Бухгалтер"), title="Бухгалтер", roles=("other",))),
    (
        "a junior",
        other("Младший т" + TEXT[1:], title="Джун", seniority=Seniority.JUNIOR, salary=Salary(40_000, None)),
    ),
    ("another employer", other(TEXT.replace("Румяный Край", "Тёплый Хлеб"), company="Тёплый Хлеб")),
    ("another employer, not read", other(TEXT.replace("Румяный Край", "Тёплый Хлеб"), company=None)),
    ("another platform", other(TEXT.replace("во ВКонтакте", "в Яндекс Директе"))),
    ("another line of trade", other(TEXT.replace("пекарен", "аптек").replace("витрин", "упаковок"), company=None)),
    ("the same post", other(key="kazan_job/1/1")),
    ("months later, another text", other(TEXT.replace("для 14 пекарен", "для новых кофеен"), days=60)),
    ("the same contact, other work", other("Нужен курьер, Казань. @rumyany_hr", title="курьер", roles=("other",))),
    ("an offer", other("Я таргетолог, Казань, делаю рекламу ВКонтакте. @rumyany_hr", kind=Kind.CANDIDATE)),
]  # fmt: skip


@pytest.mark.parametrize("item", [pytest.param(item, id=name) for name, item in SAME])
def test_same(item: Item) -> None:
    why = compare(BASE, item)
    assert why is not None
    assert why == compare(item, BASE)
    assert 0 < why.score <= 1
    assert "rumyany_hr" not in why.detail  # a contact may be hidden from who reads the reason
    assert keys(BASE) & keys(item)
    assert may_join(item, [BASE]) == why


@pytest.mark.parametrize("item", [pytest.param(item, id=name) for name, item in DIFFERENT])
def test_different(item: Item) -> None:
    assert compare(BASE, item) is None
    assert compare(item, BASE) is None
    assert may_join(item, [BASE]) is None
    assert len(group([BASE, item])) == 2


CV = "Привет! Меня зовут Денис, я SMM-специалист из Тулы. 4 года, пекарни и автосервис, 12 роликов в месяц. @{name}"


def person(text: str, name: str, role: str = "smm", days: float = 0, source: str = "cv_lenta", **changes: Any) -> Item:
    posting = Posting(title="SMM-специалист", roles=(role,), contacts=Contacts(telegram=(name,)), **changes)
    key = f"{source}/{abs(hash((text, days))) % 10_000}/0"
    return Item(key, Kind.CANDIDATE, posting, text, source, DAY + timedelta(days=days))


def test_one_person() -> None:
    first = person(CV.format(name="denis_smm"), "denis_smm", salary=Salary(60_000, None), cities=("Тула",))
    raised = "Денис, сммщик из Тулы, беру ещё один проект: 5 лет опыта, пекарни, автосервис. От 75 тысяч. @denis_smm"
    again = person(raised, "denis_smm", days=20, salary=Salary(75_000, None), cities=("Тула",))
    renamed = person(raised.replace("сммщик", "контент-мейкер"), "denis_smm", role="content", days=21)
    for item in (again, renamed):
        why = compare(first, item)
        assert why is not None
        assert why.rule == "person"


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        (CV.replace("Денис", "Тимур"), "timur_smm", "smm"),  # another name out of one mould
        (CV.replace("Денис", "Тимур"), "denis_smm", "smm"),  # two people behind one contact
        (CV.replace("SMM-специалист", "бухгалтер"), "denis_smm", "designer"),  # another trade
    ],
)
def test_another_person(text: str, name: str, role: str) -> None:
    assert (
        compare(person(CV.format(name="denis_smm"), "denis_smm"), person(text.format(name=name), name, role=role))
        is None
    )


def test_people_without_names_behind_a_recruiter() -> None:
    text = "Кандидат на вакансию SMM. Опыт {} года, вёл {}. Вопросы: @cv_agent"
    first, second = (
        person(text.format(years, what), "cv_agent", experience_years=years)
        for years, what in ((2, "салоны красоты и бассейн"), (6, "автосервис и аптеку"))
    )
    assert compare(first, second) is None


def test_forwards_and_pages() -> None:
    forwarded = other("Посмотрите, что нашли", forward="https://t.me/kazan_job/1", contacts=Contacts(), title=None)
    assert (why := compare(BASE, forwarded)) is not None
    assert why.rule == "forward"
    assert keys(BASE) & keys(forwarded)
    twins = [other(key=f"chat{i}/5/0", forward="https://t.me/origin/99") for i in (1, 2)]
    assert (why := compare(*twins)) is not None
    assert why.rule == "forward"
    # The name of a channel is no post.
    named = [
        other(text, key=f"chat{i}/6/0", forward="Канал", contacts=Contacts()) for i, text in enumerate(["Один", "Два"])
    ]
    assert compare(*named) is None
    page = "https://board.example/vacancy/12345?utm_source=tg"
    linked = other("Таргетолог, Казань, реклама для пекарен: подробности по ссылке", links=(page,), contacts=Contacts())
    assert (why := compare(replace(BASE, links=(page.partition("?")[0],)), linked)) is not None
    assert why.rule == "link"
    assert (
        compare(replace(BASE, links=("https://board.example/",)), replace(linked, links=("https://board.example/",)))
        is None
    )


def test_lines_of_lists() -> None:
    bare = [
        other(
            "Таргетолог", key=f"digest{i}/1/0", shared=True, contacts=Contacts(), salary=None, company=None, cities=()
        )
        for i in (1, 2)
    ]
    assert compare(*bare) is None
    line = "Таргетолог, удалённо, 60 000 ₽ → @one_hr"
    told = [other(line, key=f"digest{i}/1/0", shared=True, contacts=Contacts(telegram=("one_hr",))) for i in (1, 2)]
    assert compare(*told) is not None
    # Links around are of all positions of a post.
    page = ("https://board.example/vacancy/12345",)
    assert compare(other("Таргетолог", shared=True, links=page, contacts=Contacts()), replace(BASE, links=page)) is None


def test_a_new_task_of_the_same_customer() -> None:
    task = "Ищу дизайнера на задачу. Кофейня в Твери. Надо нарисовать {}. Срок неделя, {} ₽, по договору. @kofe_zakaz"
    first, second = (
        Item(
            f"orders/{number}/0", Kind.VACANCY,
            Posting(
                title="дизайнера", roles=("designer",), salary=Salary(pay, pay), cities=("Тверь",),
                employment=(Employment.PROJECT,), contacts=Contacts(telegram=("kofe_zakaz",)),
            ),
            task.format(what, pay), "orders", DAY + timedelta(days=number),
        )
        for number, (what, pay) in enumerate([("меню на 12 страниц", 9_000), ("вывеску и стаканчики", 14_000)])
    )  # fmt: skip
    assert compare(first, second) is None


def test_a_listing_keeps_conflicts_apart() -> None:
    vague = other("\n".join(TEXT.replace(", Казань", "").split("\n")), cities=(), key="vague/1/0")
    kazan, samara = BASE, other(TEXT.replace("Казань", "Самара"), cities=("Самара",), key="samara/1/0")
    assert compare(vague, samara) is not None
    assert may_join(samara, [vague, kazan]) is None
    listings = group([vague, samara, kazan])
    assert len(listings) == 2
    assert not any({kazan.key, samara.key} <= {item.key for item in members} for members, _ in listings)


def test_group_tells_why() -> None:
    listings = group(
        [
            other(),
            BASE,
            other(
                "Совсем другое дело: шить паруса в Керчи",
                key="sea/1/0",
                title="швея",
                roles=("other",),
                contacts=Contacts(),
            ),
        ]
    )
    members, why = listings[0]
    assert [item.key for item in members] == [BASE.key, "target_jobs/7/0"]  # oldest first
    assert set(why) == {"target_jobs/7/0"}
    assert why["target_jobs/7/0"].rule == "text"
    assert listings[1][1] == {}


@cache
def reposts(name: str = "reposts") -> tuple[tuple[int, Item], ...]:
    found = []
    for line in (SAMPLES / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for entry in row["items"]:
            posted = datetime.fromisoformat(entry["posted"])
            reading = read(entry["text"], (), channel=entry["channel"], posted=posted)
            kind = Kind.CANDIDATE if reading.kind is Kind.CANDIDATE else Kind.VACANCY
            posting = reading.postings[0] if reading.postings else Posting()
            key = f"{entry['channel']}/{entry['id']}/0"
            found.append((row["group"], Item(key, kind, posting, entry["text"], entry["channel"], posted)))
    return tuple(found)


@pytest.mark.parametrize(
    ("name", "joined_at_least"),
    [
        ("reposts", 0.97),
        ("blind", 0.92),  # 0.81 when it was read for the first time
    ],
)
def test_invented_reposts(name: str, joined_at_least: float) -> None:
    truth = {item.key: number for number, item in reposts(name)}
    listing = {
        item.key: index for index, (members, _) in enumerate(group(i for _, i in reposts(name))) for item in members
    }
    wrong, missed, right = [], [], 0
    for a, b in combinations(truth, 2):
        same, joined = truth[a] == truth[b], listing[a] == listing[b]
        right += same and joined
        if joined and not same:
            wrong.append((a, b))
        if same and not joined:
            missed.append((a, b))
    assert wrong == []
    assert right >= joined_at_least * (right + len(missed)), missed


def test_order_does_not_matter() -> None:
    items = [item for _, item in reposts()]
    expected = [([item.key for item in members], why) for members, why in group(items)]
    for seed in (1, 2, 3):
        random.Random(seed).shuffle(items)
        assert [([item.key for item in members], why) for members, why in group(items)] == expected


def test_keys_are_few_and_name_nobody() -> None:
    for _, item in reposts():
        found = keys(item)
        assert 1 <= len(found) <= MAX_KEYS
        assert all(len(key) <= 60 for key in found)
        assert not any(name in key for key in found for name in item.posting.contacts.telegram)


short = st.text(max_size=80)
TEXTS = st.lists(short, max_size=2).map(tuple)
postings = st.builds(
    Posting,
    title=st.none() | short,
    roles=st.lists(st.sampled_from(list(ROLES)), max_size=3).map(tuple),
    seniority=st.none() | st.sampled_from(Seniority),
    salary=st.none() | st.builds(Salary, st.none() | st.integers(0, 10**9), st.none() | st.integers(0, 10**9)),
    cities=st.lists(st.sampled_from(["Казань", "Уфа", ""]) | short, max_size=2).map(tuple),
    company=st.none() | short,
    contacts=st.builds(Contacts, telegram=TEXTS, url=TEXTS),
)  # fmt: skip
items = st.builds(
    Item,
    key=st.sampled_from(["a/1/0", "a/1/1", "b/2/0", "c", ""]),
    kind=st.sampled_from([Kind.VACANCY, Kind.CANDIDATE]),
    posting=postings,
    text=short | st.sampled_from([TEXT, CV, "🔥" * 100]) | st.text(alphabet="аб1 .,:«»@#-№ул\n", max_size=200),
    source=st.sampled_from(["a", "b"]),
    posted_at=st.none() | st.sampled_from([DAY, DAY + timedelta(days=90)]),
    forward=st.none() | short | st.just("https://t.me/a/1"),
    links=st.lists(short | st.just("http://[x"), max_size=2).map(tuple),
    shared=st.booleans(),
)


@given(items, items)
@settings(max_examples=300, deadline=None)
def test_never_raises_and_is_symmetric(a: Item, b: Item) -> None:
    assert compare(a, b) == compare(b, a)
    assert may_join(a, [b]) == compare(a, b)
    assert 1 <= len(keys(a)) <= MAX_KEYS
    assert sum(len(members) for members, _ in group([a, b])) == len({a.key, b.key})


@given(items, items)
@settings(max_examples=300, deadline=None)
def test_fields_that_forbid_joining_are_believed_before_the_text_is_read(a: Item, b: Item) -> None:
    side = view(b)
    if fields_apart(view(a), b.kind, side.roles, side.cities, b.posting.seniority):
        assert compare(a, b) is None or {key for key in keys(a) & keys(b) if key[0] in "xr"}


def test_reposts_are_not_told_apart_by_their_fields() -> None:
    for (one, a), (other_one, b) in combinations(reposts(), 2):
        apart = fields_apart(view(a), b.kind, view(b).roles, view(b).cities, b.posting.seniority)
        assert not apart or one != other_one or compare(a, b) is None


@given(items.filter(lambda item: not item.shared))
@settings(max_examples=200, deadline=None)
def test_the_same_words_and_fields_are_the_same(item: Item) -> None:
    twin = replace(item, key="elsewhere/9/0", posted_at=DAY + timedelta(days=300))
    assert compare(item, twin) is not None
    assert keys(item) & keys(twin)


def test_a_megabyte_of_emoji() -> None:
    begin = time.process_time()
    giant = [other("🔥🦄" * 125_000, key=f"g{i}/1/0", contacts=Contacts(), company=None) for i in range(3)]
    assert len(group(giant)) == 1
    assert compare(giant[0], other("🦄🔥" * 125_000, contacts=Contacts())) is None
    assert time.process_time() - begin < 2


def test_a_crowd_behind_one_contact() -> None:
    text = "Заказ {0}: нужен текст про {1}-{2} для лавки номер {0}, цена {3} ₽"
    fields: dict[str, Any] = {"title": "Автор", "roles": ("copywriter",), "company": None, "salary": None}
    crowd = [other(text.format(n, n * 7919, n * 31, n * 17), key=f"c/{n}/0", **fields) for n in range(100, 500)]
    begin = time.process_time()
    group(crowd)
    assert time.process_time() - begin < 20
