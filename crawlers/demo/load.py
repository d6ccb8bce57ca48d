"""Reads the demo's YAML: channels, sites, and what is expected of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Final

import yaml

from crawlers.demo import FOLDER
from crawlers.demo.model import Board, Button, Channel, Forward, LinkPreview, Pay, Poll, Post, Reply, Vacancy

CHANNELS: Final = ("digital_jobster", "rabota_go", "rabota_freelancee", "jobster_guru", "hr_jobster")
BOARDS: Final = ("jobster_pro", "rabota_marketing", "geekjob")
APIS: Final = ("hh_ru", "superjob", "trudvsem", "remotive", "remoteok")
FEEDS: Final = ("habr_career", "weworkremotely")
SITES: Final = (*BOARDS, *APIS, *FEEDS)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Label:
    """What a post or a board's vacancy is: kind of GUIDE.md, and the first role of a vacancy or candidate."""

    kind: str
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Expected:
    """The right reading of the recording; an item is named "source/id" (a site's vacancy by its id).

    ``groups``: items that are one listing. ``apart``: two items that look alike and must not be joined, and why.
    """

    labels: Mapping[str, Label]
    groups: tuple[tuple[str, ...], ...]
    apart: tuple[tuple[str, str, str], ...]


@cache
def channel(name: str) -> Channel:
    """One of CHANNELS with all its posts, by rising id."""
    raw = _read(f"posts/{name}.yml")
    return Channel(
        name=name,
        title=raw["title"],
        description=raw["description"],
        subscribers=raw["subscribers"],
        posts=tuple(_post(row) for row in raw["posts"]),
    )


@cache
def board(source: str) -> Board:
    """One of SITES with all its vacancies."""
    raw = _read(f"sites/{source}.yml")
    return Board(
        source=source,
        origin=raw["origin"],
        name=raw["name"],
        tagline=raw["tagline"],
        sitemaps=tuple(raw.get("sitemaps", ())),
        vacancies=tuple(_vacancy(row) for row in raw["vacancies"]),
    )


@cache
def expected() -> Expected:
    """The labels and groups of expected.yml."""
    raw = _read("expected.yml")
    labels = {
        f"{source}/{item}": Label(row["kind"], row.get("role"))
        for source, items in raw["labels"].items()
        for item, row in items.items()
    }
    return Expected(
        labels=labels,
        groups=tuple(tuple(group) for group in raw["groups"]),
        apart=tuple((row[0], row[1], row[2]) for row in raw["apart"]),
    )


def _read(path: str) -> dict[str, Any]:
    value = yaml.load((FOLDER / path).read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506 (a safe loader)
    assert isinstance(value, dict), path
    return value


def _instant(value: object) -> datetime:
    """A time of the YAML, written in UTC without a zone."""
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC)
    assert isinstance(value, date), value
    return datetime(value.year, value.month, value.day, tzinfo=UTC)


def _post(row: dict[str, Any]) -> Post:
    return Post(
        id=row["id"],
        at=_instant(row["at"]),
        text=row.get("text", ""),
        views=row.get("views"),
        edited=row.get("edited", False),
        signature=row.get("signature"),
        photos=row.get("photos", 0),
        service=row.get("service", False),
        premium_emoji=row.get("premium_emoji", False),
        forward=Forward(**row["forward"]) if "forward" in row else None,
        reply=Reply(**row["reply"]) if "reply" in row else None,
        preview=LinkPreview(**row["preview"]) if "preview" in row else None,
        poll=_poll(row["poll"]) if "poll" in row else None,
        buttons=tuple(Button(**button) for button in row.get("buttons", ())),
        reactions=tuple((emoji, str(count)) for emoji, count in row.get("reactions", {}).items()),
    )


def _poll(row: dict[str, Any]) -> Poll:
    return Poll(row["question"], tuple((text, percent) for text, percent in row["options"].items()), row["voters"])


def _vacancy(row: dict[str, Any]) -> Vacancy:
    return Vacancy(
        id=str(row["id"]),
        path=row["path"],
        title=row["title"],
        text=row["text"].strip(),
        posted=_instant(row["posted"]),
        company=row.get("company"),
        cities=tuple(row.get("cities", ())),
        pay=Pay(**row["pay"]) if "pay" in row else None,
        remote=row.get("remote", False),
        employment=tuple(row.get("employment", ())),
        experience=row.get("experience"),
        valid_through=row.get("valid_through"),
        markup=row.get("markup", "json-ld"),
        quirks=tuple(row.get("quirks", ())),
        sitemap=row.get("sitemap", 0),
        status=row.get("status", 200),
        closed=row.get("closed", False),
        hybrid=row.get("hybrid", False),
        category=row.get("category", ""),
        region=row.get("region", ""),
        address=row.get("address", ""),
        contact=row.get("contact", ""),
        skills=tuple(row.get("skills", ())),
    )
