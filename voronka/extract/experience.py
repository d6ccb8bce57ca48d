"""Years of experience asked for (a vacancy) or had (a candidate); ages, and years of a company or team, are not."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Final

from voronka.extract import experience_words as w
from voronka.extract import history
from voronka.extract.folding import folded, heading, lines_with
from voronka.model import Evidence, Kind

_MAX_SPANS: Final = 300
_MOST_ASKED: Final = 14
_TOTAL_NEAR: Final = 3
_BEFORE_UNIT: Final = 45
_AFTER_UNIT: Final = 24
_BEFORE_THAT: Final = 400
_CLOSING: Final = 200


@dataclass(frozen=True, slots=True)
class _Span:
    years: float
    start: int
    end: int
    labelled: bool
    spoken: bool
    """Whether the words beside it name experience outright."""


def _number(word: str) -> float:
    return float(w.WORDS[word]) if word in w.WORDS else float(word.replace(",", "."))


def _length(match: re.Match[str]) -> float:
    if match["half"]:
        return 0.5
    if match["one"] or match["more"]:
        return 1.0
    if match["inverted"]:
        return _number(match["inverted"])
    if match["low2"]:
        return _number(match["low2"])
    value = _number(match["low"]) + (0.5 if match["and_half"] else 0)
    if not match["unit"].startswith(("мес", "month", "mos")):
        return value
    return round(value / 12, 2)


def _lengths(fold: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Lengths of time, looked for around the words for their units."""
    done = behind = start
    for unit in w.UNIT.finditer(fold, start, end):
        stop = min(end, unit.end() + _AFTER_UNIT)
        for match in w.YEARS.finditer(fold, max(done, behind, unit.start() - _BEFORE_UNIT), stop):
            if match.end() == stop < end:
                break  # cut off
            yield match
            done = match.end()
        behind = unit.end()


def _spans(text: str, fold: str, kind: Kind, start: int, end: int) -> Iterator[_Span]:
    quotes = [m.span() for m in w.QUOTE.finditer(fold, start, end)][:50] if kind is Kind.VACANCY else []
    for match in islice(_lengths(fold, start, end), _MAX_SPANS):
        if any(a <= match.start() < b for a, b in quotes):
            continue
        years = _length(match)
        if years > 45 or (years >= 15 and kind is Kind.VACANCY):
            continue
        line_start = max(fold.rfind("\n", start, match.start()) + 1, start, match.start() - 80)
        line = fold[line_start : match.start()]
        clause = re.split(r"[.!?;]\s|•", line)[-1]
        after = fold[match.end() : min(end, match.end() + 45)]
        labelled = bool(w.LABEL.search(fold[max(start, match.start() - 40) : match.start()]))
        near = clause.rsplit(", ", 1)[-1] if kind is Kind.CANDIDATE else clause
        spoken = bool(
            re.search(r"опыт|стаж|experience|op[yi]t", clause + match.group())
            or re.match(r"\s?(?:\w{2,14} )?(?:опыт|стаж|практик|experience|of exp|exp(?!\w))", after.lstrip("'’"))
        )
        if not labelled:
            if w.AGE_BEFORE.search(clause) or w.TEAM.search(_own_part(clause)) or w.OTHERS_AFTER.match(after):
                continue
            throughout = kind is Kind.CANDIDATE and years > 1 and bool(w.ALL_ALONG.search(near))
            throughout = throughout and not (
                "последн" in near and after.startswith(" -")
            )  # "последние 3 года — в банке"
            if (
                not throughout
                and w.OTHERS.search(near[-40:])
                and not re.search(r"у котор\w{2} \Z|опыт[^,]{0,40}\Z|стаж (?!вожд)[^,]{0,20}\Z", near)
            ):
                continue
            if years >= 16 and not spoken and not w.IN_TRADE.match(after):
                continue  # somebody's age
            if years >= 16 and w.NAME_BEFORE.search(text[line_start : match.start()]):
                continue
            if match["unit"] and match["unit"].startswith(("мес", "month", "mos")) and not spoken:
                continue
            if match["unit"] == "г" and not spoken:
                continue  # as many grammes
            if kind is Kind.CANDIDATE and w.STUDIES.search(clause):
                continue
            if w.NICE.search(_own_part(clause[-30:])):
                continue
        if w.NICE_AFTER.match(after):
            continue
        yield _Span(years, match.start(), match.end(), labelled, spoken or labelled)


