"""A manager looks once and is told ever after: saves a filter, gets a letter of what is new, opens it, and stops it."""

import re
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import SecretStr
from werkzeug.serving import make_server

from search.service import Search
from tests.mailbox import Mailbox, a_mailbox
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE
from tests.webui.conftest import Site, browser
from tests.webui.people import PASSWORD, hire
from voronka.accounts import Role
from voronka.alert_messages import Site as Addresses
from voronka.alert_sending import Outlets, Told
from voronka.alerts import Alerts
from voronka.clock import Clock
from voronka.ingest import Ingest
from voronka.mail import post_of
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import Source, SourceKind
from voronka.store import Store
from webui import create_app

__all__ = ["browser"]
pytestmark = IN_BROWSER
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
OLD = "Вакансия: таргетолог в сеть пекарен «Пышкин дом». Казань, офис, 80 000 – 95 000 ₽. Откликнуться: @pyshkin_demo"
NEW = (
    "Вакансия: таргетолог в студию «Бумажный кит». Казань, офис, 90 000 – 120 000 ₽ на руки. Задачи: VK Реклама, "
    "отчёты, тесты связок. Откликнуться: @kit_hr_demo"
)
OTHER = "Вакансия: бухгалтер в «Сосновую рощу». Самара, офис, 70 000 ₽ на руки. Откликнуться: @roscha_demo"


@dataclass
class House:
    """A site that is served, with what collects and what sends, as one installation has them together."""

    site: Site
    search: Search
    settings: Settings
    mailbox: Mailbox
    address: str
    posted: int = 0

    def collect(self, *texts: str) -> Told:
        """Posts come in; what every collection ends with."""
        posts = []
        for text in texts:
            self.posted += 1
            posts.append(RawPost("kanal_a", str(self.posted), text, posted_at=NOW - timedelta(minutes=5)))
        Ingest(self.site.store).add_page(posts)
        self.search.catch_up()
        post = post_of(self.settings)
        assert post is not None
        return Alerts(self.site.store, self.search.fitting, Outlets(post.send, None), Addresses(self.address)).run()


@pytest.fixture
def house(store: Store, tmp_path: Path) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with a_mailbox() as mailbox:
        address = f"http://127.0.0.1:{port}"
        settings = Settings(
            data=tmp_path, smtp_url=SecretStr(mailbox.url), mail_from="voronka@kit.example", public_url=address
        )
        store.clock = Clock(NOW)
        store.declare([Source("kanal_a", "Канал А", SourceKind.TELEGRAM)])
        search = Search(store, settings)
        search.catch_up()
        site = Site(store, {}, create_app(store, search, settings))
        server = make_server("127.0.0.1", port, site.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield House(site, search, settings, mailbox, address)
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def fresh(browser: Browser, contexts: list[BrowserContext], viewport: dict[str, int]) -> Page:
    """A browser in which nobody has signed in."""
    context = browser.new_context(viewport=viewport, locale="ru-RU", reduced_motion="reduce")  # type: ignore[arg-type]
    contexts.append(context)
    return context.new_page()


def links(message: EmailMessage) -> list[str]:
    body = message.get_body(("html",))
    assert body is not None
    return re.findall(r'href="([^"]+)"', str(body.get_content()))


@pytest.mark.parametrize("viewport", [WIDE, pytest.param(PHONE, marks=pytest.mark.full)], ids=["wide", "phone"])
def test_the_manager_looks_once(
    house: House, browser: Browser, contexts: list[BrowserContext], viewport: dict[str, int]
) -> None:
    boris = hire(house.site, "boris@kit.example", Role.MANAGER)
    house.collect(OLD, OTHER)
    page = fresh(browser, contexts, viewport)

    # he looks, likes what he sees, and wants to keep it; the sign-in leads back
    page.goto(house.address)
    page.get_by_role("searchbox").fill("таргетолог казань")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".card")).to_have_count(1)
    page.get_by_role("link", name="Сохранить фильтр").click()
    page.get_by_label("Электронная почта").fill(boris.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_label("Название")).to_have_value("Таргетолог, Казань")
    expect(page.get_by_role("heading", name="Что пришло бы за последнюю неделю")).to_be_visible()
    expect(page.locator(".week-cards a")).to_have_count(1)
    page.get_by_label("сразу").check()
    page.get_by_role("button", name="Сохранить фильтр").click()
    expect(page.get_by_text("Фильтр сохранён")).to_be_visible()

    # what is new comes to him, once, and nothing else does
    assert (house.collect(NEW, OTHER.replace("Самара", "Пермь")).sent, house.mailbox.letters[0][0]) == (
        1,
        [boris.email],
    )
    assert house.collect("🔥🔥🔥\n\n" + NEW + "\n\n#таргетолог #казань").sent == 0
    [message] = house.mailbox.messages
    assert "Бумажный кит" in house.mailbox.letters[0][1]
    page.reload()
    bell = page.get_by_role("link", name="Мои фильтры: 1 новое объявление")
    expect(bell).to_be_visible()
    bell.click()
    page.get_by_role("link", name="Таргетолог, Казань", exact=True).click()
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator(".card:has(.state.new)")).to_have_count(1)
    expect(page.locator(".card:has(.state.new)")).to_contain_text("Бумажный кит")

    # the letter's link opens the listing for whoever holds the letter
    [listing] = [url for url in links(message) if "/listing/" in url]
    mail = fresh(browser, contexts, viewport)
    mail.goto(listing)
    expect(mail.get_by_role("heading", level=1)).to_contain_text("аргетолог")
    expect(mail.get_by_text("Бумажный кит").first).to_be_visible()

    # and unsubscribing works there, without signing in
    [stop] = [url for url in links(message) if "/unsubscribe/" in url]
    mail.goto(stop)
    mail.get_by_role("button", name="Отписаться").click()
    expect(mail.get_by_text("больше не будет")).to_be_visible()
    assert house.collect(NEW.replace("Бумажный кит", "Сова").replace("тесты связок", "смета и план")).sent == 0
    page.goto(f"{house.address}/filters")
    expect(page.get_by_text("сообщать некуда: отписались")).to_be_visible()
    expect(page.locator(".acts .badge")).to_contain_text("1")


def test_his_mail_program_unsubscribes_him_in_one_click(house: House) -> None:
    boris = hire(house.site, "boris@kit.example", Role.MANAGER)
    browser = house.site.client
    with httpx.Client(base_url=house.address) as client:
        page = client.get("/sign-in").text
        [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', page))
        client.post("/sign-in", data={"csrf_token": token, "email": boris.email, "password": PASSWORD})
        [token] = set(re.findall(r'name="csrf_token" value="([^"]+)"', client.get("/account").text))
        client.post("/filters", data={"csrf_token": token, "query": "role=targeted_ads", "pace": "now", "email": "1",
                                      "name": "Таргет", "zone": "Europe/Moscow", "hour": "9"})  # fmt: skip
    assert house.collect(NEW).sent == 1
    header = house.mailbox.messages[0]["List-Unsubscribe"].strip("<>")
    assert browser.get("/filters").status_code == 303, "nobody is signed in"
    done = httpx.post(header, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert house.collect(NEW.replace("Бумажный кит", "Сова").replace("тесты связок", "смета и план")).sent == 0
