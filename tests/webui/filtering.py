"""What tests of saved filters share: saving by the page, and something new that is found."""

import re
from typing import Any

from flask.testing import FlaskClient

from tests.webui.builder import add, read
from tests.webui.conftest import Site, post
from voronka.alert_sending import Outlets
from voronka.alerts import Alerts
from voronka.model import Contacts, Kind

SMM = "kind=vacancy&kind=digest&role=smm"


def save(browser: FlaskClient, query: str = SMM) -> int:
    """Save a search by one click; gives the filter's number."""
    answer = post(browser, "/filters", query=query)
    assert answer.status_code == 303, answer.status_code
    return int((answer.location or "").rpartition("/")[2])


def change(browser: FlaskClient, number: int, **fields: str) -> int:
    """Send the form of a filter; gives the code of the answer."""
    given = {"name": "СММ", "pace": "never", "zone": "Europe/Moscow", "hour": "9", **fields}
    return post(browser, f"/filters/{number}", **given).status_code


def arrives(site: Site, title: str = "SMM-менеджер в пекарню", **values: Any) -> int:
    """A listing comes in now, and is matched; gives its number."""
    kind = values.pop("kind", Kind.VACANCY)
    text = f"{title}. Писать: @pekarnya_demo, +7 (900) 000-33-44"
    contacts = Contacts(("pekarnya_demo",), ("+79000003344",))
    given = {"title": title, "roles": ("smm",), "contacts": contacts, **values}
    [number] = add(site.store, text, read(text, {}, **given), kind=kind, days=0)
    match(site)
    return number


def match(site: Site) -> None:
    """What came in is matched, and nothing is sent."""
    search = site.app.extensions["voronka"].search
    search.catch_up()
    Alerts(site.store, search.fitting, Outlets(None, None), None).run()


def page(browser: FlaskClient, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer.get_data(as_text=True)


def marked(html: str) -> list[int]:
    """The cards that a list marks as new by a filter."""
    parts = re.split(r'<article class="card[^>]*data-id="', html)[1:]
    cards = [part.partition("</article>")[0] for part in parts]
    return [int(one.partition('"')[0]) for one in cards if "state new" in one]
