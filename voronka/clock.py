"""The one place that knows the time, so that a demo or a test can stop it."""

from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time in UTC; a frozen clock always tells the same."""

    frozen_at: datetime | None = None

    def now(self) -> datetime:
        """The current time, timezone-aware, UTC."""
        return self.frozen_at if self.frozen_at is not None else datetime.now(UTC)
