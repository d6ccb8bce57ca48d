"""A post's text without what channels dress it in: addresses, footers, calls of "UP"; numbers in one spelling."""

import re
from collections.abc import Iterator
from typing import Final

from voronka.extract.folding import has

_MONTHS: Final = "январ|феврал|март|апрел|ма[йя]|июн|июл|август|сентябр|октябр|ноябр|декабр"
# Each pattern begins with letters, what must stand before them comes after: so a search need not stop elsewhere.
_PHONE_REST: Final = r"(?:[ ().-]{0,3}\d){9,12}(?!\d)"
_LINK: Final = re.compile(
    r"https?://\S{1,600}|t(?<!\wt)(?:elegram)?\.me/\S{1,200}|#[\w-]{1,80}"
    rf"|\+(?<![\w.,]\+) ?\d{_PHONE_REST}|7(?<![\w.,]7){_PHONE_REST}|8(?<![\w.,]8){_PHONE_REST}"
)
_NAME: Final = re.compile(r"[\w.+-]{1,64}+@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|@\w{2,64}")
_BEFORE: Final = 64
_AFTER: Final = 1 + 63 + 4 * 64
"""Characters of the longest name before its @, and from there on."""
_DATE: Final = re.compile(rf"(?<!\d)\d{{1,2}}(?:-\d{{1,2}})? (?:{_MONTHS})[а-я]{{0,3}}(?: 20\d\d)?")
_MONTH_WORDS: Final = tuple(_MONTHS.replace("ма[йя]", "май|мая").split("|"))
_DIGIT_GAP: Final = re.compile(r"[ .,](?<=\d[ .,])(?=\d{3}(?!\d))")
_DECIMAL_COMMA: Final = re.compile(r",(?<=\d,)(?=\d)")
_UNIT_REST: Final = r"(?![а-яa-z])\.?"
_THOUSANDS: Final = re.compile(
    r"0(?<=\d0)00(?!\d)"
    rf"| (?<=\d )(?:тыс(?:яч[а-я]{{0,2}})?|т\. ?р|к|k){_UNIT_REST}"
    rf"|т(?<=\dт)(?:ыс(?:яч[а-я]{{0,2}})?|\. ?р){_UNIT_REST}|к(?<=\dк){_UNIT_REST}|k(?<=\dk){_UNIT_REST}"
)
_HALF: Final = " с половиной"
_AND_A_HALF: Final = re.compile(rf"(?<!\w)(\w{{1,12}}){_HALF}")
_NUMBER: Final = re.compile(r"\d{2}")

# Lines by which a channel speaks of itself, and lines that only say that the post is still alive.
_FOOTER: Final = re.compile(
    r"подпи(?:саться|сывай|шись|шитесь|ска на)|больше (?:вакансий|работы|предложений)|(?:все|еще|другие) вакансии"
    r"|разместить|размещени[ея] (?:ваканс|объявл|рекл)|опубликовать (?:вакан|резюме|пост)|реклам[аы] (?:в|на) канал"
    r"|по вопросам реклам|прислать вакансию|предложить (?:вакансию|новость|пост)|наш(?:и|ем|его|у)? (?:чат|канал|бот)"
    r"|источник\b|поделитесь|via\b|читайте (?:нас|также)|заполнен[ао] (?:работодателем|соискателем)"
)
_ALIVE: Final = re.compile(
    r"(?<!\w)(?:up|ап+|апаю|апну|bump|актуаль\w+|поднима\w+|поднять|повтор\w*|обновля\w+|напомина\w+|снова"
    r"|второй раз|все еще|ищем дальше|продлева\w+|продлен\w*|закрывается|горит|срочно|не нашли"
    r"|еще (?:ищем|открыт\w+|ищу|в поиске|один|одн[ау]|\d))(?!\w)"
)

_FOOTER_WORDS: Final = (
    "подпи", "больше ", "все вакансии", "еще вакансии", "другие вакансии", "разместить", "размещени", "опубликовать ",
    "вопросам реклам", "прислать вакансию", "предложить ", " чат", " канал", " бот", "источник", "поделитесь", "via",
    "читайте ", "заполнен",
)  # fmt: skip
"""One of them stands in every footer."""
_ALIVE_WORDS: Final = (
    "bump", "актуаль", "поднима", "поднять", "повтор", "обновля", "напомина", "снова", "второй раз", "все еще",
    "ищем дальше", "продлева", "продлен", "закрывается", "горит", "срочно", "не нашли", "еще ",
)  # fmt: skip
_UP: Final = re.compile(r"u(?<!\wu)p(?!\w)|а(?<!\wа)п(?:п*(?!\w)|аю|ну)")
"""One of those words, or this, stands in all that says that a post is alive."""