def _own_part(clause: str) -> str:
    """What is said of the years themselves: "знание 1С будет плюсом, опыт от" says it after the comma."""
    last = clause.rsplit(", ", 1)[-1]
    return last if "опыт" in last or "стаж" in last else clause


def _wanted(fold: str, span: _Span, start: int, end: int) -> bool:
    """Whether a vacancy asks for these years: "от N лет", or under the heading of its demands."""
    line_start = max(fold.rfind("\n", start, span.start) + 1, start, span.start - 80)
    before = fold[line_start : span.start]
    if span.spoken or re.search(
        r"(?<!\w)(?:от|не (?:менее|меньше)|минимум|более|свыше|больше|хотя бы|нужн[аыо]|at least|over"
        r"|minimum(?: of)?|min)\s\Z",
        before,
    ):
        return True
    if w.ADDRESSED.search(before):
        return True  # "вы 3 года в маркетинге", "за плечами год-два"
    if fold.startswith("от ", span.start) and before.rstrip().endswith((",", "•", "-", ":", "(")):
        return True  # "Klaviyo обязательно, от года"
    after = fold[span.end : min(end, span.end + 25)]
    if "+" in fold[span.start : span.end] or after.startswith(("+", " minimum", " минимум")):
        return True
    if re.match(r"\s(?:в|на|of|in|как)\s", after) and re.search(r"(?:^|[.!?•:]\s)[^\w]*\Z", before):
        return (
            True  # a sentence of its own: "Пять лет в мобильной аналитике", or after a label: "Кто: 2 года в финтехе"
        )
    if (
        "-" in fold[span.start : span.end]
        and (not before.strip(" •*·-") or w.LEVEL.fullmatch(before))
        and re.match(r"\s*(?:$|[\n,•|·])", after)
    ):
        return True  # a card's "1–3 года"
    if not before.strip(" -•*·+") and w.WANTED_HEADING.search(fold[max(start, line_start - 40) : line_start]):
        return True
    if w.OR_LONGER.match(after):
        return True
    section = fold[max(start, line_start - 260) : span.start]
    for about in w.ABOUT_US.finditer(section):
        section = section[about.end() :] if about.end() > len(section) - 120 else section
    return bool(w.ASKED.search(section) and w.ASKED_AFTER.match(after))


def _candidate(fold: str, spans: list[_Span]) -> tuple[float, _Span] | None:
    """All a person has: what is called experience outright, else the first; parts told one by one are added up."""
    best = next((s for s in spans if s.labelled), None) or next((s for s in spans if s.spoken), None)
    if best is None and (jobs := _listed(fold, spans)):
        total = sum(span.years for span in jobs)
        return total, _Span(total, jobs[0].start, jobs[-1].end, labelled=True, spoken=True)
    first = best or spans[0]
    total, last = first.years, first
    for span in spans[spans.index(first) + 1 :]:
        if (
            not best
            and not w.PART_OF.search(fold, first.end, span.start)
            and span.start - first.end < _BEFORE_THAT
            and w.BEFORE_THAT.search(fold, span.start - 24, span.start)
        ):
            return total + span.years, _Span(total + span.years, first.start, span.end, labelled=False, spoken=False)
    for span in spans[spans.index(first) + 1 :]:
        between = fold[last.end : span.start]
        if first.labelled and "\n" in between:
            break
        if len(between) > 90 or "\n\n" in between or w.PART_OF.search(between) or span.years >= 16:
            break
        if not re.search(r",|\n|потом|затем|\+|(?<!\w)и(?!\w)", between) or (
            not between.endswith(("+ ", "потом ", "затем ", "до этого ", "еще "))
            and not re.match(
                r"\)|\s(?:в|на|за|как|был|работ|руковод|[а-я]{2,12}(?:ом|ем|ой|ым)(?!\w))",
                fold[span.end : span.end + 16],
            )
        ):
            break
        total, last = total + span.years, span
    if last is first:
        return total, first
    return total, _Span(total, first.start, last.end, labelled=False, spoken=False)


