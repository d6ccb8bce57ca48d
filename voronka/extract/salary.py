"""What is paid: of all sums in a post the one that is the position's pay (or, of a candidate, the wish).

Every sum is weighed by the words beside it (``weigh``); the best one is the pay, and where the fixed part and the
whole income stand apart they are put together by the guide's rules (``_combine``).
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from voronka.extract import history
from voronka.extract import lazy as re
from voronka.extract import salary_words as w
from voronka.extract.amounts import Amount, find_amounts
from voronka.extract.folding import folded, has
from voronka.extract.salary_weight import THRESHOLD, Sum, weigh
from voronka.model import Evidence, Kind, Period, Salary

_NEAR: Final = 60
_ENOUGH: Final = 5.0
_MOST_BONUSES: Final = 20
_MOST_WISHES: Final = 5
_PIECES: Final = (Period.PROJECT, Period.DAY, Period.HOUR)


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


def _combine(best: Sum, sums: Sequence[Sum]) -> tuple[Amount, tuple[Amount, ...], bool]:
    """The pay as one range, the sums it was read from, and whether a part of it varies."""
    if best.headline and None not in (best.amount.low, best.amount.high) and not best.amount.plain:
        return best.amount, (best.amount,), False
    if (best.plus and best.period in (Period.DAY, Period.HOUR)) or (
        best.period is Period.PROJECT and best.fixed
    ):  # "3 000 за смену + %, в среднем 70–80 тысяч"
        monthly = (s for s in sums if s.total and s.weight >= THRESHOLD and s.period in (None, Period.MONTH))
        income = next((s for s in monthly if not s.amount.plain), None)
        if income:
            return income.amount, (income.amount,), True
    yearly = best.period is Period.YEAR  # "base $28,000 per year, OTE $55,000"
    regular = any(s.regular for s in sums)
    same = [
        s
        for s in sums
        if s.weight >= THRESHOLD
        and not (s.trial and regular)
        and (s.amount.currency or "RUB") == (best.amount.currency or "RUB")
        and (s.period or (Period.YEAR if yearly and s.total else Period.MONTH)) == (best.period or Period.MONTH)
    ]
    fixed = next((s for s in same if s.fixed and not s.total), None)
    total = next((s for s in same if s.total and s is not fixed), None)
    if fixed and not total:  # "оклад 60, до 95 на руки": a ceiling after the fixed part
        ceilings = [s for s in same if s is not fixed and s.amount.low is None]
        later = (s for s in ceilings if s.amount.start > fixed.amount.start)
        total = next(later, None) or next((s for s in ceilings if fixed.amount.start - s.amount.end < _NEAR), None)
    if fixed and not total and fixed.plus:  # "120 фикс плюс процент, вилка 150–260"
        between = (s for s in same if not s.amount.plain and None not in (s.amount.low, s.amount.high))
        total = next((s for s in between if 0 <= s.amount.start - fixed.amount.end < _NEAR and _above(s, fixed)), None)
    if not fixed and total is None and best.amount.plain:  # a board's single figure, and the range in the text
        total = next((s for s in same if s.total and not s.amount.plain), None)
    if not fixed and best.amount.high is None and best.amount.low is not None:
        # "от 350 000, обсуждаем до 450 000"
        above = next((s for s in same if s.amount.low is None and 0 <= s.amount.start - best.amount.end < _NEAR), None)
        if above and above.amount.high and above.amount.high > best.amount.low and not best.plus:
            return replace(best.amount, high=above.amount.high), (best.amount, above.amount), False
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


def _above(total: Sum, fixed: Sum) -> bool:
    return (total.amount.low or 0) >= (fixed.amount.low or fixed.amount.high or 0)


def _weighed(text: str, kind: Kind, start: int, end: int) -> list[Sum]:
    quotes = [m.span() for m in w.QUOTE.finditer(text, start, end)]
    sums: list[Sum] = []
    previous: Sum | int = start
    for amount in find_amounts(text, start, end):
        quoted = any(a <= amount.start < b for a, b in quotes[:50])
        weighed = weigh(text, amount, previous, kind, start, end, quoted)
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
        lines = (m.span() for m in islice(w.WISH_LINE.finditer(fold, jobs, end), _MOST_WISHES))
        wishes = [(start, jobs), *lines, *history.wishes(fold, jobs, end)]
        return next((found for a, b in wishes if (found := _find(text, fold, kind, a, b))), None)
    return _find(text, fold, kind, start, end)


def _find(text: str, fold: str, kind: Kind, start: int, end: int) -> tuple[Salary, Evidence] | None:
    sums = _weighed(fold, kind, start, end)
    best = max(sums, key=lambda s: (s.weight >= THRESHOLD, min(s.weight, _ENOUGH), -s.amount.start), default=None)
    if best is None or best.weight < THRESHOLD:
        task = _task_budget(fold, sums, kind, start, end)
        if task is None:
            return None
        best = task
    if best.trial:
        later = (s for s in sums if s.regular and s.weight >= THRESHOLD and s.amount.start > best.amount.start)
        best = next(later, best)
    if kind is Kind.CANDIDATE and best.period is Period.PROJECT:  # of a price list the first price
        best = next(s for s in sums if s.weight >= THRESHOLD and s.period in _PIECES)
    amount, sources, split = _combine(best, sums)
    if best.amount not in sources and best.period in _PIECES:
        best = next(s for s in sums if s.amount in sources)
    period = best.period or (Period.PROJECT if _is_one_off(fold, kind, start, end) else Period.MONTH)
    amount = _scale(amount, period)
    first, last = min(a.start for a in sources), max(a.end for a in sources)
    told = [s for s in sums if s.gross is not None and (s.amount in sources or s.weight >= THRESHOLD)]
    gross = next((s.gross for s in sorted(told, key=lambda s: s.amount not in sources)), None)
    if gross is None:
        gross = _told_apart(fold, start, end)
    variable = split or best.plus or any(s.plus for s in sums if s.amount in sources)
    variable = variable or (
        kind is not Kind.CANDIDATE and any(s.plus and s.fixed and s.weight >= THRESHOLD for s in sums)
    )
    variable = variable or _varies(fold, kind, start, end, last)
    low = None if amount.low is None else int(amount.low)
    high = None if amount.high is None else int(amount.high)
    if amount.plain and variable:
        high = None
    if not (low or high):
        return None
    salary = Salary(low, high, amount.currency or "RUB", period, gross, variable)
    return salary, Evidence("salary.amount", first, last, text[first:last])


def _task_budget(text: str, sums: Sequence[Sum], kind: Kind, start: int, end: int) -> Sum | None:
    """A one-off task's line "Бюджет: 20 000 ₽", where nothing else is named: there the budget is the pay."""
    orders = kind is Kind.DIGEST and _is_one_off(text, kind, start, end)
    if kind is not Kind.VACANCY and not orders:
        return None
    for found in sums:
        a = found.amount
        line = text[max(start, a.start - 60) : a.start]
        top = a.high or a.low or 0
        plain = top <= 300_000 and not w.CLIENT_MONEY.search(text, max(start, a.start - 60), min(end, a.end + 60))
        if not plain or not (w.ORDER_BUDGET if orders else w.TASK_BUDGET).search(line):
            continue
        if orders or found.period is Period.PROJECT or w.TASK.search(text, start, end):
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
    if has(text, w.ONE_OFF_WORDS) and w.ONE_OFF.search(text, start, min(end, start + 3000)):
        return True
    if kind is Kind.CANDIDATE and w.DOES.match(text, start, end):
        return True
    heading = text[: text.find("\n\n")] if kind is Kind.DIGEST and "\n\n" in text[:300] else ""
    return bool(re.search(r"(?<!\w)(?:заказ|задач(?:и|к)|разов)", heading))
