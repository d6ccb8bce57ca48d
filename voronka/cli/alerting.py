"""Alerts: who is told of what is new; the commands, and what collections end with."""

from collections.abc import Callable
from datetime import UTC
from typing import Annotated

import typer

from voronka.alert_messages import Site
from voronka.alert_preview import DAYS, preview
from voronka.alert_sending import Outlets, Told
from voronka.alerts import Alerts
from voronka.cli.bot import outlet_of
from voronka.cli.console import out, print_json, say, warn
from voronka.cli.stopping import stop_signals
from voronka.cli.vacancy_upkeep import keep_vacancies
from voronka.cli.workplace import Workplace, workplace
from voronka.errors import VoronkaError
from voronka.logs import run_of
from voronka.mail import post_of
from voronka.saved_filters import SavedFilter, query_to_text
from voronka.store import saved_filters

app = typer.Typer(
    help="Saved filters and their alerts: send what is due, list the filters, preview one.\n\n"
    "Every collection ends with sending what is due. Mail wants VORONKA_SMTP_URL, Telegram VORONKA_TELEGRAM_BOT_TOKEN, "
    "and both VORONKA_PUBLIC_URL, which their links are made of.",
    no_args_is_help=True,
)
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]


def alerts_of(place: Workplace) -> Alerts:
    """The alerts of a workplace, with what sends them as the settings say."""
    post = post_of(place.settings)
    outlets = Outlets(None if post is None else post.send, outlet_of(place.settings))
    public = place.settings.public_url
    return Alerts(place.store, place.search.fitting, outlets, None if public is None else Site(public))


def tell(place: Workplace, stopped: Callable[[], bool] = lambda: False) -> Told | None:
    """Match what came in and send what is due; that it fails is no reason for what was collected to fail."""
    keep_vacancies(place)
    try:
        told = alerts_of(place).run(stopped)
    except VoronkaError as error:
        warn(f"alerts: {error}")
        return None
    if told.sent:
        say(f"alerts: {told.sent} messages sent")
    for problem in told.problems:
        warn(f"alerts: {problem}")
    return told


@app.command()
def run(as_json: JsonOption = False) -> None:
    """Match what came in since the last time, and send what is due.

    A listing is told once a filter. Exit code 0: all that was due went out, 1: some did not, and is tried again later.
    """
    with stop_signals() as stop, workplace() as place, run_of("alerts"):
        if place.settings.public_url is None:
            warn("alerts: nothing is sent without VORONKA_PUBLIC_URL, which links are made of; what fits is counted")
        place.store.close_expired()
        place.catch_up()
        told = alerts_of(place).run(lambda: stop.asked)
        keep_vacancies(place)
    if told.left_out:
        say("another process is sending at present; left to it")
    elif not as_json:
        say(f"{told.found} found, {told.sent} messages sent, {told.failed} not sent")
    for problem in told.problems:
        warn(f"alerts: {problem}")
    if as_json:
        print_json({"found": told.found, "sent": told.sent, "failed": told.failed, "left_out": told.left_out})
    raise typer.Exit(1 if told.failed else 0)


@app.command("list")
def list_filters(as_json: JsonOption = False) -> None:
    """All saved filters, whose they are, when and how they tell."""
    with workplace() as place, place.store.reading() as connection:
        found = saved_filters.everybody(connection)
    if as_json:
        print_json([_to_json(one) for one in found])
        return
    for one in found:
        draft = one.draft
        ways = [name for name, on in (("email", draft.email), ("telegram", draft.telegram), ("feed", one.feed)) if on]
        state = "paused" if one.paused else draft.pace.value
        told = f"{state}{' by ' + ', '.join(ways) if ways else ''}"
        out.print(f"{one.id:>6}  {one.name} ({one.owner}): {told}; {one.new} found")
        out.print(f"        ?{query_to_text(one.query)}")


def _to_json(one: SavedFilter) -> dict[str, object]:
    draft = one.draft
    return {
        "id": one.id,
        "name": one.name,
        "owner": one.owner,
        "team": one.team,
        "query": query_to_text(one.query),
        "pace": draft.pace.value,
        "email": draft.email,
        "telegram": draft.telegram,
        "feed": one.feed,
        "shared": draft.shared,
        "paused": one.paused,
        "found": one.new,
    }


@app.command("preview")
def preview_filter(
    number: Annotated[int, typer.Argument(metavar="ID", help="As list shows it.")],
    days: Annotated[int, typer.Option("--days", min=1, max=60)] = DAYS,
    as_json: JsonOption = False,
) -> None:
    """What a filter would have told within the last week; sends nothing."""
    with workplace() as place:
        with place.store.reading() as connection:
            one = next((one for one in saved_filters.everybody(connection) if one.id == number), None)
        if one is None:
            raise VoronkaError(f"there is no saved filter {number}; see: voronka alerts list")
        place.catch_up()
        now = place.store.clock.now()
        planned = preview(one.draft, lambda query: place.search.ask(query).listings, now, days)
        zone = place.settings.zone
    if as_json:
        rows = [{"at": m.at.astimezone(UTC).isoformat(), "listings": [card.id for card in m.listings]} for m in planned]
        print_json(rows)
        return
    for message in planned:
        when = "to come" if message.at > now else f"{message.at.astimezone(zone):%d.%m.%Y %H:%M}"
        out.print(f"{when}: {len(message.listings)}")
        for card in message.listings:
            out.print(f"{card.id:>6}  {card.title}")