def _listed(fold: str, spans: list[_Span]) -> list[_Span]:
    """The jobs of a list that is headed as such, each in a line of its own with its length; fewer than two are none."""
    found: list[_Span] = []
    for span in spans:
        line = fold.rfind("\n", 0, span.start)
        if found:
            if fold.count("\n", found[-1].end, span.start) != 1:
                break
        elif not w.JOBS_HEADING.search(fold, max(0, line - 40), line + 1):
            continue
        found.append(span)
    return found if len(found) > 1 else []


def _none(fold: str, start: int, end: int) -> re.Match[str] | None:
    for begin, stop in lines_with(fold, w.EXPERIENCE, start, end):
        for match in w.NONE.finditer(fold, begin, stop):
            refused = w.NONE_NOT.search(fold, max(start, match.start() - 16), min(end, match.end() + 60))
            if not (refused and refused.start() <= match.end()):
                return match
    return None


def _whole(years: float, fold: str, span: _Span) -> float:
    """Years and months are whole years; months alone are a part of one."""
    return float(int(years)) if years >= 1 and w.PLUS_MONTHS.match(fold, span.end) else years


def _bare(fold: str, start: int, end: int) -> _Span | None:
    """Years after a label without a word for years."""
    lines = lines_with(fold, w.EXPERIENCE, start, end)
    match = next((found for begin, stop in lines if (found := w.BARE.search(fold, begin, stop))), None)
    years = _number(match["low"]) if match else 0
    return _Span(years, *match.span(), labelled=True, spoken=True) if match and 0 < years <= _MOST_ASKED else None


def _asked(fold: str, spans: list[_Span], start: int, end: int) -> tuple[float, _Span] | None:
    wanted = [s for s in spans if _wanted(fold, s, start, end)]
    bare = _bare(fold, start, end)
    best = next((s for s in wanted if s.labelled), bare or (wanted[0] if wanted else None))
    return (best.years, best) if best else None


def _had(fold: str, spans: list[_Span], start: int, end: int, today: date | None) -> tuple[float, _Span] | None:
    """What a person says of all their years; else the years of their dated jobs together."""
    told = _candidate(fold, spans) if spans else None
    dated = history.years(fold, start, end, today)
    if dated and not (told and told[1].spoken and told[1].start < dated[1] + _TOTAL_NEAR):
        years, first, last = dated
        return float(years), _Span(years, first, last, labelled=True, spoken=True)
    return told


def _outweighs(span: _Span, none: re.Match[str]) -> bool:
    """Whether years asked for count although "без опыта" stands before them.

    "Опыт в недвижимости не обязателен, опыт продаж от года": of the trade they ask for years after all.
    """
    return span.labelled or (span.spoken and " в " in (none["of"] or ""))


def find(
    text: str, kind: Kind, start: int = 0, end: int | None = None, today: date | None = None
) -> tuple[float, Evidence] | None:
    """Least years of experience told in ``text[start:end]``, 0 for "без опыта", with where; None where not told.

    ``today`` is the day of the post, till which a job "по настоящее время" lasts.
    """
    end = len(text) if end is None else end
    fold = folded(text)
    spans = list(_spans(text, fold, kind, start, end))
    none = _none(fold, start, end)
    candidate = kind is Kind.CANDIDATE
    answer = _had(fold, spans, start, end, today) if candidate else _asked(fold, spans, start, end)
    if none and (answer is None or (none.start() < answer[1].start and not _outweighs(answer[1], none))):
        return 0.0, Evidence("experience.none", none.start(), none.end(), text[none.start() : none.end()])
    if answer:
        years, span = answer
        return _whole(years, fold, span), Evidence(
            "experience.years", span.start, span.end, text[span.start : span.end]
        )
    top = heading(text, kind, start)
    above = _none(fold, *top) if top else None
    if above is None and kind is Kind.DIGEST and (last := w.CLOSING.search(fold, max(end, len(fold) - _CLOSING))):
        above = _none(fold, *last.span())
    return (0.0, Evidence("experience.none", *above.span(), text[above.start() : above.end()])) if above else None
