"""Memory does not grow with the number of posts: the peak of a process that handles many is that of one with few.

Caches of bounded size are emptied on the way: they fill up slowly, and would hide what really grows.
"""

import subprocess
import sys
from pathlib import Path

import pytest

FEW, MANY = 400, 1_600
PAYLOAD = 40_000
LEEWAY = 24
"""MB: half of what the payloads of MANY - FEW posts take: whatever holds the posts themselves is found."""

SCRIPT = """
import functools, gc, random, resource, sys
from dataclasses import replace
from pathlib import Path

from benchmarks.invented import SOURCES, raws
from benchmarks.search import fill
from search.service import Search
from voronka.ingest import Ingest
from voronka.postfile import pages
from voronka.settings import Settings
from voronka.store import Store

stage, folder, number, PAYLOAD = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
settings = Settings(data=folder)
caches = []

def forget(*_):
    caches[:] = caches or [one for one in gc.get_objects() if isinstance(one, functools._lru_cache_wrapper)]
    for one in caches:
        if one.cache_parameters()["maxsize"]:
            one.cache_clear()

with Store(settings.url) as store:
    search = Search(store, settings)
    if stage == "import":
        store.declare(SOURCES)
        for page in pages(replace(raw, payload={"long": raw.external_id.ljust(PAYLOAD)}) for raw in raws(number)):
            Ingest(store).add_page(page)
            forget()
    elif stage == "fill":
        fill(store, number, random.Random(1))
    elif stage == "reparse":
        Ingest(store).reparse(forget)
    elif stage == "index":
        search.rebuild()
    elif stage == "follow":
        search.catch_up()
        with store.writing() as connection:
            from voronka.store import listings
            listings.log_changes(connection, range(1, number + 1))
        search.catch_up()
    elif stage == "stats":
        store.stats()
    elif stage == "check":
        assert not store.faults() and not search.faults()
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


def peak(stage: str, folder: Path, number: int) -> int:
    """The peak of a process that does one stage on a folder, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, stage, str(folder), str(number), str(PAYLOAD)],
        env={"PYTHONPATH": ".", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


@pytest.mark.full
def test_import_and_reparse_stay_flat(tmp_path: Path) -> None:
    for number in (FEW, MANY):
        (tmp_path / str(number)).mkdir()
    for stage in ("import", "reparse"):
        few, many = (peak(stage, tmp_path / str(number), number) for number in (FEW, MANY))
        assert many - few <= LEEWAY, f"{stage}: {few} MB for {FEW} posts, {many} MB for {MANY}"


@pytest.mark.full
def test_index_stats_and_check_stay_flat(tmp_path: Path) -> None:
    few, many = 4_000, 12_000
    for number in (few, many):
        (tmp_path / str(number)).mkdir()
        peak("fill", tmp_path / str(number), number)
    for stage in ("index", "stats", "check", "follow"):
        small, large = (peak(stage, tmp_path / str(number), number) for number in (few, many))
        assert large - small <= LEEWAY, f"{stage}: {small} MB for {few} listings, {large} MB for {many}"
