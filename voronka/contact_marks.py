"""The one form of a way to reach somebody, however it is spelled; and all such ways that a text holds.

This is for erasing, where missing one is worse than finding one too many: unlike ``voronka.extract.contacts`` it asks
not whether a contact is one to answer to. A contact that ``read_contact`` reads out of what somebody typed is equal to
the one that ``contacts_in`` finds in a post, in any usual spelling.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from typing import Any, Final, NamedTuple
from urllib.parse import unquote

from voronka.errors import VoronkaError
from voronka.extract.addresses import EMAIL, NAME, NO_NAMES, e164
from voronka.extract.contact_words import DOT, EMAIL_SPOKEN, SPOKEN
from voronka.extract.text import fold

MAX_TEXT: Final = 200_000
"""Characters of a post that are looked through."""

_MAX_DIGITS: Final = 15
_TRAILING: Final = ".,;:!?)]}>…'*_/"
_TELEGRAM: Final = r"(?:t|telegram|tx)\.(?:me|dog)"
_NAMES: Final = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w.+-])@\s?(?P<name>{NAME})(?![\w@]|\.\w)",
        # a post's address, t.me/name/123, is a page of its own and not that name
        rf"(?<![\w.-]){_TELEGRAM}/(?:s/)?@?(?P<name>{NAME})(?!\w)(?!/\w)",
        rf"(?<![\w.-])(?P<name>{NAME})\.t\.me(?!\w)",
        rf"(?<!\w)domain=(?P<name>{NAME})(?!\w)",
        # without a sign only what cannot be a word: a name with an underscore
        r"(?<![\w#./@-])(?P<name>[a-z][a-z0-9]*_[a-z0-9_]{1,30})(?![\w@-]|\.\w)",
    )
)
_DIGITS: Final = re.compile(r"\+?\d(?:[^\w\n+]{0,4}\d){6,}")
_STRANGE_DIGIT: Final = re.compile(r"(?![0-9])\d")
_GROUP: Final = re.compile(r"\d+")
_ADDRESS: Final = re.compile(
    r"(?<![\w@.-])(?:https?://)?(?P<host>(?:[\w-]{1,63}\.){1,4}[a-zа-я]{2,15})(?![\w@])(?::\d{1,5})?"
    r"(?P<path>/[^\s<>\"«»?#]{0,400})?(?P<query>\?[^\s<>\"«»#]{0,400})?"
)
_TRACKING: Final = re.compile(r"(?:utm_\w+|fbclid|yclid|gclid|from|ref|igsh(?:id)?|start|text)=")


class Mark(NamedTuple):
    """Something by which a post may be kept out: a kind ("telegram", "phone", "email", "url", …) and its one form."""

    kind: str
    value: str


def read_contact(words: str) -> Mark:
    """The contact that somebody typed: a phone, a @name or t.me link, an e-mail, the address of a page.

    A phone without its country is Russian. Raises VoronkaError where it is none of these.
    """
    given = _plain(unquote(words.strip())).strip("<>\"'«»,; ")
    bare = re.sub(r"^(?:mailto|tel|viber|whatsapp|callto):(?://)?", "", given).split("?subject")[0]
    if re.fullmatch(r"\+?[\d\s().-]{5,30}", bare):
        number = e164(bare) or e164(f"+{bare}")
        if number is None:
            raise VoronkaError("that is no telephone number; give it with its country, as +7 900 000-00-00")
        return Mark("phone", number)
    if EMAIL.fullmatch(bare) or EMAIL_SPOKEN.fullmatch(bare):
        return next(_emails(bare))
    if re.fullmatch(rf"@?\s?{NAME}", bare) and bare.lstrip("@ ") not in NO_NAMES:
        return Mark("telegram", bare.lstrip("@ "))
    wa = re.fullmatch(r"(?:https?://)?(?:wa\.me/|(?:api\.)?whatsapp\.com/send/?\?phone=)\+?(\d{8,15})\b.*", given)
    if wa is not None and (number := e164(f"+{wa[1]}")) is not None:
        return Mark("phone", number)
    names = [mark for mark in _names(given) if re.fullmatch(NAME, mark.value) and mark.value not in NO_NAMES]
    address = _ADDRESS.fullmatch(given)
    if names and (address is None or re.fullmatch(rf"{_TELEGRAM}|\w+\.t\.me", address["host"])):
        return names[0]
    if address is not None and _one_form(address) != "t.me":
        return Mark("url", _one_form(address))
    raise VoronkaError("that is no phone, @name, e-mail or address of a page")


def contacts_in(texts: Iterable[str], wanted: Set[Mark] | None = None) -> set[Mark]:
    """All contacts in these texts and addresses; a page's address also gives those of the folders it lies in.

    Where only some are ``wanted``, a text that cannot hold any of them gives none, and takes a tenth of the time.
    """
    whole = "\n".join(texts)[:MAX_TEXT]
    text = _plain(whole if "%" not in whole else f"{whole}\n{unquote(whole)}")
    if wanted is not None and not any(_may_hold(text, mark) for mark in wanted):
        return set()
    return {*_names(text), *_emails(text), *_phones(text), *_pages(text)}


def strings_of(value: Any, depth: int = 12) -> Iterator[str]:
    """All strings of a JSON value but the keys."""
    if isinstance(value, str):
        yield value
    elif depth and isinstance(value, Mapping):
        for one in value.values():
            yield from strings_of(one, depth - 1)
    elif depth and isinstance(value, list | tuple):
        for one in value:
            yield from strings_of(one, depth - 1)


def _plain(text: str) -> str:
    plain = fold(text).replace("\u200b", "")
    return _STRANGE_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit.group())), plain)


def _may_hold(text: str, mark: Mark) -> bool:
    """Whether a plain text has the letters or digits that any spelling of a contact has."""
    if mark.kind == "phone":
        return mark.value[-9:] in re.sub(r"\D", "", text)
    if mark.kind == "email":
        return mark.value.partition("@")[0] in text
    return mark.value.partition("?")[0].rpartition("/")[2] in text


def _names(text: str) -> Iterator[Mark]:
    for pattern in _NAMES:
        for match in pattern.finditer(text):
            yield Mark("telegram", match["name"])
    for match in SPOKEN.finditer(text):
        if match.lastgroup != "parted" or not re.match(r"/\w", text[match.end() : match.end() + 2]):
            yield Mark("telegram", match[match.lastgroup or "name"])


def _emails(text: str) -> Iterator[Mark]:
    for match in EMAIL.finditer(text):
        yield Mark("email", match.group())
    for match in EMAIL_SPOKEN.finditer(text):
        yield Mark("email", f"{match['box']}@{re.sub(DOT, '.', match['host'])}")


def _phones(text: str) -> Iterator[Mark]:
    """Every run of whole groups of digits that can be a number: what else stands beside it does no harm."""
    for match in _DIGITS.finditer(text):
        groups = list(_GROUP.finditer(text, match.start(), match.end()))
        for first, group in enumerate(groups):
            before = text[max(group.start() - 1, 0) : group.start()]
            digits = ""
            for follower in groups[first : first + _MAX_DIGITS]:
                digits += follower.group()
                if len(digits) > _MAX_DIGITS:
                    break
                if len(digits) == 10 and digits[0] in "3489" and before != "+":
                    yield Mark("phone", f"+7{digits}")
                if len(digits) == 11 and digits[0] == "8" and before != "+":
                    yield Mark("phone", f"+7{digits[1:]}")
                if len(digits) >= (8 if before == "+" else 11):
                    yield Mark("phone", f"+{digits}")


def _pages(text: str) -> Iterator[Mark]:
    for match in _ADDRESS.finditer(text):
        whole = _one_form(match)
        yield Mark("url", whole)
        folder = whole.split("?")[0]
        while folder:
            yield Mark("url", folder)
            folder = folder.rpartition("/")[0]


def _one_form(address: re.Match[str]) -> str:
    """host/path?query without scheme, www., what only tells where a reader came from, and signs at the end."""
    host = address["host"].removeprefix("www.")
    path = (address["path"] or "").rstrip(_TRAILING)
    if re.fullmatch(_TELEGRAM, host):
        return "t.me" + re.sub(r"^/s(?=/)", "", path)
    query = (address["query"] or "").lstrip("?").rstrip(_TRAILING)
    kept = [part for part in query.split("&") if part and not _TRACKING.match(part)]
    return host + path + ("?" + "&".join(kept) if kept else "")
