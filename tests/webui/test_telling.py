"""Letters are stopped without signing in; a chat with the bot is linked and let go; ways that failed are said."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from search.service import Search
from tests.webui.builder import furnish
from tests.webui.conftest import Site, post
from tests.webui.filtering import change, page, save
from tests.webui.people import Person, hire, sign_in
from voronka.accounts import Role
from voronka.bot_talk import NAME, answer
from voronka.saved_filters import Pace, Problem, Way
from voronka.settings import Settings
from voronka.store import Store, alert_ways, saved_filters
from voronka.store.tables import saved_filter
from webui import create_app


@pytest.fixture
def equipped(store: Store, tmp_path: Path) -> Site:
    """A site with a mail server, a public address and a bot."""
    settings = Settings(
        data=tmp_path,
        smtp_url=SecretStr("smtp://127.0.0.1:9"),
        mail_from="voronka@kit.example",
        public_url="http://localhost",
        telegram_bot_token=SecretStr("1:invented"),
    )
    ids = furnish(store)
    search = Search(store, settings)
    search.catch_up()
    return Site(store, ids, create_app(store, search, settings))


@pytest.fixture
def anna(equipped: Site) -> Person:
    return hire(equipped, "anna@kit.example", Role.MANAGER)


def token(site: Site, number: int) -> str:
    with site.store.reading() as connection:
        query = saved_filter.select().where(saved_filter.c.id == number)
        return str(connection.execute(query).one().unsubscribe_token)


def by_mail(site: Site, number: int) -> bool:
    with site.store.reading() as connection:
        [one] = [one for one in saved_filters.everybody(connection) if one.id == number]
    return one.draft.email


def test_with_a_mail_server_the_first_filter_writes_once_a_day(equipped: Site, anna: Person) -> None:
    browser = sign_in(equipped, anna)
    save(browser)
    with equipped.store.reading() as connection:
        [one] = saved_filters.everybody(connection)
    assert (one.draft.pace, one.draft.email) == (Pace.DAILY, True)
    demo = equipped.client
    post(demo, "/demo/sign-in", who="manager")
    number = save(demo)
    assert not by_mail(equipped, number), "nobody reads a demo person's mail"


def test_a_letters_link_asks_and_stops(equipped: Site, anna: Person) -> None:
    browser = sign_in(equipped, anna)
    number, other = save(browser), save(browser, "role=copywriter")
    path = f"/filters/unsubscribe/{token(equipped, number)}"
    html = page(equipped.client, path)
    assert "Отписаться" in html
    assert by_mail(equipped, number), "looking is no unsubscribing"
    stranger = equipped.client
    assert stranger.post(path).status_code == 200
    assert (by_mail(equipped, number), by_mail(equipped, other)) == (False, True)
    assert "больше не будет" in page(stranger, path)
    assert "сообщать некуда" in page(browser, "/filters")


def test_a_mail_program_unsubscribes_by_one_click(equipped: Site, anna: Person) -> None:
    number = save(sign_in(equipped, anna))
    path = f"/filters/unsubscribe/{token(equipped, number)}"
    for _ in range(2):
        done = equipped.client.post(path, data={"List-Unsubscribe": "One-Click"})
        assert (done.status_code, done.headers.get("Set-Cookie")) == (200, None)
        assert not by_mail(equipped, number)


def test_only_that_address_goes_without_a_forms_token(equipped: Site, anna: Person) -> None:
    browser = sign_in(equipped, anna)
    number = save(browser)
    for path in (f"/filters/{number}", f"/filters/{number}/delete", f"/filters/{number}/feed", "/filters",
                 "/filters/telegram"):  # fmt: skip
        assert browser.post(path, data={"name": "x", "on": "1"}).status_code == 400, path
    secret = token(equipped, number)
    for wrong in ("nothing", secret[:-1], secret.swapcase(), "х" * 5000):
        path = f"/filters/unsubscribe/{wrong}"
        assert equipped.client.get(path).status_code == 404
        gone = equipped.client.post(path)
        assert gone.status_code == 404
        assert "писем по нему не будет" in gone.get_data(as_text=True)
    assert by_mail(equipped, number)


def test_who_was_removed_can_still_stop_letters(equipped: Site, anna: Person) -> None:
    number = save(sign_in(equipped, anna))
    path = f"/filters/unsubscribe/{token(equipped, number)}"
    with equipped.store.writing() as connection:
        saved_filters.delete(connection, anna.id, anna.team, number)
    assert equipped.client.get(path).status_code == 404


def test_telegram_is_linked_by_a_code_and_unlinked(equipped: Site, anna: Person) -> None:
    browser = sign_in(equipped, anna)
    html = post(browser, "/filters/telegram").get_data(as_text=True)
    assert "t.me" not in html, "the bot's name is not known before it has listened"
    equipped.store.set_meta(NAME, "kit_demo_bot")
    html = post(browser, "/filters/telegram").get_data(as_text=True)
    code = html.partition("https://t.me/kit_demo_bot?start=")[2].partition('"')[0]
    assert f"/start {code}" in html
    assert code not in page(browser, "/filters"), "shown once"
    assert "Готово" in (answer(equipped.store, 77, f"/start {code}", "ru", datetime.now(UTC)) or "")
    assert "Чат с ботом подключён" in page(browser, "/filters")
    number = save(browser)
    assert change(browser, number, pace="now", telegram="1") == 303
    assert "сразу: Telegram" in page(browser, "/filters")
    post(browser, "/filters/telegram/unlink")
    assert "Не подключён" in page(browser, "/filters")


def test_a_server_without_a_bot_says_so(site: Site) -> None:
    browser = sign_in(site, hire(site, "anna@kit.example", Role.MANAGER))
    html = page(browser, "/filters")
    assert "нет бота" in html
    assert "Подключить Telegram" not in html
    assert "Почта на этом сервере не настроена" in html
    assert post(browser, "/filters/telegram").status_code == 303


def test_a_way_that_failed_is_said_and_tried_again(equipped: Site, anna: Person) -> None:
    browser = sign_in(equipped, anna)
    with equipped.store.writing() as connection:
        alert_ways.note_problem(connection, anna.id, Way.EMAIL, Problem.REFUSED, off=True)
    assert "не принимает письма на ваш адрес" in page(browser, "/filters")
    assert post(browser, "/filters/ways/email/again").status_code == 303
    assert post(browser, "/filters/ways/pigeon/again").status_code == 303
    assert "не принимает письма" not in page(browser, "/filters")
