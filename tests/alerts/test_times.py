"""Quiet hours and digests by the clock on the owner's wall, also where clocks are changed."""

from datetime import UTC, datetime

import pytest

from voronka.alert_times import goes_at, is_due, is_quiet, last_digest
from voronka.query import Query
from voronka.saved_filters import Draft, Pace

NIGHT = (22 * 60, 8 * 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def draft(pace: Pace = Pace.DAILY, **more: object) -> Draft:
    return Draft("x", Query(), pace, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("quiet", "zone", "moment", "expected"),
    [
        (None, "Europe/Moscow", "2026-11-23 00:00", False),
        (NIGHT, "Europe/Moscow", "2026-11-23 18:59", False),
        (NIGHT, "Europe/Moscow", "2026-11-23 19:00", True),
        (NIGHT, "Europe/Moscow", "2026-11-23 04:59", True),
        (NIGHT, "Europe/Moscow", "2026-11-23 05:00", False),
        (NIGHT, "Asia/Vladivostok", "2026-11-23 12:00", True),
        (NIGHT, "Asia/Vladivostok", "2026-11-23 22:00", False),
        ((13 * 60, 14 * 60 + 30), "UTC", "2026-11-23 14:29", True),
        ((13 * 60, 14 * 60 + 30), "UTC", "2026-11-23 14:30", False),
    ],
)
def test_quiet_hours(quiet: tuple[int, int] | None, zone: str, moment: str, expected: bool) -> None:
    assert is_quiet(draft(quiet=quiet, zone=zone), at(moment)) is expected


@pytest.mark.parametrize(
    ("pace", "zone", "moment", "expected"),
    [
        (Pace.DAILY, "Europe/Moscow", "2026-11-23 06:00", "2026-11-23 06:00"),
        (Pace.DAILY, "Europe/Moscow", "2026-11-23 05:59", "2026-11-22 06:00"),
        (Pace.WEEKLY, "Europe/Moscow", "2026-11-23 06:00", "2026-11-23 06:00"),
        (Pace.WEEKLY, "Europe/Moscow", "2026-11-23 05:59", "2026-11-16 06:00"),
        (Pace.WEEKLY, "Europe/Moscow", "2026-11-29 23:00", "2026-11-23 06:00"),
        # the night between has 25 hours, then 23
        (Pace.DAILY, "Europe/Berlin", "2026-10-24 12:00", "2026-10-24 07:00"),
        (Pace.DAILY, "Europe/Berlin", "2026-10-25 12:00", "2026-10-25 08:00"),
        (Pace.DAILY, "Europe/Berlin", "2026-03-29 12:00", "2026-03-29 07:00"),
        (Pace.DAILY, "Pacific/Kiritimati", "2026-11-23 20:00", "2026-11-23 19:00"),
    ],
)
def test_the_last_digest(pace: Pace, zone: str, moment: str, expected: str) -> None:
    assert last_digest(draft(pace, zone=zone), at(moment)) == at(expected)


def test_an_hour_that_clocks_skip_comes_all_the_same() -> None:
    skipped = draft(zone="Europe/Berlin", hour=2)
    assert last_digest(skipped, at("2026-03-29 12:00")) == at("2026-03-29 01:00")
    assert is_due(skipped, at("2026-03-29 00:30"), at("2026-03-29 01:00"))


def test_what_is_due() -> None:
    now, before = at("2026-11-23 07:00"), at("2026-11-23 05:00")
    assert is_due(draft(Pace.NOW), now, now)
    assert not is_due(draft(Pace.NEVER), before, now)
    assert is_due(draft(), before, now)
    assert not is_due(draft(), at("2026-11-23 06:30"), now)
    assert not is_due(draft(Pace.NOW, quiet=(0, 1439)), before, now)


@pytest.mark.parametrize(
    ("given", "found", "expected"),
    [
        (draft(Pace.NOW), "2026-11-23 20:00", "2026-11-23 20:00"),
        (draft(Pace.NOW, quiet=NIGHT), "2026-11-23 20:00", "2026-11-24 05:00"),
        (draft(Pace.NOW, quiet=NIGHT), "2026-11-24 01:00", "2026-11-24 05:00"),
        (draft(), "2026-11-23 05:00", "2026-11-23 06:00"),
        (draft(), "2026-11-23 06:00", "2026-11-24 06:00"),
        (draft(hour=7, quiet=NIGHT), "2026-11-23 07:00", "2026-11-24 05:00"),
        (draft(Pace.WEEKLY), "2026-11-24 12:00", "2026-11-30 06:00"),
        (draft(Pace.WEEKLY), "2026-11-23 05:00", "2026-11-23 06:00"),
        (draft(Pace.WEEKLY), "2026-11-23 07:00", "2026-11-30 06:00"),
    ],
)
def test_when_something_goes(given: Draft, found: str, expected: str) -> None:
    assert goes_at(given, at(found)) == at(expected)
