"""Ways to answer a posting: telegram names, telephones, e-mails, pages with a form, in the text and behind its links.

The channel's own footer, a company's home page, a portfolio and names in passing are none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from voronka.extract import contact_words as w
from voronka.extract import lazy as re
from voronka.extract.addresses import ANSWER, EMAIL, NO_NAMES, OWN_TEXT, e164, is_home, is_own, of_address
from voronka.extract.folding import folded
from voronka.model import Contacts, Evidence, Kind, Link

_CLOSING: Final = 120
"""Characters at the end of a post in which a channel speaks of itself."""
_MAX_EACH: Final = 20
_CLAUSE_END: Final = re.compile(r"[.;!?]\s")
_SENTENCE_END: Final = re.compile(r"(?<=[.!])\s|\s\|\s|•")


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
    shunned = {m["name"] for m in w.finds(w.AT, fold, start, end) if _in_footer(fold, m.start(), start)}
    ways: list[_Way] = []
    for way in _all(text, fold, links, kind, own, start, end):
        if way.field == "telegram" and (way.value in shunned or is_own(way.value, own)):
            continue
        if sum(w.field == way.field for w in ways) < _MAX_EACH and all(
            (w.field, w.value) != (way.field, way.value) for w in ways
        ):
            ways.append(way)
    if any(one.evidence.start is not None for one in ways) and w.FOOTER.search(fold, max(start, len(fold) - _CLOSING)):
        # A hidden link without a known place, beside a way to answer and the channel's closing line, is that line's.
        ways = [one for one in ways if one.field != "telegram" or one.evidence.start is not None]
    if not ways and kind is Kind.VACANCY:
        ways += _lone_page(text, fold, own, start, end)
    values = {f: tuple(w.value for w in ways if w.field == f) for f in ("telegram", "phone", "email", "url")}
    return Contacts(**values), tuple(w.evidence for w in ways)


def _all(text: str, fold: str, links: Sequence[Link], kind: Kind, own: str, start: int, end: int) -> Iterator[_Way]:
    yield from _emails(text, fold, start, end)
    yield from _names(text, fold, kind, start, end)
    yield from _phones(text, fold, start, end)
    for match in w.finds(w.LINK, text, start, end):
        address = match.group().rstrip(w.TRAILING)
        stop = match.start() + len(address)
        if _in_footer(fold, match.start(), start) or (match.start() > 0 and text[match.start() - 1] == "@"):
            continue
        words = (
            _last_clause(_line_before(fold, match.start(), start))
            + " "
            + fold[stop : min(end, stop + 30)].split("\n", 1)[0]
        )
        found = of_address(address, words, kind, own, hidden=False)
        if found and found[0] == "telegram" and _shows(_line_before(fold, match.start(), start), kind):
            continue
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
        if w.FOOTER.search(words) or OWN_TEXT.search(words):
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
    for match in w.finds(w.LINK, text, start, end):
        address = match.group().rstrip(w.TRAILING)
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
    for pattern in (EMAIL, w.EMAIL_SPOKEN):
        for match in w.finds(pattern, fold, start, end):
            box, host = match["box"], match["host"]
            if pattern is w.EMAIL_SPOKEN:
                box, parts = re.sub(w.DOT, ".", box), re.sub(w.DOT, ".", host).split(".")
                host = ".".join([*parts[:-1], w.ENDINGS.get(parts[-1], parts[-1])])
            if "." not in host or _in_footer(fold, match.start(), start):
                continue
            if (
                pattern is w.EMAIL_SPOKEN
                and match["at"]
                and host == match["host"]
                and not w.MAILBOX.search(fold[max(start, match.start() - 40) : match.start()])
            ):
                continue
            yield _Way(
                "email",
                f"{box}@{host}",
                Evidence("contacts.email", *match.span(), text[match.start() : match.end()]),
            )


def _names(text: str, fold: str, kind: Kind, start: int, end: int) -> Iterator[_Way]:
    for match in w.finds(w.AT, fold, start, end):
        before = _line_before(fold, match.start(), start)
        if len(match["name"]) < 5 and not ANSWER.search(before):
            continue
        if match["name"] in NO_NAMES or _in_footer(fold, match.start(), start) or _shows(before, kind):
            continue
        if w.NOT_HERE.match(fold, match.end(), end):
            continue
        yield _Way(
            "telegram", match["name"], Evidence("contacts.telegram", *match.span(), text[match.start() : match.end()])
        )
    for match in w.finds(w.SPOKEN, fold, start, end):
        name = match[match.lastgroup or "name"]
        if len(name) >= 5 and name not in NO_NAMES and not _in_footer(fold, match.start(), start):
            yield _Way(
                "telegram", name, Evidence("contacts.telegram", *match.span(), text[match.start() : match.end()])
            )


def _phones(text: str, fold: str, start: int, end: int) -> Iterator[_Way]:
    for match in w.finds(w.PHONE_LIKE, fold, start, end):
        figure = match.group().replace("восемь", "8").replace("плюс семь", "+7").replace("/", " ")
        told = w.CALLED.search(fold, max(start, match.start() - 24), match.start()) is not None or figure.startswith(
            "("
        )
        number = None if w.SUMS.fullmatch(figure) else e164(figure, told=told)
        if number and not (
            w.NO_PHONE.search(fold, max(start, match.start() - 20), match.start())
            or w.MONEY.match(fold, match.end())
            or w.FOR_CUSTOMERS.search(fold, max(start, match.start() - 40), match.start())
            or w.NOT_FOR_JOBS.match(fold, match.end(), end)
        ):
            yield _Way("phone", number, Evidence("contacts.phone", *match.span(), text[match.start() : match.end()]))


def _shows(before: str, kind: Kind) -> bool:
    """Whether the words before a name only mention it, or a candidate shows work there."""
    if w.MENTION.search(before) and not ANSWER.search(before):
        return True
    return kind is Kind.CANDIDATE and w.SHOWN.search(before) is not None


def _last_clause(line: str) -> str:
    """A line from its last full stop on where that says how to answer: "Портфолио обязательно. Отклик: …"."""
    last = _CLAUSE_END.split(line)[-1]
    return last if ANSWER.search(last) else line


def _line_before(fold: str, at: int, start: int) -> str:
    return fold[max(start, at - 70) : at].rsplit("\n", 1)[-1]


def _in_footer(fold: str, at: int, start: int) -> bool:
    """Whether the words before it in its line, or the line above a bare name, are the channel's own notice."""
    before = _line_before(fold, at, start)
    sentence = _SENTENCE_END.split(before)[-1]
    notice = w.FOOTER.search(sentence)
    if notice is not None:
        # "Наш канал @news, писать @anna": the notice is over with its own name.
        own = w.ADDRESSED.search(sentence, notice.end())
        return own is None or ANSWER.search(sentence, own.end()) is None
    if before.strip(" \t→👉👇-—:📩✉️@"):
        return False
    above = fold[max(start, at - 160) : at - len(before)].rstrip("\n").rsplit("\n", 1)[-1]
    return bool(w.FOOTER.search(above) and not ANSWER.search(above))
