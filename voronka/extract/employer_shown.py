"""Signs of an employer who shows himself: a site, a public page, a mailbox of his own, a person by name."""

from collections.abc import Iterator
from typing import Final

from voronka.extract import lazy as re
from voronka.extract.document import Document
from voronka.extract.text import parses

_HOST: Final = re.compile(
    r"\b(?:https?://)?(?:www\.)?(?P<host>(?:[a-z0-9а-я-]{1,40}\.){1,3}[a-zа-я]{2,8})(?P<path>/[^\s)»\"]{0,80})?"
)
_ZONE: Final = re.compile(r"\.[a-zа-я]{2}")
_GAP: Final = re.compile("[ \n]")
_NO_SITE: Final = re.compile(
    r"(?:^|\.)(?:t\.me|telegram\.\w+|tg\.\w+|wa\.me|forms\.\w+|docs\.google\.com|goo\.gl|google\.com|gle"
    r"|clck\.ru|bit\.ly|hh\.ru|"
    r"superjob\.ru|rabota\.ru|avito\.ru|habr\.com|linkedin\.com|zarplata\.ru|trudvsem\.ru|jobster\.pro"
    r"|yandex\.\w+|ya\.ru|"
    r"mail\.ru|gmail\.com|bk\.ru|list\.ru|inbox\.ru|notion\.\w+|taplink\.\w+|zoom\.us|teletype\.in|telegra\.ph"
    r"|youtube\.com|youtu\.be)$"
)
_PUBLIC: Final = re.compile(r"(?:^|\.)(?:vk\.com|vk\.ru|instagram\.com|ok\.ru|dzen\.ru|facebook\.com|behance\.net)$")
_BOARD: Final = re.compile(
    r"/(?:vacanc|vakans|resume|rezume|job)\w{0,6}/\d"
)  # a board's page of a vacancy says nothing of the employer
_MAIL: Final = re.compile(r"[\w.+-]{1,60}@(?P<host>[\w-]{1,40}(?:\.[\w-]{1,40}){1,3})")
_FREE_MAIL: Final = re.compile(
    r"(?:mail|gmail|yandex|ya|bk|list|inbox|rambler|outlook|hotmail|icloud|yahoo|proton|protonmail)\.\w+$"
)
_NAMED: Final = re.compile(
    r"\b(?:[Кк]онтакт\w{0,2}(?:ное лицо)?|HR|[Рр]екрутер\w?|[Мм]енеджер\w? по персоналу|[Рр]уководител\w{1,2}"
    r"|[Дд]иректор\w?|"
    r"[Зз]вон\w{1,4}|[Пп]иш\w{1,3}|[Пп]исать|[Сс]прос\w{2,3}|[Сс]прашива\w{2,4}|[Оо]бращ\w{3,6}|[Оо]твет\w{1,2}"
    r"|[Мм]еня зовут|[Нн]а связи|[Рр]езюме|"
    r"[Сс]обеседует|[Жж]дет|HRD|[Оо]тклики|[Тт]ел\w{0,5}|[Вв]опросы?|[Лл]ичку"
    r"|[Яя])\b[^\n.!?]{0,25}?[ :,—–-](?P<name>[А-ЯЁ][а-яё]{2,12})\b"
)
_AFTER_CONTACT: Final = re.compile(r"(?:@[\w.-]{4,40}|\d[\d \-–()]{6,14}\d)[ ,(—–-]{1,4}(?P<name>[А-ЯЁ][а-яё]{2,12})\b")


def find(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """What shows the employer between two offsets: a rule's name and the offsets of the words."""
    yield from _pages(doc, start, end)
    person = _person(doc, start, end)
    if person is not None:
        yield "sign.seriousness.person", *person


def _pages(doc: Document, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """A site, a public page or a mailbox of the employer's own."""
    fold, stop = doc.folded, min(end, doc.head)
    mails = [match for match in _MAIL.finditer(fold, start, stop)] if "@" in fold else []
    for mail in mails:
        if not _FREE_MAIL.search(mail["host"]) and "." in mail["host"]:
            yield "sign.seriousness.mailbox", *mail.span()
    if "." in fold:
        for match in _hosts(fold, start, stop):
            host = match["host"]
            if any(mail.start() <= match.start() < mail.end() for mail in mails) or _NO_SITE.search(host):
                continue
            if (match.start() and fold[match.start() - 1] in "@.") or _BOARD.match(match["path"] or ""):
                continue
            if _PUBLIC.search(host):
                if match["path"] and len(match["path"]) > 2:
                    yield "sign.seriousness.page", *match.span()
            elif host.rsplit(".", 1)[1] in _ZONES and (
                match["path"] or _LEADS.search(fold, max(0, match.start() - 12), match.start() + 1)
            ):
                yield "sign.seriousness.site", *match.span()


def _hosts(fold: str, start: int, stop: int) -> Iterator[re.Match[str]]:
    """What _HOST finds: it lies in a run without white space, with a full stop before a letter in it."""
    done = start
    for dot in _ZONE.finditer(fold, start, stop):
        at = dot.start()
        if at < done:
            continue
        begin = max(fold.rfind(" ", done, at), fold.rfind("\n", done, at), done - 1) + 1
        gap = _GAP.search(fold, at, stop)
        done = gap.start() if gap else stop
        yield from _HOST.finditer(fold, begin, done)


# "…: firma.ru", "(firma.ru)", a line of its own, "https://": an address; "в Customer.io" names a tool.
_LEADS: Final = re.compile(r"(?:^|[\n:(—-] ?|[^\w\s,.] ?|сайт\w? |https?://|www\.)\w?\Z")
_ZONES: Final = frozenset(
    word
    for line in (
        "ru рф su com org net pro io online site store shop app tech studio agency school team club media me ai dev",
        "company group moscow by kz example digital market space art design education business travel fashion food",
        "info biz eu de",
    )
    for word in line.split()
)


def _person(doc: Document, start: int, end: int) -> tuple[int, int] | None:
    """A person's first name beside a contact or a word that leads to one."""
    for pattern, group in ((_AFTER_CONTACT, "name"), (_NAMED, 0)):
        for match in pattern.finditer(doc.text, start, min(end, doc.head)):
            if _is_name(match["name"]):
                return match.span(group)
    return None


_SURE: Final = 0.5


def _is_name(word: str) -> bool:
    folded = word.lower().replace("ё", "е")
    # one case of a name may have many parses, each of little weight
    return sum(float(p.score) for p in parses(folded) if "Name" in p.tag and "Patr" not in p.tag) >= _SURE
