"""Runs ``voronka`` in processes that are forked from a warm one, so that many can be started and killed."""

import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.context import ForkServerProcess
from pathlib import Path

# loaded once, in the process that all others are forked from
import crawlers.runner
import search.service
import telegram_sources.collecting
import webui
from voronka import cli
from voronka.extract import read
from voronka.ingest import Ingest, Outcome
from voronka.model import RawPost

PAGE = 4

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload([__name__])
_warm = (
    crawlers.runner,
    search.service,
    telegram_sources.collecting,
    webui,
    read("SMM-менеджер, Казань, 50 000 ₽, @hr_primer"),
)


@contextmanager
def voronka(environment: Mapping[str, str], *arguments: str, page: int | None = PAGE) -> Iterator[ForkServerProcess]:
    """A process that runs a command; it is killed at the end, if it still runs, and can be killed before.

    It stores in pages of so many posts, None: as they come.
    """
    process = _context.Process(target=_run, args=(dict(environment), arguments, page))
    process.start()
    try:
        yield process
    finally:
        process.kill()
        process.join()
        process.close()


def run(environment: Mapping[str, str], *arguments: str, page: int | None = PAGE) -> int:
    """Run a command to its end; gives its exit code."""
    with voronka(environment, *arguments, page=page) as process:
        process.join(120)
        code = process.exitcode
    assert code is not None, f"{arguments} did not end"
    return code


def _run(environment: dict[str, str], arguments: Sequence[str], page: int | None) -> None:
    os.environ.update(environment)
    if page is not None:
        Ingest.add_page = _in_small_pages  # type: ignore[method-assign]  # many commits make many moments
    sys.argv = ["voronka", *arguments]
    with Path(os.environ["VORONKA_TEST_LOG"]).open("a", encoding="utf-8") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
        cli.main()


_add_page = Ingest.add_page


def _in_small_pages(self: Ingest, raws: Sequence[RawPost]) -> list[Outcome]:
    return [one for start in range(0, len(raws), PAGE) for one in _add_page(self, raws[start : start + PAGE])]
