"""Answers of an invented web, as a recording or from a loopback server, and crawls over them with the real spiders."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

from scrapy import Request

from crawlers.demo import preview_page
from crawlers.demo.model import Channel, Post
from crawlers.demo.warc import Answer, write
from crawlers.http import HttpHandler
from crawlers.job import Ingest
from crawlers.runner import collect
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, Source, SourceKind
from voronka.store import Store
from voronka.store import posts as post_rows
from voronka.store.posts import Saved, StoredPost
from voronka.store.tables import post

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
MONTHS = timedelta(days=60)
ROBOTS = b"User-agent: *\nDisallow: /private/\n"


def channel(name: str, **values: Any) -> Source:
    """A channel as a source."""
    return Source(name=name, title=name, kind=SourceKind.TELEGRAM, url=f"https://t.me/{name}", **values)


def saving(store: Store) -> Ingest:
    """Stores each page of posts in one transaction."""

    def ingest(raws: Sequence[RawPost]) -> list[Saved]:
        with store.writing() as connection:
            return [post_rows.save(connection, raw, store.clock.now())[0] for raw in raws]

    return ingest


def stored(store: Store, source: str) -> dict[str, StoredPost]:
    """All posts of a source as stored, by id."""
    with store.reading() as connection:
        rows = connection.execute(post_rows.select_posts().where(post.c.source == source))
        return {row.external_id: post_rows.from_row(row) for row in rows}


def record(path: Path, answers: Mapping[str, Answer]) -> Path:
    """Write answers as a recording; a robots.txt that allows all is added for each host that has none."""
    hosts = {url.split("/")[2] for url in answers}
    robots = [Answer(f"https://{host}/robots.txt", ROBOTS, "text/plain") for host in sorted(hosts)]
    with path.open("wb") as file:
        write(file, [*(a for a in robots if a.url not in answers), *answers.values()], NOW)
    return path


def replay(
    store: Store, recording: Path, sources: Sequence[Source], *, ingest: Ingest | None = None, since: timedelta = MONTHS
) -> list[RunReport]:
    """Collect from a recording."""
    return collect(sources, store, Settings(), ingest or saving(store), replay=recording, since=since)


Route = Callable[[str, Mapping[str, str]], Answer | None]
"""What answers a URL asked with some headers; None where it does not know it."""


@dataclass
class Web:
    """A loopback server that plays every host: an answer by URL, or a list of them, one after another."""

    answers: dict[str, Answer | list[Answer]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    port: int = 0
    hold: threading.Event = field(default_factory=threading.Event)
    declared_length: int | None = None
    routes: list[Route] = field(default_factory=list)
    sent: int = 0
    """How many pieces of a drip or a flood were sent."""

    def answer(self, url: str, headers: Mapping[str, str] = MappingProxyType({})) -> Answer:
        """What this web answers to a request: by the first of ``routes`` that knows it, or else by its URL."""
        for route in self.routes:
            routed = route(url, headers)
            if routed is not None:
                return routed
        found = self.answers.get(url)
        if isinstance(found, list):
            found = found.pop(0) if len(found) > 1 else found[0]
        if found is not None:
            return found
        if url.endswith("/robots.txt"):
            return Answer(url, ROBOTS, "text/plain")
        return Answer(url, b"<html><title>404</title></html>", status=404)

    def overrides(self) -> dict[str, Any]:
        """Scrapy settings that lead every host here, without delays."""
        handler = "tests.crawlers.support.LoopbackHandler"
        return {
            "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
            "VORONKA_ALLOW_PRIVATE": True,
            "VORONKA_TEST_PORT": self.port,
            "DOWNLOAD_DELAY": 0,
            "AUTOTHROTTLE_ENABLED": False,
        }

    def collect(
        self,
        store: Store,
        sources: Sequence[Source],
        ingest: Ingest | None = None,
        *,
        named: bool = True,
        settings: Settings | None = None,
        **overrides: Any,
    ) -> list[RunReport]:
        """Collect from this web; the sources are ``named`` as on a command line."""
        return collect(
            sources,
            store,
            settings or Settings(contact="hr@kontora.example"),
            ingest or saving(store),
            since=MONTHS,
            overrides=self.overrides() | overrides,
            named=[source.name for source in sources] if named else (),
        )


class LoopbackHandler(HttpHandler):
    """Sends the request for any host to the loopback server."""

    def target(self, request: Request) -> tuple[str, dict[str, str]]:
        """The server's address; the page that is meant goes along in a header."""
        port = self.crawler.settings.getint("VORONKA_TEST_PORT")
        return f"http://127.0.0.1:{port}/", {"X-Page": request.url}


