"""What is paid: of all sums in a post the one that is the position's pay (or, of a candidate, the wish).

Every sum is weighed by the words beside it (``_weigh``); the best one is the pay, and where the fixed part and the
whole income stand apart they are put together by the guide's rules (``_combine``).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final

from voronka.extract import history
from voronka.extract import salary_words as w
from voronka.extract.amounts import Amount, find_amounts
from voronka.extract.folding import folded, has
from voronka.model import Evidence, Kind, Period, Salary

_THRESHOLD: Final = 2.0
_NEAR: Final = 60
_ENOUGH: Final = 5.0
_MOST_BONUSES: Final = 20
_MOST_WISHES: Final = 5
_PIECES: Final = (Period.PROJECT, Period.DAY, Period.HOUR)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A sum with its weight and with what the words beside it say."""

    amount: Amount
    weight: float
    period: Period | None
    fixed: bool = False
    total: bool = False
    gross: bool | None = None
    plus: bool = False
    trial: bool = False
    regular: bool = False
    """Whether it follows the pay of a trial."""
    headline: bool = False
    """Whether it has a line to itself, as on a board's card."""


@dataclass(frozen=True, slots=True)
class _Beside:
    """The words beside a sum: its clause and its line before it, the rest of its line after it."""

    clause: str
    line: str
    after: str

    @classmethod
    def of(cls, text: str, amount: Amount, start: int, end: int) -> "_Beside":
        line = text[max(start, amount.start - 90) : amount.start].rsplit("\n", 1)[-1]
        clause = line
        for mark in w.CLAUSE.finditer(line):
            clause = line[mark.end() :]
        return cls(clause, line, text[amount.end : min(end, amount.end + 70)].split("\n", 1)[0])


