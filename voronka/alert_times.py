"""When alerts may go out: quiet hours, and the moments of digests; by the clock on the owner's wall."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from voronka.saved_filters import Draft, Pace


def is_quiet(draft: Draft, now: datetime) -> bool:
    """Whether a moment is within the quiet hours."""
    if draft.quiet is None:
        return False
    first, last = draft.quiet
    there = now.astimezone(ZoneInfo(draft.zone))
    minute = 60 * there.hour + there.minute
    return first <= minute < last if first < last else minute >= first or minute < last


def last_digest(draft: Draft, now: datetime) -> datetime:
    """The newest moment, at ``now`` or before, at which a digest goes: every day, or on Mondays.

    An hour that the clocks skip is the one after.
    """
    zone = ZoneInfo(draft.zone)
    there = now.astimezone(zone)
    day = there.date()
    if draft.pace is Pace.WEEKLY:
        day -= timedelta(days=day.weekday())
    step = timedelta(days=7 if draft.pace is Pace.WEEKLY else 1)
    moment = datetime(day.year, day.month, day.day, draft.hour, tzinfo=zone)
    if moment.astimezone(now.tzinfo) > now:
        day -= step
        moment = datetime(day.year, day.month, day.day, draft.hour, tzinfo=zone)
    return moment.astimezone(now.tzinfo)


def is_due(draft: Draft, oldest: datetime, now: datetime) -> bool:
    """Whether what was found is to be told now; ``oldest`` is when the first of it was found.

    What a digest brings was found before its moment; what is found after that waits for the next.
    """
    if draft.pace is Pace.NEVER or is_quiet(draft, now):
        return False
    return draft.pace is Pace.NOW or oldest < last_digest(draft, now)


def goes_at(draft: Draft, found: datetime) -> datetime:
    """When what was found at a moment goes out, at the earliest: with the next digest, and after the quiet hours."""
    moment = found
    if draft.pace in (Pace.DAILY, Pace.WEEKLY):
        before = last_digest(draft, found)
        ahead = before + timedelta(days=8 if draft.pace is Pace.WEEKLY else 1, hours=12)
        moment = last_digest(draft, ahead)
    if draft.quiet is not None and is_quiet(draft, moment):
        there = moment.astimezone(ZoneInfo(draft.zone))
        hour, minute = divmod(draft.quiet[1], 60)
        end = there.replace(hour=hour, minute=minute, second=0, microsecond=0)
        if end <= there:
            end += timedelta(days=1)
        moment = end.astimezone(found.tzinfo)
    return moment
