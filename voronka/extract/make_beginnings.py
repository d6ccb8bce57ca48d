"""Makes cue_beginnings.json, which beginnings.py reads: ``python -m voronka.extract.make_beginnings``."""

import json
from pathlib import Path

from voronka.extract import cue_table, kind_cues
from voronka.extract.beginnings import BEGINNINGS, beginnings


def table() -> dict[str, list[str]]:
    """Each cue's pattern and the letters with which a match can begin, where that can be said."""
    patterns = [cue.pattern for cue in kind_cues.cues()]
    patterns += [cue.pattern for name in cue_table.TABLES for cue in cue_table.cues(name)]
    found = {pattern: beginnings(pattern) for pattern in patterns}
    return {pattern: sorted(letters) for pattern, letters in found.items() if letters is not None}


if __name__ == "__main__":
    written = json.dumps(table(), ensure_ascii=False, indent=0) + "\n"
    Path(__file__).with_name(BEGINNINGS).write_text(written, encoding="utf-8")
