"""Where a listing was posted, newest first: with the reason why it was joined and what changed since."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from voronka.lineage import reopens
from voronka.listing import Appearance, Listing
from voronka.model import Posting
from voronka.present import pay_in_words
from voronka.sources import SourceKind
from webui import words
from webui.hostile import line, safe_url
from webui.i18n import language
from webui.reasons import reason


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that a later post or draft tells otherwise than the one before that told it; in words, "" for none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Moment:
    """One post on the time line."""

    posted_at: datetime
    source: str
    title: str
    site: bool
    url: str | None
    why: str
    forward: str
    closed: bool
    closed_at: datetime | None
    closed_why: str
    edited_at: datetime | None
    seen_at: datetime | None
    post_id: int
    position: int
    changes: Sequence[Change] = ()
    reopened: bool = False


def timeline(listing: Listing) -> list[Moment]:
    """The appearances of a listing as moments, newest first."""
    shown = listing.appearances
    return [_moment(now, shown[place:]) for place, now in enumerate(shown, 1)]


def _moment(now: Appearance, before: Sequence[Appearance]) -> Moment:
    """A moment; ``before`` are the older appearances, newest first."""
    site = now.source_kind is SourceKind.SITE
    changes = () if now.posting is None else tuple(_changes([a.posting for a in before if a.posting], now.posting))
    return Moment(
        posted_at=now.posted_at,
        source=now.source,
        title=line(now.source_title) or now.source,
        site=site,
        url=safe_url(now.url),
        why=reason(line(now.why)),
        forward=line(now.forward or ""),
        closed=now.closed,
        closed_at=now.closed_at,
        closed_why=words.closing(now.closed_reason) if now.closed else "",
        edited_at=now.edited_at,
        seen_at=now.seen_at if site and now.seen_at > now.posted_at else None,
        post_id=now.post_id,
        position=now.position,
        changes=changes,
        reopened=reopens(now, before),
    )


def _changes(before: Sequence[Posting], after: Posting) -> Iterator[Change]:
    """What was said before, but otherwise; a fact that is not named, here or ever before, is no change."""
    salary = next((posting.salary for posting in before if posting.salary), None)
    if salary and after.salary and salary != after.salary:
        was, now = pay_in_words(salary, language()), pay_in_words(after.salary, language())
        if was != now:
            yield Change(words.field("salary"), was, now)
    for name, say in (("cities", str), ("formats", words.work_format), ("employment", words.employment)):
        old = next((found for posting in before if (found := getattr(posting, name))), ())
        new = getattr(after, name)
        if old and new and set(old) != set(new):
            yield Change(words.field(name), line(", ".join(map(say, old))), line(", ".join(map(say, new))))
