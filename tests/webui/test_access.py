"""WCAG 2.2 AA: axe on every page, and what axe cannot see: focus, keys, narrow screens, wide letters, motion."""

from typing import Any, Final, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.webui.browsing import IN_BROWSER, PHONE, WIDE, Opener
from tests.webui.conftest import Site, cookie_of
from tests.webui.people import hire, sign_in
from voronka.accounts import Role

pytestmark = IN_BROWSER
RUSSIAN: Final = "ru-RU"
ENGLISH: Final = "en-GB"

PAGES: Final = {
    "first": "/",
    "found": "/?q=казань от 70",
    "stale": "/?stale=1",
    "nothing": "/?role=smm&city=Самара",
    "candidates": "/?kind=candidate",
    "materials": "/?kind=content&kind=promo",
    "listing": "/listing/1",
    "candidate": "/listing/3",
    "digest": "/listing/5",
    "sources": "/sources",
    "help": "/help",
    "failure": "/nowhere",
    "sign-in": "/admin/sign-in",
    "people": "/sign-in",
    "forgotten": "/forgotten",
    "unsubscribed": "/filters/unsubscribe/nothing",
}
_OPTIONS: Final = {
    "resultTypes": ["violations"],
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"],
    },
}


def axe_finds_nothing(page: Page) -> None:
    results = Axe().run(page, options=cast(dict[str, Any], _OPTIONS))
    assert results.violations_count == 0, results.generate_report()


