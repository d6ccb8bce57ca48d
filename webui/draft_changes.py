"""What an edit of a vacancy changes: the former and the new value of each field, and the lines of the text."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Final

from voronka.vacancies.draft import Draft
from voronka.vacancies.markup import COUNTRIES
from webui.posting_words import named
from webui.timeline import Change
from webui.vacancy_beside import beside

_LINES: Final = 60


@dataclass(frozen=True, slots=True)
class Changes:
    """All of them; ``lines`` are those of the text that went ("-") or came ("+"); ``cut``: so many are not shown."""

    fields: Sequence[Change]
    lines: Sequence[tuple[str, str]]
    cut: int


def changes(before: Draft, after: Draft, team: str, now: datetime, zone: tzinfo) -> Changes:
    """What ``after`` has otherwise."""
    mine, its = (
        {field.code: field.value for field in beside(one, team, now, zone).fields} | {"country": COUNTRIES[one.country]}
        for one in (before, after)
    )
    changed = before.changed(after)
    fields = [Change(named((code,)), mine.get(code, ""), its.get(code, "")) for code in changed if code != "text"]
    compared = difflib.unified_diff(before.text.splitlines(), after.text.splitlines(), n=0, lineterm="")
    lines = [(line[0], line[1:]) for line in list(compared)[2:] if line[0] in "+-" and line[1:].strip()]
    return Changes(fields, lines[:_LINES], max(0, len(lines) - _LINES))
