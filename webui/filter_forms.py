"""The form of a saved filter, read: what somebody wrote becomes a Draft."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from voronka.errors import RefusedError
from voronka.query import Query
from voronka.saved_filters import Draft, Pace, SavedFilter
from webui.asking import Asked, ask, for_engine
from webui.i18n import language

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)(?::\d\d)?")
_LONGEST: Final = 200


def kept(query: Query) -> Query:
    """What of a search is saved: what it finds, not how it is shown; spelled out as the engine asks."""
    return replace(for_engine(query), order="relevance", page=1, size=20, team=None)


def is_same(first: Query, second: Query) -> bool:
    """Whether two searches are one saved filter."""
    return kept(first) == kept(second)


def shown(query: Query) -> Asked:
    """A saved query as the search page opens it, the newest first."""
    params = [*replace(query, order="date").to_params(), ("exact", "1")]
    return ask(params)


def beginning(former: SavedFilter | None, query: Query, name: str, *, letters_work: bool, zone: str) -> Draft:
    """What a filter begins with: told as the person's newest one is, else by a letter a day where letters go out."""
    if former is not None:
        return replace(former.draft, name=name, query=query, shared=False, language=language())
    pace = Pace.DAILY if letters_work else Pace.NEVER
    return Draft(name, query, pace, email=letters_work, zone=zone, language=language())


def draft_of(form: Mapping[str, str], query: Query) -> Draft:
    """What a form says of a filter that asks ``query``; raises RefusedError where that cannot be."""
    draft = loosely(form, query)
    if draft.pace is not Pace.NEVER and not (draft.email or draft.telegram):
        raise RefusedError("filter.way", "who is to be told has to say by what")
    for name in ("quiet_from", "quiet_until"):
        if form.get(name, "").strip() and draft.quiet is None:
            raise RefusedError("filter.quiet", "quiet hours are times of the day")
    return draft


def loosely(form: Mapping[str, str], query: Query) -> Draft:
    """The same, with what cannot be left out; for showing the form again."""
    pace, hour = form.get("pace", ""), form.get("hour", "")
    first, last = _minute(form.get("quiet_from", "")), _minute(form.get("quiet_until", ""))
    return Draft(
        name=form.get("name", "")[:_LONGEST],
        query=query,
        pace=Pace(pace) if pace in set(Pace) else Pace.NEVER,
        email=form.get("email") == "1",
        telegram=form.get("telegram") == "1",
        shared=form.get("shared") == "1",
        zone=form.get("zone", "")[:64],
        hour=int(hour) if re.fullmatch(r"[0-9]{1,2}", hour) else 9,
        quiet=None if first is None or last is None else (first, last),
        language=language(),
    )


def _minute(text: str) -> int | None:
    found = _TIME.fullmatch(text.strip())
    return None if found is None else 60 * int(found[1]) + int(found[2])


def clock(minute: int) -> str:
    """A minute of the day as a form has it: 08:30."""
    return f"{minute // 60:02}:{minute % 60:02}"
