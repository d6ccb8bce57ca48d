"""After an erasure no file of the data folder holds a word of it, also after the same pages were collected again."""

import gzip
import io
import json
import zlib
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest

from crawlers.demo.build import board_answers
from crawlers.demo.model import Board, Vacancy
from tests.cli.conftest import Run
from tests.crawlers.support import NOW, channel_answers, edited, make_channel, record
from voronka.store import Store

CHANNEL = "digital_jobster"
PERSON = """Ищу работу! Меня зовут Евлампия Кикиморова, я таргетолог-аквариумист.
Вела рекламу для магазинов сомиков. Удалённо, от 90 000 ₽. Пишите: @evlampia_kikimorova или +7 (900) 000-77-01"""
FORMER = PERSON.replace("сомиков", "головастиков")
BOARD_WORDS = "Разводим тритонов. Звонить Евлампии Кикиморовой: 8 900 000-77-01."
NEEDLES = (
    "икимор", "кикиморов", "КИКИМОР", "аквариумист", "сомик", "головастик", "тритон",
    "evlampia_kikimorova", "Evlampia", "9000007701", "000-77-01", "evlampiya-kikimorova",
)  # fmt: skip


FORMS = {
    word: [*(word.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be")), json.dumps(word)[1:-1].encode()]
    for word in NEEDLES
}
"""Each word in bytes, also as a JSON column may hold it."""


def contents(file: Path) -> Iterator[bytes]:
    """What a file holds, and what is packed in it."""
    data = file.read_bytes()
    yield data
    if data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)
    for magic in (b"\x78\x01", b"\x78\x5e", b"\x78\x9c", b"\x78\xda"):
        at = data.find(magic)
        while at >= 0:
            with suppress(zlib.error):
                yield zlib.decompressobj().decompress(data[at:])
            at = data.find(magic, at + 1)


def held(folder: Path) -> dict[str, set[str]]:
    """Which words stand in which kinds of files."""
    found: dict[str, set[str]] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for data in contents(file):
            for word, forms in FORMS.items():
                if any(form in data for form in forms):
                    found.setdefault(file.suffix, set()).add(word)
    return found


def recording(folder: Path, text: str) -> Path:
    channel = edited(make_channel(CHANNEL, 30), 12, text=text)
    vacancies = [
        Vacancy(str(n), path, title, words, NOW - timedelta(days=n), "Прачечная «Пузырь»", ("Тула",))
        for n, path, title, words in (
            (1, "/vacancies/marketolog-1", "Маркетолог", "Сеть прачечных ищет маркетолога: сайт, карты, отзывы."),
            (2, "/vacancies/evlampiya-kikimorova-2", "Продавец-аквариумист", BOARD_WORDS),
        )
    ]
    board = Board("jobster_pro", "https://jobster.pro", "Доска", "Работа", ("/sitemap.xml",), tuple(vacancies))
    answers = channel_answers(channel) | {answer.url: answer for answer in board_answers(board)}
    return record(folder / f"{len(text)}.warc.gz", answers)


@pytest.fixture
def data(run: Run, tmp_path: Path, only_files: None) -> Iterator[Path]:
    """The data folder after two collections; another process has the store open, so that its log stays."""
    folder = tmp_path / "var"
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as other:
        assert run("collect", CHANNEL, "jobster_pro", "--replay", recording(tmp_path, FORMER)).code == 0
        assert "головастик" in held(folder)[".sqlite3-wal"] | held(folder).get(".sqlite3", set())
        assert run("collect", CHANNEL, "jobster_pro", "--replay", recording(tmp_path, PERSON)).code == 0
        other.sources()
        yield folder


def test_nothing_is_left_in_any_file(run: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = held(data)
    assert {"икимор", "сомик", "тритон", "9000007701", "evlampiya-kikimorova"} <= before[".sqlite3"]
    assert "тритон" in before[".seg"]
    for words in before.values():  # of a candidate's former version nothing was left by the second collection
        assert "головастик" not in words
    monkeypatch.setattr("sys.stdin", io.StringIO("8 900 000 77 01\n"))
    erased = run("erase", "contact", "--stdin", "--yes")
    assert (erased.code, erased.err.count("warning")) == (0, 0)
    assert "erased 2 posts (digital_jobster 1, jobster_pro 1)" in erased.out
    assert held(data) == {}
    again = run("collect", CHANNEL, "jobster_pro", "--replay", recording(tmp_path, PERSON))
    assert again.code == 0
    assert run("reparse").code == 0
    assert held(data) == {}
    assert {path.suffix for path in data.iterdir()} >= {".sqlite3", ".sqlite3-wal", ".sqlite3-shm"}


def test_what_comes_to_its_end_leaves_the_files(run: Run, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voronka.store.Clock.now", lambda _: NOW + timedelta(days=181))
    assert "would erase 1 posts" in run("retention", "--dry-run").out
    assert "erased 1 posts" in run("retention").out
    for words in held(data).values():
        assert not words & {"сомик", "evlampia_kikimorova", "Evlampia"}


def test_what_is_on_the_list_never_comes_onto_the_disk(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    assert "nothing that is stored" in run("erase", "contact", "+7 900 000-77-01", "--yes").out
    with Store(f"sqlite:///{folder / 'voronka.sqlite3'}") as other:
        collected = run("collect", CHANNEL, "jobster_pro", "--replay", recording(tmp_path, PERSON), "--json")
        assert [(report["status"], report["new"]) for report in json.loads(collected.out)] == [("ok", 29), ("ok", 1)]
        other.sources()
        assert held(folder) == {}
        again = run("collect", "jobster_pro", "--replay", recording(tmp_path, PERSON), "--json")
        [report] = json.loads(again.out)
        assert (report["recognised"], report["pages"]) == (
            2,
            2,
        )  # robots.txt and the sitemap: its page is not asked for
        assert held(folder) == {}
