"""Where the work is: cities named as the posting's place, not those of trips, clients, time zones or a person's past.

Each name is found by the gazetteer; the words beside it say how much it counts. Where some cities are named as a place
outright (a label, a line of their own, "офис в …") the ones mentioned in passing are left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from voronka.extract import history
from voronka.extract import lazy as re
from voronka.extract import place_words as w
from voronka.extract.folding import folded, heading
from voronka.extract.gazetteer import CityMention, mentions
from voronka.model import Evidence, Kind

_MAX_MENTIONS: Final = 200
_HEAD_LINES: Final = 12
_MAX_LINES: Final = 5
_LONGEST_ADDRESS: Final = 200
_EXAMINED: Final = 400
_LONGEST_HEADING: Final = 40
_MAX_ABOVE: Final = 30
_GREAT: Final = re.compile(r"(?<!\w)больш(?:ой|ом|ого) \Z")
_SHORT_LINE: Final = 90
"""Characters of a line that names a place rather than tells of it."""


@dataclass(frozen=True, slots=True)
class _Place:
    mention: CityMention
    strength: int


def find(text: str, kind: Kind, start: int = 0, end: int | None = None) -> tuple[tuple[str, ...], tuple[Evidence, ...]]:
    """The cities of the posting told in ``text[start:end]``, nominative, in order, and where each was read first."""
    end = len(text) if end is None else end
    fold = folded(text)
    if kind is Kind.DIGEST and start > 0:
        end = _without_heading(fold, start, end)
    told = end
    if kind is Kind.CANDIDATE:  # where somebody worked before is not where they are
        jobs = w.HISTORY.search(fold, start, end)
        end = jobs.start() if jobs else end
    places = _places(text, fold, start, end)
    for line in islice(w.RESIDENCE.finditer(fold, end, told), _MAX_LINES):
        places += _places(text, fold, *line.span())
    if end < told:
        for span in history.wishes(fold, end, told):
            places += _places(text, fold, *span)
    if kind is Kind.CANDIDATE and w.LEAVING.search(fold, start, end):
        target = [p for p in places if w.MOVING.search(fold[max(start, p.mention.start - 40) : p.mention.start])]
        if target and not w.OPEN_TO_MOVE.search(fold, start, end):
            places = target
    else:
        places = _settled(fold, places, start, end)
    best = max((p.strength for p in places), default=0)
    chosen = [p for p in places if p.strength >= min(best, 2)]
    found: dict[str, Evidence] = {}
    named = {place.mention.city.name for place in chosen}
    for place in chosen:
        m = place.mention
        if w.PART_OF.get(m.city.name) in named:
            continue
        found.setdefault(m.city.name, Evidence("place.city", m.start, m.end, text[m.start : m.end]))
    if not found or best < 2:
        for match in islice(w.OF_CITY.finditer(fold, start, end), _MAX_LINES):
            name = w.BY_ADJECTIVE[match["stem"]]
            if best < 2:
                found, best = {}, 2
            found.setdefault(name, Evidence("place.adjective", *match.span(), text[match.start() : match.end()]))
    if not found and (town := w.TOWN.search(text, start, end) or w.OF_REGION.search(text, start, end)):
        span = town.span("name")
        found[town["name"]] = Evidence("place.town", *span, text[span[0] : span[1]])
    if not found and kind is Kind.DIGEST and (above := _city_above(fold, start) or _in_heading(fold, kind, start)):
        at, stop = above.start, above.end
        found[above.city.name] = Evidence("place.heading", at, stop, text[at:stop])
    return tuple(found), tuple(found.values())


def _city_line(fold: str, begin: int, stop: int) -> CityMention | None:
    """The city that is all that a line says."""
    if stop - begin > _LONGEST_HEADING or not fold[begin:stop].strip():
        return None
    found = list(islice(mentions(fold, begin, stop), 2))
    if len(found) != 1:
        return None
    around = fold[begin : found[0].start] + fold[found[0].end : stop]
    return None if re.search(r"\w", re.sub(r"(?<!\w)(?:г|город)(?!\w)", "", around)) else found[0]


def _in_heading(fold: str, kind: Kind, start: int) -> CityMention | None:
    """The one city in which all jobs of a list are, as its heading says: "Вакансии в Перми"."""
    top = heading(fold, kind, start)
    found = list(islice(mentions(fold, *top), 2)) if top else []
    if len(found) != 1 or not w.PREPOSITION.search(fold, 0, found[0].start):
        return None
    return found[0]


def _without_heading(fold: str, start: int, end: int) -> int:
    """The end of a digest's line without the heading of the next city, which stands after an empty line."""
    stop = start + len(fold[start:end].rstrip())
    begin = fold.rfind("\n", start, stop) + 1
    headed = (
        begin > start + 1 and not fold[max(start, begin - 2) : begin].strip(" \n") and "\n\n" in fold[begin - 2 : begin]
    )
    return begin if headed and _city_line(fold, begin, stop) else end


