"""Where the work is done: from home, in an office, by turns, on the road."""

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Final

from voronka.extract import history
from voronka.extract import lazy as re
from voronka.extract import work_format_words as w
from voronka.extract.folding import folded, has, heading, lines_with
from voronka.model import Evidence, Kind, WorkFormat

R, O, H, F = WorkFormat.REMOTE, WorkFormat.OFFICE, WorkFormat.HYBRID, WorkFormat.FIELD  # noqa: E741 (read as a table)

_END: Final = re.compile(r"[\n;]|\.\s")
_STOP: Final = re.compile(r"[\n;]|[.!?](?:\s|$)")
_MAX_SENTENCES: Final = 60
_TURNING: Final = ("офис", "удален", "дома", "коворкинг", "ofis", "site", "office", "остальн")
_OFFICES: Final = re.compile(r"(?<!\w)офис(?:ы|ов|ные|ная)?(?!\w)")
# A digest's last words, which hold for each of its lines: "Все четыре удалённые."
_CLOSING: Final = re.compile(r"(?<=\n)[^\w\n]{0,4}(?:все|везде|всюду) [^\n]{1,60}")
_TAIL: Final = 300
_Span = tuple[int, int]


def _negated(fold: str, start: int, end: int, stop: int) -> bool:
    before = fold[max(0, start - 90) : start]
    if w.NEGATED_BEFORE.search(before[-40:]) or w.NEGATED_AFTER.match(fold, end, stop):
        return True
    if "не" not in before and "исключ" not in before:
        return False
    too = w.TOO.match(fold, end, stop) is not None and w.NOR.search(before[-60:]) is not None
    return too or bool(w.AS_WELL.search(before[-60:]) or w.NOT_OFFERED.search(before))


def _remote(fold: str, start: int, end: int) -> Iterator[_Span]:
    homes = (m for a, b in lines_with(fold, w.AT_HOME, start, end) for m in w.HOME.finditer(fold, a, b))
    for match in chain(w.REMOTE.finditer(fold, start, end), homes):
        if (
            not _negated(fold, *match.span(), end)
            and not w.REMOTE_NOT.match(fold, match.start(), end)
            and not w.REMOTE_HAD.search(fold, max(start, match.start() - 40), match.start())
        ):
            yield match.span()


def _office(fold: str, start: int, end: int) -> Iterator[_Span]:
    for match in w.OFFICE.finditer(fold, start, end):
        at, stop = match.span()
        if (
            not w.OFFICE_NOT.match(fold, at, end)
            and not w.OFFICE_NOT_BEFORE.search(fold[max(start, at - 30) : at])
            and not _negated(fold, at, stop, end)
        ):
            yield at, stop


def _sentences(fold: str, start: int, end: int, anchors: Sequence[str]) -> list[_Span]:
    """The sentences in which one of the words stands; at most _MAX_SENTENCES."""
    found: list[_Span] = []
    for word in anchors:
        at = fold.find(word, start, end)
        while at >= 0 and len(found) < _MAX_SENTENCES:
            if not any(a <= at < b for a, b in found[-3:]):
                begin = start
                for stop in _STOP.finditer(fold, max(start, at - 120), at):
                    begin = stop.end()
                after = _STOP.search(fold, at, min(end, at + 140))
                found.append((max(begin, at - 120), after.start() if after else min(end, at + 140)))
            at = fold.find(word, at + 1, end)
    return sorted(set(found))


def _hybrid(fold: str, start: int, end: int, part: str) -> Iterator[_Span]:
    """Words for a hybrid, and turns of office and home told in one sentence."""
    if has(part, _TURNING):
        for begin, stop in _sentences(fold, start, end, _TURNING):
            match = w.BY_TURNS.search(fold, begin, stop)
            # "первые две недели в офисе, потом удалёнка": one after the other
            off = match is None or w.NO_TURN.search(fold, match.start(), min(stop, match.end() + 20))
            if match and not off and not w.THEN.search(match.group()):
                yield match.span()
    if "гибрид" in part or "hybrid" in part or "gibrid" in part or "частичн" in part or "офис" in part:
        for match in w.HYBRID.finditer(fold, start, end):
            if not _negated(fold, *match.span(), end) and not w.HYBRID_NOT.match(fold, match.start(), end):
                yield match.span()


