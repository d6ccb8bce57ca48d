"""How fast a board is crawled, ingest included, beside bare Scrapy that only downloads the same pages; and its memory.

    python -m benchmarks.crawl [--pages 2000] [--rounds 3]
    python -m benchmarks.crawl --memory [--pages 20000]

A server on loopback, in a process of its own, has the pages of invented vacancies (JobPosting as JSON-LD, each linked
with twenty others). Scrapy's part has Scrapy's own handler and settings, no robots.txt and nothing but a callback that
counts; ours is a collection as `voronka collect` makes it, with the delays off: robots.txt, sitemap, reading, joining,
storing; and the same without reading and joining ("kept raw"). Each part runs in a new process, one after another;
seconds are those of the clock. Printed are the medians of the rates and of the ratios within a round, and their spread.
"""

import argparse
import asyncio
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

from benchmarks.invented import vacancy

_DOMAIN: Final = "doska.example"
_BEGIN: Final = datetime(2026, 11, 1, tzinfo=UTC)
_SIMILAR: Final = 20
_NOTED_AT: Final = (2_000, 10_000, 20_000, 30_000, 40_000)


def build(number: int) -> dict[str, bytes]:
    """The pages of a board with so many vacancies, by path."""
    from crawlers.demo import board_page
    from crawlers.demo.model import Board, Pay, Vacancy

    chance = random.Random(7)
    rows = []
    for index in range(number):
        made = vacancy(chance)
        facts = made.posting
        assert facts.salary is not None
        assert facts.salary.min is not None
        rows.append(
            Vacancy(
                id=str(index),
                path=f"/vacancies/{index}",
                title=facts.title or "",
                text=made.text.replace("• ", "- "),
                posted=_BEGIN + timedelta(seconds=30 * index),
                company=facts.company,
                cities=facts.cities,
                pay=Pay(f"{facts.salary.min} руб.", facts.salary.min, facts.salary.max),
                employment=("FULL_TIME",),
            )
        )
    board = Board("doska", f"https://{_DOMAIN}", "Доска", "Работа", ("/sitemap.xml",), tuple(rows))
    pages = {
        one.path: board_page.render_vacancy(board, one, [rows[(at * 31 + n) % number] for n in range(_SIMILAR)])
        for at, one in enumerate(rows)
    }
    pages["/sitemap.xml"] = board_page.render_sitemap(board, rows)
    pages["/robots.txt"] = f"User-agent: *\nAllow: /\n\nSitemap: https://{_DOMAIN}/sitemap.xml\n"
    return {path: page.encode() for path, page in pages.items()}


class _Protocol(asyncio.Protocol):
    """As little of HTTP as a benchmark needs, so that the server is not what is measured."""

    def __init__(self, pages: Mapping[str, bytes]) -> None:
        self.pages = pages
        self.waiting = b""
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while b"\r\n\r\n" in self.waiting:
            head, _, self.waiting = self.waiting.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1].decode()
            body = self.pages.get(path)
            status, body = (b"200 OK", body) if body is not None else (b"404 Not Found", b"<html></html>")
            kind = b"text/html" if b"<html" in body[:200] else b"application/xml" if body[:1] == b"<" else b"text/plain"
            lines = (b"HTTP/1.1 " + status, b"Content-Type: " + kind + b"; charset=utf-8")
            length = b"Content-Length: %d" % len(body)
            assert isinstance(self.transport, asyncio.WriteTransport)
            self.transport.write(b"\r\n".join((*lines, length, b"", body)))


