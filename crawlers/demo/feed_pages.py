"""The RSS feeds of sites, in the forms in which they publish them (Хабр Карьера, We Work Remotely)."""

from collections.abc import Iterator, Sequence
from datetime import timedelta, timezone
from email.utils import format_datetime
from html import escape
from typing import Final

from crawlers.demo.board_markup import html_text
from crawlers.demo.model import Board, Vacancy
from crawlers.demo.warc import Answer
from crawlers.spiders.habr_career import HabrCareerSpider
from crawlers.spiders.weworkremotely import WeWorkRemotelySpider

_RSS: Final = "application/rss+xml; charset=utf-8"
_MOSCOW: Final = timezone(timedelta(hours=3))


def answers(board: Board) -> Iterator[Answer]:
    """The feed of one of load.FEEDS, newest items first."""
    vacancies = sorted(board.vacancies, key=lambda vacancy: vacancy.posted, reverse=True)
    if board.source == HabrCareerSpider.name:
        yield _feed(HabrCareerSpider.feeds[0], board, [_habr_item(board, vacancy) for vacancy in vacancies])
    else:
        yield _feed(WeWorkRemotelySpider.feeds[0], board, [_wwr_item(board, vacancy) for vacancy in vacancies])


def _feed(url: str, board: Board, items: Sequence[str]) -> Answer:
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(board.tagline)}</title><link>{board.origin}/</link>\n{''.join(items)}</channel></rss>\n"
    )
    return Answer(url, text.encode(), _RSS)


def _item(values: Sequence[tuple[str, str]]) -> str:
    inner = "".join(f"  <{name}>{escape(value, quote=False)}</{name}>\n" for name, value in values)
    return f"<item>\n{inner}</item>\n"


def _habr_item(board: Board, vacancy: Vacancy) -> str:
    pay = vacancy.pay.text if vacancy.pay else ""
    facts = ", ".join(filter(None, [*vacancy.cities, pay, "можно удалённо" if vacancy.remote else ""]))
    skills = ", ".join(f"#{name.replace(' ', '_')}" for name in vacancy.skills)
    return _item(
        [
            ("title", f"Требуется «{vacancy.title}»" + (f" ({facts})" if facts else "")),
            (
                "description",
                f"Компания «{vacancy.company}» ищет сотрудника. {vacancy.text} Требуемые навыки: {skills}.",
            ),
            ("pubDate", format_datetime(vacancy.posted.astimezone(_MOSCOW))),
            ("author", vacancy.company or ""),
            ("link", f"{board.origin}{vacancy.path}"),
            ("guid", vacancy.id),
        ]
    )


def _wwr_item(board: Board, vacancy: Vacancy) -> str:
    url = f"{board.origin}{vacancy.path}"
    return _item(
        [
            ("title", f"{vacancy.company}: {vacancy.title}"),
            ("region", vacancy.region),
            ("category", "Sales and Marketing"),
            ("type", vacancy.employment[0]),
            ("description", f"<div>{html_text(vacancy.text)}</div>"),
            ("pubDate", format_datetime(vacancy.posted)),
            ("guid", url),
            ("link", url),
        ]
    )