def _city_above(fold: str, start: int) -> CityMention | None:
    """The nearest line above a digest's line that is nothing but a city: it holds for the lines below it."""
    stop = start
    for _ in range(_MAX_ABOVE):
        if stop <= 0:
            return None
        begin = fold.rfind("\n", 0, max(stop - 1, 0)) + 1
        if (begin == 0 or fold[begin - 2 : begin] == "\n\n") and (city := _city_line(fold, begin, stop)):
            return city
        stop = begin - 1
    return None


def _places(text: str, fold: str, start: int, end: int) -> list[_Place]:
    found = list(islice(mentions(fold, start, end), _MAX_MENTIONS))
    if not found:
        return []
    quotes = [m.span() for m in w.QUOTED.finditer(fold, start, end)]
    head = _head_end(fold, start, end)
    places: list[_Place] = []
    previous: _Place | None = None
    quote_at = 0
    for mention in found:
        quote_at = _advance(quotes, quote_at, mention.start)
        if _inside(quotes, quote_at, mention.start) or _in_address(fold, mention.start, start, end):
            continue
        strength = _strength(text, fold, mention, previous, start, end, head)
        place = _Place(mention, strength)
        previous = place
        if strength > 0:
            places.append(place)
    return places


def _settled(fold: str, places: list[_Place], start: int, end: int) -> list[_Place]:
    """Where the head says the place, the text below tells of other things: what it does not offer falls away."""
    head = _head_end(fold, start, end)
    settled = [p for p in places if p.strength >= 3 and p.mention.start < head]
    short = [p for p in settled if _line_length(fold, p.mention) <= _SHORT_LINE]
    settled = short or settled
    if not settled:
        return places
    lines = {fold.rfind("\n", 0, p.mention.start) for p in settled}
    return [
        p
        for p in places
        if p in settled
        or fold.rfind("\n", 0, p.mention.start) in lines
        or (p.strength >= 2 and w.OFFERED.search(fold, max(start, p.mention.start - 60), p.mention.start))
    ]


def _line_length(fold: str, mention: CityMention) -> int:
    begin, stop = fold.rfind("\n", 0, mention.start) + 1, fold.find("\n", mention.end)
    return (stop if stop >= 0 else len(fold)) - begin


def _in_address(fold: str, at: int, start: int, end: int) -> bool:
    """Whether a name is a part of a link, a mailbox or a site's name: of a run without white space that holds one."""
    begin, stop = at, at
    while begin > start and at - begin < _LONGEST_ADDRESS and not fold[begin - 1].isspace():
        begin -= 1
    while stop < end and stop - at < _LONGEST_ADDRESS and not fold[stop].isspace():
        stop += 1
    if "." not in (run := fold[begin:stop]) and "@" not in run:
        return False
    return any(m.start() <= at < m.end() for m in w.NO_TEXT.finditer(fold, begin, stop))


def _advance(spans: Sequence[tuple[int, int]], at: int, position: int) -> int:
    while at < len(spans) and spans[at][1] <= position:
        at += 1
    return at


def _inside(spans: Sequence[tuple[int, int]], at: int, position: int) -> bool:
    return at < len(spans) and spans[at][0] <= position


def _head_end(fold: str, start: int, end: int) -> int:
    at = start
    for _ in range(_HEAD_LINES):
        cut = fold.find("\n", at, end)
        if cut < 0:
            return end
        at = cut + 1
    return at


