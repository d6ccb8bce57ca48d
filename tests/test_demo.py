"""The main job, whole: the recorded demo through the real spiders into a store, read, joined, indexed and searched."""

import json
import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from crawlers.demo import load
from tests.databases import database_url
from voronka.listing import Appearance, Listing
from voronka.store import Store


def voronka(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    url = (folder / "url").read_text()
    return subprocess.run(
        [sys.executable, "-m", "voronka.cli", *arguments],
        env=os.environ
        | {"VORONKA_DATA": str(folder), "VORONKA_DATABASE_URL": url, "http_proxy": "", "https_proxy": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def demo(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("demo")
    with database_url(database, folder) as url:
        (folder / "url").write_text(url)
        ran = voronka(folder, "demo", "--no-serve")
        assert ran.returncode == 0, ran.stderr
        assert ran.stdout == "", "stdout is for answers"
        yield folder


@pytest.fixture(scope="module")
def cards(demo: Path) -> Iterator[list[Listing]]:
    with Store((demo / "url").read_text()) as store:
        yield store.listings(store.listing_ids())


PATHS = {f"{source}/{v.path}": f"{source}/{v.id}" for source in load.SITES for v in load.board(source).vacancies}


def named(seen: Appearance) -> str:
    """An item as expected.yml names it: many sites' items are known by their paths."""
    name = f"{seen.source}/{seen.external_id}"
    return PATHS.get(name, name)


def stats(folder: Path) -> Any:
    return json.loads(voronka(folder, "stats", "--json").stdout)


def test_every_source_has_posts_and_all_kinds_are_told_apart(demo: Path) -> None:
    figures = stats(demo)
    assert set(figures["sources"]) == {*load.CHANNELS, *load.SITES}
    assert len(load.SITES) >= 8
    assert all(figures["sources"][name]["posts"] >= 4 for name in load.SITES)
    assert all(row["posts"] >= 30 for name, row in figures["sources"].items() if name in load.CHANNELS)
    assert figures["sources"]["jobster_pro"]["posts"] >= 25
    assert all(count >= 10 for count in figures["totals"]["kinds"].values())
    assert figures["totals"]["joined"] >= 30


@pytest.mark.full
def test_a_second_run_changes_no_total(demo: Path) -> None:
    before = stats(demo)
    again = voronka(demo, "demo", "--no-serve")
    assert again.returncode == 0
    assert stats(demo) == before


def test_a_demo_takes_nothing_live(demo: Path) -> None:
    live = voronka(demo, "collect")
    assert live.returncode == 2
    assert "holds a demo" in live.stderr


def test_kinds_and_roles_are_read_well(cards: list[Listing]) -> None:
    labels = load.expected().labels
    kinds, roles = [], []
    for card in cards:
        for seen in card.appearances:
            label = labels.get(named(seen))
            if label is None:
                continue
            kinds.append(seen.post_kind == label.kind)
            if label.role and seen.posting is not None and label.kind != "digest":
                roles.append(seen.posting.roles[0] == label.role)
    assert sum(kinds) / len(kinds) >= 0.97
    assert sum(roles) / len(roles) >= 0.9


def test_reposts_are_joined_and_look_alikes_are_not(cards: list[Listing]) -> None:
    homes: dict[str, set[int]] = defaultdict(set)
    for card in cards:
        for seen in card.appearances:
            homes[named(seen)].add(card.id)

    def together(a: str, b: str) -> bool:
        return bool(homes[a] & homes[b])

    expected = load.expected()
    pairs = [pair for group in expected.groups for pair in combinations(group, 2)]
    joined = sum(together(a, b) for a, b in pairs)
    assert joined / len(pairs) >= 0.85
    assert [(a, b, why) for a, b, why in expected.apart if together(a, b)] == []


def test_the_search_finds_what_was_typed(demo: Path) -> None:
    found = json.loads(voronka(demo, "search", "смм удаленно", "--json").stdout)
    assert found["total"] >= 3
    for hit in found["hits"]:
        assert "smm" in hit["roles"]
        assert "remote" in hit["formats"]
