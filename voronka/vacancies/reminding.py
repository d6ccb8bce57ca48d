"""Letters to authors whose vacancies end soon, each with a link that prolongs by one click."""

from collections.abc import Callable
from datetime import timedelta, tzinfo
from typing import Final

from voronka.mail import Letter, MailError
from voronka.store import Store, named_leases, vacancies
from voronka.store.leases import owner_name
from voronka.store.vacancies import Ending
from voronka.vacancies.draft import TERM, Draft

_LEASE: Final = "letters before an end"
BEFORE: Final = timedelta(days=5)
"""So long before its end the author of a vacancy is told."""


def remind(store: Store, send: Callable[[Letter], None], base: str, zone: tzinfo) -> tuple[int, str]:
    """Tell every author who was not told yet; gives how many letters went out, and what went wrong ("": nothing).

    An end counts as told once its letter is handed over, so after a crash it is told again. ``base`` is the page's
    public address. One whose address takes nothing is not tried again; a server that takes nothing ends the round.
    """
    owner = owner_name()
    with store.writing() as connection:
        if not named_leases.hold(connection, _LEASE, owner):
            return 0, ""  # another process is at it
    try:
        return _remind(store, send, base, zone)
    finally:
        with store.writing() as connection:
            named_leases.give_up(connection, _LEASE, owner)


def _remind(store: Store, send: Callable[[Letter], None], base: str, zone: tzinfo) -> tuple[int, str]:
    now = store.clock.now()
    with store.reading() as connection:
        due = vacancies.ending(connection, now, now + BEFORE)
    sent = 0
    for one in due:
        with store.writing() as connection:
            secret = vacancies.new_link(connection, one.row.id)
        try:
            send(_letter(one, f"{base.rstrip('/')}/vacancies/prolong/{secret}", zone))
            sent += 1
        except MailError as error:
            if not error.refused:
                return sent, f"a letter before the end of vacancy {one.row.id} was not sent: {error}"
        with store.writing() as connection:
            vacancies.reminded(connection, one.row)
    return sent, ""


def _letter(one: Ending, link: str, zone: tzinfo) -> Letter:
    title = " ".join((Draft.from_json(one.row.draft).posting.title or "").split())[:90] or f"№ {one.row.id}"
    until = "" if one.row.valid_until is None else f"{one.row.valid_until.astimezone(zone):%d.%m.%Y}"
    text = (
        f"Вакансия «{title}» стоит до {until}, потом она уйдёт из поиска.\n\n"
        f"Продлить на {TERM.days} дней:\n{link}\n\n"
        "Если человек уже найден, ничего не делайте.\n\n"
        f"— \nYour vacancy ends on {until}. To keep it for {TERM.days} more days, open the link.\n"
    )
    return Letter(one.email, f"Вакансия «{title}» стоит до {until}", text)