# one look at every page, and between them at every screen, colour and language
_QUICK: Final = ("first", "found", "candidates", "listing", "digest", "sources", "help", "people")
QUICK: Final = [
    pytest.param(
        name,
        (WIDE, PHONE)[number % 2],
        (number // 2) % 2 == 1,
        (RUSSIAN, ENGLISH)[(number + number // 2) % 2],
        marks=() if name in _QUICK else pytest.mark.full,
        id=name,
    )
    for number, name in enumerate(PAGES)
]


@pytest.mark.parametrize(("name", "viewport", "dark", "locale"), QUICK)
def test_axe_finds_nothing(visit: Opener, name: str, viewport: dict[str, int], dark: bool, locale: str) -> None:
    axe_finds_nothing(visit(PAGES[name], viewport, dark=dark, locale=locale))


@pytest.mark.full
@pytest.mark.parametrize("locale", [RUSSIAN, ENGLISH])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_anywhere(visit: Opener, name: str, locale: str) -> None:
    for dark in (False, True):
        for viewport in (WIDE, PHONE):
            axe_finds_nothing(visit(PAGES[name], viewport, dark=dark, locale=locale))


@pytest.mark.parametrize(
    ("viewport", "dark", "locale"),
    [
        (WIDE, True, ENGLISH),
        pytest.param(PHONE, False, RUSSIAN, marks=pytest.mark.full),
        pytest.param(WIDE, False, RUSSIAN, marks=pytest.mark.full),
        pytest.param(PHONE, True, ENGLISH, marks=pytest.mark.full),
    ],
)
def test_axe_finds_nothing_on_the_admins_pages(
    visit: Opener, shared: Site, viewport: dict[str, int], dark: bool, locale: str
) -> None:
    page = visit("/admin", viewport, dark=dark, locale=locale, admin=True)
    axe_finds_nothing(page)
    for entry in shared.app.extensions["voronka_admin_entries"]:
        page.goto(entry.path)
        axe_finds_nothing(page)
    for name in ("smm", "person"):
        page.goto(f"/admin/explain/{shared.ids[name]}")
        axe_finds_nothing(page)
    page.goto("/admin/explain")
    page.locator("textarea").fill("Ищем SMM-менеджера, удалённо, 60 000 ₽. Figma, отклики до 25 ноября: @x_demo_hr")
    page.locator(".stacked button").click()
    expect(page.locator(".explained mark").first).to_be_visible()
    axe_finds_nothing(page)
    for width in (1280, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(_STICKS_OUT), f"sticks out at {width} px"


@pytest.mark.full
@pytest.mark.parametrize(
    ("viewport", "dark", "locale"),
    [(PHONE, False, RUSSIAN), pytest.param(WIDE, True, ENGLISH, marks=pytest.mark.full)],
)
def test_axe_finds_nothing_on_the_pages_of_people(
    visit: Opener, shared: Site, viewport: dict[str, int], dark: bool, locale: str
) -> None:
    person = hire(shared, f"axe-{locale.lower()}@kit.example", Role.ADMIN)
    hire(shared, f"axe2-{locale.lower()}@kit.example", Role.HR, person.team)
    page = visit("/account", viewport, dark=dark, locale=locale, session=cookie_of(sign_in(shared, person)))
    for path in ("/account", "/team", "/"):
        page.goto(path)
        axe_finds_nothing(page)
        for width in (1280, 820, 390, 320):
            page.set_viewport_size({"width": width, "height": 800})
            assert not page.evaluate(_STICKS_OUT), f"{path} sticks out at {width} px"
    page.goto("/team")
    page.get_by_label("E-mail" if locale == ENGLISH else "Электронная почта").fill("new@kit.example")
    page.get_by_role("button", name="Invite" if locale == ENGLISH else "Пригласить").click()
    link = page.locator(".one-link code").inner_text()
    axe_finds_nothing(page)
    visitor = visit("/link/" + link.rpartition("/")[2], viewport, dark=dark, locale=locale)
    expect(visitor.locator("input[name=name]")).to_be_visible()
    axe_finds_nothing(visitor)


@pytest.mark.full
@pytest.mark.parametrize("dark", [False, pytest.param(True, marks=pytest.mark.full)])
def test_axe_finds_nothing_in_what_opens(visit: Opener, dark: bool) -> None:
    page = visit("/", WIDE, dark=dark)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    axe_finds_nothing(page)
    page.keyboard.press("Escape")
    page.locator("#pane .why summary").first.click()
    page.context.set_offline(True)
    page.get_by_label("Таргетолог").check()
    expect(page.get_by_role("alert")).to_be_visible()
    axe_finds_nothing(page)
    page = visit("/#filters", PHONE, dark=dark, locale=ENGLISH)
    expect(page.locator("#filters")).to_be_visible()
    axe_finds_nothing(page)


# -- the keyboard -----------------------------------------------------------------------------------------------------

# What has the focus: whether it can be seen, whether something lies over all of it, and whether it shows the focus.
_FOCUSED: Final = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getBoundingClientRect();
  const inside = (x, y) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (node.contains(top) || top.contains(node) || top.closest(".card") === node.closest(".card"));
  };
  const [left, right] = [Math.max(box.left, 0) + 2, Math.min(box.right, innerWidth) - 2];
  const [over, under] = [Math.max(box.top, 0) + 2, Math.min(box.bottom, innerHeight) - 2];
  const spots = [[(left + right) / 2, (over + under) / 2], [left, over], [right, under]];
  const shows = [getComputedStyle(node), getComputedStyle(node, "::before")];
  return {
    name: `${node.tagName} ${node.className} ${(node.innerText || node.ariaLabel || node.name || "").slice(0, 40)}`,
    seen: left < right && over < under && spots.some(([x, y]) => inside(x, y)),
    shown: shows.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2),
  };
}"""


@pytest.mark.parametrize(
    ("path", "viewport", "least"),
    [
        pytest.param("/?q=казань от 70", WIDE, 30, marks=pytest.mark.full),
        ("/listing/1", PHONE, 12),
        pytest.param("/", PHONE, 15, marks=pytest.mark.full),
        pytest.param("/help", PHONE, 10, marks=pytest.mark.full),
        pytest.param("/sources", WIDE, 8, marks=pytest.mark.full),
        pytest.param("/#filters", PHONE, 20, marks=pytest.mark.full),
        pytest.param("/#filters", {"width": 820, "height": 700}, 20, marks=pytest.mark.full),
    ],
)
def test_the_focus_is_seen_at_every_step(visit: Opener, path: str, viewport: dict[str, int], least: int) -> None:
    page = visit(path, viewport)
    steps = 0
    for key in ("Tab", "Shift+Tab"):
        for _ in range(150):
            page.keyboard.press(key)
            found = page.evaluate(_FOCUSED)
            if found is None:
                break
            steps += 1
            assert found["seen"], f"{key}: out of sight or covered: {found['name']}"
            assert found["shown"], f"{key}: no focus ring: {found['name']}"
    assert steps >= 2 * least


def test_the_first_stop_leads_past_the_top(visit: Opener) -> None:
    page = visit("/help", locale=ENGLISH)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main .examples a").first).to_be_focused()


def test_a_dialog_takes_the_focus_and_gives_it_back(visit: Opener) -> None:
    page = visit("/")
    card = page.locator("[data-card]").first
    card.focus()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog").get_by_role("button", name="Закрыть")).to_be_focused()
    page.keyboard.press("Escape")
    expect(card).to_be_focused()


@pytest.mark.parametrize("width", [390, pytest.param(820, marks=pytest.mark.full)])
def test_the_sheet_of_filters_holds_the_focus_while_it_is_open(visit: Opener, width: int) -> None:
    page = visit("/", {"width": width, "height": 700})
    page.get_by_role("link", name="Фильтры").click()
    expect(page.locator("#filters")).to_be_focused()
    for _ in range(60):
        page.keyboard.press("Tab")
        outside = page.evaluate(
            "document.activeElement !== document.body && !document.activeElement.closest('#filters, .trouble, .skip')"
        )
        assert not outside
    page.get_by_label("Таргетолог").check()
    expect(page.locator(".chip")).to_have_count(1)
    expect(page.locator("main")).to_have_attribute("inert", "")
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(page.locator("main")).to_be_focused()
    expect(page.locator("main")).not_to_have_attribute("inert", "")


def test_letters_can_be_switched_off_as_keys(visit: Opener) -> None:
    page = visit("/help")
    page.locator("main").get_by_role("button", name="Выключить клавиши").click()
    expect(page.locator("main").get_by_role("button", name="Включить клавиши")).to_be_focused()
    page.goto("/")
    for key in ("j", "/", "?"):
        page.keyboard.press(key)
    expect(page.locator("body")).to_be_focused()
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.goto("/help")
    page.locator("main").get_by_role("button", name="Включить клавиши").click()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


# -- narrow screens, wide letters, motion -----------------------------------------------------------------------------

_STICKS_OUT: Final = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
_SPACED: Final = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-bottom: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
  const cut = [];
  for (const node of document.querySelectorAll("a, button, summary, label, h1, h2, h3, dt, dd, li, p")) {
    const style = getComputedStyle(node);
    if (style.overflow !== "hidden" || style.webkitLineClamp !== "none") continue;
    if (!node.checkVisibility() || node.closest(".unseen")) continue;
    const fits = node.scrollHeight <= node.clientHeight + 1 && node.scrollWidth <= node.clientWidth + 1;
    if (!fits) cut.push(node.outerHTML.slice(0, 120));
  }
  return cut;
}"""


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("found", ENGLISH),
        ("listing", RUSSIAN),
        *(
            pytest.param(name, locale, marks=pytest.mark.full)
            for name in ("found", "nothing", "listing", "digest", "sources", "help", "failure", "materials")
            for locale in (RUSSIAN, ENGLISH)
        ),
    ],
)
def test_nothing_sticks_out_and_nothing_is_cut(visit: Opener, name: str, locale: str) -> None:
    page = visit(PAGES[name], locale=locale, admin=True)
    for width in (1600, 1280, 820, 390, 320):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(_STICKS_OUT), f"sticks out at {width} px"
    assert page.evaluate(_SPACED) == [], "letters set wide are cut"
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert not page.evaluate(_STICKS_OUT), f"letters set wide stick out at {width} px"