def _strength(
    text: str, fold: str, mention: CityMention, previous: _Place | None, start: int, end: int, head: int
) -> int:
    """0: no place of the posting. 1: named in passing. 2: named as a place. 3: labelled, or alone near the top."""
    before = fold[max(start, mention.start - 90) : mention.start]
    before = _GREAT.sub("", before)
    line = before.rsplit("\n", 1)[-1]
    clause = re.split(r"[.!?;]\s", line)[-1]
    after = fold[mention.end : min(end, mention.end + 40)]
    capital = text[mention.start].isupper()
    tagged = before.endswith(("#", "_"))
    if w.STREET.search(line) or (mention.mark and w.STREET_AFTER.match(after)):
        return 0
    if w.PART_AFTER.match(after) and not w.TOWN_WORD.search(line):
        return 0
    if (
        mention.city.name == "Москва"
        and (w.CLOCK_BEFORE.search(line) or w.CLOCK_AFTER.match(after))
        and not w.HOUSE.search(line)
    ):
        return 0
    if (
        w.CLOCK_LINE.search(clause)
        or w.TO_AFTER_FROM.search(line)
        or (w.FROM_TO.search(line) and re.match(r"\s(?:и\s)?до\s", after))
    ):
        return 0
    listed = previous is not None and w.LIST_GAP.fullmatch(fold, previous.mention.end, mention.start) is not None
    if previous is not None and listed and previous.strength == 0:
        if w.ELSEWHERE.search(clause) or w.COUNTED.search(clause) or w.TEAM_IN.search(clause):
            return 0
    elif (
        not listed
        and w.MORE_AFTER.match(after + fold[mention.end + 40 : mention.end + 80])
        and w.TEAM_IN.search(clause)
    ) or (not listed and w.LIST_AFTER.match(after) and w.COUNTED.search(clause)):
        return 0
    labelled = bool(w.LABEL.search(before) or w.PIN.search(line) or w.TOWN_WORD.search(line))
    prepositional = bool(w.PREPOSITION.search(line))
    alone = bool(w.SEGMENT_BEFORE.search(before if before != line else line) or not before) and bool(
        w.SEGMENT_AFTER.match(after) or mention.end >= end
    )
    inherits = listed and previous is not None and previous.strength > 0
    # a list that somebody typed small goes on small: "ростов-на-дону, таганрог, азов"
    typed = (
        capital or tagged or labelled or (inherits and previous is not None and text[previous.mention.start].islower())
    )
    if not typed and mention.mark == "!" and prepositional:  # who types no capitals at all types none here
        typed = not any(map(str.isupper, text[start : min(end, start + _EXAMINED)]))
    if mention.mark and not typed:
        return 0
    if mention.mark == "?" and not (
        labelled or tagged or inherits or (prepositional and capital) or (alone and capital)
    ):
        return 0
    termed = alone and w.TERMS_AFTER.match(after) is not None
    housed = w.STREET_NEXT.match(after) is not None
    if mention.city.name in w.FIRST_NAMES and not (labelled or tagged or prepositional or inherits or termed or housed):
        whole_line = line.strip() == "" and re.match(r"\s*(?:\n|$)", after)
        if not whole_line or mention.start > head or re.search(r"контакт|связ|звон|пис|имя", before[-40:]):
            return 0
    if (
        (inherits or (alone and previous is not None and previous.strength > 0 and not labelled))
        and previous is not None
        and w.ADJECTIVE.search(mention.city.name)
        and previous.mention.city.population > mention.city.population
        and not w.TOWN_WORD.search(line)
    ):
        return 0  # "Тюмень, Заречный": a part of the city that is called as a town is
    if w.FOUNDED.search(clause) and w.YEAR.search(clause + after.split("\n", 1)[0]):
        return 1
    if w.TRIPS.search(line) or w.WHENCE.search(clause):
        return 0
    if w.PROJECTS.search(line):
        return 0
    if w.SEAT.search(line) or w.GROUND.search(line) or w.SOME.search(line):
        return 1
    if labelled:
        return 3
    if w.CENTRE.search(line):
        return 2
    if inherits and previous is not None:
        return previous.strength
    own = clause.rsplit(", ", 1)[-1]
    if w.ASIDE.search(own):
        return 1
    if w.ELSEWHERE.search(own) and not w.READY.search(clause):
        return 0 if not alone or "(" in clause[-12:] else 1
    if tagged or (alone and mention.start < head):
        return 3
    if (
        alone
        or w.OWN_PLACE.search(clause)
        or (prepositional and mention.start < start + 150 and "\n" not in fold[start : mention.start].strip())
    ):
        return 2
    return 1
