"""The way to Telegram through a proxy, from one setting: SOCKS5, HTTP, or an MTProxy as its links name it."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from pydantic import SecretStr

from telegram_sources.faults import TelegramError

_FORMS = "socks5://[USER:PASSWORD@]HOST:PORT, http://[USER:PASSWORD@]HOST:PORT or https://t.me/proxy?server=…&port=…&secret=…"


def proxy_arguments(proxy: SecretStr | None) -> dict[str, Any]:
    """What a TelegramClient is to be told; raises TelegramError where the setting cannot be understood.

    The message does not repeat the setting, which may hold a password.
    """
    if proxy is None:
        return {}
    wrong = TelegramError(f"TELEGRAM_PROXY cannot be understood; wanted is {_FORMS}")
    try:
        address = urlsplit(proxy.get_secret_value().strip())
        host, port = address.hostname, address.port
    except ValueError:
        raise wrong from None
    if _is_mtproxy(address.scheme, host, address.path):
        return _mtproxy(parse_qs(address.query), wrong)
    if address.scheme not in ("socks5", "socks5h", "http") or not host or not port:
        raise wrong
    return {
        "proxy": {
            "proxy_type": "http" if address.scheme == "http" else "socks5",
            "addr": host,
            "port": port,
            "username": unquote(address.username) if address.username else None,
            "password": unquote(address.password) if address.password else None,
            "rdns": True,
        }
    }


def web_proxy(proxy: SecretStr | None) -> SecretStr | None:
    """The same proxy for the Bot API, which is spoken over https; None for an MTProxy, which carries only accounts."""
    found = proxy_arguments(proxy)
    return proxy if isinstance(found.get("proxy"), dict) else None


def _is_mtproxy(scheme: str, host: str | None, path: str) -> bool:
    return (scheme == "tg" and host == "proxy") or (host in ("t.me", "telegram.me") and path == "/proxy")


def _mtproxy(query: dict[str, list[str]], wrong: TelegramError) -> dict[str, Any]:
    from telethon.network.connection import ConnectionTcpMTProxyRandomizedIntermediate

    server, port, secret = (query.get(name, [""])[0] for name in ("server", "port", "secret"))
    if not server or not port.isdecimal() or not secret:
        raise wrong
    return {"connection": ConnectionTcpMTProxyRandomizedIntermediate, "proxy": (server, int(port), secret)}
