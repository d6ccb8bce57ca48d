"""A vacancy as its team writes it: the text, and the value of each field; pure."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final, Self
from zoneinfo import ZoneInfo

from voronka.codec import posting_from_json, posting_to_json
from voronka.contact_marks import read_contact
from voronka.errors import RefusedError, VoronkaError
from voronka.extract import read
from voronka.extract.stated import FIELDS, values_of
from voronka.model import Contacts, Kind, Posting, RawPost, WorkFormat
from voronka.store.vacancies import SOURCE

LONGEST: Final = 15_000
"""Characters of a vacancy's text."""
TERM: Final = timedelta(days=30)
_LEAST: Final = 40
_MOST_CONTACTS: Final = 8
_ZONE: Final = ZoneInfo("Europe/Moscow")
# marks and controls of writing direction, zero-width characters, tags: nothing of them is a word
_UNSEEN: Final = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


class DamagedDraftError(VoronkaError):
    """What is stored of a vacancy cannot be read."""


def cleaned(text: str) -> str:
    """A pasted text without what nobody sees: controls, writing directions, zero-width characters; cut to LONGEST."""
    text = re.sub(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]", "\n", text[: 4 * LONGEST])
    text = _UNSEEN.sub("", text)
    text = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))
    text = re.sub(r"[ \t\u00a0]+$", "", text, flags=re.MULTILINE)
    return re.sub(r"\n{3,}", "\n\n", text).strip()[:LONGEST]


def contacts(given: Iterable[str]) -> Contacts:
    """Contacts as somebody types them; raises RefusedError for what is none, or too many."""
    found: dict[str, list[str]] = {"telegram": [], "phone": [], "email": [], "url": []}
    words = [one.strip() for one in given if one.strip()]
    if len(words) > _MOST_CONTACTS:
        raise RefusedError("many", f"at most {_MOST_CONTACTS} contacts", most=_MOST_CONTACTS)
    for one in words:
        try:
            mark = read_contact(one)
        except VoronkaError as error:
            raise RefusedError("vacancy.contact", f'"{one[:80]}" is no contact', given=one[:80]) from error
        value = one if mark.kind == "url" and re.match("https?://", one) else mark.value
        value = f"https://{value}" if mark.kind == "url" and "://" not in value else value
        if value not in found[mark.kind]:
            found[mark.kind].append(value)
    return Contacts(**{kind: tuple(values) for kind, values in found.items()})


@dataclass(frozen=True, slots=True)
class Draft:
    """The text and the fields (of ``posting`` those of FIELDS); ``country`` is where one may work from, ISO 3166."""

    text: str
    posting: Posting
    country: str = "RU"

    @classmethod
    def of_text(cls, pasted: str, now: datetime) -> Self:
        """A draft filled with what the extractor reads; raises RefusedError for a text that says nothing."""
        text = cleaned(pasted)
        if sum(c.isalpha() for c in text) < _LEAST:
            raise RefusedError("vacancy.text", f"a vacancy needs a text of at least {_LEAST} letters", least=_LEAST)
        # a markup that says nothing: so the text is one vacancy, and no list of them
        [read_] = read(text, (), SOURCE, now, {"jobposting": {"@type": "JobPosting"}}).postings
        return cls(text, read_)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """What ``to_json`` gave; raises DamagedDraftError for anything else."""
        empty = posting_to_json(Posting())
        try:
            return cls(stored["text"], posting_from_json({**empty, **stored["form"]}), stored["country"])
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise DamagedDraftError(f"what is stored of it is damaged ({type(error).__name__}: {error})") from error

    def to_json(self) -> dict[str, Any]:
        """The text and the fields as JSON values."""
        return {"text": self.text, "form": values_of(self.posting), "country": self.country}

    def changed(self, other: "Draft") -> tuple[str, ...]:
        """Which fields another draft has otherwise."""
        mine, its = self.to_json(), other.to_json()
        fields = tuple(name for name in FIELDS if mine["form"][name] != its["form"][name])
        return fields + tuple(name for name in ("country", "text") if mine[name] != its[name])

    def checked(self) -> Self:
        """The same; raises RefusedError where everybody could not be shown it: no text, no title, no place."""
        if sum(c.isalpha() for c in self.text) < _LEAST:
            raise RefusedError("vacancy.text", f"a vacancy needs a text of at least {_LEAST} letters", least=_LEAST)
        if not (self.posting.title or "").strip():
            raise RefusedError("vacancy.title", "a vacancy needs a title")
        if not self.posting.cities and WorkFormat.REMOTE not in self.posting.formats:
            raise RefusedError("vacancy.place", "a vacancy needs a city, or to be remote")
        return self

    def until(self, now: datetime) -> datetime:
        """Till when it stands if it is published now: TERM, or to the end of its deadline's day in Moscow.

        Raises RefusedError where that day is past.
        """
        day = self.posting.deadline
        if day is None:
            return now + TERM
        end = datetime.combine(day + timedelta(days=1), time(), _ZONE)
        if end <= now:
            raise RefusedError("vacancy.deadline", f"the last day to answer, {day}, is past", day=day)
        return min(now + TERM, end)

    def raw(self, number: int, markup: Mapping[str, Any], url: str | None) -> RawPost:
        """The post by which everybody sees it; ``markup`` is its JobPosting, its own address left out."""
        payload = {"kind": Kind.VACANCY.value, "jobposting": dict(markup), **self.to_json()}
        del payload["text"]
        return RawPost(SOURCE, str(number), self.text, url=url, payload=payload)

    @classmethod
    def of_raw(cls, raw: RawPost) -> Self:
        """The draft of a post that ``raw`` gave."""
        return cls.from_json({**raw.payload, "text": raw.text})

    def read(self) -> Posting:
        """What it reads as: the form's values with their evidence, the text's flags and signs."""
        values = {"jobposting": {"@type": "JobPosting"}, "form": values_of(self.posting)}
        [found] = read(self.text, (), SOURCE, None, values).postings
        return found
