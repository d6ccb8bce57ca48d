"""Makes kind_beginnings.json, which kind_cues.py reads: ``python -m voronka.extract.make_beginnings``."""

import json
from pathlib import Path

from voronka.extract.kind_cues import BEGINNINGS, cues
from voronka.extract.scan import beginnings


def table() -> dict[str, list[str]]:
    """Each row's pattern and the letters with which a match can begin, where that can be said."""
    found = {cue.pattern: beginnings(cue.pattern) for cue in cues()}
    return {pattern: sorted(letters) for pattern, letters in found.items() if letters is not None}


if __name__ == "__main__":
    written = json.dumps(table(), ensure_ascii=False, indent=0) + "\n"
    Path(__file__).with_name(BEGINNINGS).write_text(written, encoding="utf-8")
