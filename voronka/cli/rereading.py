"""How the report of a reparse is shown in a terminal."""

from typing import Any

from rich.table import Table

from voronka.cli.console import out
from voronka.codec import salary_from_json
from voronka.present import pay_in_words, pay_note
from voronka.rereading import Report


def print_report(report: Report) -> None:
    """The fields that read differently, what became of listings, and the examples."""
    sittings = f" in {report.sittings} sittings" if report.sittings > 1 else ""
    others = ((report.unreadable, "could not be read"), (report.kept_out, "erased by request, taken out"))
    told = "".join(f", {number} {words}" for number, words in others if number)
    out.print(f"{report.read} of {report.total} posts read{sittings}: {report.different} read differently{told}")
    moved = report.listings
    out.print(
        f"listings: {moved.joined} joined to another, {moved.split} split off, {moved.new} new, {moved.gone} gone"
    )
    changed = {name: count for name, count in report.fields.items() if count.gained + count.lost + count.changed}
    if not changed:
        return
    table = Table("field", "gained", "lost", "changed", box=None, header_style="bold")
    for column in table.columns[1:]:
        column.justify = "right"
    for name, count in changed.items():
        table.add_row(name, *(str(number or "") for number in (count.gained, count.lost, count.changed)))
    out.print(table)
    for name, count in changed.items():
        for one in count.examples:
            place = f"{one['post']}/{one['posting']}" if (one["posting"] or 1) > 1 else one["post"]
            out.print(f"  {name}: {place}: {_said(one['before'])} → {_said(one['after'])}")


def _said(value: Any) -> str:
    if value in (None, [], {}):
        return "–"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, dict):  # of an example's values pay alone is one
        salary = salary_from_json(value)
        return "–" if salary is None else f"{pay_in_words(salary)} {pay_note(salary)}".strip()
    return str(value)
