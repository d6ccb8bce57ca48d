"""A site whose listings were read out of invented posts, served at a free port, for people who work there all day."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import make_server

from tests.webui.conftest import Site, browser, open_site
from voronka.ingest import Ingest
from voronka.model import RawPost
from voronka.sources import Source, SourceKind
from voronka.store import Store

__all__ = ["browser"]
AT = datetime(2026, 11, 20, 9, tzinfo=UTC)
POSTS = (
    "Ищу работу. Таргетолог, опыт 3 года. Казань, офис или удалённо, полный день. VK Реклама, Telegram Ads, кейсы в "
    "нише танцев и йоги. От 100 000 ₽ на руки. Писать: @lisa_target_demo",
    "#ищуработу Таргетолог, опыт 2 года. Удалённо, занятость полная. Вела рекламу пекарен и школ. Хочу от 90 000 до "
    "110 000 ₽. Тг: @pekar_target_demo, +7 900 000-30-02",
    "Ищу работу! Таргетолог, опыт 7 лет, команда и стратегия. Удалённо, от 180 000 ₽. Писать: @dorogo_target_demo",
    "Ищу работу таргетологом. Москва, только офис, от 95 000 ₽, опыт 4 года. Писать: @moskva_target_demo",
    "#резюме SMM-менеджер, опыт 3 года. Казань, от 80 000 ₽. Веду сообщества и снимаю ролики. Писать: @smm_kazan_demo",
    "Вакансия: таргетолог в студию «Бумажный кит». Казань, офис, 90 000 – 120 000 ₽ на руки. Задачи: VK Реклама, "
    "отчёты, тесты связок. Откликнуться: @kit_hr_demo",
)
Visit = Callable[[str, dict[str, int]], Page]


@pytest.fixture
def site(store: Store, tmp_path: Path) -> Site:
    """The site; a story changes it, so each has its own."""
    store.claim(AT)
    store.declare([Source("kanal_a", "Канал А", SourceKind.TELEGRAM)])
    posts = [
        RawPost(
            "kanal_a", str(number), text, url=f"https://t.me/kanal_a/{number}", posted_at=AT - timedelta(hours=number)
        )
        for number, text in enumerate(POSTS, 1)
    ]
    Ingest(store).add_page(posts)
    return open_site(store, tmp_path, {})


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the site is served."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join(timeout=5)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    """Opens a path in a browser of somebody's own; at the end nothing may have been thrown."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def opened(path: str, viewport: dict[str, int]) -> Page:
        context = browser.new_context(
            base_url=address,
            viewport=viewport,  # type: ignore[arg-type]  # a ViewportSize is such a dict
            reduced_motion="reduce",
            locale="ru-RU",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []
