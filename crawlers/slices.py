"""Cuts a query whose answer is capped into such as are not: by time, and where that does not do, by area; pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

_SHORTEST: Final = timedelta(minutes=10)
_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Slice:
    """What was published between two moments, both included, in an area; its page (from 0)."""

    since: datetime
    until: datetime
    area: str = ""
    page: int = 0

    def halves(self) -> tuple["Slice", "Slice"] | None:
        """The earlier and the later half; None where it is too short to be cut."""
        if self.until - self.since <= _SHORTEST:
            return None
        middle = (self.since + (self.until - self.since) / 2).replace(microsecond=0)
        return replace(self, until=middle, page=0), replace(self, since=middle + _SECOND, page=0)

    def next(self) -> "Slice":
        """The next page."""
        return replace(self, page=self.page + 1)
