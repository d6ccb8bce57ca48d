"""HR's day: sign in, find, star, note, look at contacts, compare; and another team finds none of it."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.resumes import made
from tests.stories.conftest import Visit
from tests.webui.browsing import IN_BROWSER, PHONE, WIDE
from tests.webui.conftest import Site
from tests.webui.people import PASSWORD, Person, hire
from voronka.accounts import Role

pytestmark = IN_BROWSER
WORDS = "таргетолог Казань или удалённо до 120 000"
NOTE = "Позвонить в четверг, спросить про кейс йоги"


def sign_in(page: Page, person: Person) -> None:
    page.get_by_role("link", name="Войти").first.click()
    page.get_by_label("Электронная почта").fill(person.email)
    page.get_by_label("Пароль").fill(PASSWORD)
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_role("link", name="Моя учётная запись")).to_be_visible()


def find(page: Page, number: int = 2) -> None:
    page.get_by_role("searchbox").fill(WORDS)
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator(".chip").first).to_be_visible()
    page.get_by_role("navigation", name="Что ищем").get_by_role("link", name=re.compile("Кандидаты")).click()
    expect(page.locator(".card")).to_have_count(number)


def bring_in(page: Page) -> None:
    """Upload a resume as a PDF, look at what was read, and store it."""
    page.goto("/resumes")
    page.set_input_files("#files", {"name": "vera.pdf", "mimeType": "application/pdf", "buffer": made.VERA})
    page.get_by_label("Кандидат дал согласие").check()
    page.get_by_label("Чем подтверждается").fill("письмо от 3 ноября")
    page.get_by_role("button", name="Прочитать").click()
    expect(page.get_by_role("checkbox", name="Таргетолог")).to_be_checked()
    page.get_by_role("button", name="Сохранить отмеченные").click()
    expect(page.get_by_role("heading", name="Сохранено: 1 резюме")).to_be_visible()
    page.goto("/")


@pytest.mark.parametrize("viewport", [WIDE, pytest.param(PHONE, marks=pytest.mark.full)], ids=["wide", "phone"])
def test_the_day_of_hr(visit: Visit, site: Site, viewport: dict[str, int]) -> None:
    anna, vera = hire(site, "anna@kit.example", Role.HR), hire(site, "vera@other.example", Role.HR)
    page = visit("/", viewport)
    sign_in(page, anna)

    # finds: a person in Казань and one who works remotely, nobody dearer, nobody in an office elsewhere
    find(page)
    chips = page.locator(".chips")
    for value in ("Таргетолог", "Казань", "удалённо", "до 120 000 ₽"):
        expect(chips.get_by_text(value.replace(" ", "\u00a0") if "120" in value else value, exact=True)).to_be_visible()
    shown = page.locator(".cards").inner_text()
    assert "180" not in shown
    assert "Москва" not in shown
    assert "_demo" not in page.content(), "contacts are nowhere before they are asked for"

    # stars both, and finds them among the starred
    for card in page.locator(".card").all():
        card.get_by_role("button", name="Отметить").click()
        expect(card.get_by_role("button", name="Отметить")).to_have_attribute("aria-pressed", "true")
    page.goto("/starred")
    expect(page.locator(".card")).to_have_count(2)

    # notes one, looks at the contacts
    page.locator(".card", has_text="Казань").locator("[data-card]").click()
    expect(page.locator("h1.listing-title")).to_be_visible()
    listing = page.url
    page.get_by_label("Заметка, видна команде").fill(NOTE)
    page.get_by_role("button", name="Записать").click()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_role("button", name="Показать контакты").click()
    expect(page.get_by_role("link", name="@lisa_target_demo")).to_be_visible()

    # compares both, by what was starred
    page.get_by_role("link", name="Сравнить", exact=True).click()
    page.locator(".add .similar a").first.click()
    expect(page.locator(".compare-title")).to_have_count(2)
    expect(page.get_by_role("row").filter(has_text="Метки и заметки").get_by_text(NOTE)).to_be_visible()
    assert "_demo" not in page.content(), "masked again on every other page"

    # goes back to the search of the morning
    page.locator(".recent summary").click()
    page.locator(".recent-menu").get_by_role("link", name=re.compile("Таргетолог · Казань")).first.click()
    expect(page.locator(".card")).to_have_count(2)

    # imports a resume as a PDF, and finds it by the same words
    bring_in(page)
    find(page, 3)
    expect(page.locator(".card").get_by_text("видит только ваша команда")).to_be_visible()
    assert "vera_target_demo" not in page.content()

    # another team finds none of it
    other = visit("/", viewport)
    sign_in(other, vera)
    find(other)
    expect(other.locator('[aria-pressed="true"]')).to_have_count(0)
    expect(other.locator(".card").get_by_text("заметка")).to_have_count(0)
    other.goto("/starred")
    expect(other.locator(".card")).to_have_count(0)
    other.goto(listing.removeprefix(listing.split("/listing/")[0]))
    expect(other.locator("h1.listing-title")).to_be_visible()
    assert NOTE not in other.content()
    assert "lisa_target_demo" not in other.content()
    expect(other.locator(".recent-menu li")).to_have_count(1)

    # and the log says who looked at whom
    boss = visit("/", viewport)
    sign_in(boss, hire(site, "boss@kit.example", Role.ADMIN, anna.team))
    boss.goto("/team/looks")
    expect(boss.get_by_text("anna@kit.example")).to_have_count(1)
