"""What an alert says: a letter (HTML and text) and a Telegram message, in Russian or English.

Nobody's contacts are in either. Of a candidate a letter has what the page shows to everybody; a Telegram message, which
lies on others' servers, has the role and the link only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from voronka.listing import Listing
from voronka.mail import Letter
from voronka.model import Kind, Link, WorkFormat
from voronka.present import pay_in_words
from voronka.privacy import mask, public
from voronka.roles import ROLES
from voronka.saved_filters import Draft, query_to_text

IN_LETTER: Final = 50
IN_TELEGRAM: Final = 15
"""So many listings are named in a message; the others are counted."""
_LONGEST: Final = 90
_LONGEST_URL: Final = 2000


@dataclass(frozen=True, slots=True)
class _Words:
    new: tuple[str, str, str]
    by: str
    candidate: str
    remote: str
    more: str
    all: str
    change: str
    stop: str
    again: str


_WORDS: Final = {
    "ru": _Words(
        ("{n} новое объявление", "{n} новых объявления", "{n} новых объявлений"),
        "по фильтру «{name}»",
        "Кандидат",
        "удалённо",
        "и ещё {n}",
        "Открыть всё в поиске",
        "Изменить фильтр",
        "Отписаться от этих писем",
        "Возможно, это сообщение уже приходило: при отправке прервалась связь.",
    ),
    "en": _Words(
        ("{n} new listing", "{n} new listings", "{n} new listings"),
        "by the filter “{name}”",
        "Candidate",
        "remote",
        "and {n} more",
        "Open all in the search",
        "Change the filter",
        "Unsubscribe from these letters",
        "You may have had this message before: the connection broke while it was sent.",
    ),
}


class Site:
    """Addresses of the page, by its public one."""

    def __init__(self, base: str) -> None:
        self.base: Final = base.rstrip("/")

    def listing(self, number: int) -> str:
        """A listing's page."""
        return f"{self.base}/listing/{number}"

    def search(self, draft: Draft) -> str:
        """The search that a filter is, its words not to be understood once more; its owner's filters where the address
        would be longer than programs take."""
        url = f"{self.base}/?{query_to_text(draft.query)}{'&exact=1' if draft.query.text else ''}"
        return url if len(url) <= _LONGEST_URL else self.filters()

    def filters(self) -> str:
        """Where one's saved filters are changed."""
        return f"{self.base}/filters"

    def unsubscribe(self, token: str) -> str:
        """Where a filter's letters are stopped, without signing in: by a click (POST), or a page that asks (GET)."""
        return f"{self.base}/filters/unsubscribe/{token}"


def letter(
    draft: Draft, listings: Sequence[Listing], site: Site, *, to: str, token: str, name: str, again: bool = False
) -> Letter:
    """The letter of these listings; ``name`` is the message's own, the same however often it is sent."""
    words = _WORDS[draft.language]
    heading = f"{_counted(len(listings), draft.language)} {words.by.format(name=draft.name)}"
    subject = heading
    if len(listings) == 1:
        subject = f"{_line(_title(listings[0], draft.language))} {words.by.format(name=draft.name)}"
    shown, rest = listings[:IN_LETTER], len(listings) - IN_LETTER
    items = [(*_item(one, draft.language), site.listing(one.id)) for one in shown]
    lines = [words.again, ""] if again else []
    lines += [heading, ""]
    for title, facts, url in items:
        lines += [title, *([facts] if facts else []), url, ""]
    if rest > 0:
        lines += [words.more.format(n=rest), ""]
    ends = [
        (words.all, site.search(draft)),
        (words.change, site.filters()),
        (words.stop, site.unsubscribe(token)),
    ]
    lines += [f"{said}: {url}" for said, url in ends]
    rows = "".join(
        f'<li style="margin:0 0 14px"><a href="{escape(url)}" style="font-weight:600">{escape(title)}</a>'
        + (f"<br>{escape(facts)}" if facts else "")
        + "</li>"
        for title, facts, url in items
    )
    html = (
        f'<!doctype html><html lang="{draft.language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(subject)}</title></head>'
        '<body style="font:16px/1.45 system-ui,sans-serif;max-width:640px;margin:0 auto;padding:16px">'
        + (f"<p>{escape(words.again)}</p>" if again else "")
        + f'<h1 style="font-size:20px">{escape(heading)}</h1>'
        + f'<ul style="padding-left:20px">{rows}</ul>'
        + (f"<p>{escape(words.more.format(n=rest))}</p>" if rest > 0 else "")
        + "<p>"
        + "<br>".join(f'<a href="{escape(url)}">{escape(said)}</a>' for said, url in ends)
        + "</p></body></html>"
    )
    headers = (
        ("List-Unsubscribe", f"<{site.unsubscribe(token)}>"),
        ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
    )
    return Letter(to, subject, "\n".join(lines) + "\n", html=html, headers=headers, name=name)


def telegram(
    draft: Draft, listings: Sequence[Listing], site: Site, *, again: bool = False
) -> tuple[str, tuple[Link, ...]]:
    """The Telegram message of these listings, and the links behind its words; never longer than one message may be."""
    words = _WORDS[draft.language]
    text = f"{words.again}\n\n" if again else ""
    text += f"{_counted(len(listings), draft.language)} {words.by.format(name=draft.name)}\n"
    links: list[Link] = []

    def link(said: str, url: str) -> None:
        nonlocal text
        links.append(Link(url, said, len(text), len(text) + len(said)))
        text += said

    for one in listings[:IN_TELEGRAM]:
        text += "\n• "
        if one.kind is Kind.CANDIDATE:
            link(f"{words.candidate}: {_role(one, draft.language)}", site.listing(one.id))
            continue
        title, facts = _item(one, draft.language)
        link(mask(title), site.listing(one.id))
        text += f" · {mask(facts)}" if facts else ""
    if len(listings) > IN_TELEGRAM:
        text += f"\n{words.more.format(n=len(listings) - IN_TELEGRAM)}"
    text += "\n\n"
    link(words.all, site.search(draft))
    text += " · "
    link(words.change, site.filters())
    return text, tuple(links)


def _counted(number: int, language: str) -> str:
    one, few, many = _WORDS[language].new
    if language == "ru":
        tens, units = number % 100, number % 10
        chosen = one if units == 1 and tens != 11 else few if units in (2, 3, 4) and tens not in (12, 13, 14) else many
    else:
        chosen = one if number == 1 else many
    return chosen.format(n=number)


def _item(listing: Listing, language: str) -> tuple[str, str]:
    """What names a listing, and its facts in one line."""
    seen = public(listing)
    posting = seen.posting
    if posting is None:
        return _line(_title(listing, language)), ""
    facts = [
        posting.company or "",
        pay_in_words(posting.salary, language) if posting.salary is not None else "",
        ", ".join(posting.cities[:3]),
        _WORDS[language].remote if WorkFormat.REMOTE in posting.formats else "",
    ]
    return _line(_title(listing, language)), " · ".join(_line(fact) for fact in facts if fact)


def _title(listing: Listing, language: str) -> str:
    shown = public(listing).title or _role(listing, language)
    return f"{_WORDS[language].candidate}: {shown}" if listing.kind is Kind.CANDIDATE else shown


def _role(listing: Listing, language: str) -> str:
    posting = listing.posting
    code = posting.roles[0] if posting is not None and posting.roles else "other"
    role = ROLES.get(code, ROLES["other"])
    return role.en if language == "en" else role.ru


def _line(text: str) -> str:
    """A text out of a post as one short line."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"
