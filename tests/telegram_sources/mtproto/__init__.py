"""A Telegram of the tests: MTProto 2.0 over TCP on loopback, spoken to a stock Telethon client.

``wire`` is the protocol (key exchange, encryption, containers, salts, clocks), ``channel`` a channel with the log of
its updates, ``login`` the ways to sign in, ``api`` the calls, ``server`` what tests hold in their hands. All TL objects
are Telethon's own, so the server always speaks the layer of the installed client.
"""

from tests.telegram_sources.mtproto.channel import Channel
from tests.telegram_sources.mtproto.server import Server

__all__ = ["Channel", "Server"]
