"""How much and on what terms: full time, part time, by the project, an internship."""

from collections.abc import Iterator
from itertools import islice
from typing import Final

from voronka.extract import employment_words as w
from voronka.extract import history
from voronka.extract import lazy as re
from voronka.extract.folding import folded, has, heading, lines_with
from voronka.model import Employment, Evidence, Kind

_LEAST_FULL_DAY: Final = 7
_LEAST_FULL_WEEK: Final = 35
_LONGEST_DAY: Final = 12
_MAX_LINES: Final = 5

_AT_WORK: Final = re.compile(r"на связи (?:\w{1,12} ){0,2}рабоч\w{2} (?:время|дн)")

_FIVE_TWO: Final = re.compile(r"(?<!\d)[2-6] ?/ ?[1-4](?!\d)")

_TERMS: Final = (
    (w.FULL, w.FULL_HINTS, Employment.FULL),
    (w.PART, w.PART_HINTS, Employment.PART),
    (w.PROJECT, w.PROJECT_HINTS, Employment.PROJECT),
    (w.DEADLINE, ("срок", "сдать за", "сдать через", "сдача"), Employment.PROJECT),
)

_TASK_HINTS: Final = ("нужно", "надо", "требуется", "необходимо", "объем", "снять", "сделать", "написать", "настроить")

_Found = tuple[Employment, int, int]


def _amount(hours: int, *, week: bool) -> Employment | None:
    """What so many hours a day or a week make; None for more than there are."""
    if hours > (60 if week else 16):
        return None
    least = _LEAST_FULL_WEEK if week else _LEAST_FULL_DAY
    return Employment.FULL if hours >= least else Employment.PART


def _hours(fold: str, start: int, end: int) -> Iterator[_Found]:
    for begin, stop in lines_with(fold, w.HOUR, start, end):
        yield from _hours_of(fold, begin, stop)


def _hours_of(fold: str, start: int, end: int) -> Iterator[_Found]:
    for match in w.HOURS.finditer(fold, start, end):
        before = fold[max(start, match.start() - 24) : match.start()]
        if before.endswith("по ") and not re.search("работ|занят|трудит|нагрузк|смен", before):
            continue  # "слушать по 4 часа в день" is a task
        value = _amount(int(match["high"]), week=match["unit"].startswith(("нед", "week")))
        if value:
            yield value, *match.span()
    for match in w.HOURS_AFTER.finditer(fold, start, end):
        if match["days"]:
            yield Employment.PART, *match.span()
            continue
        number = next(
            match[g] for g in ("ahigh", "few", "about", "count", "shift", "day", "long", "eight", "load") if match[g]
        )
        hours = w.EIGHT.get(number) or int(number)
        week = match["unit"] == "неделю" or bool(match["week"]) or bool(match["load"] and hours > _LONGEST_DAY)
        value = _amount(hours, week=week) if hours else None
        if value:
            yield value, *match.span()


def _spans(fold: str, start: int, end: int) -> Iterator[tuple[int, int, float, float, bool]]:
    """Offsets of hours of the clock with the two hours, and whether the words say that they are such."""
    for match in w.SPAN.finditer(fold, start, end):
        since = w.SINCE.search(fold, max(start, match.start() - 5), match.start())
        if since is None and match.start() > start and fold[match.start() - 1] in "0123456789.,:":
            continue
        begin = int(match["from"]) + int(match["fm"] or 0) / 60
        finish = int(match["to"]) + int(match["tm"] or 0) / 60
        worded = since is not None or "до" in match.group() or bool(match["fm"] or match["tm"])
        worded = worded or w.CLOCK_AFTER.match(fold, match.end(), end) is not None
        day = int(match["from"]) in range(6, 13) and int(match["to"]) in range(14, 24)
        yield (since or match).start(), match.end(), begin, finish, worded or day
    if "с " in fold:
        for match in w.SPAN_SPOKEN.finditer(fold, start, end):
            begin, finish = w.CLOCK_WORDS[match["since"]], w.CLOCK_WORDS[match["until"]]
            yield *match.span(), begin, finish + (12 if finish <= begin else 0), True  # "с девяти до шести"


def _shifts(fold: str, start: int, end: int) -> Iterator[_Found]:
    """Hours of work beside the days or the word for a schedule: seven and more make a full day."""
    for at, stop, begin, finish, plain in _spans(fold, start, end):
        line_start = fold.rfind("\n", max(start, at - 60), at) + 1 or max(start, at - 60)
        before = fold[line_start:at]
        after = fold[stop : min(end, stop + 25)].split("\n", 1)[0]
        days = w.SCHEDULE.search(before) or w.SCHEDULE.search(after)
        if not days and not before.strip(" -•*·✔✅⏰🕘🕙"):  # a line of nothing but hours goes with the line above
            days = w.SCHEDULE.search(fold, max(start, line_start - 60), line_start)
        by_itself = plain and w.ALONE_BEFORE.search(before) and w.ALONE_AFTER.match(fold, stop, end)
        if not (days or by_itself) or not (plain or re.search(r"\d ?/ ?\d|смен\w{0,2}[ :(]{0,3}\Z", before)):
            continue
        length = (finish - begin) % 24 or 24
        casual = w.CASUAL.search(re.split(r"[•;|]|\.\s", before[-34:])[-1])
        all_day = casual and casual.group() == "созвон" and length >= _LEAST_FULL_DAY and _FIVE_TWO.search(before)
        if casual and not all_day and not _AT_WORK.search(before):
            continue
        if 2 <= length <= 16 or length == 24:
            yield Employment.FULL if length >= _LEAST_FULL_DAY else Employment.PART, at, stop


