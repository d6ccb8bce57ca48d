"""A typed search as filters: "таргетолог, Казань или удалённо, до 120к" → role, city, format, pay; the rest is text.

The query is put right (layout, transliteration, typos) and read in an order in which each step sees only what the ones
before it left: experience and pay, level, employment and format, roles, cities.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from voronka.extract import gazetteer, query_words, repair, roles
from voronka.extract.amounts import find_amounts
from voronka.extract.query_words import Row
from voronka.model import Employment, Kind, Seniority, WorkFormat
from voronka.query import MAX_TEXT, Query, Understood

_N: Final = r"(?:\d{1,2}(?:[.,]\d)?|одного|двух|трех|четырех|пяти|шести|семи|десяти|полутора)"
_YEARS: Final = r"(?:х|ти|и)?\s?-?(?:лет|года?|г\.?|years?)(?!\w)"
_NUMBERS: Final = {
    "одного": 1.0, "двух": 2.0, "трех": 3.0, "четырех": 4.0, "пяти": 5.0, "шести": 6.0, "семи": 7.0, "десяти": 10.0,
    "полутора": 1.5,
}  # fmt: skip
_EXPERIENCE_TO: Final = re.compile(
    rf"(?<!\w)(?:(?:с )?опыт\w{{0,2}}(?: работы)?\s?:?\s)?(?:до|не более|максимум)\s(?P<a>{_N}){_YEARS}(?:\sопыта)?"
    rf"|(?<!\w)(?:с )?опыт\w{{0,2}}(?: работы)?\s?:?\s(?:до|не более|максимум)\s(?:(?P<b>{_N})(?!\w)"
    rf"|(?P<year>года)|(?P<half>полугода))"
    rf"|(?<!\w)(?:с )?опыт\w{{0,2}}(?: работы)?\s?:?\s(?:от )?\d{{1,2}}\s?(?:-|до)\s?(?P<c>\d{{1,2}})(?:\s?{_YEARS})?"
    r"|(?<!\w)до\s(?:(?P<year2>года)|(?P<half2>полугода))(?:\sопыта)?(?!\w)"
)
_EXPERIENCE_OTHER: Final = re.compile(
    rf"(?<!\w)(?:с )?опыт\w{{0,2}}(?: работы)?\s(?:от |более |больше |не менее )?{_N}\s?\+?\s?(?:{_YEARS})?"
    rf"|(?<!\w)(?:от |более |больше |не менее |свыше )?{_N}\s?\+?\s?{_YEARS}(?: опыта)?|(?<!\w)(?:опыт )?(?:от"
    rf"|более|больше) года(?!\w)"
)
_PAY_WORD: Final = re.compile(
    r"(?<!\w)(?:з/?п|зп|зарплат\w{1,3}|оклад\w{0,2}|доход\w{0,2}|оплат\w|вилк\w|ставк\w|фикс|salary"
    r"|бюджет\w?)\s?[:=]?\s?\Z"
)
_PAY_TAIL: Final = re.compile(
    r"\s?(?:тыс\w*\.?|т\.?\s?р\.?|руб\w*\.?|р\.?(?!\w)|₽|на руки|net|gross|в месяц|/\s?мес\w*)"
)
_LEFT: Final = re.compile(r"(?:з/?п|зп|зарплат\w{1,3}|оклад\w{0,2}|доход\w{0,2})\s?[:=]?\s?\Z")
_WORD: Final = re.compile(r"[^\W_](?:[\w+#./-]*[^\W_+]|\+\+|#|\+)?|[^\W_]")
_EMPTY: Final = "\x00"


@dataclass(slots=True)
class _Reading:
    """The query being read: its text, where each character was typed, what is taken already, and the finds."""

    typed: str
    query: repair.Repaired
    taken: list[bool]
    words: dict[str, list[str]] = field(default_factory=dict)

    @property
    def free(self) -> str:
        """The text with what is taken blotted out."""
        return "".join(_EMPTY if t else c for c, t in zip(self.query.text, self.taken, strict=True))

    def take(self, name: str, start: int, end: int) -> None:
        self.taken[start:end] = [True] * (end - start)
        if start < end:
            words = self.typed[self.query.origin[start][0] : self.query.origin[end - 1][1]].strip()
            if words and words not in self.words.setdefault(name, []):
                self.words[name].append(words)


def understand(text: str) -> Understood:
    """The filters of a typed query and, as ``query.text``, the words that no filter took, as typed and in order.

    ``taken`` maps a field of Query to the words it was read from. Never raises; at most MAX_TEXT characters are read.
    """
    typed = " ".join("".join(c if c.isprintable() else " " for c in text).split())[:MAX_TEXT]
    query = repair.layout(typed)
    reading = _Reading(typed, query, [False] * len(query.text))
    for mention in roles.mentions(query.text):  # a role's words are its own: they are not put right as a city
        reading.taken[mention.start : mention.end] = [True] * (mention.end - mention.start)
    reading.query, _ = repair.words(query, reading.taken)
    reading.taken = [False] * len(reading.query.text)

    kinds = _closed(reading, "kinds", query_words.KINDS)[:1]
    experience = _experience(reading)
    low, high = _pay(reading)
    seniority = _closed(reading, "seniority", query_words.SENIORITY)[:1]
    held = _held_by_roles(reading)
    employment = _closed(reading, "employment", query_words.EMPLOYMENT, held)
    formats = _closed(reading, "formats", query_words.FORMATS, held)
    codes, leads = _roles(reading)
    if leads and not seniority and not any(code.startswith("head_of_") for code in codes):
        seniority = [Seniority.LEAD]
    cities = _cities(reading)
    return Understood(
        Query(
            text=_rest(reading),
            kinds=tuple(k for k in kinds if isinstance(k, Kind)),
            roles=tuple(codes),
            seniority=tuple(str(s) for s in seniority),
            formats=tuple(str(f) for f in formats if isinstance(f, WorkFormat)),
            employment=tuple(str(e) for e in employment if isinstance(e, Employment)),
            cities=tuple(cities),
            salary_min=low,
            salary_max=high,
            experience_max=experience,
        ),
        {name: " ".join(words) for name, words in reading.words.items()},
    )


def to_expect(understood: Understood) -> dict[str, Any]:
    """``{"expect": {all nine fields}, "text": …}`` of the labelling guide's form for queries."""
    query = understood.query
    years = query.experience_max
    return {
        "expect": {
            "kind": str(query.kinds[0]) if query.kinds else None,
            "roles": list(query.roles),
            "cities": list(query.cities),
            "formats": list(query.formats),
            "seniority": query.seniority[0] if query.seniority else None,
            "salary_min": query.salary_min,
            "salary_max": query.salary_max,
            "employment": list(query.employment),
            "experience_max": int(years) if years is not None and years == int(years) else years,
        },
        "text": query.text,
    }