def _last(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def _period(beside: _Beside) -> Period | None:
    before = beside.clause[-45:]
    if w.YEAR_BEFORE.search(before):
        return Period.YEAR
    if w.PIECE_AFTER.match(beside.after) or (w.EACH_IS.search(before) and w.PER_BEFORE.search(before)):
        return Period.PROJECT
    if w.SHIFT_AFTER.match(beside.after):
        return Period.DAY
    if w.HOUR_AFTER.match(beside.after):
        return Period.HOUR
    match = w.PER.match(beside.after) or w.ADVERB.match(beside.after)
    match = match or w.PER_BEFORE.search(before) or w.TIME_BEFORE.search(before)
    if match and match.re is w.PER and w.A_MONTH.match(beside.after, match.end()):
        return Period.MONTH
    if match:
        return next(Period(name) for name, value in match.groupdict().items() if value)
    return Period.PROJECT if w.PIECE_BEFORE.search(beside.clause[-40:]) else None


def _is_purpose(beside: _Beside, amount: Amount, previous: int, kind: Kind) -> tuple[bool, bool]:
    """Whether the words before the sum say that it is pay, and whether they say that it is something else."""
    near = beside.clause[-60:]
    pay = _last(w.PAY, near)
    if w.FOR_SOMETHING_ELSE.search(near):
        return False, True
    position = pay.start() if pay else -1
    if kind is Kind.CANDIDATE:
        wish = _last(w.WISH, near)
        position = max(position, wish.start() if wish else -1)
    if pay and amount.bare and (amount.low or amount.high or 0) < 1000 and not w.BARE_GAP.match(near, pay.end()):
        position = -1
    # What a sum is not for stands in its own part of the sentence; what it is for may stand earlier.
    own = max(near.rfind(", ") + 1, near.rfind("), ") + 1, len(near) - (amount.start - previous), 0)
    other = _last(w.NO_PAY, near[own:])
    no_pay = other.start() + own if other else -1
    told = max(position, pay.end() - 1 if pay and pay.start() == position else -1)
    return position >= 0 and told >= no_pay, no_pay > told


def _weigh(
    text: str, amount: Amount, previous: _Sum | int, kind: Kind, start: int, end: int, quoted: bool
) -> _Sum | None:
    """The sum with its weight; None for a figure that is no money."""
    beside = _Beside.of(text, amount, start, end)
    clause, line, after = beside.clause, beside.line, beside.after
    if amount.bare and w.COUNTED.match(after):
        return None
    least = amount.low if amount.low is not None else amount.high or 0.0
    most = amount.high if amount.high is not None else least
    period = _period(beside)
    before_it = previous if isinstance(previous, int) else previous.amount.end
    is_pay, is_other = _is_purpose(beside, amount, before_it, kind)
    odd = least < 20 or least != int(least) or (1000 <= least < 5000 and period is None and not is_pay)
    if amount.bare and odd:
        return None
    tail, head = re.split(r"\d", after[:32], maxsplit=1)[0], clause[-25:]
    net, gross = w.NET.search(tail), w.GROSS.search(tail)
    if not net and not gross:
        net, gross = w.NET.search(head), w.GROSS.search(head)
    bonus = w.PLUS.match(after)
    plus = bonus is not None and w.NO_BONUS.search(after[: bonus.end() + 25]) is None
    segment = w.SEGMENT.split(clause)[-1]
    leads = not w.LEAD_IN.sub("", line, count=1)
    ends = w.SEGMENT_END.match(after) or (text[amount.end - 1] == "." and after.startswith(" "))
    alone = bool(not w.LEAD_IN.sub("", segment, count=1) and ends)
    headline = alone and leads and w.LINE_TAIL.fullmatch(after) is not None
    near = clause[-40:]
    last_fixed, last_total = _last(w.FIXED, near), _last(w.TOTAL, near)
    fixed_at, total_at = (m.start() if m else -1 for m in (last_fixed, last_total))
    fixed = fixed_at > total_at or bool(re.match(r"\s?(?:₽|руб\.?)?[\s(-]{0,3}(?:фикс|оклад|постоянн|fix)", after))
    total = total_at > fixed_at or bool(re.match(r"\s?\w{0,4}\s?(?:ote|в среднем|total|суммарно|в сумме|итого|совокупно)", after))
    total = total or amount.least
    own_words = max(amount.start - before_it, 1) if isinstance(previous, _Sum) else 45
    regular = bool(
        (previous.trial if isinstance(previous, _Sum) else w.TRIAL.search(clause))
        and (w.AFTER_TRIAL.search(clause) or re.match(r"[^,.;\n]{0,12}(?:после|потом|далее|дальше)(?!\w)", after))
    )
    trial = not regular and bool(
        w.TRIAL.search(clause[-min(45, own_words) :]) or re.match(r"[^,.;\n]{0,14}на испыт", after)
    )

    weight = 1.5 * (period is not None) + 1.0 * (not amount.plain) + 1.0 * (amount.currency is not None)
    weight += 0.5 * (period in (Period.DAY, Period.HOUR)) + 2.0 * amount.least
    weight += 0.5 * amount.scaled + 2.0 * plus + 1.0 * leads + 2.0 * bool(net or gross)
    weight += 3.0 * is_pay - (4.0 if not w.PAY.search(clause[-60:]) else 3.5) * is_other
    weight += 2.0 * bool(w.MONEY_SIGN.search(line[-12:])) - 4.0 * bool(w.SPENT.match(after))
    weight += 1.5 * ((fixed or total) and not is_pay and not is_other)
    if alone:
        weight += 1.5 + (kind is Kind.DIGEST) + 1.5 * headline
    if w.ON_TOP.search(clause[-60:]) and not w.FIXED.search(clause[-12:]):
        weight -= 4  # "+ 3 000 за каждого" comes on top of the pay
    if (
        w.CHANGED.search(clause)
        or re.match(r"\s?(?:→|->)\s?\d", after)
        or re.search(r"\d[^\w\n]{0,4}(?:→|->)\s?\Z", clause)
    ):
        weight -= 4  # "CPL 2 900 → 1 740 ₽": what somebody changed
    yearly = period is Period.YEAR and most <= 30e6
    if most >= 1e6 and amount.currency in (None, "RUB", "USD", "EUR") and not yearly:
        weight -= 3 if is_pay else 6
    if kind is Kind.CANDIDATE and amount.high is None and not amount.bare and not is_other:
        weight += 1  # "Полный день, теперь от 125 тысяч"
    if trial:
        weight -= 2.5
    elif regular:
        weight += 3
    if isinstance(previous, _Sum) and fixed and "(" in text[before_it : amount.start] and amount.start - before_it < 25:
        weight -= 3 if previous.weight >= _THRESHOLD else 0  # "от 80 000 (оклад 45 000 + KPI)"
    if quoted:
        weight -= 4
    if amount.bare and not (is_pay or net or gross or plus or regular or amount.least) and (period is None or least < 300):
        weight -= 0 if alone and kind is Kind.DIGEST else 1.5 if least >= 10_000 else 3
    return _Sum(amount, weight, period, fixed, total, False if net else True if gross else None, plus, trial, regular, headline)


def _scale(amount: Amount, period: Period) -> Amount:
    """Thousands where they are meant: "оклад 120" is 120 000 roubles; "400 ₽ в час" and "$800" are what they say."""
    least = amount.low if amount.low is not None else amount.high
    if amount.scaled or amount.currency not in (None, "RUB") or least is None or not 20 <= least < 1000:
        return amount
    if period in (Period.HOUR, Period.DAY, Period.PROJECT):
        return amount
    low, high = (v if v is None or v >= 1000 else v * 1000 for v in (amount.low, amount.high))
    if low is not None and high is not None and low > high:
        return amount
    return replace(amount, low=low, high=high)


def _combine(best: _Sum, sums: Sequence[_Sum]) -> tuple[Amount, tuple[Amount, ...], bool]:
    """The pay as one range, the sums it was read from, and whether a part of it varies."""
    if best.headline and None not in (best.amount.low, best.amount.high) and not best.amount.plain:
        return best.amount, (best.amount,), False
    if (best.plus and best.period in (Period.DAY, Period.HOUR)) or (
        best.period is Period.PROJECT and best.fixed
    ):  # "3 000 за смену + %, в среднем 70–80 тысяч"
        monthly = (s for s in sums if s.total and s.weight >= _THRESHOLD and s.period in (None, Period.MONTH))
        income = next((s for s in monthly if not s.amount.plain), None)
        if income:
            return income.amount, (income.amount,), True
    same = [
        s
        for s in sums
        if s.weight >= _THRESHOLD
        and (s.amount.currency or "RUB") == (best.amount.currency or "RUB")
        and (s.period or Period.MONTH) == (best.period or Period.MONTH)
    ]
    fixed = next((s for s in same if s.fixed and not s.total), None)
    total = next((s for s in same if s.total and s is not fixed), None)
    if fixed and not total:  # "оклад 60, до 95 на руки": a ceiling after the fixed part
        ceilings = [s for s in same if s is not fixed and s.amount.low is None]
        later = (s for s in ceilings if s.amount.start > fixed.amount.start)
        total = next(later, None) or next((s for s in ceilings if fixed.amount.start - s.amount.end < _NEAR), None)
    if not fixed and total is None and best.amount.plain:  # a board's single figure, and the range in the text
        total = next((s for s in same if s.total and not s.amount.plain), None)
    if not total or (not fixed and total is best):
        return best.amount, (best.amount,), False
    if not fixed:
        instead = best.plus or best.amount.plain
        return (total if instead else best).amount, ((total if instead else best).amount,), False
    whole = _scale(total.amount, total.period or Period.MONTH)
    base = _scale(fixed.amount, fixed.period or Period.MONTH)
    if whole.low is not None and not whole.plain:
        return whole, (fixed.amount, total.amount), True
    ceiling, floor = whole.high, base.low if base.low is not None else base.high
    if ceiling is None or floor is None or ceiling <= floor:
        return best.amount, (best.amount,), True
    return replace(whole, low=floor, high=ceiling, scaled=True), (fixed.amount, total.amount), True


def _weighed(text: str, kind: Kind, start: int, end: int) -> list[_Sum]:
    quotes = [m.span() for m in w.QUOTE.finditer(text, start, end)]
    sums: list[_Sum] = []
    previous: _Sum | int = start
    for amount in find_amounts(text, start, end):
        quoted = any(a <= amount.start < b for a, b in quotes[:50])
        weighed = _weigh(text, amount, previous, kind, start, end, quoted)
        if weighed:
            sums.append(weighed)
        previous = weighed or amount.end
    return sums


def find(text: str, kind: Kind, start: int = 0, end: int | None = None) -> tuple[Salary, Evidence] | None:
    """The pay told in ``text[start:end]`` and where; None where none is told.

    Evidence spans from the first to the last sum it was read from (fixed part and whole income may stand apart).
    """
    end = len(text) if end is None else end
    fold = folded(text).replace("\u200b", " ")  # boards put zero-width joiners between the ends of a range
    if kind is Kind.CANDIDATE and (jobs := history.begin(fold, start, end)) is not None:
        # what a person sold or was paid in the jobs they list is no wish
        wishes = [(start, jobs), *(m.span() for m in islice(w.WISH_LINE.finditer(fold, jobs, end), _MOST_WISHES))]
        return next((found for a, b in wishes if (found := _find(text, fold, kind, a, b))), None)
    return _find(text, fold, kind, start, end)


def _find(text: str, fold: str, kind: Kind, start: int, end: int) -> tuple[Salary, Evidence] | None:
    sums = _weighed(fold, kind, start, end)
    best = max(sums, key=lambda s: (s.weight >= _THRESHOLD, min(s.weight, _ENOUGH), -s.amount.start), default=None)
    if best is None or best.weight < _THRESHOLD:
        task = _task_budget(fold, sums, kind, start, end)
        if task is None:
            return None
        best = task
    if best.trial:
        later = (s for s in sums if s.regular and s.weight >= _THRESHOLD and s.amount.start > best.amount.start)
        best = next(later, best)
    if kind is Kind.CANDIDATE and best.period is Period.PROJECT:  # of a price list the first price
        best = next(s for s in sums if s.weight >= _THRESHOLD and s.period in _PIECES)
    amount, sources, split = _combine(best, sums)
    if best.amount not in sources and best.period in _PIECES:
        best = next(s for s in sums if s.amount in sources)
    period = best.period or (Period.PROJECT if _is_one_off(fold, kind, start, end) else Period.MONTH)
    amount = _scale(amount, period)
    first, last = min(a.start for a in sources), max(a.end for a in sources)
    told = [s for s in sums if s.gross is not None and (s.amount in sources or s.weight >= _THRESHOLD)]
    gross = next((s.gross for s in sorted(told, key=lambda s: s.amount not in sources)), None)
    if gross is None:
        gross = _told_apart(fold, start, end)
    variable = split or best.plus or any(s.plus for s in sums if s.amount in sources)
    variable = variable or _varies(fold, kind, start, end, last)
    low = None if amount.low is None else int(amount.low)
    high = None if amount.high is None else int(amount.high)
    if amount.plain and variable:
        high = None
    if not (low or high):
        return None
    salary = Salary(low, high, amount.currency or "RUB", period, gross, variable)
    return salary, Evidence("salary.amount", first, last, text[first:last])


def _task_budget(text: str, sums: Sequence[_Sum], kind: Kind, start: int, end: int) -> _Sum | None:
    """A one-off task's line "Бюджет: 20 000 ₽", where nothing else is named: there the budget is the pay."""
    if kind is not Kind.VACANCY:
        return None
    for found in sums:
        a = found.amount
        line = text[max(start, a.start - 60) : a.start]
        top = a.high or a.low or 0
        plain = top <= 300_000 and not w.CLIENT_MONEY.search(text, max(start, a.start - 60), min(end, a.end + 60))
        if not plain or not w.TASK_BUDGET.search(line):
            continue
        if found.period is Period.PROJECT or w.TASK.search(text, start, end):
            return replace(found, period=found.period or Period.PROJECT)
    return None


def _varies(text: str, kind: Kind, start: int, end: int, last: int) -> bool:
    if kind is Kind.CANDIDATE:  # the bonuses of a past job are not what is asked for
        start, end = last, min(end, last + 60)
    if not has(text[start:end], w.BONUSES):
        return False
    return any(
        not w.NO_BONUS.search(text, max(start, match.start() - 24), min(end, match.end() + 20))
        and not w.COMFORTS.match(text, max(0, text.rfind("\n", 0, match.start()) + 1))
        for match in islice(w.VARIABLE.finditer(text, start, end), _MOST_BONUSES)
    )


def _told_apart(text: str, start: int, end: int) -> bool | None:
    """Net or gross told away from the sum, in one line with a word for pay."""
    if not has(text, w.TAXES):
        return None
    for pattern, value in ((w.NET, False), (w.GROSS, True)):
        for match in pattern.finditer(text, start, end):
            line_start = max(text.rfind("\n", start, match.start()) + 1, match.start() - 90, start)
            if w.PAY.search(text, line_start, match.start()):
                return value
    return None


def _is_one_off(text: str, kind: Kind, start: int, end: int) -> bool:
    if w.ONE_OFF.search(text, start, min(end, start + 3000)):
        return True
    heading = text[: text.find("\n\n")] if kind is Kind.DIGEST and "\n\n" in text[:300] else ""
    return bool(re.search(r"(?<!\w)заказ", heading))