def _mentions(fold: str, start: int, end: int) -> Iterator[tuple[WorkFormat, int, int]]:
    """Every format said and not denied: by turns before its parts, the office only where it is a place of work."""
    part = fold[start:end]
    inside: list[_Span] = []
    for at, stop in _hybrid(fold, start, end, part):
        if len(inside) < 100:
            inside.append((at, _clause_end(fold, stop, end)))
        yield H, at, stop
    for value, hints, find in ((R, w.REMOTE_HINTS, _remote), (O, w.OFFICE_HINTS, _office)):
        if has(part, hints):
            for at, stop in find(fold, start, end):
                if not any(a <= at < b and not _told_apart(fold, a, at) for a, b in inside):
                    yield value, at, stop
    if has(part, w.FIELD_HINTS):
        for match in w.FIELD.finditer(fold, start, end):
            if not w.FIELD_NOT.search(fold, max(start, match.start() - 18), min(end, match.end() + 6)):
                yield F, *match.span()


def _clause_end(fold: str, at: int, end: int) -> int:
    """Where what is told about a hybrid ends: its days in the office and at home are parts of it."""
    stop = _END.search(fold, at, min(end, at + 120))
    return stop.start() if stop else min(end, at + 120)


def _told_apart(fold: str, hybrid: int, at: int) -> bool:
    """Whether "или" or a stroke stands right before: "гибрид или офис" offers both."""
    between = fold[max(hybrid, at - 30) : at]
    if re.fullmatch(r"(?:гибрид\w{0,4}|hybrid)(?: формат| график)?, ?(?:полностью |можно )?", between):
        return True  # an item of a list: "офис, гибрид, удалённо"
    return bool(re.search(r"(?:\bили\b|\bлибо\b|\bor\b|/|\|)[^,;.\d]{0,14}\Z", between))


def _read(text: str, fold: str, start: int, end: int) -> dict[WorkFormat, Evidence]:
    found: dict[WorkFormat, Evidence] = {}
    for value, at, stop in _mentions(fold, start, end):
        found.setdefault(value, Evidence(f"work_format.{value}", at, stop, text[at:stop]))
    return found


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[tuple[WorkFormat, ...], tuple[Evidence, ...]]:
    """The formats told in ``text[start:end]`` with the words each was read from; both empty where none is told.

    A labelled line ("Формат работы: удалённо") settles it; else everything said and not denied counts.
    """
    end = len(text) if end is None else end
    fold = folded(text)
    found: dict[WorkFormat, Evidence] = {}
    told = end
    if kind is Kind.CANDIDATE:  # how somebody worked before is not what they seek
        end = jobs if (jobs := history.begin(fold, start, end)) is not None else end
    for label in w.LABEL.finditer(fold, start, told):
        # From the label's mark on: what opens a value opens a clause.
        found = _read(text, fold, max(start, label.start("value") - 2), label.end("value"))
        if found:
            field = _read(text, fold, start, end).get(F) if label.end() <= end else None
            found |= {F: field} if field else {}
            break
    found = found or _read(text, fold, start, end)
    if not found and end < told:
        for span in history.wishes(fold, end, told):
            found |= _read(text, fold, *span)
    if F not in found and kind is Kind.CANDIDATE and (road := _ready_to_travel(text, fold, end, told)):
        found[F] = road
    if H in found and O in found and not _offers_office(fold, kind, found[O], start, end):
        del found[O]
    if found.keys() == {R, O} and _is_wholly_remote(fold, found[R], found[O]):
        del found[O]
    if found.keys() == {R, O} and _is_amenity(fold, found[R], found[O], start, end):
        del found[O]
    if not found and kind is not Kind.CANDIDATE:
        found = _metro(text, fold, start, end)
    top = heading(text, kind, start)
    if not found and top:
        found = _read(text, fold, *top)
        if not found and (match := _OFFICES.search(fold, *top)):
            found = {O: Evidence("work_format.office", *match.span(), text[match.start() : match.end()])}
    if not found and kind is Kind.DIGEST and (last := _CLOSING.search(fold, max(end, len(fold) - _TAIL))):
        found = _read(text, fold, *last.span())
    order = [f for f in WorkFormat if f in found]
    return tuple(order), tuple(found[f] for f in order)


