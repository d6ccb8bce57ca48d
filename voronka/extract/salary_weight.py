"""How likely each sum of a post is to be its pay, by the words beside it."""

from dataclasses import dataclass, replace
from typing import Final

from voronka.extract import lazy as re
from voronka.extract import salary_words as w
from voronka.extract.amounts import Amount
from voronka.model import Kind, Period

THRESHOLD: Final = 2.0
"""The weight of what may be pay."""
_TAXED: Final = re.compile(
    r"^\s?(?:brutto|netto|gross|net|на руки|чистыми|до вычета(?: налогов| ндфл)?),?(?= (?:в|за|per|a) )"
)
_MOST_A_PIECE: Final = 20_000


@dataclass(frozen=True, slots=True)
class Sum:
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


def last_of(pattern: re.Pattern[str], words: str) -> re.Match[str] | None:
    found = None
    for match in pattern.finditer(words):
        found = match
    return found


def _period(beside: _Beside, amount: Amount) -> Period | None:
    if taxed := _TAXED.match(beside.after):
        beside = replace(beside, after=beside.after[taxed.end() :])
    before = beside.clause[-45:]
    if w.YEAR_BEFORE.search(before):
        return Period.YEAR
    if (
        w.PIECE_AFTER.match(beside.after)
        or w.UNIT_IS.search(beside.clause[-60:])
        or (w.EACH_IS.search(before) and w.PER_BEFORE.search(before))
    ):
        return Period.PROJECT
    if w.SHIFT_AFTER.match(beside.after):
        return Period.DAY
    if w.HOUR_AFTER.match(beside.after):
        return Period.HOUR
    match = w.PER.match(beside.after) or w.ADVERB.match(beside.after)
    match = match or w.PER_BEFORE.search(before) or w.TIME_BEFORE.search(before)
    if match and match.re.pattern == w.PER.pattern and w.A_MONTH.match(beside.after, match.end()):
        return Period.MONTH
    if match:
        return next(Period(name) for name, value in match.groupdict().items() if value)
    most = _MOST_A_PIECE if amount.plain else _MOST_A_PIECE / 4
    if (
        amount.currency is not None
        and (amount.high or amount.low or 0) <= most
        and ((amount.plain and w.EACH.search(before)) or w.FOR_A_THING.match(beside.after))
    ):
        return Period.PROJECT  # "10 роликов в неделю, по 500 р"
    return Period.PROJECT if w.PIECE_BEFORE.search(beside.clause[-40:]) else None


def _is_purpose(beside: _Beside, amount: Amount, previous: int, kind: Kind) -> tuple[bool, bool]:
    """Whether the words before the sum say that it is pay, and whether they say that it is something else."""
    near = beside.clause[-60:]
    pay = last_of(w.PAY, near)
    if w.FOR_SOMETHING_ELSE.search(near):
        return False, True
    position = pay.start() if pay else -1
    if kind is Kind.CANDIDATE:
        wish = last_of(w.WISH, near)
        position = max(position, wish.start() if wish else -1)
    if pay and amount.bare and (amount.low or amount.high or 0) < 1000 and not w.BARE_GAP.match(near, pay.end()):
        position = -1
    # What a sum is not for stands in its own part of the sentence; what it is for may stand earlier.
    own = max(*(near.rfind(mark) + 1 for mark in (", ", "), ", "|", "→")), len(near) - (amount.start - previous), 0)
    other = last_of(w.NO_PAY, near[own:])
    no_pay = other.start() + own if other else -1
    told = max(position, pay.end() - 1 if pay and pay.start() == position else -1)
    return position >= 0 and told >= no_pay, no_pay > told


# What stands beside a sum, after it or before it.
_FIXED_AFTER: Final = re.compile(
    r"\s?(?:₽|руб\.?)?(?:/\s?mo\w*|per month|a month)?[\s(-]{0,3}(?:фикс|оклад|постоянн|fix|base)"
)
_TOTAL_AFTER: Final = re.compile(r"\s?\w{0,4}\s?(?:ote|в среднем|total|суммарно|в сумме|итого|совокупно)")
_LATER_AFTER: Final = re.compile(r"[^,.;\n]{0,12}(?:после|потом|далее|дальше)(?!\w)")
_TRIAL_AFTER: Final = re.compile(r"[^,.;\n]{0,14}(?:на испыт|\(ис\)|\(испыт|перв\w{2} (?:\w+ )?(?:месяц|мес|дв|три))")
_START_AFTER: Final = re.compile(
    r"\s?(?:₽|руб\w{0,3}\.?)?\s?(?:на руки,? |в месяц,? )?(?:на старте|на первое время|для начала|старт(?=\s*[,.;)\n]))"
)
_ARROW_AFTER: Final = re.compile(r"\s?(?:→|->)\s?\d")
_ARROW_BEFORE: Final = re.compile(r"\d[^\w\n]{0,4}(?:→|->)\s?\Z")
_EACH_AFTER: Final = re.compile(
    r"[^\n.;]{0,8},\s?(?:и )?за кажд"
    r"|[^\n.;\d]{0,30}(?:,|\bи|\+|\bплюс)\s[^\n.;\d]{0,12}\d[\d ]{0,7}(?:[.,]\d)?\s?(?:₽|%|руб\w{0,3}|р|к|тыс)?\.?"
    r"[^\n.;\d]{0,12}\s(?:за|с) кажд"
    r"|[^\n.;\d]{0,30}(?:,|\bи|\+|\bплюс)\s(?:за|с) кажд[^\n.;\d]{0,25}\d[\d ]{0,7}(?:[.,]\d)?\s?(?:₽|%|руб|р|к|тыс)"
)
"""More for each sale: "70 000 и 40 000 за каждый договор", "100 000, с каждого запуска 3 %"."""
_DIGIT: Final = re.compile(r"\d")


