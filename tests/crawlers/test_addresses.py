"""Fetches never lead into private networks, whatever the name, the number or the proxy; and no port is opened."""

import asyncio
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from scrapy import Request
from scrapy.http import Headers, Response

from crawlers.addresses import Guard, PrivateAddressError, is_private_host, is_public
from crawlers.faults import BlockedError
from crawlers.http import HttpHandler, build_response
from crawlers.runner import collect
from tests.crawlers.support import MONTHS, channel, channel_answers, make_channel, saving, serving
from voronka.model import RawPost
from voronka.settings import Settings
from voronka.sources import RunReport, RunStatus, Source, SourceKind
from voronka.store import Store
from voronka.store.posts import Saved

PRIVATE = (
    "127.0.0.1", "127.255.0.9", "10.0.0.1", "172.16.3.4", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "0.1.2.3", "224.0.0.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::1", "2002:a00:1::", "::7f00:1",
    "no address", "", "127.1",
)  # fmt: skip
PUBLIC = ("9.9.9.9", "149.154.167.99", "2001:67c:4e8:f004::9", "::ffff:9.9.9.9", "64:ff9b::909:909", "2002:909:909::1")


def test_which_addresses_are_public() -> None:
    assert [address for address in PRIVATE if is_public(address)] == []
    assert [address for address in PUBLIC if not is_public(address)] == []


def test_which_hosts_are_plainly_private() -> None:
    private = (
        "localhost", "LOCALHOST", "localhost.", "db.internal", "printer.local", "a.localhost", "127.1", "0x7f.0.0.1",
        "0177.0.0.1", "2130706433", "0x7f000001", "10.0.0.1", "10.0.0.1.", "::1", "::ffff:127.0.0.1",
    )  # fmt: skip
    public = (
        "t.me",
        "9.9.9.9",
        "0xdata.example",
        "3dnews.example",
        "internal.example",
        "local",
        "2001:67c:4e8:f004::9",
    )
    assert [host for host in private if not is_private_host(host)] == []
    assert [host for host in public if is_private_host(host)] == []


def resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Every name leads to these addresses."""

    def found(host: str, port: int, *args: object, **kwargs: object) -> list[tuple[Any, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", found)


def info(address: str, port: int) -> tuple[Any, ...]:
    return socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)


def test_the_address_is_looked_at_when_the_socket_is_made() -> None:
    async def look() -> None:
        guard = Guard(frozenset())
        guard.socket_for(info("9.9.9.9", 443)).close()
        for address in ("127.0.0.1", "10.0.0.7", "127.1"):
            with pytest.raises(PrivateAddressError):
                guard.socket_for(info(address, 443))

    asyncio.run(look())


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    resolving_to(monkeypatch, "9.9.9.9", "10.0.0.7")

    async def look() -> None:
        with pytest.raises(BlockedError, match="private network"):
            await Guard(frozenset()).resolve("t.me", 443)

    asyncio.run(look())


def live(store: Store, source: Source, **overrides: Any) -> RunReport:
    (report,) = collect([source], store, Settings(), saving(store), since=MONTHS, overrides=overrides)
    return report


@contextmanager
def listening() -> Iterator[socket.socket]:
    """Something of this machine that must not be reached."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        yield server


def test_a_name_that_changes_between_the_look_and_the_connection_reaches_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    # as if it had been public when it was looked at: the look is left out, the connection is made to loopback
    monkeypatch.setattr(Guard, "resolve", aiohttp.ThreadedResolver.resolve)
    resolving_to(monkeypatch, "127.0.0.1")
    with listening() as server:
        url = f"http://t.me:{server.getsockname()[1]}/kanal"
        source = Source(name="jobster_pro", title="", kind=SourceKind.SITE, url=url)
        report = live(store, source, RETRY_ENABLED=False)
        assert report.status is RunStatus.FAILED
        assert "private network; it is not followed" in report.message
        with pytest.raises(BlockingIOError):
            server.accept()


class RobotsHandler(HttpHandler):
    """Plays the robots.txt of every site; everything else is asked of the network."""

    async def _ask(self, request: Request) -> Response:
        if request.url.endswith("/robots.txt"):
            body = b"User-agent: *\nAllow: /\nSitemap: " + self.crawler.settings["VORONKA_TEST_SITEMAP"].encode()
            return build_response(request.url, 200, Headers({"Content-Type": "text/plain"}), body)
        return await super()._ask(request)


@pytest.mark.parametrize("target", ["http://10.0.0.7/sitemap.xml", "https://jobster.pro/sitemap.xml"])
def test_a_sitemap_does_not_lead_into_a_private_network(
    store: Store, monkeypatch: pytest.MonkeyPatch, target: str
) -> None:
    resolving_to(monkeypatch, "10.0.0.7")
    source = Source(name="jobster_pro", title="", kind=SourceKind.SITE, url="https://jobster.pro/")
    handler = f"{__name__}.RobotsHandler"
    report = live(
        store, source, DOWNLOAD_HANDLERS={"http": handler, "https": handler}, VORONKA_TEST_SITEMAP=target,
        RETRY_ENABLED=False, DOWNLOAD_DELAY=0,
    )  # fmt: skip
    assert report.status is RunStatus.FAILED
    assert "private network" in report.message
    assert report.message.startswith("jobster_pro: https://jobster.pro/sitemap.xml: ")  # another host's is not taken


def test_a_proxy_of_the_environment_may_be_private_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)
    resolving_to(monkeypatch, "10.0.0.7")

    async def look() -> None:
        guard = Guard(frozenset({("proxy.example", 3128), ("10.0.0.9", 3128)}))
        assert (await guard.resolve("proxy.example", 3128))[0]["host"] == "10.0.0.7"
        guard.socket_for(info("10.0.0.7", 3128)).close()
        guard.socket_for(info("10.0.0.9", 3128)).close()
        for address, port in (("10.0.0.7", 22), ("10.0.0.8", 3128)):
            with pytest.raises(PrivateAddressError):
                guard.socket_for(info(address, port))
        with pytest.raises(BlockedError):
            await guard.resolve("evil.example", 3128)

    asyncio.run(look())


def listeners() -> set[str]:
    """The inodes of the sockets on which this process listens."""
    mine = set()
    for link in Path("/proc/self/fd").iterdir():
        try:
            mine.add(str(link.readlink()).removeprefix("socket:[").removesuffix("]"))
        except OSError:
            continue
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path("/proc/net", name).read_text().splitlines()[1:]]
    return {row[9] for row in rows if row[3] == "0A"} & mine


def test_a_collection_opens_no_port(store: Store) -> None:
    during: list[set[str]] = []
    save = saving(store)

    def look(raws: Sequence[RawPost]) -> Sequence[Saved]:
        during.append(listeners())
        return save(raws)

    with serving(channel_answers(make_channel("kanal", 3))) as web:
        before = listeners()
        assert before, "the web that serves this test is seen"
        (report,) = web.collect(store, [channel("kanal")], look)
    assert report.status is RunStatus.OK
    assert during == [before]