def _closed(reading: _Reading, name: str, rows: Sequence[Row], held: Sequence[tuple[int, int]] = ()) -> list[object]:
    found: list[tuple[int, object]] = []
    for pattern, value in rows:
        for match in pattern.finditer(reading.free):
            if any(a <= match.start() < b for a, b in held):
                continue
            reading.take(name, *match.span())
            found.append((match.start(), value))
    return list(dict.fromkeys(value for _, value in sorted(found, key=lambda f: f[0])))


def _held_by_roles(reading: _Reading) -> list[tuple[int, int]]:
    """Where names of roles stand: "офис-менеджер" is no office, "менеджер проектов" no employment by the project."""
    return [(m.start, m.end) for m in _mentions(reading) if m.how == "name"]


def _mentions(reading: _Reading) -> list[roles.RoleMention]:
    """Role words of what is left, "или" and commas parting one role from another."""
    found: list[roles.RoleMention] = []
    free = reading.free.replace(_EMPTY, " ")
    at = 0
    for part in re.split(r"(\sили\s|\sor\s|,|;|\|)", free):
        for m in roles.mentions(part):
            found.append(roles.RoleMention(m.code, m.start + at, m.end + at, m.matched, m.how))
        at += len(part)
    return found


def _experience(reading: _Reading) -> float | None:
    none = query_words.NO_EXPERIENCE.search(reading.free)
    if none:
        reading.take("experience_max", *none.span())
        return 0.0
    match = _EXPERIENCE_TO.search(reading.free)
    if not match:
        return None
    reading.take("experience_max", *match.span())
    if match["half"] or match["half2"]:
        return 0.5
    if match["year"] or match["year2"]:
        return 1.0
    number = match["a"] or match["b"] or match["c"]
    return _NUMBERS.get(number) or float(number.replace(",", "."))


