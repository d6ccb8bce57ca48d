"""``voronka check``: its lines, its JSON, its exit codes."""

import json
from pathlib import Path

from tests.cli.conftest import Run
from voronka.settings import load_settings
from voronka.store import Store


def test_all_is_well_and_then_it_is_not(run: Run, tmp_path: Path) -> None:
    posts = tmp_path / "posts.jsonl"
    posts.write_text('{"id": "1", "text": "SMM-менеджер в пекарню, Казань, 70 000 ₽, @pyshkin_hr"}\n', encoding="utf-8")
    assert run("check").code == 0
    run("import", posts)
    sound = run("check")
    assert (sound.code, sound.err) == (0, "")
    assert sound.out == "all is well: 1 posts in 1 listings, and the index equals them\n"
    with Store(load_settings().url) as store, store.writing() as connection:
        connection.exec_driver_sql("UPDATE post SET version = 9")
    lines = run("check")
    assert (lines.code, lines.err) == (1, "")
    assert "1 posts have no current version: import/1; what to do: restore a backup" in lines.out
    found = json.loads(run("check", "--json").out)
    assert found["sound"] is False
    assert set(found["faults"][0]) == {"what", "do"}
