"""What teams' vacancies need beside what people do to them: letters before their end, messages of channels kept up."""

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