def _pay(reading: _Reading) -> tuple[int | None, int | None]:
    """Least and most pay wanted, in roubles a month; a plain figure is the least."""
    others = [m.span() for m in _EXPERIENCE_OTHER.finditer(reading.free)]
    for amount in find_amounts(reading.free):
        if any(a <= amount.number < b for a, b in others) or amount.currency not in (None, "RUB"):
            continue
        before = reading.free[: amount.start]
        named = _PAY_WORD.search(before)
        least = amount.low if amount.low is not None else amount.high or 0.0
        if amount.bare and amount.plain and not named and not (30 <= least < 1000 or 10_000 <= least < 2_000_000):
            continue
        if least < 1 or re.match(r"[\w%]", reading.free[amount.end : amount.end + 1]):
            continue
        low, high = (None if v is None else int(v if v >= 1000 else v * 1000) for v in (amount.low, amount.high))
        if amount.plain:
            high = None
        start = named.start() if named else amount.start
        tail = _PAY_TAIL.match(reading.free, amount.end)
        end = tail.end() if tail else amount.end
        reading.take("salary_min" if low is not None else "salary_max", start, end)
        if low is not None and high is not None:
            reading.words["salary_max"] = list(reading.words["salary_min"])
        return low, high
    return None, None


def _roles(reading: _Reading) -> tuple[list[str], bool]:
    """Codes of the roles meant, and whether a word of one who leads stands beside them."""
    found = _mentions(reading)
    named = [m for m in found if m.how == "name"]
    if any(m.code != "other" for m in named):  # beside a role of ours another trade is what the work is about
        named = [m for m in named if m.code != "other"]
    chosen = named or [m for m in found if m.how == "field"]
    codes: list[str] = []
    leads = False
    for mention in found:
        words = reading.query.text[mention.start : mention.end]
        leads = leads or bool(mention.code != "lead_generation" and query_words.LEADS.search(words))
        if mention in chosen:
            if mention.code not in codes:
                codes.append(mention.code)
            own = query_words.LEFT_OVER_OF_ROLES.search(words)
            start = mention.start + (own.end() if own and own.start() == 0 else 0)
            reading.take("roles", start, mention.end)
        elif mention.how == "generic":
            reading.take("roles", mention.start, mention.end)
    for match in query_words.LEADS.finditer(reading.free):
        leads = True
        reading.take("seniority", *match.span())
    return codes, leads


def _cities(reading: _Reading) -> list[str]:
    found: dict[str, None] = {}
    for mention in gazetteer.mentions(reading.free):
        doubtful = mention.mark == "?" and (mention.city.country != "RU" or mention.city.population < 60_000)
        near = reading.free[max(0, mention.start - 6) : mention.start]
        if doubtful and not re.search(r"(?<!\w)(?:г\.?|город|в|во)\s\Z", near):
            continue
        found.setdefault(mention.city.name)
        reading.take("cities", mention.start, mention.end)
    return list(found)


def _rest(reading: _Reading) -> str:
    """The typed words of which no letter was taken, but for those that only join others."""
    kept: list[str] = []
    last = -1
    keep = [m.span() for m in _EXPERIENCE_OTHER.finditer(reading.free)]
    for match in _WORD.finditer(reading.free):
        start, end = reading.query.origin[match.start()][0], reading.query.origin[match.end() - 1][1]
        whole = any(a <= match.start() < b for a, b in keep)
        if start < last or (match.group() in query_words.JOINING and not whole):
            continue
        kept.append(reading.typed[start:end])
        last = end
    return " ".join(kept)