def _is_wholly_remote(fold: str, remote: Evidence, office: Evidence) -> bool:
    """Whether the work is said to be remote and nothing else; the office is then others'."""
    if remote.start is None or office.start is None:
        return False
    before = fold[max(0, remote.start - 24) : remote.start]
    return (
        re.search(r"(?:полностью|100 ?%|на 100|целиком|строго|только)[\s-]{1,2}\Z", before) is not None
        and not re.search(r"или|либо|/", before)
        and not re.search(r"или|либо|можно|возмож|жела|по желанию", fold[max(0, office.start - 40) : office.start])
    )


def _ready_to_travel(text: str, fold: str, start: int, end: int) -> Evidence | None:
    """What a résumé says of its owner after the jobs: "О себе: готов к разъездной работе"."""
    for line in w.ABOUT_ONESELF.finditer(fold, start, end) if has(fold[start:end], w.FIELD_HINTS) else ():
        for match in w.FIELD.finditer(fold, *line.span()):
            at, stop = match.span()
            if w.READY.search(fold, max(start, at - 40), at) and not w.FIELD_NOT.search(
                fold, max(start, at - 18), stop
            ):
                return Evidence("work_format.field", at, stop, text[at:stop])
    return None


def _offers_office(fold: str, kind: Kind, office: Evidence, start: int, end: int) -> bool:
    """Beside a hybrid the office counts only where it is offered as another way ("офис или гибрид")."""
    assert office.start is not None
    assert office.end is not None
    around = fold[max(start, office.start - 60) : min(end, office.end + 60)]
    return bool(_BOTH.search(around) or (kind is Kind.CANDIDATE and _CONSIDERED.search(around)))


# "Рассматриваю офис в Перми, гибрид": of a vacancy it is one office and one hybrid, of a person two ways.
_CONSIDERED: Final = re.compile(
    r"(?:рассм[ао]трива\w{1,3}|готов\w?) (?:\w{1,8} )?офис\w?[^.;\n]{0,30}(?:, | и | или )гибрид"
)
_PLACE: Final = r"(?:офис\w?|office|на месте работодателя)(?: ?\([^()\n]{1,20}\))?"
_GAP: Final = (
    r"\s?(?:,?\s?или|либо|or|/|,)\s?(?:возможен |возможно |можно )?"
    r"(?:в |на )?(?:(?:удаленно|remote)\s?(?:или|либо|or|/|,)\s?)?"
)
_LATER: Final = r"(?:гибрид\w{0,4}|hybrid)(?: (?:формат|график)\w{0,2})?,? (?:после|через|по итогам|по окончании)"
_BOTH: Final = re.compile(rf"{_PLACE}{_GAP}(?:гибрид|hybrid)|{_LATER}|(?:гибрид\w{{0,4}}|hybrid){_GAP}{_PLACE}")


def _is_amenity(fold: str, remote: Evidence, office: Evidence, start: int, end: int) -> bool:
    """Beside remote work an office in the list of comforts, or one that need not be visited, is no second way."""
    assert office.start is not None
    assert office.end is not None
    assert remote.start is not None
    assert remote.end is not None
    before = fold[max(start, office.start - 25) : office.start]
    if re.search(
        r"(?:комфортн|современн|уютн|просторн|стильн|красив|светл|кофе|фрукт|печень|вкусняш)\w{0,3} (?:\w{2,14} )?\Z",
        before,
    ):
        return True
    first, second = sorted(((remote.start, remote.end), (office.start, office.end)))
    between = fold[first[1] : second[0]]
    if len(between) < 40 and w.ALTERNATIVE.search(between):
        return False
    begin = start
    for stop in _STOP.finditer(fold, max(start, office.start - 60), office.start):
        begin = stop.end()
    after = _STOP.search(fold, office.end, min(end, office.end + 60))
    sentence = fold[max(begin, office.start - 60, start) : after.start() if after else min(end, office.end + 60)]
    return bool(w.OPTIONAL.search(sentence) or re.search(r"наш\w{0,3} (?:\w{2,14} )?\Z", before))


def _metro(text: str, fold: str, start: int, end: int) -> dict[WorkFormat, Evidence]:
    """A metro station to come to; who serves in a shop or a café comes as well, but that says nothing of the format."""
    for match in w.METRO.finditer(fold, start, end):
        if text[match.start("name")].isupper():
            if w.SHOP.search(fold, start, end) and not w.DESK.search(fold, start, end):
                return {}
            return {O: Evidence("work_format.metro", match.start(), match.end(), text[match.start() : match.end()])}
    return {}
