"""Sums of money in a folded text: figures with multiplier, currency and range; what they are for is salary.py's."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from voronka.extract import lazy as re

MAX_AMOUNTS: Final = 400
"""Sums looked at in one text; a post has a dozen, hostile input a million."""

_SPACE: Final = "[ \u00a0\u2009\u202f]"
_CURRENCIES: Final = {
    "RUB": r"₽|руб(?:лей|ля|ль|лях|ликов)?\.?|р\.|р(?![а-яё])|rub|rur",
    "USD": r"\$|usdt|usdc|usd|долл(?:аров|ара|ар)?\.?|бакс(?:ов|а)?|у\.\s?е\.?",
    "EUR": r"€|eur(?:o|os)?|евро",
    "GBP": r"£|gbp|фунт(?:ов|а)?",
    "KZT": r"₸|kzt|tenge|тенге|тнг|тг(?!\s?[@:-])",
    "BYN": r"byn|br(?![a-z])|бел(?:орусских|\.)?\s?руб(?:лей|ля|\.)?",
    "UAH": r"₴|uah|грн\.?|гривен|гривны",
    "AMD": r"֏|amd|драм(?:ов|а)?",
    "GEL": r"₾|gel|лари",
    "UZS": r"uzs|сум(?:ов|а)?|сўм|so['’ʻ‘`]?m(?![a-z])",
    "KGS": r"kgs|сом(?:ов|а)?",
    "AZN": r"₼|azn|манат(?:ов|а)?",
    "AED": r"aed|дирхам(?:ов|а)?",
    "TRY": r"₺|try|лир(?:ы)?",
    "PLN": r"pln|zł|злотых",
    "RSD": r"rsd|динар(?:ов|а)?",
    "ILS": r"₪|ils|шекел(?:ей|я)",
    "CNY": r"cny|юан(?:ей|я)",
    "THB": r"฿|thb|бат(?:ов)?",
    "CHF": r"chf",
    "CZK": r"czk|крон(?:ы)?",
}
_CURRENCY_OF: Final = [(code, re.compile(words)) for code, words in _CURRENCIES.items()]
# Longer names first: "бел. руб" must not be read as its last word, nor "usdt" as "usd".
_CURRENCY: Final = "|".join(
    f"(?:{_CURRENCIES[c]})" for c in ["BYN", *(c for c in _CURRENCIES if c not in ("BYN", "RUB")), "RUB"]
)
_THOUSAND: Final = (
    r"тыс(?:яч[аиу]?|\.)?|тыщ[аи]?|[кk](?=[₽$€])|[кk](?![а-яёa-z])"
    r"|т\.?\s?р(?:уб(?:лей|\.)?)?\.?(?![а-яё])|ты?р(?![а-яё])"
    r"|т\.(?!\w)|т(?=₽)|(?<=\d)т(?![а-яёa-z])"
)
_MILLION: Final = (
    r"млн\.?|миллион(?:ов|а)?|mln|million|лям(?:а|ов)?|m(?![a-zа-я])|[кk]{2}(?![а-яёa-z])|млрд\.?|миллиард(?:ов|а)?"
)
_NUMBER: Final = (
    rf"\d{{1,3}}(?:{_SPACE}\d{{3}}(?!\d)){{1,3}}|\d{{1,3}}(?:[.,']\d{{3}}(?!\d)){{1,3}}"
    r"|\d{1,9}(?:[.,]\d{1,2}(?!\d))?"
)
_ONES: Final = {
    "полторы": 1.5, "полутора": 1.5, "одиннадцать": 11, "одиннадцати": 11, "двенадцать": 12, "двенадцати": 12,
    "тринадцать": 13, "четырнадцать": 14, "шестнадцать": 16, "семнадцать": 17, "восемнадцать": 18, "восемнадцати": 18,
    "девятнадцать": 19, "четырехсот": 400, "пятисот": 500, "шестьсот": 600, "семьсот": 700, "восемьсот": 800,
    "девятьсот": 900,
    "один": 1, "одной": 1, "два": 2, "две": 2, "двух": 2, "три": 3, "трех": 3, "четыре": 4, "четырех": 4,
    "пять": 5, "пяти": 5, "шесть": 6, "шести": 6, "семь": 7, "семи": 7, "восемь": 8, "восьми": 8, "девять": 9,
    "девяти": 9, "десять": 10, "десяти": 10, "пятнадцать": 15, "пятнадцати": 15, "двадцать": 20, "двадцати": 20,
    "тридцать": 30, "тридцати": 30, "сорок": 40, "сорока": 40, "пятьдесят": 50, "пятидесяти": 50, "шестьдесят": 60,
    "шестидесяти": 60, "семьдесят": 70, "семидесяти": 70, "восемьдесят": 80, "восьмидесяти": 80, "девяносто": 90,
    "девяноста": 90, "сто": 100, "ста": 100, "двести": 200, "двухсот": 200, "триста": 300, "трехсот": 300,
    "четыреста": 400, "пятьсот": 500,
}  # fmt: skip
_WORDS: Final = "|".join(sorted(_ONES, key=len, reverse=True))
_SPELLED: Final = rf"(?:{_WORDS})(?:{_SPACE}(?:{_WORDS})){{0,3}}"
_SIGNS: Final = "$€£₽₸₴₾₺₼₪"
_CODES: Final = "usdt|usd|eur|rub|gbp|kzt|byn|uah|amd|gel|uzs|kgs|azn|aed|try|pln|rsd|chf|czk"
# Each is tried where a run of digits begins: a pattern of all of them at every character would be most of the cost.
_DIGITS: Final = re.compile(r"\d+")
_BEFORE: Final = re.compile(rf"(?:[{_SIGNS}]|(?<![^\W\d_])(?:{_CODES})){_SPACE}?\Z")
_BEFORE_ENDS: Final = frozenset(_SIGNS + "tdrbpnhlsyafkz \u00a0\u2009\u202f")
_SUM: Final = re.compile(
    rf"(?P<n1>{_NUMBER})(?:{_SPACE}{{0,2}}(?P<m1>{_THOUSAND}|{_MILLION}))?"
    rf"(?:{_SPACE}{{0,2}}(?P<after>{_CURRENCY})(?![^\W\d_]))?",
)
_PRICED: Final = re.compile(rf"(?P<n1>{_NUMBER})(?:{_SPACE}?(?P<m1>{_THOUSAND}|{_MILLION}))?(?P<after>)")
"""The same after a currency."""
_HUNDREDS: Final = re.compile(rf"{_SPACE}(?P<hundreds>\d{{3}}){_SPACE}?(?P<after>{_CURRENCY})(?![^\W\d_])")
"""The rest of a sum in words and figures: "25 тысяч 500 рублей"."""
_THOUSANDS_AHEAD: Final = re.compile(r"(?<![\w.,])(?<!\d )(?:тысяч|тыщ|тыс\.?) \Z")
"""About so many: "хочется тыщ 30"."""
_NAMED: Final = re.compile(rf"\s?\(?(?P<code>{_CODES})(?!\w)\)?")
_NOT_AFTER: Final = frozenset(".,:@#№_")
_SPELLED_SUM: Final = re.compile(
    rf"(?<!\w)(?P<words>{_SPELLED})(?:{_SPACE}(?P<thousand>тысяч[аиу]?|тыщ[аи]?|тыс\.?)"
    rf"(?:{_SPACE}(?P<currency>{_CURRENCY})(?![^\W\d_]))?|{_SPACE}(?=руб)(?P<rub>{_CURRENCY})(?![^\W\d_])"
    # the lower end of a range whose thousands are named once: "от ста до ста пятидесяти тысяч"
    rf"|(?={_SPACE}?(?:-|до){_SPACE}?{_SPELLED}{_SPACE}(?:тысяч|тыщ|тыс)))",
)
_SPELLED_UNITS: Final = re.compile(r"тыс|тыщ|руб")
_SPELLED_BEFORE: Final = 90
_GAP: Final = re.compile(
    rf"{_SPACE}{{0,2}}(?:[-–—−‒~]|\.{{2,3}}|…|/|до|to|и{_SPACE}до|и{_SPACE}выше{_SPACE}до){_SPACE}{{0,2}}",
)
_FROM: Final = re.compile(
    r"(?<!\w)(?:от|ot|from|не\s(?:менее|ниже|меньше)|минимум|хотя\sбы|мин\.|свыше|более|больше|начиная\sс|at\sleast"
    r"|[>≥])\s{0,2}[~≈]?\s?\Z",
)
_UPTO: Final = re.compile(r"(?<!\w)(?:до|do|up\sto|не\s(?:более|выше|больше)|максимум|макс\.|[<≤])\s{0,2}\Z")
_LESS: Final = re.compile(r"(?<!\w)(?:меньше|ниже|дешевле|менее|до)\s(?:чем за\s)?\Z")
# Letters with which the words before a sum end: without them nothing need be tried.
_FROM_ENDS: Final = frozenset("тtmеомы.ьс>≥")
_UPTO_ENDS: Final = frozenset("оoеьм.<≤")
_LESS_ENDS: Final = frozenset("еоа")
_REFUSED: Final = re.compile(
    r"[^.\n]{0,24}?(?<!\w)не\s(?:предлаг|интерес|рассм|беспоко|обсужд|звони|пиши|соглас|пойду|пойд[её]т|выйду|готов)"
)
_OPEN: Final = re.compile(
    r"[ \u00a0]?(?:\+(?![ \u00a0]?(?:%|[\d$€₽£]|[^\W\d_]))|\+(?=\s(?:net|gross|на\sруки|руб|₽|в\sмес))|и\s(?:выше|более"
    r"|больше)(?!\w)|and\sup)",
)
# Things made of digits that are no sums, tried where digits begin: telephones, dates, clock times, "5/2".
_NO_SUM: Final = re.compile(
    r"(?:7|8)[\s\-(]{0,2}\d{3}[\s\-)]{0,2}\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|(?<=\+)\d{1,3}[\s(-]{1,2}\d{2,3}[\s)-]{1,2}[\d -]{5,11}\d"
    r"|\d{1,2}\.\d{1,2}\.(?:\d{4}|\d{2})(?!\d)|\d{1,2}:\d{2}(?!\d)"
    r"|(?<![,.])\d{1,2}\s(?:янв|фев|мар(?!ж)|апр|мая|июн|июл|авг|сен|окт|ноя|дек)\w{0,6}"
    r"|(?<![,.])[1-7][/х\\][1-7](?![\d/])|50/50|[1-9]0/[1-9]0(?=\s?%|\s*[,.;)\n]|\s*$)"
    r"|(?:(?<=(?<!\d)с)|(?<=(?<!\d)с\s))(?:[01]?\d|2[0-4])(?:[.:-]\d{2})?\sдо\s(?:[01]?\d|2[0-4])(?:[.:-]\d{2})?"
    r"(?=\s*(?:по|мск|час|ч\b|[,;.)]|$))",
    re.MULTILINE,
)
# The same in addresses and names: links, mailboxes, hashtags.
_NAMES: Final = re.compile(r"https?://\S{1,400}|[@#]\w{1,64}")
_BOX: Final = re.compile(r"[\w.+-]{1,64}")
_HOST: Final = re.compile(r"[\w.-]{1,100}")


@dataclass(frozen=True, slots=True)
class Amount:
    """A sum or a range of sums at ``start``:``end`` of the text, ``number`` where its first digit stands.

    ``low`` and ``high`` are as written, multiplied where a multiplier stands (``scaled``); of "от 80" only ``low`` is
    set, of "до 120" only ``high``, of a plain figure both. ``currency`` is None where none is written.
    """

    start: int
    end: int
    number: int
    low: float | None
    high: float | None
    scaled: bool = False
    currency: str | None = None
    least: bool = False
    """Whether less is refused in so many words: "меньше 250 не предлагать"."""

    @property
    def plain(self) -> bool:
        """Whether it is one figure, neither a range nor open to a side."""
        return self.low is not None and self.low == self.high

    @property
    def bare(self) -> bool:
        """Whether nothing but digits says that it is money."""
        return not self.scaled and self.currency is None


def currency_code(word: str) -> str | None:
    """ISO 4217 code of a currency's sign or name; None for a word that is none."""
    matches = [(len(m.group()), code) for code, pattern in _CURRENCY_OF if (m := pattern.match(word.strip().lower()))]
    return max(matches)[1] if matches else None