_NUMERALS: Final = (
    "ноль=0 один=1 одна=1 одно=1 одного=1 одной=1 два=2 две=2 двух=2 двое=2 двумя=2 три=3 трех=3 трое=3 тремя=3 "
    "четыре=4 четырех=4 пять=5 пяти=5 шесть=6 шести=6 семь=7 семи=7 восемь=8 восьми=8 девять=9 девяти=9 десять=10 "
    "десяти=10 одиннадцать=11 одиннадцати=11 двенадцать=12 двенадцати=12 тринадцать=13 четырнадцать=14 "
    "пятнадцать=15 пятнадцати=15 шестнадцать=16 семнадцать=17 восемнадцать=18 девятнадцать=19 двадцать=20 "
    "двадцати=20 тридцать=30 тридцати=30 сорок=40 сорока=40 пятьдесят=50 шестьдесят=60 семьдесят=70 "
    "восемьдесят=80 девяносто=90 сто=100 полтора=1.5 полторы=1.5 двести=200 триста=300 one=1 two=2 three=3 four=4 "
    "five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11 twelve=12 thirteen=13 fourteen=14 fifteen=15 sixteen=16 "
    "seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30 forty=40 fifty=50 "
)
UNITS: Final = dict(pair.split("=") for pair in _NUMERALS.split())
"""Numerals, in the cases that posts have them in, as figures."""


def undressed(folded: str) -> str:
    """What is left of a folded text; line breaks part what were lines."""
    body = _without_addresses("\n".join(_kept(folded)))
    if has(body, _MONTH_WORDS):
        body = _DATE.sub(" ", body)
    body = _DECIMAL_COMMA.sub(".", _THOUSANDS.sub("", _DIGIT_GAP.sub("", body)))
    return _AND_A_HALF.sub(_half, body) if _HALF in body else body


def _half(match: re.Match[str]) -> str:
    number = UNITS.get(match[1], match[1])
    return f"{number}.5" if number.isdigit() else match[0]


def _kept(folded: str) -> list[str]:
    """The lines that are not dressing, without empty ones between them."""
    found = folded.split("\n")
    footers = has(folded, _FOOTER_WORDS)
    alive = has(folded, _ALIVE_WORDS) or _UP.search(folded) is not None
    if footers or alive:
        found = [line for line in found if not _is_dressing(line, footers, alive)]
    return [*found[:1], *filter(None, found[1:-1]), *found[1:][-1:]]


def _is_dressing(line: str, footers: bool, alive: bool) -> bool:
    """Whether a line is a footer, or only says that the post is still alive; a line of terms is neither."""
    words = len(line.split())
    if footers and words <= 14 and _FOOTER.search(line) is not None:
        return True
    return alive and words <= 7 and _ALIVE.search(line) is not None and _NUMBER.search(line) is None


def _without_addresses(body: str) -> str:
    """With a space for each link, name, mailbox, hashtag and telephone."""
    if "@" not in body:
        return _LINK.sub(" ", body)
    pieces: list[str] = []
    done = 0
    for start, end in _addresses(body):
        pieces += (body[done:start], " ")
        done = end
    return "".join([*pieces, body[done:]])


def _addresses(body: str) -> Iterator[tuple[int, int]]:
    """Offsets of addresses as one pattern of links and names would find them.

    A name may begin at any letter, but has an @ in it and no white space: it is looked for in such runs alone.
    """
    link, name = _LINK.search(body), _next_name(body, 0)
    while True:
        first = link
        if name is not None and (link is None or name.start() <= link.start()):
            first = name
        if first is None:
            return
        yield first.span()
        done = first.end()
        if link is not None and link.start() < done:
            link = _LINK.search(body, done)
        if name is not None and name.start() < done:
            name = _next_name(body, done)


def _next_name(body: str, start: int) -> re.Match[str] | None:
    at = body.find("@", start)
    while at >= 0:
        begin = max(start, at - _BEFORE, body.rfind(" ", start, at) + 1, body.rfind("\n", start, at) + 1)
        name = _NAME.search(body, begin, at + _AFTER)
        if name is not None and name.start() <= at:
            return name
        at = body.find("@", at + 1)
    return None