def _mentions(fold: str, kind: Kind, start: int, end: int) -> Iterator[_Found]:
    part = fold[start:end]
    for pattern, hints, value in _TERMS:
        if not has(part, hints):
            continue
        for match in pattern.finditer(fold, start, end):
            if w.DENIED.search(fold[max(start, match.start() - 18) : match.start()]):
                continue
            if w.DENIED_AFTER.match(fold, match.end(), end):
                continue
            if value is Employment.PROJECT and w.PROJECT_NOT.match(fold, match.start(), end):
                continue
            before = fold[max(start, match.start() - 110) : match.start()]
            if value is Employment.PROJECT and w.PAID_ONCE.search(before):
                continue
            if "штат" in match.group() and w.TO_STAFF_LATER.search(before):
                continue
            if value is Employment.FULL and w.FULL_LATER.search(before):
                continue
            if pattern is w.DEADLINE and (kind is Kind.CANDIDATE or w.TEST_TASK.search(before)):
                continue
            if value is Employment.PART and kind is not Kind.CANDIDATE and w.SOMEBODY_ELSE.search(before):
                continue
            yield value, *match.span()
    if kind is Kind.CANDIDATE and has(part, w.CANDIDATE_HINTS):
        for match in w.CANDIDATE_PROJECT.finditer(fold, start, end):
            yield Employment.PROJECT, *match.span()
    elif has(part, _TASK_HINTS):
        for match in w.A_TASK.finditer(fold, start, end):
            yield Employment.PROJECT, *match.span()
    hours = list(_hours(fold, start, end))
    yield from hours
    if all(value is not Employment.PART for value, _, _ in hours):  # "4 часа в день, в любое время с 9 до 17"
        yield from _shifts(fold, start, end)
    if has(part, ("стаж", "intern", "практикант", "trainee")):
        yield from _internships(fold, kind, start, end)


def _stated(fold: str, found: list[_Found], start: int, end: int) -> list[_Found]:
    """Where a line of a form states the terms, words further down tell of others; what they offer besides counts."""
    if len({value for value, _, _ in found}) < 2:
        return found
    lines = [match.span() for match in islice(w.STATED.finditer(fold, start, end), _MAX_LINES)]
    stated = {value for value, at, _ in found if any(a <= at < b for a, b in lines)}
    if not stated - {Employment.INTERNSHIP}:  # an internship has hours as well
        return found
    return [
        (value, at, stop)
        for value, at, stop in found
        if value is Employment.INTERNSHIP
        or any(a <= at < b for a, b in lines)
        or w.OFFERED.search(fold, max(start, at - 50), at)
    ]


def _internships(fold: str, kind: Kind, start: int, end: int) -> Iterator[_Found]:
    head = min(end, max(fold.find("\n", start + 1, end), start + 120))
    # "Подборка стажёров и джунов" says nothing of a single line
    people = () if kind is Kind.DIGEST and start == 0 else w.INTERN.finditer(fold, start, head)
    for match in people:
        if w.NO_INTERNSHIP.search(fold, match.start(), min(end, match.end() + 40)):
            continue
        if not w.INTERN_NOT.search(fold, max(start, match.start() - 20), min(end, match.end() + 20)):
            yield Employment.INTERNSHIP, *match.span()
    for match in w.INTERNSHIP.finditer(fold, start, end):
        if kind is Kind.CANDIDATE and match["told"]:
            continue  # what somebody had: "стажировка в агентстве"
        if w.NO_INTERNSHIP.search(fold, match.start(), min(end, match.end() + 40)):
            continue
        if not w.INTERN_NOT.search(fold, max(start, match.start() - 20), min(end, match.end() + 20)):
            yield Employment.INTERNSHIP, *match.span()


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None
) -> tuple[tuple[Employment, ...], tuple[Evidence, ...]]:
    """The kinds of employment told in ``text[start:end]``, in the model's order, with the words each was read from."""
    end = len(text) if end is None else end
    fold = folded(text)
    found: dict[Employment, Evidence] = {}
    ranges = [(start, end)]
    if kind is Kind.CANDIDATE and (jobs := history.begin(fold, start, end)) is not None:
        ranges = [(start, jobs), *(m.span() for m in islice(w.TERMS.finditer(fold, jobs, end), _MAX_LINES))]
        ranges += history.wishes(fold, jobs, end)
    for a, b in ranges:
        for value, at, stop in _stated(fold, list(_mentions(fold, kind, a, b)), a, b):
            found.setdefault(value, Evidence(f"employment.{value}", at, stop, text[at:stop]))
    top = heading(text, kind, start)
    if top:
        for pattern, value in ((w.ORDERS, Employment.PROJECT), (w.HEADED, Employment.INTERNSHIP)):
            match = pattern.search(fold, *top)
            if (
                value is Employment.PROJECT
                and w.MONTHLY.search(fold, start, end)
                and not w.LATER.search(fold, start, end)
            ):
                continue
            if match and not found:
                found[value] = Evidence(f"employment.{value}", *match.span(), text[match.start() : match.end()])
    order = [e for e in Employment if e in found]
    return tuple(order), tuple(found[e] for e in order)
