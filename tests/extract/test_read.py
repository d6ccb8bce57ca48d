"""Whole posts: kind, positions and where each value was read; hostile texts."""

import time
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.extract import read
from voronka.extract.label import to_label
from voronka.model import EVIDENCE_FIELDS, Kind, Link, Reading

VACANCY = """SMM-менеджер в студию керамики «Глиняный кот»

Самара, гибрид, полный день
60 000 – 75 000 ₽ на руки

Обязанности:
— посты и рилс
— контент-план

Требования: опыт от 1 года
Резюме: @glina_hr"""

RESUME = """#резюме
Таргетолог, 4 года опыта. Ищу удалённую работу, от 90 000 ₽.
Умею ВК и Telegram Ads, веду отчёты.
Пишите @target_vymysel"""

DIGEST = """Подборка вакансий недели

1. Копирайтер, удалённо, 50 000 ₽ — @tekst_a
2. SEO-специалист в «Лунный свет», Пермь, 80 000 ₽ — @seo_b
3. РОП, Казань, офис, от 150 000 ₽ — @rop_c
"""


def check_evidence(text: str, reading: Reading) -> None:
    for reason in reading.reasons:
        if reason.start is not None and reason.end is not None:
            assert 0 <= reason.start < reason.end <= len(text)
            assert text[reason.start : reason.end] == reason.text
    for posting in reading.postings:
        assert 0 <= posting.start <= posting.end <= len(text)
        for name, where in posting.evidence.items():
            assert name in EVIDENCE_FIELDS
            for item in where:
                assert item.rule
                if item.start is not None and item.end is not None:
                    assert 0 <= item.start <= item.end <= len(text)
                    assert text[item.start : item.end] == item.text


def test_a_vacancy_is_read_whole() -> None:
    reading = read(VACANCY)
    assert reading.kind is Kind.VACANCY
    assert reading.confidence > 0.9
    check_evidence(VACANCY, reading)
    (posting,) = reading.postings
    assert (posting.title, posting.roles, posting.company) == ("SMM-менеджер", ("smm",), "Глиняный кот")
    assert posting.contacts.telegram == ("glina_hr",)
    assert {"title", "roles", "company", "salary", "cities", "contacts"} <= set(posting.evidence)


def test_a_resume_is_a_candidate_without_company() -> None:
    reading = read(RESUME)
    assert reading.kind is Kind.CANDIDATE
    (posting,) = reading.postings
    assert (posting.title, posting.roles, posting.company) == ("Таргетолог", ("targeted_ads",), None)


def test_a_digest_has_a_posting_for_each_line() -> None:
    reading = read(DIGEST)
    assert reading.kind is Kind.DIGEST
    check_evidence(DIGEST, reading)
    assert [posting.roles[0] for posting in reading.postings] == ["copywriter", "seo", "head_of_sales"]
    assert [posting.contacts.telegram for posting in reading.postings] == [("tekst_a",), ("seo_b",), ("rop_c",)]
    assert [posting.company for posting in reading.postings] == [None, "Лунный свет", None]


def test_content_and_promo_have_no_postings() -> None:
    assert read("Пять ошибок в резюме, из-за которых молчат рекрутеры. А у вас такое было?").postings == ()
    promo = read("Бесплатный вебинар для маркетологов! Регистрация по ссылке, промокод START, осталось 5 мест.")
    assert (promo.kind, promo.postings) == (Kind.PROMO, ())


def test_structured_data_make_a_vacancy() -> None:
    data = {"@type": "JobPosting", "title": "Бренд-менеджер", "hiringOrganization": {"name": "Лесной мёд"}}
    reading = read("Опрос: кем вы работаете?", payload={"jobposting": data})
    assert (reading.kind, reading.confidence) == (Kind.VACANCY, 1.0)
    assert reading.postings[0].title == "Бренд-менеджер"
    assert read("Опрос: кем вы работаете?", payload={"jobposting": "broken"}).kind is Kind.CONTENT


def test_the_label_has_the_guides_form() -> None:
    label = to_label(read(VACANCY))
    assert label["kind"] == "vacancy"
    assert list(label["postings"][0]) == [
        *("title", "roles", "seniority", "salary", "formats", "employment", "cities", "company"),
        *("experience_years", "contacts"),
    ]
    assert label["postings"][0]["experience_years"] == 1
    assert isinstance(label["postings"][0]["experience_years"], int)
    assert label["postings"][0]["salary"]["period"] == "month"


