"""A recruiter's day: a messy post is pasted, corrected and published; found, told of, cross-posted, edited, closed."""

import re
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pydantic import SecretStr
from werkzeug.serving import make_server

from search.service import Search
from telegram_sources.inbox import Inbox
from tests.mailbox import Mailbox, a_mailbox
from tests.telegram_sources.inbox_api import TOKEN, BotApi, running_api
from tests.telegram_sources.talk import Talk
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE
from tests.webui.conftest import Site, browser
from tests.webui.people import PASSWORD, Person, hire
from voronka.accounts import Role
from voronka.alert_messages import Site as Addresses
from voronka.alert_sending import Outlets
from voronka.alerts import Alerts
from voronka.clock import Clock
from voronka.ingest import Ingest
from voronka.mail import post_of
from voronka.query import Query
from voronka.saved_filters import Draft, Pace
from voronka.settings import Settings
from voronka.store import Store, saved_filters, vacancies
from webui import create_app

__all__ = ["browser"]
pytestmark = IN_BROWSER
NOW = datetime(2026, 11, 20, 9, tzinfo=UTC)
MESSY = """🔥🔥 Ребят, всем привет! Ищу в команду таргетолога ‼️
студия «Сырный Гусь», удалёнка, полный день, растём и не справляемся
Задачи: запуск рекламы ВКонтакте, отчёты раз в неделю
платим 60-80к на руки, опыт от года
кидайте резюме @syrny_gus_hr_demo до 30 ноября"""


@dataclass
class House:
    """A site that is served, with its mail, its bot and what collections end with."""

    site: Site
    search: Search
    settings: Settings
    mailbox: Mailbox
    api: BotApi
    address: str

    def tell(self) -> None:
        """What every collection ends with."""
        self.search.catch_up()
        post = post_of(self.settings)
        assert post is not None
        Alerts(self.site.store, self.search.fitting, Outlets(post.send, None), Addresses(self.address)).run()

    def hear(self) -> None:
        """The bot takes what came in."""
        talk = Talk(self.api, self.site.store, Inbox(Ingest(self.site.store), "a-secret-of-tests"))
        with ThreadPoolExecutor(1) as beside:  # the browser's own loop runs in this thread
            beside.submit(talk.run).result(timeout=30)

    def posted(self) -> None:
        """Wait for what goes to channels."""
        self.site.app.extensions["voronka_channels"].wait()


