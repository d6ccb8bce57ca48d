"""The session's file and lock, and the proxy's setting: nothing of them is ever shown."""

import os
import stat
from pathlib import Path

import pytest
from pydantic import SecretStr

from telegram_sources.faults import TelegramError
from telegram_sources.proxy import proxy_arguments
from telegram_sources.session import Credentials, credentials, forget_session, keep_session, session_file
from telegram_sources.session_lock import SessionInUseError, session_lock
from voronka.errors import VoronkaError
from voronka.settings import Settings, load_settings

SECRET = "1an-invented-session"


def settings(folder: Path, **values: object) -> Settings:
    return Settings.model_validate({"data": folder, "telegram_api_id": 1, "telegram_api_hash": "hash", **values})


def test_a_session_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    here = settings(tmp_path / "var")
    assert credentials(here) is None
    keep_session(session_file(here), SecretStr(SECRET))
    assert stat.S_IMODE(session_file(here).stat().st_mode) == 0o600
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["telegram-session"]
    session_file(here).chmod(0o664)
    found = credentials(here)
    assert found is not None
    assert found.session.get_secret_value() == SECRET
    assert stat.S_IMODE(session_file(here).stat().st_mode) == 0o600
    assert SECRET not in repr(found)
    assert "hash'" not in repr(found).replace("api_hash'", "")
    assert forget_session(session_file(here))
    assert not forget_session(session_file(here))


def test_the_environment_goes_before_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VORONKA_DATA", str(tmp_path))
    for name, value in (("API_ID", "7"), ("API_HASH", "hash"), ("SESSION", SECRET)):
        monkeypatch.setenv(f"TELEGRAM_{name}", value)
    keep_session(tmp_path / "telegram-session", SecretStr("1another"))
    found = credentials(load_settings())
    assert found is not None
    assert (found.api_id, found.session.get_secret_value()) == (7, SECRET)
    monkeypatch.delenv("TELEGRAM_API_ID")
    monkeypatch.setenv("VORONKA_TELEGRAM_API_ID", "8")
    assert load_settings().telegram_api_id == 8
    (tmp_path / "voronka.toml").write_text('telegram_api_hash = "of the file"\ntelegram_pause = 3\n', encoding="utf-8")
    monkeypatch.delenv("TELEGRAM_API_HASH")
    read = load_settings()
    assert read.telegram_api_hash is not None
    assert (read.telegram_api_hash.get_secret_value(), read.telegram_pause) == ("of the file", 3)


@pytest.mark.parametrize("name", ["TELEGRAM_API_ID", "VORONKA_TELEGRAM_API_ID"])
def test_a_wrong_setting_is_named_and_not_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("VORONKA_DATA", str(tmp_path))
    monkeypatch.setenv(name, "a-hash-in-the-wrong-place")
    with pytest.raises(VoronkaError, match="telegram_api_id") as caught:
        load_settings()
    assert "wrong-place" not in str(caught.value)
    assert "wrong-place" not in str(caught.value.__cause__)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    here = settings(tmp_path)
    session_file(here).write_bytes(b"\xff\xfe")
    with pytest.raises(VoronkaError, match="telegram-session"):
        credentials(here)


def test_the_lock_holds_in_either_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    login = Credentials(1, SecretStr("hash"), SecretStr(SECRET), folder=tmp_path / "var")
    with session_lock(login, "voronka follow"):
        with pytest.raises(SessionInUseError, match=rf"pid {os.getpid()} \(voronka follow\)"), session_lock(login, "x"):
            pass
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "private"))
        with pytest.raises(SessionInUseError), session_lock(login, "x"):
            pass
        for path in (tmp_path / "var").iterdir():
            assert SECRET not in path.read_text() + path.name
    with session_lock(login, "x"):
        pass


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("socks5://proxy.example:1080", ("socks5", "proxy.example", 1080, None, None)),
        ("socks5://me:p%40ss@proxy.example:1080", ("socks5", "proxy.example", 1080, "me", "p@ss")),
        ("http://proxy.example:8080/", ("http", "proxy.example", 8080, None, None)),
    ],
)
def test_a_proxy(text: str, expected: tuple[object, ...]) -> None:
    proxy = proxy_arguments(SecretStr(text))["proxy"]
    assert tuple(proxy[name] for name in ("proxy_type", "addr", "port", "username", "password")) == expected


@pytest.mark.parametrize(
    "text",
    ["https://t.me/proxy?server=m.example&port=443&secret=dd00", "tg://proxy?server=m.example&port=443&secret=dd00"],
)
def test_an_mtproxy(text: str) -> None:
    assert proxy_arguments(SecretStr(text))["proxy"] == ("m.example", 443, "dd00")


@pytest.mark.parametrize(
    "text", ["proxy.example:1080", "ftp://a:b@proxy.example:21", "socks5://proxy.example", "socks5://[::1",
             "http://me:geheim@:80", "https://t.me/proxy?server=m.example", "socks5://me:geheim@proxy.example:99999"],
)  # fmt: skip
def test_a_proxy_that_cannot_be_understood_is_not_repeated(text: str) -> None:
    with pytest.raises(TelegramError, match="TELEGRAM_PROXY") as caught:
        proxy_arguments(SecretStr(text))
    assert "geheim" not in str(caught.value)
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


def test_no_proxy() -> None:
    assert proxy_arguments(None) == {}
