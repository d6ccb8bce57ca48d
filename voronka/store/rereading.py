"""The report of the last reparse, and the rules that all posts of the store were read under: facts of the store."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final

import sqlalchemy as sa

from voronka.rereading import Report
from voronka.store.facts import get_meta, set_meta
from voronka.store.posts import count_older
from voronka.store.tables import post

_REPORT: Final = "reparse"
_RULES: Final = "rules"
_MIXED: Final = "mixed"
GENERATION: Final = "generation"
"""The fact that says how many reparses were begun."""


def last_report(connection: sa.Connection) -> Report | None:
    """The report of the last reparse, which may be under way or stopped; None where there never was one."""
    found = get_meta(connection, _REPORT)
    return None if found is None else Report.from_json(json.loads(found))


def report_of(connection: sa.Connection, generation: int) -> Report:
    """The report of the reparse of this generation; one that is thrown away where another has begun since."""
    report = last_report(connection)
    if report is not None and report.generation == generation:
        return report
    return Report(generation, "", "")


def set_report(connection: sa.Connection, report: Report) -> None:
    """Note the report in the place of that of the same reparse or of a former one."""
    last = last_report(connection)
    if last is not None and last.generation > report.generation:
        return  # another process has begun anew
    set_meta(connection, _REPORT, json.dumps(report.to_json(), ensure_ascii=False))


def forget_examples(connection: sa.Connection, names: Iterable[str]) -> None:
    """Take what is shown of these posts, each named "source/id", out of the report: they are erased."""
    report = last_report(connection)
    if report is not None and report.forget(names):
        set_report(connection, report)


def forget_examples_of_source(connection: sa.Connection, source: str) -> None:
    """Take what is shown of a source's posts out of the report."""
    report = last_report(connection)
    if report is not None:
        shown = {one["post"] for count in report.fields.values() for one in count.examples}
        forget_examples(connection, [name for name in shown if name.startswith(f"{source}/")])


def begin(connection: sa.Connection, report: Report) -> None:
    """Begin a reparse with an empty report: from now on all posts are read under its rules."""
    report.total = count_older(connection, report.generation)
    set_report(connection, report)
    set_meta(connection, _RULES, report.rules)


def go_on(connection: sa.Connection, generation: int, rules: str) -> bool:
    """Whether the reparse of this generation may be gone on with under these rules; if so, notes that it is."""
    report = last_report(connection)
    if report is None or (report.generation, report.rules) != (generation, rules) or _noted(connection) != rules:
        return False
    report.sittings += 1
    report.total = report.read + count_older(connection, generation)
    set_report(connection, report)
    return True


def finish(connection: sa.Connection, now: datetime) -> None:
    """Note that the reparse is done."""
    report = last_report(connection)
    if report is not None:
        report.finished_at = now.isoformat()
        set_report(connection, report)


def is_current(connection: sa.Connection, rules: str) -> bool:
    """Whether every post was read, and joined, under these rules."""
    generation = int(get_meta(connection, GENERATION) or 0)
    return _noted(connection) == rules and not count_older(connection, generation)


def note_read_under(connection: sa.Connection, rules: str) -> None:
    """Note that some posts are read under these rules; of the others it stands what was noted before."""
    noted = _noted(connection)
    if noted in (rules, _MIXED):
        return
    if noted is not None:
        set_meta(connection, _RULES, _MIXED)
    elif connection.execute(sa.select(post.c.id).limit(1)).first() is None:
        set_meta(connection, _RULES, rules)


def _noted(connection: sa.Connection) -> str | None:
    return get_meta(connection, _RULES)