@pytest.fixture
def house(store: Store, tmp_path: Path) -> Iterator[House]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with a_mailbox() as mailbox, running_api() as api:
        address = f"http://127.0.0.1:{port}"
        settings = Settings(
            data=tmp_path, smtp_url=SecretStr(mailbox.url), mail_from="voronka@kit.example", public_url=address,
            telegram_bot_token=SecretStr(TOKEN), telegram_bot_api=f"http://127.0.0.1:{api.port}/bot",
        )  # fmt: skip
        store.clock = Clock(NOW)
        search = Search(store, settings)
        search.catch_up()
        site = Site(store, {}, create_app(store, search, settings))
        server = make_server("127.0.0.1", port, site.app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield House(site, search, settings, mailbox, api, address)
        server.shutdown()
        thread.join(timeout=5)


@pytest.fixture
def contexts(browser: Browser) -> Iterator[list[BrowserContext]]:
    opened: list[BrowserContext] = []
    yield opened
    for context in opened:
        context.close()


def signed_in(browser: Browser, contexts: list[BrowserContext], house: House, person: Person, size: object) -> Page:
    context = browser.new_context(
        base_url=house.address, viewport=size, locale="ru-RU", reduced_motion="reduce"  # type: ignore[arg-type]
    )  # fmt: skip
    contexts.append(context)
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("Электронная почта").fill(person.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    return page


def follow(house: House, manager: Person) -> None:
    """The manager is told of new targeting specialists at once."""
    draft = Draft("Таргетологи", Query(roles=("targeted_ads",)), Pace.NOW, email=True)
    with house.site.store.writing() as connection:
        saved_filters.create(connection, manager.id, manager.team, draft, NOW)
    house.tell()


@pytest.mark.parametrize("viewport", [WIDE, pytest.param(PHONE, marks=pytest.mark.full)], ids=["wide", "phone"])
def test_the_day_of_a_recruiter(
    house: House, browser: Browser, contexts: list[BrowserContext], viewport: dict[str, int]
) -> None:
    site = house.site
    vera, boris = hire(site, "vera@gus.example", Role.RECRUITER), hire(site, "boris@kit.example", Role.MANAGER)
    with site.store.writing() as connection:
        vacancies.trust(connection, vera.team, NOW)
    follow(house, boris)
    page = signed_in(browser, contexts, house, vera, viewport)

    # pastes a messy post and corrects the pay
    page.goto("/vacancies/new")
    page.get_by_label("Текст вакансии").fill(MESSY)
    page.get_by_role("button", name="Заполнить поля").click()
    expect(page.get_by_label("до", exact=True)).to_have_value("80\u202f000")
    expect(page.locator("mark.f-salary")).to_contain_text("60-80к")
    page.get_by_label("от", exact=True).fill("90000")
    page.get_by_label("до", exact=True).fill("110000")
    expect(page.locator(".look-of")).to_contain_text("110\u202f000")
    page.get_by_role("button", name="Опубликовать", exact=True).click()
    expect(page.get_by_text("Опубликовано: вакансию видят все.")).to_be_visible()
    own = page.url

    # it is found by anybody, and the manager is told
    stranger = browser.new_page(base_url=house.address, locale="ru-RU")
    stranger.goto("/?q=таргетолог удалённо от 100")
    expect(stranger.locator(".card")).to_contain_text("90\u202f000")
    house.tell()
    [letter] = house.mailbox.messages
    assert letter["To"] == "boris@kit.example"
    assert re.search(r"90\s000", house.mailbox.letters[0][1])

    # it is posted to the team's channel, which a code proves
    page.get_by_role("link", name="Где ещё разместить").click()
    page.get_by_role("button", name="Подключить канал").click()
    house.api.give_rights({"edit_messages": False, "delete_messages": False}, told=False)
    house.api.post_in_channel(page.locator(".link-code code").inner_text())
    house.hear()
    page.get_by_role("link", name="Обновить").click()
    expect(page.get_by_text("Вакансии дня")).to_be_visible()
    expect(page.locator(".warning")).to_contain_text("нет права править, удалять сообщения")
    house.api.give_rights({})
    house.hear()
    page.reload()
    expect(page.locator(".warning")).to_have_count(0)
    expect(page.locator(".look-of")).to_contain_text("Таргетолог — Сырный Гусь")
    page.get_by_role("button", name="Опубликовать в канале").click()
    house.posted()
    [message] = house.api.sent
    assert (int(message["chat_id"]), "90\u202f000" in message["text"]) == (-1001234, True)
    page.reload()
    expect(page.get_by_text("Вакансия в канале.")).to_be_visible()
    copied = page.get_by_label("Текст для digital_jobster", exact=True)
    expect(copied).to_have_value(re.compile("#вакансия #targeted_ads"))

    # an edit follows, and so does the end
    page.goto(f"{own}/edit")
    page.get_by_label("до", exact=True).fill("130000")
    page.get_by_role("button", name="Сохранить и опубликовать").click()
    expect(page.get_by_text("Опубликовано: вакансию видят все.")).to_be_visible()
    house.posted()
    assert "130\u202f000" in house.api.changed[-1]["text"]
    public = own.replace("/vacancies/", "/vacancy/")
    stranger.goto(public)
    expect(stranger.get_by_role("heading", level=1)).to_have_text("таргетолог")
    page.get_by_role("button", name="Закрыть вакансию").click()
    expect(page.get_by_text("Вакансия закрыта.")).to_be_visible()
    house.posted()
    assert house.api.changed[-1]["text"].startswith("❌ Вакансия закрыта")
    answer = stranger.goto(public)
    assert answer is not None
    assert answer.status == 410
    stranger.goto("/?q=таргетолог удалённо от 100")
    expect(stranger.locator(".card")).to_have_count(0)
    stranger.close()
