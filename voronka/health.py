"""How a run found its source: values that are kept beside the run, and their form as JSON."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Rate:
    """``filled`` of ``of`` items."""

    filled: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1; 0 where there is no item."""
        return self.filled / self.of if self.of else 0.0

    def __str__(self) -> str:
        return f"{self.filled} of {self.of}"


@dataclass(frozen=True, slots=True)
class Drift:
    """A field that is no longer where it was.

    ``former`` is the share of items that usually have it, ``least`` the share that the source states; None where
    unknown. ``again`` is true where ``present`` counts items that were read again and had it before. ``before`` shows
    where it stood in the last good item, ``now`` what stands there on a page of this run: short excerpts, masked and
    still hostile. ``items`` are the ids of the items they were cut from, ``url`` the page of ``now``.
    """

    field: str
    present: Rate
    former: float | None = None
    least: float | None = None
    again: bool = False
    before: str = ""
    now: str = ""
    items: tuple[str, ...] = ()
    url: str | None = None

    def __str__(self) -> str:
        if self.again:
            return f"{self.field} in {self.present} items read again that had it"
        if self.least is not None:
            return f"{self.field} in {self.present} items (at least {self.least:.0%} expected)"
        return f"{self.field} in {self.present} items" + (
            "" if self.former is None else f" (usually {self.former:.0%})"
        )

    def without_excerpts(self) -> "Drift":
        """The figures alone."""
        return replace(self, before="", now="", items=(), url=None)


@dataclass(frozen=True, slots=True)
class Health:
    """What was measured after a run.

    ``rates``: how often each field is filled in the source's last items; ``usual``: the shares of its healthy runs;
    ``newest``: when its newest item was posted; ``refusals``: how many runs in a row, this one included, the site
    refused without saying until when; ``until``: not to be asked before.
    """

    rates: Mapping[str, Rate] = field(default_factory=dict)
    usual: Mapping[str, float] = field(default_factory=dict)
    newest: datetime | None = None
    drift: tuple[Drift, ...] = ()
    refusals: int = 0
    until: datetime | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is kept; what is empty is left out."""
        values = {
            "rates": {name: [rate.filled, rate.of] for name, rate in self.rates.items()},
            "usual": {name: round(share, 4) for name, share in self.usual.items()},
            "newest": self.newest and self.newest.isoformat(),
            "drift": [_drift_to_json(drift) for drift in self.drift],
            "refusals": self.refusals,
            "until": self.until and self.until.isoformat(),
        }
        return {name: value for name, value in values.items() if value}

    @staticmethod
    def from_json(row: Mapping[str, Any]) -> "Health":
        """The inverse of ``to_json``."""
        return Health(
            rates={name: Rate(*pair) for name, pair in row.get("rates", {}).items()},
            usual=dict(row.get("usual", {})),
            newest=_moment(row.get("newest")),
            drift=tuple(_drift_from_json(drift) for drift in row.get("drift", ())),
            refusals=row.get("refusals", 0),
            until=_moment(row.get("until")),
        )


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


def _drift_to_json(drift: Drift) -> dict[str, Any]:
    return {
        "field": drift.field,
        "present": [drift.present.filled, drift.present.of],
        "former": drift.former,
        "least": drift.least,
        "again": drift.again,
        "before": drift.before,
        "now": drift.now,
        "items": list(drift.items),
        "url": drift.url,
    }


def _drift_from_json(row: Mapping[str, Any]) -> Drift:
    return Drift(**{**row, "present": Rate(*row["present"]), "items": tuple(row["items"])})
