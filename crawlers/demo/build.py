"""Writes the demo's recording anew from its YAML: ``python -m crawlers.demo.build``."""

from collections.abc import Iterator
from io import BytesIO
from urllib.parse import urlsplit

from crawlers.demo import RECORDED_AT, RECORDING, api_pages, board_page, feed_pages, load, preview_page
from crawlers.demo.model import Board, Channel, Vacancy
from crawlers.demo.warc import Answer, gzipped, write

_TEXT = "text/plain; charset=utf-8"
_XML = "application/xml; charset=utf-8"
_SIMILAR = 3


def channel_answers(channel: Channel) -> Iterator[Answer]:
    """All pages of a channel's preview."""
    for url, html in preview_page.pages(channel):
        yield Answer(url, html.encode())


def board_answers(board: Board) -> Iterator[Answer]:
    """robots.txt, sitemaps, front page and vacancy pages of a board."""
    yield Answer(f"{board.origin}/robots.txt", board_page.render_robots(board).encode(), _TEXT)
    parts = [[v for v in board.vacancies if v.sitemap == i] for i in range(len(board.sitemaps))]
    if len(parts) > 1:
        changed = [max(vacancy.posted for vacancy in part) for part in parts]
        index = board_page.render_sitemap_index(board, changed)
        yield Answer(f"{board.origin}/sitemap.xml", index.encode(), _XML)
    for path, part in zip(board.sitemaps, parts, strict=True):
        others = ("/", "/vacancies") if part is parts[0] else ()
        body = board_page.render_sitemap(board, part, others).encode()
        if path.endswith(".gz"):
            yield Answer(board.origin + path, gzipped(body), "application/x-gzip")
        else:
            yield Answer(board.origin + path, body, _XML)
    front = board_page.render_front(board, board.vacancies[:10]).encode()
    yield Answer(f"{board.origin}/", front)
    yield Answer(f"{board.origin}/vacancies", front)
    for index_, vacancy in enumerate(board.vacancies):
        similar = [board.vacancies[(index_ + step) % len(board.vacancies)] for step in range(1, _SIMILAR + 1)]
        yield vacancy_answer(board, vacancy, similar)


def vacancy_answer(board: Board, vacancy: Vacancy, similar: list[Vacancy]) -> Answer:
    """The answer to a request for a vacancy's page, in its status and charset."""
    url = board.origin + vacancy.path
    if vacancy.status != 200:
        return Answer(url, board_page.render_missing(board).encode(), status=vacancy.status)
    html = board_page.render_vacancy(board, vacancy, similar)
    if "cp1251" in vacancy.quirks:
        body = html.replace('<meta charset="utf-8">\n', "").encode("cp1251", "xmlcharrefreplace")
        return Answer(url, body, "text/html; charset=windows-1251")
    return Answer(url, html.encode())


def answers() -> Iterator[Answer]:
    """Every recorded answer, in the order of the file."""
    yield Answer("https://t.me/robots.txt", b"User-agent: *\nDisallow:\n", _TEXT)
    for name in load.CHANNELS:
        yield from channel_answers(load.channel(name))
    for source in load.BOARDS:
        yield from board_answers(load.board(source))
    for source in load.APIS:
        yield from _with_robots(list(api_pages.answers(load.board(source))))
    for source in load.FEEDS:
        yield from _with_robots(list(feed_pages.answers(load.board(source))))


def _with_robots(found: list[Answer]) -> Iterator[Answer]:
    """Answers of one host, and its robots.txt, which allows them."""
    yield Answer(f"https://{urlsplit(found[0].url).netloc}/robots.txt", b"User-agent: *\nDisallow: /account/\n", _TEXT)
    yield from found


def recording() -> bytes:
    """The WARC's bytes."""
    out = BytesIO()
    write(out, answers(), RECORDED_AT)
    return out.getvalue()


if __name__ == "__main__":
    RECORDING.write_bytes(recording())
