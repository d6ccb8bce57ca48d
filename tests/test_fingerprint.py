"""Text reduced to what counts, and how alike two texts are."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voronka.fingerprint import MAX_WORDS, bands, fingerprint, likeness, replaced

POST = """Таргетолог в школу танцев «Шаг влево»

• запуск рекламы на 4 филиала
• отчёт раз в две недели
• бюджет 130 000 ₽ в месяц

Пишите: @shag_vlevo"""


def words(text: str) -> tuple[str, ...]:
    return fingerprint(text).sequence


@pytest.mark.parametrize(
    "dressed",
    [
        "🔥🔥🔥 " + POST,
        POST.replace("•", "✅"),
        "#таргет #школа\n" + POST,
        POST + "\n\nПодписывайтесь: @some_channel",
        POST + "\n———\nРазместить вакансию: @some_bot",
        POST + "\n\nБольше вакансий в нашем канале",
        "UP!\n\n" + POST,
        "Ещё актуально\n" + POST,
        "Поднимаю, никого не нашли\n\n" + POST,
        POST.replace("@shag_vlevo", "https://t.me/shag_vlevo"),
        POST.replace("@shag_vlevo", "job@shag.example"),
        POST.upper(),
        POST.replace("130 000 ₽", "130к"),
        POST.replace("130 000 ₽", "130 тыс. руб."),
        POST.replace("130 000 ₽", "130\u00a0000 рублей"),
        POST.replace("4 филиала", "четыре филиала"),
        POST.replace("две недели", "2 недели"),
        POST.replace("отчёт", "отчет"),
        POST.replace("\n", "\n\n"),
    ],
)
def test_dressing_says_nothing(dressed: str) -> None:
    assert words(dressed) == words(POST)
    assert likeness(fingerprint(dressed), fingerprint(POST)).jaccard == 1.0


@pytest.mark.parametrize(
    ("line", "kept"),
    [
        ("Срочно ищем двух продавцов, 45 000 ₽", {"45"}),  # a call and terms in one line: the terms stay
        ("до 24 октября", set()),
        ("три с половиной года", {"3.5"}),
        ("3,5 года", {"3.5"}),
        ("15–20 тысяч", {"15", "20"}),
        ("+7 (900) 000-11-22", set()),
        ("10:00–21:00", {"10", "21"}),
        ("€1,600 base", {"1600"}),
        ("1С и B2B", set()),
    ],
)
def test_numbers(line: str, kept: set[str]) -> None:
    assert kept <= fingerprint(line).numbers
    if not kept:
        assert not fingerprint(line).numbers


def test_common_words_weigh_little() -> None:
    a = fingerprint("Требуется менеджер. Обязанности: работа с клиентами. Условия: график 5/2, оплата, договор")
    b = fingerprint("Требуется менеджер. Обязанности: развозить пироги. Условия: график 5/2, оплата, договор")
    c = fingerprint("Развозить пироги по пекарням, нужен термос")
    assert b.words["пирог"] > b.words[next(word for word in b.words if word.startswith("услови"))]
    assert likeness(b, c).contained > likeness(a, c).contained


def test_shorter_text_is_contained() -> None:
    short = POST.split("\n", maxsplit=1)[0] + ". Запуск рекламы на 4 филиала"
    alike = likeness(fingerprint(POST), fingerprint(short))
    assert alike.contained == 1.0
    assert alike.jaccard < 0.7


def test_replaced_counts_words_not_figures_or_misprints() -> None:
    base = fingerprint("Нарисовать презентацию для франшизы: стиль есть, сдать за неделю")
    assert replaced(base, fingerprint("Нарисовать презентацию для франшизы: стиль есть, сдать за месяц")) <= 1
    assert replaced(base, fingerprint("Нарисовать презинтацию для франшызы: стиль есть, сдать за неделю")) == 0
    assert replaced(base, fingerprint("Нарисовать сертификат и конверт: стиль есть, сдать за неделю")) >= 1
    assert replaced(fingerprint("Оплата 10 000, пироги"), fingerprint("Оплата 12 000, пироги")) == 0


def test_bands_find_alike_texts_only() -> None:
    other = "Продавец в книжный: касса, полка комиксов, смены по 12 часов, скидка на сказки"
    assert set(bands(fingerprint(POST))) & set(bands(fingerprint(POST.replace("танцев", "вокала"))))
    assert not set(bands(fingerprint(POST))) & set(bands(fingerprint(other)))
    assert bands(fingerprint("Привет")) == ()


@pytest.mark.parametrize(
    "text", ["", " ", "🔥" * 250_000, "а" * 1_000_000, "1 000 " * 170_000, "@" * 50_000, "«" * 50_000]
)
def test_hostile_texts_are_quick(text: str) -> None:
    begin = time.process_time()
    made = fingerprint(text)
    assert len(made.sequence) <= MAX_WORDS
    bands(made)
    assert time.process_time() - begin < 0.5


def test_replaced_is_bounded() -> None:
    a = fingerprint(" ".join(f"слово{index}а" for index in range(3_000)))
    b = fingerprint(" ".join(f"фраза{index}б" for index in range(3_000)))
    begin = time.process_time()
    replaced(a, b)
    assert time.process_time() - begin < 0.5


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_likeness_is_symmetric_and_bounded(x: str, y: str) -> None:
    a, b = fingerprint(x), fingerprint(y)
    alike = likeness(a, b)
    assert alike == likeness(b, a)
    assert 0.0 <= alike.jaccard <= 1.0
    assert alike.jaccard <= alike.contained <= 1.0
    assert replaced(a, b) == replaced(b, a)
    if a.sequence:
        assert likeness(a, a).jaccard == 1.0


POSTLIKE = (
    "таргетолог",
    "школа",
    "пироги",
    "окна",
    "15",
    "130",
    "000",
    "₽",
    "тысяч",
    "@name",
    "#тег",
    "🔥",
    "\n",
    "«Шаг»",
)
russian = st.lists(st.sampled_from(POSTLIKE), max_size=60).map(" ".join)


@given(russian, russian)
@settings(max_examples=150, deadline=None)
def test_likeness_of_postlike_texts(x: str, y: str) -> None:
    a, b = fingerprint(x), fingerprint(y)
    assert likeness(a, b) == likeness(b, a)
    assert replaced(a, b) == replaced(b, a)
