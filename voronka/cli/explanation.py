"""An explanation as text: coloured in a terminal, with brackets and numbers elsewhere."""

from datetime import date
from typing import Any, Final
from zoneinfo import ZoneInfo

from rich.text import Text

from voronka.cli.console import out
from voronka.explaining import Explained, Read, Told, pieces
from voronka.extract.sides import Side
from voronka.model import Contacts, Evidence, Salary
from voronka.present import NBSP, THIN, pay_in_words, pay_note

_LONGEST: Final = 20_000
_QUOTED: Final = 100
_SIDES: Final = 3
_REASONS: Final = 8
_INDENT: Final = " " * 23
_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# what moves a terminal's cursor, colours it or turns the writing direction
_CONTROLS: Final = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
_COLOURS: Final = {
    "title": "bold cyan",
    "roles": "cyan",
    "seniority": "blue",
    "salary": "bold green",
    "formats": "magenta",
    "employment": "bright_magenta",
    "cities": "yellow",
    "company": "bold blue",
    "experience_years": "bright_blue",
    "contacts": "bold yellow",
    "skills": "green",
    "deadline": "bold red",
    "starts": "red",
}


def show(explained: Explained, zone: ZoneInfo) -> None:
    """Print an explanation; the day of the post is told in ``zone``."""
    _head(explained, zone)
    out.print()
    out.print(_coloured(explained) if _is_coloured() else _bracketed(explained))
    if len(explained.text) > _LONGEST:
        out.print(f"… and {len(explained.text) - _LONGEST} characters more")
    out.print()
    _kind(explained)
    for reading in explained.readings:
        out.print()
        _posting(reading, several=len(explained.readings) > 1)


def _is_coloured() -> bool:
    return out.is_terminal and not out.is_dumb_terminal and not out.no_color


def _style(style: str) -> str:
    return style if _is_coloured() else ""


def _head(explained: Explained, zone: ZoneInfo) -> None:
    facts = [
        explained.name,
        f"{explained.posted.astimezone(zone):%Y-%m-%d}" if explained.posted else "",
        explained.url or "",
    ]
    if explained.masked:
        facts.append("contacts masked")
    out.print(Text(" · ".join(fact for fact in facts if fact), _style("bold")))


def _coloured(explained: Explained) -> Text:
    text = Text()
    for piece in pieces(explained, _LONGEST):
        if not piece.told:
            text.append(_tame(piece.text))
            continue
        words = _tame(piece.text).rstrip()
        text.append(words, f"underline {_COLOURS.get(piece.told[0].field, '')}".rstrip())
        text.append("·".join(_numbers(piece.told).split(",")).translate(_RAISED))
        text.append(piece.text[len(words) :])
    return text


def _bracketed(explained: Explained) -> str:
    return "".join(
        f"[{_tame(piece.text)}]{{{_numbers(piece.told)}}}" if piece.told else _tame(piece.text)
        for piece in pieces(explained, _LONGEST)
    )


def _tame(text: str) -> str:
    """A text that does nothing to a terminal but be written."""
    return text.translate(_CONTROLS)


def _numbers(told: tuple[Told, ...]) -> str:
    return ",".join(str(one.number) for one in told)


def _kind(explained: Explained) -> None:
    by = (
        " (said by a person)"
        if explained.kind_corrected
        else " (the source's own data)"
        if explained.structured
        else ""
    )
    out.print(Text(f"kind: {explained.kind.value}, confidence {explained.confidence:.2f}{by}", _style("bold")))
    for number, side in enumerate(explained.sides):
        if number < _SIDES or side.kind is explained.kind:
            _side(side)
    first = explained.sides[0].kind if explained.sides else explained.kind
    if first is not explained.kind and not by:
        out.print(f"  today's rules say {first.value}; to read the store again: voronka reparse")


def _side(side: Side) -> None:
    out.print(f"  {side.kind.value:<10}{side.weight:>7.1f}")
    for weight, reason in side.reasons[:_REASONS]:
        out.print(Text(f"  {weight:>+15.1f}  {reason.rule}{_place(reason)}", _style("dim")))
    if len(side.reasons) > _REASONS:
        out.print(Text(f"{'':>17}  and {len(side.reasons) - _REASONS} more", _style("dim")))


def _posting(reading: Read, *, several: bool) -> None:
    facts = [f"posting {reading.position}" if several or reading.position > 1 else "posting"]
    if reading.listing is not None:
        facts.append(f"listing {reading.listing}")
    if several:
        facts.append(f"characters {reading.posting.start}–{reading.posting.end}")
    out.print(Text(", ".join(facts), _style("bold")))
    if reading.why:
        score = "" if reading.why_score is None else f", {reading.why_score:.2f}"
        out.print(f"  joined: {reading.why} ({reading.why_rule}{score})")
    for told in reading.told:
        line = Text(f"{told.number:>4}  ")
        line.append(f"{told.field:<17}", _style(_COLOURS.get(told.field, "")))
        line.append(_words(told.value))
        out.print(line)
        if told.corrected:
            out.print(Text(f"{_INDENT}corrected by a person; was read as: {_words(told.as_read)}", _style("dim")))
        for one in told.evidence:
            if not told.corrected:
                out.print(Text(f"{_INDENT}{one.rule}{_place(one)}", _style("dim")))
    for flag in reading.flags:
        out.print(f"      flag             {flag.code.value}")
        for one in flag.evidence:
            out.print(Text(f"{_INDENT}{one.rule}{_place(one)}", _style("dim")))
    for sign in reading.posting.signs:
        out.print(f"      sign             {sign.rule}")
        out.print(Text(f"{_INDENT}{_place(sign).strip()}", _style("dim")))


def _place(one: Evidence) -> str:
    words = " ".join(_tame(one.text).split())
    words = words if len(words) <= _QUOTED else words[:_QUOTED].rstrip() + "…"
    place = "" if one.start is None else f" {one.start}–{one.end}"
    return f"{place} «{words}»" if words else place


def _words(value: Any) -> str:
    """A value of any field in words."""
    if value is None or value == ():
        return "none"
    if isinstance(value, Salary):
        return f"{pay_in_words(value, 'en')} {pay_note(value, 'en')}".strip().replace(NBSP, " ").replace(THIN, " ")
    if isinstance(value, Contacts):
        names = (*(f"@{name}" for name in value.telegram), *value.phone, *value.email, *value.url)
        return ", ".join(names) or "none"
    if isinstance(value, tuple):
        return _tame(", ".join(map(str, value)))
    if isinstance(value, date):
        return value.isoformat()
    return f"{value:g}" if isinstance(value, float) else _tame(str(value))
