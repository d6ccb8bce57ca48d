"""Ways to answer a posting: telegram names, telephones, e-mails, pages with a form, in the text and behind its links.

The channel's own footer, a company's home page, a portfolio and names in passing are none.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.extract.addresses import ANSWER, EMAIL, NAME, NO_NAMES, OWN_TEXT, e164, is_home, is_own, of_address
from voronka.extract.folding import folded
from voronka.model import Contacts, Evidence, Kind, Link

_MAX_EACH: Final = 20
_AT: Final = re.compile(rf"(?<![\w@./+-])@(?P<name>{NAME})(?![\w@]|\.\w)")
_UNDERSCORED: Final = r"[a-z][a-z0-9]{0,20}_[a-z0-9_]{2,20}"
SPOKEN: Final = re.compile(
    rf"(?<!\w)(?:тг|тгк|телега|телеге|телеграм\w{{0,2}}|telegram|tg|tlg)\s?(?:[:=>]|-{{1,2}}|->"
    rf"|→)\s?@?(?P<name>{NAME})(?![\w.@])"
    rf"|(?:собака|собачка|\(at\)|\[at\])\s?(?P<dog>{NAME})(?!\w)(?!\s?(?:[.-]|точка|\W?dot))"
    # "t точка me / name", "т.ме/name": a link put so that no machine reads it.
    rf"|(?<![\w/@.])[tт]\s?(?:\.|точка|dot|\s)\s?(?:me|ме)\s?/\s?(?P<parted>{NAME})(?!\w)"
    rf"|tg://resolve\?domain=(?P<scheme>{NAME})(?!\w)"
    # Without a mark between, only what cannot be a word: a name with an underscore.
    rf"|(?<!\w)(?:тг|телега|телеграм\w{{0,2}}|telegram|tg|tlg)\s(?P<plain>{_UNDERSCORED})(?![\w.@])"
    rf"|(?<![\w@./])(?P<named>{_UNDERSCORED})\s?\((?:тг|tg|telegram|телега|телеграм\w?)\)"
    rf"|(?<![\w@.])@\s(?P<spaced>{_UNDERSCORED})(?![\w.@])"
)
_LINK: Final = re.compile(
    r"https?://[^\s<>\"«»]{3,600}|(?<![\w@./-])(?:www\.)?(?:[\w-]{1,63}\.){1,3}(?:ru|com|рф|io|net|org|me|kz|by"
    r"|team|school|gle|link|site|online|pro|studio|su|info|biz|co|app|tech|ai|agency|media|work|jobs|ws|ly|page|gg"
    r"|uz|am|ge|world|digital|store|space|club|one|dev)(?:/[^\s<>\"«»]{0,400})?(?![\w@])"
    # any other ending only with a path behind it
    r"|(?<![\w@./-])(?:[a-z0-9-]{2,63}\.){1,2}[a-z]{2,12}/[a-z0-9][^\s<>\"«»]{0,400}"
)
SPOKEN_DOT: Final = r"(?:\.|\s?(?:\(dot\)|\[dot\]|\(точка\)|\[точка\])\s?|\s(?:точка|dot)\s)"
EMAIL_SPOKEN: Final = re.compile(
    r"(?<![\w.+-])(?P<box>[a-z0-9][a-z0-9._+-]{0,63})"
    r"(?:\s?(?:\(собака\)|\[собака\]|\(at\)|\[at\]|\{at\}|\*)\s?|\sсобака\s|\s@\s|(?P<at>\sat\s))"
    rf"(?P<host>[a-z0-9-]{{1,63}}(?:{SPOKEN_DOT}[a-z0-9-]{{2,63}}){{1,3}})(?!\w)"
)
# "sales at scale.io" is a word of English but for a spelled dot or a word for a mailbox before it.
_MAILBOX: Final = re.compile(r"(?<!\w)(?:e-?mail|mail|почт\w|cv|резюме|resume|write)[^\n]{0,25}\Z")
_FOOTER: Final = re.compile(
    r"подпис(?:аться|ывайся|ывайтесь|ывайт|ка|чик|ыв)|подпишись|подпишитесь|больше (?:вакансий|работы|предложений)"
    r"|все вакансии|еще вакансии|другие вакансии|разместить|размещени\w|опубликовать (?:вакан|резюме|пост)"
    r"|рекламодат|по (?:вопросам )?реклам"
    r"|реклама (?:в|на|:|-|и)|прислать (?:вакансию|свою)|наш(?:и|у|е|ем|его)? (?:чат|канал|бот|сообщест|групп)"
    r"|чат (?:канала|соискател|с вакан)|канал (?:о|для|с|про|«)|заглядыва|загляни|предложить (?:вакансию|новост"
    r"|пост)|хотите (?:попасть|опубликовать|разместить)|админ(?:истратор)? канала|вступай|присоединя\w{2,4} к"
    r"|источник|поделись|поделитесь|обратная связь по каналу|^\W{0,4}via\s?\Z|больше полезн|читайте (?:нас|также)|мы в соцсет"
    r"|наши каналы|сообщить о"
)
_MENTION: Final = re.compile(
    r"(?:кто мы|о нас|канал\w{0,2}|блог\w{0,2}|инст\w{0,8}|instagram|inst|ютуб\w{0,2}|youtube"
    r"|тикток\w{0,2}|tiktok|vk|вк|сайт"
    r"|бренд\w{0,2}|паблик\w{0,2}|магазин\w{0,2}"
    r"|от имени|у нас в|аккаунт\w{0,2}|сообществ\w{1,2})\s?[:—-]?\s?(?:в\s|на\s|наш\w{0,2}\s|мой\s|компании\s"
    r"|«[^»]{0,30}»\s)*\(?\Z"
)
# A candidate shows work there; of a vacancy it is where to send one's own.
_SHOWN: Final = re.compile(
    r"(?:кейсы|портфолио|работы|примеры|отзывы|веду|вела|вел|проект\w{0,2})\s?[:—-]?\s?(?:в\s|на\s)?\(?\Z"
)
_PHONE_LIKE: Final = re.compile(
    r"(?:(?<![\w.,])|(?<=т\.)|(?<=тел\.))(?:\+\s?\d|[78])(?:[ ().-]{0,3}\d){9,13}(?!\d)"
    r"|(?<!\w)(?:восемь|плюс семь)[ ,-]{1,2}(?:\d[ -]{0,2}){9}\d(?!\d)"
    r"|(?<![\w.,)-])9\d\d-\d{3}-\d\d-\d\d(?![\d-])|(?<![\w.,])8/9\d\d/\d{3}-?\d\d-?\d\d(?!\d)"
    r"|(?:(?<=тел )|(?<=тел\.)|(?<=тел: )|(?<=тел\. )|(?<=телефон )|(?<=телефон: )|(?<=звонить )|(?<=whatsapp )|(?<=ватсап ))"
    r"9\d{9}(?!\d)"
    r"|(?<![\w.,)])(?<!\d )\(9\d\d\)[\s-]?\d{3}[\s-]?\d{2}[\s-]?\d{2}(?!\d)"
    r"|(?<![\w.,])(?:\+7|8)\s?\(?\d{3}\)?[\s-]{0,3}\d{3}[\s-]{0,3}\d{2}[\s-]{0,3}\d{2}(?!\d)"
)
# "89 000 - 120 000" has as many digits as a telephone.
_SUMS: Final = re.compile(r"\d{2,3} ?\d{3} ?- ?\d{2,3} ?\d{3}")
_NO_PHONE: Final = re.compile(r"(?:инн|огрн|снилс|карт[ау]|заказ\w?|счет\w?|артикул|№|id)[^\d\n]{0,12}\Z")
_MONEY: Final = re.compile(r"\s?(?:₽|руб|р\.|\$|€|₸)")
_TRAILING: Final = ".,;:!?)]}>…'*_"


@dataclass(frozen=True, slots=True)
class _Way:
    field: str
    value: str
    evidence: Evidence


def find(
    text: str, links: Sequence[Link], kind: Kind, channel: str | None, start: int = 0, end: int | None = None
) -> tuple[Contacts, tuple[Evidence, ...]]:
    """The ways to answer told in ``text[start:end]`` and by ``links`` (hidden links and buttons of that part).

    ``channel`` is the channel's own name: it and what belongs to it is no contact. A link without words in the text has
    evidence without offsets, its text is the address.
    """
    end = len(text) if end is None else end
    fold = folded(text)
    own = (channel or "").lower().lstrip("@")
    shunned = {m["name"] for m in _AT.finditer(fold, start, end) if _in_footer(fold, m.start(), start)}
    ways: list[_Way] = []
    for way in _all(text, fold, links, kind, own, start, end):
        if way.field == "telegram" and (way.value in shunned or is_own(way.value, own)):
            continue
        if sum(w.field == way.field for w in ways) < _MAX_EACH and all(
            (w.field, w.value) != (way.field, way.value) for w in ways
        ):
            ways.append(way)
    if not ways and kind is Kind.VACANCY:
        ways += _lone_page(text, fold, own, start, end)
    values = {f: tuple(w.value for w in ways if w.field == f) for f in ("telegram", "phone", "email", "url")}
    return Contacts(**values), tuple(w.evidence for w in ways)


def _all(text: str, fold: str, links: Sequence[Link], kind: Kind, own: str, start: int, end: int) -> Iterator[_Way]:
    yield from _emails(text, fold, start, end)
    yield from _names(text, fold, kind, start, end)
    yield from _phones(text, fold, start, end)
    for match in _LINK.finditer(text, start, end):
        address = match.group().rstrip(_TRAILING)
        stop = match.start() + len(address)
        if _in_footer(fold, match.start(), start) or (match.start() > 0 and text[match.start() - 1] == "@"):
            continue
        words = _last_clause(_line_before(fold, match.start(), start)) + " " + fold[stop : min(end, stop + 30)].split("\n", 1)[0]
        found = of_address(address, words, kind, own, hidden=False)
        if found and not (found[0] == "url" and is_home(_line_before(fold, match.start(), start))):
            yield _Way(*found, Evidence(f"contacts.{found[0]}", match.start(), stop, text[match.start() : stop]))
    for link in links[:100]:
        placed = link.start is not None and link.end is not None and not link.button
        if (
            placed
            and link.start is not None
            and (_in_footer(fold, link.start, start) or not start <= link.start <= end)
        ):
            continue
        words = folded(link.text) if link.text else ""
        if _FOOTER.search(words) or OWN_TEXT.search(words):
            continue
        found = of_address(link.url.strip(), words, kind, own, hidden=True)
        if (
            found
            and placed
            and link.start is not None
            and link.end is not None
            and 0 <= link.start < link.end <= len(text)
        ):
            yield _Way(*found, Evidence("contacts.link", link.start, link.end, text[link.start : link.end]))
        elif found:
            yield _Way(*found, Evidence("contacts.link", None, None, link.url))


def _lone_page(text: str, fold: str, own: str, start: int, end: int) -> Iterator[_Way]:
    """Where nothing else is named: a page, not a home page, that stands in a line of its own."""
    for match in _LINK.finditer(text, start, end):
        address = match.group().rstrip(_TRAILING)
        stop = match.start() + len(address)
        ends_line = not fold[stop : min(end, stop + 12)].split("\n", 1)[0].strip(" .)👆👇")
        if (
            ends_line
            and not _line_before(fold, match.start(), start).strip(" →👉🔗-—:")
            and not _in_footer(fold, match.start(), start)
        ):
            found = of_address(address, "отклик", Kind.VACANCY, own, hidden=False)
            if found:
                yield _Way(*found, Evidence(f"contacts.{found[0]}", match.start(), stop, text[match.start() : stop]))
                return


def _emails(text: str, fold: str, start: int, end: int) -> Iterator[_Way]:
    for pattern in (EMAIL, EMAIL_SPOKEN):
        for match in pattern.finditer(fold, start, end):
            host = re.sub(SPOKEN_DOT, ".", match["host"]) if pattern is EMAIL_SPOKEN else match["host"]
            if "." not in host or _in_footer(fold, match.start(), start):
                continue
            if (
                pattern is EMAIL_SPOKEN
                and match["at"]
                and host == match["host"]
                and not _MAILBOX.search(fold[max(start, match.start() - 40) : match.start()])
            ):
                continue
            yield _Way(
                "email",
                f"{match['box']}@{host}",
                Evidence("contacts.email", *match.span(), text[match.start() : match.end()]),
            )


def _names(text: str, fold: str, kind: Kind, start: int, end: int) -> Iterator[_Way]:
    for match in _AT.finditer(fold, start, end):
        before = _line_before(fold, match.start(), start)
        if len(match["name"]) < 5 and not ANSWER.search(before):
            continue
        if (
            match["name"] in NO_NAMES
            or _in_footer(fold, match.start(), start)
            or (_MENTION.search(before) and not ANSWER.search(before))
            or (kind is Kind.CANDIDATE and _SHOWN.search(before))
        ):
            continue
        yield _Way(
            "telegram", match["name"], Evidence("contacts.telegram", *match.span(), text[match.start() : match.end()])
        )
    for match in SPOKEN.finditer(fold, start, end):
        name = match[match.lastgroup or "name"]
        if len(name) >= 5 and name not in NO_NAMES and not _in_footer(fold, match.start(), start):
            yield _Way(
                "telegram", name, Evidence("contacts.telegram", *match.span(), text[match.start() : match.end()])
            )


def _phones(text: str, fold: str, start: int, end: int) -> Iterator[_Way]:
    for match in _PHONE_LIKE.finditer(fold, start, end):
        figure = match.group().replace("восемь", "8").replace("плюс семь", "+7").replace("/", " ")
        number = None if _SUMS.fullmatch(figure) else e164(figure)
        if number and not (
            _NO_PHONE.search(fold, max(start, match.start() - 20), match.start()) or _MONEY.match(fold, match.end())
        ):
            yield _Way("phone", number, Evidence("contacts.phone", *match.span(), text[match.start() : match.end()]))


def _last_clause(line: str) -> str:
    """A line from its last full stop on where that says how to answer: "Портфолио обязательно. Отклик: …"."""
    last = re.split(r"[.;!?]\s", line)[-1]
    return last if ANSWER.search(last) else line


def _line_before(fold: str, at: int, start: int) -> str:
    return fold[max(start, at - 70) : at].rsplit("\n", 1)[-1]


_ADDRESSED: Final = re.compile(r"@\w{4,32}|t\.me/\w{4,32}")


def _in_footer(fold: str, at: int, start: int) -> bool:
    """Whether the words before it in its line, or the line above a bare name, are the channel's own notice."""
    before = _line_before(fold, at, start)
    sentence = re.split(r"(?<=[.!])\s|\s\|\s|•", before)[-1]
    notice = _FOOTER.search(sentence)
    if notice is not None:
        # "Наш канал @news, писать @anna": the notice is over with its own name.
        own = _ADDRESSED.search(sentence, notice.end())
        return own is None or ANSWER.search(sentence, own.end()) is None
    if before.strip(" \t→👉👇-—:📩✉️@"):
        return False
    above = fold[max(start, at - 160) : at - len(before)].rstrip("\n").rsplit("\n", 1)[-1]
    return bool(_FOOTER.search(above) and not ANSWER.search(above))