def weigh(text: str, amount: Amount, previous: Sum | int, kind: Kind, start: int, end: int, quoted: bool) -> Sum | None:
    """The sum with its weight; None for a figure that is no money."""
    least = amount.low if amount.low is not None else amount.high or 0.0
    if amount.bare and (least < 20 or least != int(least)):
        return None
    beside = _Beside.of(text, amount, start, end)
    clause, line, after = beside.clause, beside.line, beside.after
    if amount.currency is None and w.COUNTED.match(after) and (amount.bare or after[:2].lstrip()[:1].isalpha()):
        return None
    most = amount.high if amount.high is not None else least
    period = _period(beside, amount)
    before_it = previous if isinstance(previous, int) else previous.amount.end
    is_pay, is_other = _is_purpose(beside, amount, before_it, kind)
    if amount.bare and 1000 <= least < 5000 and period is None and not is_pay:
        return None
    tail, head = _DIGIT.split(after[:32], maxsplit=1)[0], clause[-25:]
    net, gross = w.NET.search(tail), w.GROSS.search(tail)
    if not net and not gross:
        net, gross = w.NET.search(head), w.GROSS.search(head)
    bonus = w.PLUS.match(after)
    each = _EACH_AFTER.match(after)
    plus = bool(each or w.EXTRA.match(after)) or (
        bonus is not None and w.NO_BONUS.search(after[: bonus.end() + 25]) is None
    )
    segment = w.SEGMENT.split(clause)[-1]
    leads = not w.LEAD_IN.sub("", line, count=1)
    ends = w.SEGMENT_END.match(after) or (text[amount.end - 1] == "." and after.startswith(" "))
    alone = bool(not w.LEAD_IN.sub("", segment, count=1) and ends)
    headline = alone and leads and w.LINE_TAIL.fullmatch(after) is not None
    near = clause[-40:]
    last_fixed, last_total = last_of(w.FIXED, near), last_of(w.TOTAL, near)
    fixed_at, total_at = (m.start() if m else -1 for m in (last_fixed, last_total))
    fixed = fixed_at > total_at or bool(_FIXED_AFTER.match(after))
    total = total_at > fixed_at or bool(_TOTAL_AFTER.match(after))
    total = total and ("(" in after[:3] or _FIXED_AFTER.match(after) is None)  # "доход: 180 000 фикс, с бонусами 300"
    total = (
        total
        or amount.least
        or (None not in (amount.low, amount.high) and not amount.plain and bool(w.MAKES.search(line)))
    )
    if total and amount.currency is None and period is None and not (is_pay or w.PAY.search(line)):
        total = amount.least  # "суммарно 214 тыс" of readers
    own_words = max(amount.start - before_it, 1) if isinstance(previous, Sum) else 45
    regular = bool(
        (previous.trial if isinstance(previous, Sum) else w.TRIAL.search(clause))
        and (w.AFTER_TRIAL.search(clause) or _LATER_AFTER.match(after))
    )
    starts = not regular and bool(w.START.search(clause[-45:]) or _START_AFTER.match(after))
    trial = (
        not regular and not starts and bool(w.TRIAL.search(clause[-min(45, own_words) :]) or _TRIAL_AFTER.match(after))
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
    if w.CHANGED.search(clause) or _ARROW_AFTER.match(after) or _ARROW_BEFORE.search(clause):
        weight -= 4  # "CPL 2 900 → 1 740 ₽": what somebody changed
    yearly = period is Period.YEAR and most <= 30e6
    if most >= 1e6 and amount.currency in (None, "RUB", "USD", "EUR") and not yearly:
        weight -= 3 if is_pay else 6
    if kind is Kind.CANDIDATE and amount.high is None and not amount.bare and not is_other:
        weight += 1  # "Полный день, теперь от 125 тысяч"
    if starts:
        weight += 2
    elif trial:
        weight -= 2.5
    elif regular:
        weight += 3
    if isinstance(previous, Sum) and fixed and "(" in text[before_it : amount.start] and amount.start - before_it < 25:
        weight -= 3 if previous.weight >= THRESHOLD else 0  # "от 80 000 (оклад 45 000 + KPI)"
    if quoted or w.ASIDE.search(text, max(start, amount.start - 90), amount.start):
        weight -= 4
    if (
        amount.bare
        and not (is_pay or net or gross or plus or regular or starts or amount.least or fixed)
        and (period is None or least < 300)
    ):
        if alone and amount.plain and least in range(20_000, 500_001, 1_000):
            weight += 2  # "Казань, офис, 80 000, @name": a round sum by itself
        own = kind is Kind.CANDIDATE and least >= 10_000
        own = own or (amount.high is None and least in range(20_000, 500_001, 500))  # "Замерщик, от 70 000, разъезды"
        weight -= 0 if alone and (own or kind is Kind.DIGEST) else 1.5 if least >= 10_000 else 3
    return Sum(
        amount,
        weight,
        period,
        fixed,
        total,
        False if net else True if gross else None,
        plus,
        trial or starts,
        regular,
        headline,
    )