@contextmanager
def serving(answers: Mapping[str, Answer | list[Answer]]) -> Iterator[Web]:
    """A web with these answers, for as long as the context lasts."""
    web = Web(dict(answers))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            url = self.headers["X-Page"]
            web.asked.append(url)
            web.headers.append(dict(self.headers))
            answer = web.answer(url, {name.title(): value for name, value in self.headers.items()})
            if answer.content_type in (HANG, RESET, DRIP, FLOOD):
                self.close_connection = True
                with suppress(ConnectionError):
                    self._misbehave(answer)
                return
            self.send_response(answer.status)
            length = web.declared_length if url in web.answers and web.declared_length else len(answer.body)
            for name, value in (
                ("Content-Type", answer.content_type),
                ("Content-Length", str(length)),
                *answer.headers,
            ):
                self.send_header(name, value)
            self.end_headers()
            if answer.status != 304:
                self.wfile.write(answer.body)
            self.close_connection = length != len(answer.body)

        def _misbehave(self, answer: Answer) -> None:
            if answer.content_type == HANG:
                web.hold.wait(20)
            elif answer.content_type == RESET:
                self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                self.connection.close()
            else:
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n")
                while not web.hold.wait(0.02 if answer.content_type == DRIP else 0):
                    self.wfile.write(b"x" if answer.content_type == DRIP else b"x" * 1_000_000)
                    web.sent += 1

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    web.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield web
    finally:
        web.hold.set()
        server.shutdown()
        server.server_close()
        thread.join()


HANG = "never"
"""As a content type: the server takes the request and does not answer."""
RESET = "reset"
"""The connection is reset in place of an answer."""
DRIP = "drip"
"""The answer comes a byte at a time, and never ends."""
FLOOD = "flood"
"""The answer comes a megabyte at a time without saying how long it is, and never ends."""

Replacement = Callable[[str], str]


def changed(answers: Mapping[str, Answer], change: Replacement) -> dict[str, Answer]:
    """The same answers with another text of each."""
    return {
        url: Answer(url, change(a.body.decode()).encode(), a.content_type, a.status, a.headers)
        for url, a in answers.items()
    }


def make_channel(name: str, last: int, *, first: int = 1, every: timedelta = timedelta(hours=12)) -> Channel:
    """A channel whose posts ``first`` … ``last`` end an hour before NOW."""
    posts = tuple(
        Post(
            id=number,
            at=NOW - timedelta(hours=1) - every * (last - number),
            text=f"**Ищем маркетолога №{number}**\n\nЗарплата {number} 000 руб. Писать @kadry_{number}_demo",
            views="1.2K",
        )
        for number in range(first, last + 1)
    )
    return Channel(name, f"Канал {name}", "Вакансии", "1 200", posts)


def channel_answers(channel: Channel) -> dict[str, Answer]:
    """All pages of a channel's preview by URL."""
    return {url: Answer(url, html.encode()) for url, html in preview_page.pages(channel)}


def edited(channel: Channel, number: int, **changes: Any) -> Channel:
    """The same channel with one post changed."""
    return replace(channel, posts=tuple(replace(p, **changes) if p.id == number else p for p in channel.posts))
