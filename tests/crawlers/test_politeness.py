"""The parts of politeness that are pure, and the handler that asks the real network."""

import asyncio
import socket
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler

import crawlers.settings
from crawlers.demo.warc import Answer
from crawlers.faults import BlockedError
from crawlers.http import HttpHandler
from crawlers.politeness import seconds_to_wait
from crawlers.runner import collect
from crawlers.sites import site_of
from tests.crawlers.support import MONTHS, channel, record, saving
from voronka.errors import VoronkaError
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("0", 0), ("120", 120), (" 30 ", 30), ("Fri, 20 Nov 2026 09:01:00 GMT", 60),
        ("Fri, 20 Nov 2026 08:00:00 GMT", 0), ("", None), ("soon", None), ("-5", None), ("9" * 400, 999_999_999),
    ],
)  # fmt: skip
def test_retry_after(header: str, seconds: float | None) -> None:
    assert seconds_to_wait(header, NOW) == seconds


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("t.me", "t.me"), ("cdn4.t.me", "t.me"), ("www.doska.co.uk", "doska.co.uk"),
        ("a.b.rabota.example", "rabota.example"),
        ("rabota.example", "rabota.example"),
        ("127.0.0.1", "127.0.0.1"), ("localhost", "localhost"),
    ],
)  # fmt: skip
def test_which_hosts_are_one_site(host: str, site: str) -> None:
    assert site_of(host) == site


def test_nothing_is_open_to_the_outside() -> None:
    values = crawlers.settings.crawl_settings(Settings(contact="hr@kontora.example"))
    off = ("TELNETCONSOLE_ENABLED", "REMOTE_CONTROL_ENABLED", "COOKIES_ENABLED", "VORONKA_ALLOW_PRIVATE")
    assert not any(values[name] for name in off)
    assert values["ROBOTSTXT_OBEY"]
    assert values["DOWNLOAD_VERIFY_CERTIFICATES"]
    assert values["CONCURRENT_REQUESTS_PER_DOMAIN"] == 1
    assert values["DOWNLOAD_DELAY"] >= 1
    assert values["USER_AGENT"] == "Voronka/0.1.0 (+hr@kontora.example)"


def live(store: Store, source: Source, settings: Settings | None = None, **overrides: Any) -> RunReport:
    settings = settings or Settings(contact="hr@kontora.example")
    (report,) = collect([source], store, settings, saving(store), since=MONTHS, overrides=overrides)
    return report


def site(url: str) -> Source:
    """A board's source at another address, to see how the network handler takes it."""
    return Source(name="jobster_pro", title="", kind=SourceKind.SITE, url=url)


def test_without_a_contact_the_program_names_itself_only() -> None:
    assert crawlers.settings.crawl_settings(Settings(contact=None))["USER_AGENT"] == "Voronka/0.1.0"


def test_a_name_that_is_not_resolved_is_one_clear_line(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def unresolved(*args: object, **kwargs: object) -> None:
        raise socket.gaierror(-3, "Temporary failure in name resolution")

    monkeypatch.setattr(socket, "getaddrinfo", unresolved)
    reports = collect(
        [channel("kanal"), channel("drugoy"), site("https://jobster.pro/")],
        store,
        Settings(contact="hr@kontora.example"),
        saving(store),
        since=MONTHS,
    )
    assert [report.status for report in reports] == [RunStatus.FAILED] * 3
    assert reports[0].message == (
        "kanal: https://t.me/robots.txt: the name t.me cannot be resolved; is there a network?"
    )
    assert reports[1].message == "drugoy: https://t.me/drugoy: not tried: the same host gave no answer to kanal"
    assert reports[2].message.startswith("jobster_pro: https://jobster.pro/robots.txt: the name jobster.pro cannot")


@pytest.mark.parametrize("address", ["127.0.0.1", "10.0.0.7", "169.254.169.254"])
def test_a_name_that_leads_into_a_private_network_is_refused(
    store: Store, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def private(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", private)
    report = live(store, channel("kanal"))
    assert report.message == ("kanal: https://t.me/robots.txt: t.me leads into a private network; it is not followed")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:9/", "http://10.0.0.7/", "https://[::1]/", "http://169.254.169.254/x"]
)
def test_an_address_of_a_private_network_is_not_asked(url: str) -> None:
    async def ask() -> None:
        handler = HttpHandler(Crawler(Spider, {"TWISTED_REACTOR_ENABLED": False}))
        try:
            await handler.download_request(Request(url))
        finally:
            await handler.close()

    with pytest.raises(BlockedError, match="private network"):
        asyncio.run(ask())


def test_a_demos_source_is_never_read_live(store: Store) -> None:
    source = Source(name="rabota_marketing", title="", kind=SourceKind.SITE, url="https://rabota-marketing.example/")
    assert "exists only in the demo's recording" in live(store, source).message


def test_a_recording_that_is_none_is_one_clear_line(store: Store, tmp_path: Path) -> None:
    def replay(path: Path) -> None:
        collect([channel("kanal")], store, Settings(), saving(store), replay=path, since=MONTHS)

    with pytest.raises(VoronkaError, match=r"nowhere\.warc\.gz cannot be read"):
        replay(tmp_path / "nowhere.warc.gz")
    broken = tmp_path / "broken.warc.gz"
    for body in (b"", b"no warc", b"\x1f\x8b\x08broken"):
        broken.write_bytes(body)
        with pytest.raises(VoronkaError, match=r"broken\.warc\.gz is damaged or no WARC file"):
            replay(broken)


def test_a_replay_asks_nobody(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def connected(*args: object, **kwargs: object) -> None:
        raise AssertionError("a replay asked the network")

    other = "https://doska.example/"
    recording = record(tmp_path / "r.warc.gz", {other: Answer(other, b"x")})
    for name in ("getaddrinfo", "create_connection"):
        monkeypatch.setattr(socket, name, connected)
    monkeypatch.setattr(socket.socket, "connect", connected)
    (report,) = collect([channel("kanal")], store, Settings(), saving(store), replay=recording, since=MONTHS)
    assert report.message.startswith("kanal: https://t.me/robots.txt: is not in the recording")
