"""Dates in Russian words at every turn: of the day, the month, the year; pages, lists and feeds that tell them so."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from crawlers.build_posting import moment_of
from crawlers.feed import read_feed
from crawlers.vacancy import read_vacancy
from crawlers.worded_dates import moment_in_words, published_in

MOSCOW = ZoneInfo("Europe/Moscow")
TURN = "2027-01-03 10:00"
EVE = "2026-12-31 23:30"
NEW = "2027-01-01 00:30"
LEAP = "2028-03-01 09:00"


def at(text: str, zone: ZoneInfo = MOSCOW) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("words", "now", "expected"),
    [
        ("28 декабря", TURN, "2026-12-28 00:00"),
        ("3 января", TURN, "2027-01-03 00:00"),
        ("1 января", NEW, "2027-01-01 00:00"),
        ("31 декабря", NEW, "2026-12-31 00:00"),
        ("31 декабря в 23:59", NEW, "2026-12-31 23:59"),
        ("1 января", "2026-12-30 12:00", "2026-01-01 00:00"),
        ("31 декабря", EVE, "2026-12-31 00:00"),
        ("1 января", EVE, "2027-01-01 00:00"),  # a site further east is a day ahead
        ("5 января", TURN, "2026-01-05 00:00"),
        ("25 ноября", "2026-11-25 08:00", "2026-11-25 00:00"),
        ("25 ноября 2025", "2026-11-25 08:00", "2025-11-25 00:00"),
        ("25 ноября 2026 г., 14:05", "2026-11-25 18:00", "2026-11-25 14:05"),
        ("25 ноября, 2026", TURN, "2026-11-25 00:00"),
        ("28 дек.", TURN, "2026-12-28 00:00"),
        ("28\u00a0дек", TURN, "2026-12-28 00:00"),
        ("2-го мая", TURN, "2026-05-02 00:00"),
        ("14 мая", "2026-05-14 10:00", "2026-05-14 00:00"),
        ("30 сент. 2026", TURN, "2026-09-30 00:00"),
        ("28.12", TURN, "2026-12-28 00:00"),
        ("28.12.2026", TURN, "2026-12-28 00:00"),
        ("28.12.26, 14:05", TURN, "2026-12-28 14:05"),
        ("28.12 в 9:30", TURN, "2026-12-28 09:30"),
        ("03.01", TURN, "2027-01-03 00:00"),
        ("29 февраля", LEAP, "2028-02-29 00:00"),
        ("29 февраля", "2027-03-01 09:00", "2024-02-29 00:00"),
        ("сегодня", NEW, "2027-01-01 00:00"),
        ("Сегодня в 00:10", NEW, "2027-01-01 00:10"),
        ("вчера", NEW, "2026-12-31 00:00"),
        ("Вчера, 23:50", NEW, "2026-12-31 23:50"),
        ("позавчера", NEW, "2026-12-30 00:00"),
        ("только что", NEW, "2027-01-01 00:00"),
        ("5 минут назад", NEW, "2027-01-01 00:00"),
        ("час назад", NEW, "2026-12-31 00:00"),
        ("2 ч. назад", NEW, "2026-12-31 00:00"),
        ("3 дня назад", TURN, "2026-12-31 00:00"),
        ("2 дн. назад", TURN, "2027-01-01 00:00"),
        ("неделю назад", TURN, "2026-12-27 00:00"),
        ("2 недели назад", TURN, "2026-12-20 00:00"),
        ("месяц назад", TURN, "2026-12-03 00:00"),
        ("месяц назад", "2027-03-31 10:00", "2027-02-28 00:00"),
        ("полгода назад", TURN, "2026-07-03 00:00"),
        ("год назад", TURN, "2026-01-03 00:00"),
        ("31 ноября", TURN, None),
        ("32 декабря", TURN, None),
        ("28 декабряна", TURN, None),
        ("99.99", TURN, None),
        ("28.12.2026.1", TURN, None),
        ("скоро", TURN, None),
        ("", TURN, None),
    ],
)
def test_a_moment_in_words(words: str, now: str, expected: str | None) -> None:
    assert moment_in_words(words, at(now), MOSCOW) == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("words", "now", "expected"),
    [
        ("5 января", "2026-12-28 12:00", "2027-01-06 00:00"),
        ("до 5 января", "2026-12-28 12:00", "2027-01-06 00:00"),
        ("28 декабря", TURN, "2026-12-29 00:00"),
        ("31 декабря", EVE, "2027-01-01 00:00"),
        ("31.12", EVE, "2027-01-01 00:00"),
        ("5 января 2026", "2026-12-28 12:00", "2026-01-06 00:00"),
        ("15 мая", "2026-12-28 12:00", "2027-05-16 00:00"),
        ("29 февраля", "2028-02-01 12:00", "2028-03-01 00:00"),
        ("5 января в 18:00", "2026-12-28 12:00", "2027-01-05 18:00"),
    ],
)
def test_the_day_on_which_something_ends_is_the_nearest(words: str, now: str, expected: str) -> None:
    assert moment_in_words(words, at(now), MOSCOW, end=True) == at(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Опубликовано 28 декабря", "2026-12-28 00:00"),
        ("Вакансия опубликована 28 декабря 2025 в Москве", "2025-12-28 00:00"),
        ("Опубликована: вчера, 14:05. Просмотров 30", "2027-01-02 14:05"),
        ("Размещено 3 дня назад", "2026-12-31 00:00"),
        ("Размещено 30+ дней назад", "2026-12-04 00:00"),
        ("Добавлена более месяца назад", "2026-12-03 00:00"),
        ("Размещён\u00a0на сайте 28.12.2026", "2026-12-28 00:00"),
        ("Дата публикации: 28.12.26", "2026-12-28 00:00"),
        ("Опыт от 3 лет\nОпубликовано 2 января\nОтклик до 28 декабря", "2027-01-02 00:00"),
        ("Опубликовано 4 января", "2027-01-03 10:00"),  # a day ahead: not later than now
        ("Откликнуться до 28 декабря", None),
        ("Опубликовано 28.12.2026. Писать на сайте", "2026-12-28 00:00"),
        ("Опубликовано 28.12. Отклик до 15 января", "2026-12-28 00:00"),
        ("Опубликовано\n2 января", "2027-01-02 00:00"),
        ("Дата выхода на работу: 5 декабря", None),
        ("Добавлены новые смены с 25 ноября", None),
        ("Дата выхода по договорённости, 5 000 за смену", None),
        ("Опубликован наш кейс: рост на 12.30 процента", None),
    ],
)
def test_when_a_text_says_that_it_was_published(text: str, expected: str | None) -> None:
    assert published_in(text, at(TURN), MOSCOW) == (at(expected) if expected else None)


def test_the_day_is_that_of_the_sites_zone() -> None:
    now = datetime(2026, 12, 31, 21, 30, tzinfo=UTC)
    vladivostok = ZoneInfo("Asia/Vladivostok")
    assert moment_in_words("сегодня", now, MOSCOW) == at("2027-01-01 00:00")
    assert moment_in_words("вчера", now, vladivostok) == at("2026-12-31 00:00", vladivostok)
    assert moment_in_words("вчера", now, ZoneInfo("UTC")) == datetime(2026, 12, 30, tzinfo=UTC)


def test_long_texts_cost_nothing() -> None:
    for text in ("опубликовано " * 9_000, "дата " + "1 " * 60_000, "опубликовано " + "0" * 100_000):
        assert published_in(text, at(TURN), MOSCOW) is None


# -- where sites tell them --------------------------------------------------------------------------------------------

PAGE = "<html><title>Маркетолог</title><main><h1>Маркетолог</h1><p>{text}</p><p>{date}</p></main></html>"
MARKED = (
    '<script type="application/ld+json">{"@type": "JobPosting", "title": "SMM", "description": "Посты", %s}</script>'
)
TEXT = "Ведёт сайт и карты сети лавок, отвечает на отзывы, считает стоимость заявки и раз в месяц готовит отчёт. " * 2


def test_a_page_without_markup_at_the_turn_of_the_year() -> None:
    html = PAGE.format(text=TEXT, date="Опубликовано 28 декабря")
    page = read_vacancy(html, "https://doska.example/1", now=at(TURN), zone=MOSCOW)
    assert page is not None
    assert page.posted_at == at("2026-12-28 00:00")


@pytest.mark.parametrize(
    ("said", "posted", "until", "closed"),
    [
        ('"datePosted": "28 декабря", "validThrough": "31 января"', "2026-12-28 00:00", "2027-02-01 00:00", False),
        ('"datePosted": "вчера", "validThrough": "2 января"', "2027-01-02 00:00", "2027-01-03 00:00", True),
        ('"datePosted": "2026-12-28", "validThrough": "03.01"', "2026-12-28 00:00", "2027-01-04 00:00", False),
        ('"datePosted": "28.12.2026", "validThrough": "скоро"', "2026-12-28 00:00", None, False),
    ],
)
def test_a_jobposting_with_dates_in_words(said: str, posted: str, until: str | None, closed: bool) -> None:
    page = read_vacancy(MARKED % said, "https://doska.example/1", now=at(TURN), zone=MOSCOW)
    assert page is not None
    assert (page.posted_at, page.valid_until, page.closed) == (at(posted), at(until) if until else None, closed)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("28 декабря", "2026-12-28 00:00"),
        ("2 дня назад", "2027-01-01 00:00"),
        ("2026-12-31T23:30:00+0300", "2026-12-31 23:30"),
        ("2026-12-31", "2026-12-31 00:00"),
        (at("2027-01-01 00:30").timestamp(), "2027-01-01 00:30"),
        (None, None),
        (True, None),
        ("n/a", None),
    ],
)
def test_what_an_api_gives(value: object, expected: str | None) -> None:
    assert moment_of(value, at(TURN), MOSCOW) == (at(expected) if expected else None)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Пн, 28 дек 2026 12:30:00 +0300", "2026-12-28 12:30"),
        ("28 декабря", "2026-12-28 00:00"),
        ("Mon, 28 Dec 2026 12:30:00 +0300", "2026-12-28 12:30"),
        ("soon", None),
    ],
)
def test_what_a_feed_gives(said: str, expected: str | None) -> None:
    inner = f"<item><title>SMM</title><link>https://d.example/1</link><pubDate>{said}</pubDate></item>"
    rss = f"<rss><channel><title>T</title>{inner}</channel></rss>".encode()
    (item,) = read_feed(rss, "https://d.example/", at(TURN), MOSCOW).items
    assert item.posted_at == (at(expected) if expected else None)