def _value(number: str, multiplier: str | None) -> float:
    digits = re.sub(rf"{_SPACE}|'", "", number)
    digits = re.sub(r"[.,](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    value = float(digits)
    if not multiplier:
        return value
    word = multiplier
    if word.startswith(("млрд", "миллиард")):
        return value * 1e9
    if word.startswith(("м", "лям", "kk", "кк")) or word in ("mln", "million", "m"):
        return value * 1e6
    return value * 1e3


def _shunned(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where addresses and names stand, in order; their digits are no sums."""
    found = []
    for match in _NAMES.finditer(text, start, end):
        begin, stop = match.span()
        if text[begin] == "@" and (box := _BOX.match(text[max(start, begin - 64) : begin][::-1])):
            stop = max(stop, host.end() if (host := _HOST.match(text, begin + 1, end)) else stop)
            begin -= box.end()
        found.append((begin, stop))
    return found


def _figures(text: str, start: int, end: int) -> Iterator[Amount]:
    spelled = iter(_spelled(text, start, end))
    word = next(spelled, None)
    for amount in _written(text, start, end):
        while word and word.start < amount.start:
            yield word
            word = next(spelled, None)
        yield amount
    while word:
        yield word
        word = next(spelled, None)


def _written(text: str, start: int, end: int) -> Iterator[Amount]:
    """Sums in digits."""
    skips = iter(_shunned(text, start, end))
    skip = next(skips, None)
    free = start
    for digits in _DIGITS.finditer(text, start, end):
        number = digits.start()
        while skip and skip[1] <= number:
            skip = next(skips, None)
        if number < free or (skip and skip[0] <= number):
            continue
        no_sum = _NO_SUM.match(text, number, end)
        if no_sum:
            free = no_sum.end()
            continue
        last = text[number - 1] if number > start else " "
        priced = _BEFORE.search(text, max(start, number - 5), number) if last in _BEFORE_ENDS else None
        if priced is None and (last.isalnum() or last in _NOT_AFTER):
            continue
        match = (_PRICED if priced else _SUM).match(text, number, end)
        if match is None:
            continue
        free = match.end()
        multiplier = match["m1"]
        currency = priced.group() if priced else match["after"]
        # "45 т.р.", "35 тыр": the multiplier names the rouble as well.
        if not currency and multiplier and "р" in multiplier and "млрд" not in multiplier:
            currency = "руб"
        begin = priced.start() if priced else number
        if not multiplier and (ahead := _THOUSANDS_AHEAD.search(text, max(start, number - 9), number)):
            multiplier, begin = "тыс", ahead.start()
        value = _value(match["n1"], multiplier)
        if multiplier and not currency and (rest := _HUNDREDS.match(text, free, end)) and value % 1_000 == 0:
            value, free, currency = value + int(rest["hundreds"]), rest.end(), rest["after"]
        code = currency_code(currency) if currency else None
        if code is not None and (named := _NAMED.match(text, free, end)):
            code = currency_code(named["code"])  # "700 рублей (BYN)"
        yield Amount(begin, free, number, value, value, bool(multiplier), code)


def _spelled(text: str, start: int, end: int) -> Iterator[Amount]:
    """Sums in words; looked for before a word for thousands or roubles."""
    behind = start
    for unit in _SPELLED_UNITS.finditer(text, start, end):
        for match in _SPELLED_SUM.finditer(
            text, max(behind, unit.start() - _SPELLED_BEFORE), min(end, unit.end() + 24)
        ):
            if match.start() > unit.start():
                break
            value = float(sum(_ONES.get(w, 0) for w in match["words"].split()))
            thousand, currency = match["thousand"], match["currency"] or match["rub"]
            value *= 1000 if thousand else 1
            code = currency_code(currency) if currency else None
            yield Amount(match.start(), match.end(), match.start(), value, value, thousand is not None, code)
        behind = max(behind, unit.end())


def _join(text: str, first: Amount, second: Amount) -> Amount | None:
    """Both as one range, or None where they are two sums."""
    if first.low is None or second.high is None or second.start - first.end > 10:
        return None
    gap = _GAP.match(text, first.end, second.start)
    if not gap or gap.end() != second.start:
        return None
    if "/" in gap.group() and first.currency and not second.currency:
        return None  # "300 р/1000 знаков"
    low, high = first.low, second.high
    if second.scaled and not first.scaled and low < 1000 <= high and "." not in f"{low:g}"[:1]:
        scale = 1e6 if high >= 1e6 and low * 1e6 <= high else 1e3
        low *= scale
    elif first.scaled and not second.scaled and high < 1000:
        high *= 1e6 if low >= 1e6 else 1e3
    if low < 1000 and not first.scaled and high >= 10_000 and high % 1000 == 0:
        low *= 1e3  # "150-200.000": the zeros are written once
    if low >= high or (first.currency and second.currency and first.currency != second.currency):
        return None
    return replace(
        second,
        start=first.start,
        number=first.number,
        low=low,
        high=high,
        scaled=first.scaled or second.scaled,
        currency=first.currency or second.currency,
    )


def find_amounts(text: str, start: int = 0, end: int | None = None) -> list[Amount]:
    """All sums of a folded text in order, ranges joined and "от", "до", "+" read; at most MAX_AMOUNTS of them."""
    end = len(text) if end is None else end
    joined: list[Amount] = []
    for figure in _figures(text, start, end):
        last = joined[-1] if joined else None
        both = _join(text, last, figure) if last and last.plain else None
        if both:
            joined[-1] = both
        elif len(joined) >= MAX_AMOUNTS:
            break
        else:
            joined.append(figure)
    return [_open_ends(text, amount, start, end) for amount in joined]


def _open_ends(text: str, amount: Amount, start: int, end: int) -> Amount:
    left = text[max(start, amount.start - 16) : amount.start]
    last = left.rstrip().rstrip("~≈").rstrip()[-1:]
    lower = _FROM.search(left) if last in _FROM_ENDS else None
    upper = _UPTO.search(left) if last in _UPTO_ENDS else None
    refused = last in _LESS_ENDS and _LESS.search(left) and _REFUSED.match(text, amount.end, min(end, amount.end + 60))
    if amount.plain and refused:
        return replace(amount, high=None, least=True)
    prefix = lower or upper
    begin = amount.start - (len(left) - prefix.start()) if prefix else amount.start
    if not amount.plain:
        return replace(amount, start=begin) if lower else amount
    if lower:
        return replace(amount, start=begin, high=None)
    if upper:
        return replace(amount, start=begin, low=None)
    plus = _OPEN.match(text, amount.end, end)
    return replace(amount, end=plus.end(), high=None) if plus else amount