def test_who_wants_no_motion_gets_none(visit: Opener) -> None:
    moving = (
        "[...document.querySelectorAll('*')].filter(n => parseFloat(getComputedStyle(n).transitionDuration)).length"
    )
    assert visit("/").evaluate(moving) == 0


# -- language and colours ---------------------------------------------------------------------------------------------


def test_the_language_switch_keeps_what_is_open(visit: Opener, shared: Site) -> None:
    page = visit("/?order=pay")
    page.get_by_role("link", name="Таргетолог", exact=True).first.click()
    expect(page.locator("#pane .listing-title")).to_have_text("Таргетолог")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("button", name="Search")).to_be_visible()
    expect(page.locator("#pane .listing-title")).to_have_text("Таргетолог")
    assert f"open={shared.ids['target']}" in page.url
    assert "lang=" not in page.url
    page.get_by_role("link", name="Русский").click()
    expect(page.get_by_role("button", name="Найти")).to_be_visible()


def test_the_colours_are_those_that_were_chosen(visit: Opener) -> None:
    page = visit("/help", script=False, dark=True)
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light, dark = "rgb(245, 244, 241)", "rgb(21, 20, 19)"
    seen = [page.evaluate(ground)]
    for _ in range(3):
        with page.expect_navigation():
            page.locator(".look a").nth(1).click()
        seen.append(page.evaluate(ground))
    assert seen == [dark, light, dark, dark]
    page.emulate_media(media="print")
    assert page.evaluate(ground) == "rgb(255, 255, 255)"