@pytest.mark.parametrize("text", ["", " ", "\n\n", "🔥🔥🔥", "#", "@", "1.", "—", "\u200b" * 50, "«" * 300, "/" * 500])
def test_what_says_nothing_is_read_calmly(text: str) -> None:
    reading = read(text)
    check_evidence(text, reading)
    if reading.kind in (Kind.VACANCY, Kind.CANDIDATE):
        assert reading.postings


HOSTILE = [
    ("emoji", "🔥" * 500_000),
    ("one word", "менеджер" * 125_000),
    ("names of roles", "SMM-менеджер, таргетолог / РОП и " * 30_000),
    ("numbered", "".join(f"{i}. Менеджер по продажам — @hr{i}\n" for i in range(30_000))),
    ("spaces", "ищем" + " " * 1_000_000 + "маркетолога"),
    ("quotes", "«ищу " * 200_000),
    ("brackets", "(" * 500_000 + "SMM" + ")" * 500_000),
    ("digits", "от 1 до " * 120_000),
    ("dashes", "Опыт работы: " + "-" * 900_000),
    ("capitals", "Ооо Ааа " * 120_000),
    ("line breaks", "\n" * 1_000_000),
    ("links", "https://a.ru/" * 70_000),
    ("mentions", "@abcde " * 140_000),
    ("combining", "е\u0301" * 400_000),
]


@pytest.mark.parametrize(("name", "text"), HOSTILE, ids=[name for name, _ in HOSTILE])
def test_a_megabyte_is_read_quickly(name: str, text: str) -> None:
    read(VACANCY)  # tables are loaded
    began = time.process_time()
    reading = read(text)
    assert time.process_time() - began < 3.0
    check_evidence(text, reading)


_WORDS = (
    "SMM-менеджер|Ищем|ищу работу|«Ромашка»|ООО|\n|\n\n|1. |2) |3️⃣|— |• |@hr_test|от 50к|#резюме|Москва|удалённо|(|)|«"
    "|»|ı|İ|ё|\u200b|😀|й| / |, |и |Анна, 25 лет|курс|Опрос|Обязанности:|опыт|5 лет|\x00|Я дизайнер|Компания: "
    "|8 900 000 00 00|\u2028|https://hh.ru/vacancy/1"
)
_PIECES = st.sampled_from(_WORDS.split("|"))


@given(st.lists(st.one_of(_PIECES, st.text(max_size=8)), max_size=40).map(" ".join) | st.text(max_size=300))
@settings(max_examples=250, deadline=None)
def test_read_never_raises_and_points_into_the_text(text: str) -> None:
    links = (Link("https://example.com/vacancy/1", "тут", 0, min(4, len(text))), Link("https://t.me/some", button=True))
    for given_links in ((), links):
        reading = read(text, given_links, "channel", None, MappingProxyType({}))
        check_evidence(text, reading)
        assert bool(reading.postings) == (reading.kind in (Kind.VACANCY, Kind.CANDIDATE, Kind.DIGEST))
        assert 0 <= reading.confidence <= 1
        assert read(text, given_links, "channel") == reading


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["@type", "name", "value", "x"]), inner)
    ),
    max_leaves=6,
)
_PROPERTIES = ["title", "hiringOrganization", "baseSalary", "employmentType", "jobLocation", "jobLocationType"]


@given(
    st.dictionaries(st.sampled_from([*_PROPERTIES, "description", "url", "experienceRequirements"]), _JSON, min_size=1)
)
@settings(max_examples=150, deadline=None)
def test_malformed_structured_data_are_read_calmly(data: dict[str, object]) -> None:
    reading = read("Маркетолог, 50 000 ₽", payload={"jobposting": data})
    assert (reading.kind, len(reading.postings)) == (Kind.VACANCY, 1)
    check_evidence("Маркетолог, 50 000 ₽", reading)


def test_what_is_sought_after_the_jobs_is_read() -> None:
    reading = read(
        "#резюме\nМеня зовут Анна, я бренд-менеджер, Тверь\n\nОпыт работы\n2021 – 2024 — «Ель», менеджер. "
        "Офис, оклад рос до 90 тысяч.\n"
        "2018 – 2021 — «Дуб», ассистент.\n\nОбразование: экономика.\n\nЧего хочу. Полная занятость, гибрид или "
        "удалённо, от 180 000 на руки. @anna_brand_demo"
    )
    [posting] = reading.postings
    assert (reading.kind, [one.value for one in posting.formats]) == (Kind.CANDIDATE, ["remote", "hybrid"])
    assert (posting.salary and posting.salary.min, [one.value for one in posting.employment]) == (180_000, ["full"])
