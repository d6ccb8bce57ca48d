"""What teams' vacancies need beside what people do to them: letters before their end, messages of channels kept up."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from voronka.cli.console import say, warn
from voronka.cli.workplace import Workplace
from voronka.errors import VoronkaError
from voronka.mail import post_of
from voronka.vacancies.crossposting import keep_up
from voronka.vacancies.reminding import remind


def keep_vacancies(place: Workplace) -> None:
    """Do what is due; that it fails is a warning, and it is tried again next time."""
    try:
        _remind(place)
        _keep_channels(place)
    except VoronkaError as error:
        warn(f"vacancies: {error}")


@contextmanager
def upkept(place: Workplace, minutes: float = 15) -> Iterator[None]:
    """Beside the page, at once and then every so many minutes: close what is over, and do what is due.

    So it holds also where collections are started by something else, or not at all. A demo's time stands still.
    """
    if place.store.demo_at is not None:
        yield
        return
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(timezone="UTC")
    at_once = datetime.now(UTC)
    scheduler.add_job(upkeep, "interval", (place,), minutes=minutes, next_run_time=at_once, coalesce=True)
    scheduler.start()
    try:
        yield
    finally:
        scheduler.shutdown()  # the store is closed after this: what runs is waited for


def upkeep(place: Workplace) -> None:
    """Close what is past its end, take it out of the index, and do what vacancies need."""
    try:
        if place.store.close_expired():
            place.search.catch_up()
    except VoronkaError as error:
        warn(f"vacancies: {error}")
    keep_vacancies(place)


def _remind(place: Workplace) -> None:
    """Without a mail server or a public address there are no letters."""
    post, public = post_of(place.settings), place.settings.public_url
    if post is None or public is None:
        return
    sent, problem = remind(place.store, post.send, public, place.settings.zone)
    if sent:
        say(f"vacancies: {sent} letters before an end sent")
    if problem:
        warn(f"vacancies: {problem}")


def _keep_channels(place: Workplace) -> None:
    """Without a bot or a public address there are no messages."""
    if place.settings.telegram_bot_token is None or place.settings.public_url is None:
        return
    # seldom needed, and half a second to load
    from telegram_sources.bot_channel import ChannelBot
    from telegram_sources.bot_line import sender_of

    done = keep_up(place.store, ChannelBot(sender_of(place.settings)), place.settings.public_url)
    if done.changed:
        say(f"vacancies: {done.changed} messages of channels brought up to date")
    for problem in done.problems:
        warn(problem)
