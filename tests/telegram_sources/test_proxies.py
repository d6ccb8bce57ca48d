"""A channel is read through a proxy; a wrong password and a proxy that is not there are one line without secrets."""

from dataclasses import replace

import pytest
from pydantic import SecretStr

from tests.telegram_sources.proxies import PASSWORD, SECRET, USER, Serve, http, mtproxy, proxy, socks5
from tests.telegram_sources.scene import Scene
from voronka.sources import RunReport, RunStatus


def read_through(scene: Scene, address: str) -> RunReport:
    credentials = replace(scene.reading.credentials, proxy=SecretStr(address))
    (report,) = scene.read(credentials=credentials)
    return report


@pytest.mark.parametrize(("scheme", "serve"), [("socks5", socks5), ("http", http)])
def test_through_a_proxy(scene: Scene, scheme: str, serve: Serve) -> None:
    scene.server.channel("kanal").fill(120)
    with proxy(serve) as (port, asked):
        report = read_through(scene, f"{scheme}://{USER}:{PASSWORD}@127.0.0.1:{port}")
    assert (report.status, report.new) == (RunStatus.OK, 120)
    assert asked == [f"127.0.0.1:{scene.server.port}"]


@pytest.mark.parametrize(("scheme", "serve"), [("socks5", socks5), ("http", http)])
def test_a_wrong_password_is_a_failure(scene: Scene, scheme: str, serve: Serve) -> None:
    with proxy(serve) as (port, asked):
        report = read_through(scene, f"{scheme}://{USER}:falsch@127.0.0.1:{port}")
    assert report.status is RunStatus.FAILED
    assert "TELEGRAM_PROXY" in report.message
    assert "falsch" not in report.message
    assert (asked, scene.server.connected) == ([], 0)


def test_a_proxy_that_is_not_there(scene: Scene) -> None:
    with proxy(socks5) as (port, _asked):
        pass
    report = read_through(scene, f"socks5://127.0.0.1:{port}")
    assert (report.status, scene.server.connected) == (RunStatus.FAILED, 0)


def test_through_an_mtproxy(scene: Scene) -> None:
    scene.server.channel("kanal").fill(120)
    with proxy(mtproxy(scene.server.port)) as (port, asked):
        report = read_through(scene, f"https://t.me/proxy?server=127.0.0.1&port={port}&secret={SECRET}")
    assert (report.status, report.new) == (RunStatus.OK, 120)
    assert asked == ["data centre 2"]
