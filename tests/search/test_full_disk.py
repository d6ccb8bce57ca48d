"""The index on a disk that is full: one clear line, the old index stays in use, and it goes on with space."""

from pathlib import Path

import pytest

from search.service import Search
from tests.search.builder import Builder
from tests.trouble import fill, small_disk
from voronka.errors import VoronkaError
from voronka.query import Query
from voronka.settings import Settings
from voronka.store import Store


@pytest.mark.filterwarnings(
    "ignore::pytest.PytestUnraisableExceptionWarning"
)  # Whoosh cannot close what it cannot flush
@pytest.mark.parametrize("work", ["catch_up", "rebuild"])
def test_a_full_disk(builder: Builder, store: Store, tmp_path: Path, work: str) -> None:
    with small_disk(tmp_path / "disk", "8m") as disk:
        search = Search(store, Settings(data=disk))
        first = builder.add("ищем маркетолога")
        search.catch_up()
        for number in range(40):
            builder.add(f"ищем маркетолога {number}\n" + " ".join(f"слово{number}{n}" for n in range(400)))
        ballast = fill(disk, leave=20_000)
        for _ in range(2):
            with pytest.raises(VoronkaError, match="No space left on device; the store is whole: free some") as caught:
                getattr(search, work)()
            assert "\n" not in str(caught.value)
            assert search.ask(Query(text="маркетолог")).results.total == 1
            assert {path.suffix for path in (disk / "index").glob("g-*/*")} <= {".toc", ".seg", ".json", ""}
        assert [card.id for card in Search(store, Settings(data=disk)).ask(Query()).listings] == [first]
        assert len(list((disk / "index").glob("g-*"))) == 1
        ballast.unlink()
        search.catch_up()
        assert search.ask(Query(text="маркетолог")).results.total == 41
        assert search.faults() == []