def serve(number: int, line: Connection) -> None:
    """Serve a board with so many vacancies; tells its port and the pages' mean size."""
    pages = build(number)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(lambda: _Protocol(pages), "127.0.0.1", 0)
        line.send((server.sockets[0].getsockname()[1], sum(map(len, pages.values())) // len(pages)))
        await server.serve_forever()

    asyncio.run(run())


def download(port: int, number: int) -> dict[str, float]:
    """Bare Scrapy: ask for all pages and count them."""
    import scrapy
    from scrapy.crawler import CrawlerProcess
    from scrapy.http import Response

    counts = {"pages": 0}

    class Bare(scrapy.Spider):
        name = "bare"

        async def start(self) -> AsyncIterator[scrapy.Request]:
            for index in range(number):
                yield scrapy.Request(f"http://127.0.0.1:{port}/vacancies/{index}")

        def parse(self, response: Response) -> None:
            counts["pages"] += response.status == 200

    process = CrawlerProcess({"LOG_ENABLED": False, "TELNETCONSOLE_ENABLED": False})
    process.crawl(Bare)
    begun = time.perf_counter()
    process.start()
    seconds = time.perf_counter() - begun
    assert counts["pages"] == number, counts
    return {"rate": number / seconds}


def collect(port: int, number: int, *, raw: bool = False) -> dict[str, Any]:
    """Our collection of the same pages into a new store; notes the resident memory on the way, MB.

    ``raw``: posts are stored, neither read nor joined.
    """
    from crawlers import runner
    from crawlers.board import BoardSpider
    from crawlers.job import Progress
    from voronka.ingest import Ingest
    from voronka.model import RawPost
    from voronka.readers import Readers, usual_number
    from voronka.settings import Settings
    from voronka.sources import RunStatus, Source, SourceKind
    from voronka.store import Store, posts
    from voronka.store.posts import Saved

    class Doska(BoardSpider):
        name = domain = _DOMAIN
        max_items = number

    noted: dict[int, float] = {}

    def told(step: Progress) -> None:
        for at in _NOTED_AT:
            if step.new >= at and at not in noted:
                noted[at] = resident()

    handler = "benchmarks.loopback.Handler"
    overrides = {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "DOWNLOAD_DELAY": 0,
        "AUTOTHROTTLE_ENABLED": False,
        "VORONKA_ALLOW_PRIVATE": True,
        "VORONKA_MAX_REQUESTS": number + 100,
        "VORONKA_PORT": port,
    }
    source = Source("doska", "Доска", SourceKind.SITE, url=f"https://{_DOMAIN}/")
    with (
        tempfile.TemporaryDirectory() as folder,
        Store(f"sqlite:///{Path(folder) / 'store.sqlite3'}") as store,
        Readers(0 if raw else usual_number()) as readers,
    ):
        store.claim(_BEGIN + timedelta(days=20))
        ingest = Ingest(store, readers)

        def take(raws: Sequence[RawPost]) -> list[Saved]:
            if raw:
                with store.writing() as connection:
                    return [posts.save(connection, one, store.clock.now())[0] for one in raws]
            return [outcome.saved for outcome in ingest.add_page(raws)]

        at_rest = resident()
        begun = time.perf_counter()
        (report,) = runner.collect(
            [source],
            store,
            Settings(),
            take,
            since=timedelta(days=60),
            progress=told,
            overrides=overrides,
            spiders={"doska": (Doska, {})},
            ahead=ingest.ahead,
        )
        seconds = time.perf_counter() - begun
    assert (report.status, report.new) == (RunStatus.OK, number), report
    return {"rate": number / seconds, "at rest": at_rest, "noted": noted}


def resident() -> float:
    """The process's resident memory, MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def part(name: str, port: int, number: int) -> dict[str, Any]:
    """Run a part in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.crawl", "--part", name, "--port", str(port), "--pages", str(number)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="the memory of one long collection, nothing beside it")
    parser.add_argument("--part", choices=("bare", "ours", "raw"), help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, default=0, help=argparse.SUPPRESS)
    options = parser.parse_args()
    number = options.pages or (20_000 if options.memory else 2_000)
    if options.part:
        is_bare, is_raw = options.part == "bare", options.part == "raw"
        print(json.dumps(download(options.port, number) if is_bare else collect(options.port, number, raw=is_raw)))
        return
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=serve, args=(number, theirs), daemon=True)
    server.start()
    port, size = ours.recv()
    print(f"{number} pages of {size} bytes at the mean")
    if options.memory:
        found = part("ours", port, number)
        notes = (f"{at} pages: {mb:.0f} MB" for at, mb in found["noted"].items())
        print(f"at rest {found['at rest']:.0f} MB", *notes, sep="; ")
        return
    names = ("bare", "ours", "raw")
    rounds = [{name: part(name, port, number)["rate"] for name in names} for _ in range(options.rounds)]
    for name, words in zip(names, ("Scrapy alone", "a collection", "kept raw"), strict=True):
        rate = statistics.median(one[name] for one in rounds)
        ratios = sorted(one[name] / one["bare"] for one in rounds)
        spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
        print(f"{words:14}{rate:6.0f} pages a second, {statistics.median(ratios):.2f} of Scrapy's ({spread})")


if __name__ == "__main__":
    main()
