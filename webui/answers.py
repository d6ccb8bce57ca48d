"""How to answer a listing: buttons that lead to Telegram, a phone, a mailbox, a page."""

from dataclasses import dataclass
from urllib.parse import quote

from voronka.listing import Listing
from voronka.present import NBSP
from webui.hostile import host, line, safe_url
from webui.i18n import _


@dataclass(frozen=True, slots=True)
class Answer:
    """One button: its icon, what it does, what it shows, where it leads, what "copy" copies."""

    icon: str
    action: str
    shown: str
    href: str
    copied: str


def answers(listing: Listing) -> list[Answer]:
    """All ways to answer; addresses of another scheme than http(s), mailto, tel and tg are left out."""
    if listing.posting is None:
        return []
    contacts = listing.posting.contacts
    found = [
        ("send", _("Написать в Telegram"), f"@{v}", f"https://t.me/{quote(v, safe='')}", f"@{v}")
        for v in contacts.telegram
    ]
    found += [("phone", _("Позвонить"), phone(v), f"tel:{quote(v, safe='+')}", v) for v in contacts.phone]
    found += [("mail", _("Написать письмо"), v, f"mailto:{quote(v, safe='@+')}", v) for v in contacts.email]
    found += [("link", _("Откликнуться"), _("Отклик на %(host)s", host=host(v)), v, v) for v in contacts.url]
    return [
        Answer(icon, action, line(shown), href, copied)
        for icon, action, shown, href, copied in found
        if safe_url(href) is not None
    ]


def phone(number: str) -> str:
    """A phone as it is read: +7 900 000-15-63; a foreign one stays as it is."""
    if number.startswith("+7") and len(number) == 12 and number[1:].isdigit():
        return f"+7{NBSP}{number[2:5]}{NBSP}{number[5:8]}-{number[8:10]}-{number[10:]}"
    return number
