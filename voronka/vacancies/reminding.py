"""Letters to authors whose vacancies end soon, each with a link that prolongs by one click, where it can be."""

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import Final

from voronka.mail import Letter, MailError
from voronka.present import last_moment
from voronka.store import Store, named_leases, vacancies
from voronka.store.leases import owner_name
from voronka.store.vacancies import Row
from voronka.vacancies import life
from voronka.vacancies.draft import DamagedDraftError, Draft

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
    sent, damaged = 0, []
    for one in due:
        try:
            letter = _letter(store, one.row, base.rstrip("/"), zone)
        except DamagedDraftError as error:  # of this one alone; the others' authors are told all the same
            damaged.append(f"vacancy {one.row.id}: {error}")
            continue
        for email in one.emails:
            try:
                send(letter(email))
                sent += 1
            except MailError as error:
                if not error.refused:
                    return sent, f"a letter before the end of vacancy {one.row.id} was not sent: {error}"
        with store.writing() as connection:
            vacancies.reminded(connection, one.row)
    return sent, "; ".join(damaged)


def _letter(store: Store, row: Row, base: str, zone: tzinfo) -> Callable[[str], Letter]:
    title = " ".join((Draft.from_json(row.draft).posting.title or "").split())[:90] or f"№ {row.id}"
    until, longer = _day(row.valid_until, zone), life.longer(store, row)
    subject = f"Вакансия «{title}» стоит до {until}"
    if longer is None:
        own = f"{base}/vacancies/{row.id}/edit"
        text = (
            f"{subject} включительно: это последний день откликов, который в ней указан.\n\n"
            f"Чтобы она осталась в поиске, поменяйте этот день и опубликуйте правку:\n{own}\n\n"
            "Если человек уже найден, ничего не делайте.\n\n"
            f"— \nYour vacancy ends on {until}, the last day to answer that it names. To keep it, change that day.\n"
        )
    else:
        with store.writing() as connection:
            link = f"{base}/vacancies/prolong/{vacancies.new_link(connection, row.id)}"
        then = _day(longer, zone)
        text = (
            f"{subject} включительно, потом она уйдёт из поиска.\n\n"
            f"Продлить до {then}:\n{link}\n\n"
            "Если человек уже найден, ничего не делайте.\n\n"
            f"— \nYour vacancy ends on {until}. To keep it till {then}, open the link.\n"
        )
    return lambda email: Letter(email, subject, text)


def _day(end: datetime | None, zone: tzinfo) -> str:
    return "" if end is None else f"{last_moment(end).astimezone(zone):%d.%m.%Y}"
