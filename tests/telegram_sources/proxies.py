"""Proxies on loopback, each for as long as a test: SOCKS5, HTTP CONNECT, and an MTProxy."""

import asyncio
import base64
import struct
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import Any

from telethon.crypto import AESModeCTR
from telethon.network.connection.tcpfull import FullPacketCodec
from telethon.network.connection.tcpintermediate import RandomizedIntermediatePacketCodec

Reader = asyncio.StreamReader
Writer = asyncio.StreamWriter
Serve = Callable[[Reader, Writer, list[str]], Coroutine[Any, Any, None]]
USER, PASSWORD = "chitatel", "geheim"
SECRET = "dd" + "5e" * 16


@contextmanager
def proxy(serve: Serve) -> Iterator[tuple[int, list[str]]]:
    """A running proxy: its port, and where it was asked to connect to."""
    loop, asked = asyncio.new_event_loop(), list[str]()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def answer(reader: Reader, writer: Writer) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, EOFError):
            await serve(reader, writer, asked)
        writer.close()

    async def begin() -> asyncio.Server:
        return await asyncio.start_server(answer, "127.0.0.1", 0)

    listener = asyncio.run_coroutine_threadsafe(begin(), loop).result(10)
    try:
        yield listener.sockets[0].getsockname()[1], asked
    finally:
        loop.call_soon_threadsafe(listener.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


async def socks5(reader: Reader, writer: Writer, asked: list[str]) -> None:
    """RFC 1928 with the password of RFC 1929."""
    await reader.readexactly((await reader.readexactly(2))[1])
    writer.write(b"\5\2")
    user = await reader.readexactly((await reader.readexactly(2))[1])
    password = await reader.readexactly((await reader.readexactly(1))[0])
    if (user.decode(), password.decode()) != (USER, PASSWORD):
        writer.write(b"\1\1")
        return
    writer.write(b"\1\0")
    assert (await reader.readexactly(4)) == b"\5\1\0\1"
    address = ".".join(map(str, await reader.readexactly(4)))
    [port] = struct.unpack(">H", await reader.readexactly(2))
    asked.append(f"{address}:{port}")
    there = await asyncio.open_connection(address, port)
    writer.write(b"\5\0\0\1" + bytes(6))
    await _carry(reader, writer, *there)


async def http(reader: Reader, writer: Writer, asked: list[str]) -> None:
    """CONNECT, with Basic authorisation."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    if base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode() not in head:
        writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
        return
    target = head.split()[1]
    asked.append(target)
    host, _, port = target.partition(":")
    there = await asyncio.open_connection(host, int(port))
    writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
    await _carry(reader, writer, *there)


def mtproxy(server_port: int) -> Serve:
    """An MTProxy before the server at this port: https://core.telegram.org/mtproto/mtproto-transports#transport-obfuscation."""

    async def serve(reader: Reader, writer: Writer, asked: list[str]) -> None:
        head = await reader.readexactly(64)
        secret = bytes.fromhex(SECRET[2:])
        backwards = head[55:7:-1]
        decrypt = AESModeCTR(sha256(head[8:40] + secret).digest(), head[40:56])
        encrypt = AESModeCTR(sha256(backwards[:32] + secret).digest(), backwards[32:48])
        [dc] = struct.unpack("<h", decrypt.encrypt(head)[60:62])
        asked.append(f"data centre {dc}")
        client, ours = RandomizedIntermediatePacketCodec(None), FullPacketCodec(None)
        there_reader, there = await asyncio.open_connection("127.0.0.1", server_port)

        async def up() -> None:
            while True:
                length = decrypt.encrypt(await reader.readexactly(4))
                packet = decrypt.encrypt(await reader.readexactly(int.from_bytes(length, "little")))
                # padding is up to three bytes, a packet's length a multiple of four
                there.write(ours.encode_packet(packet[: len(packet) // 4 * 4]))

        async def down() -> None:
            while True:
                packet = await ours.read_packet(there_reader)
                writer.write(encrypt.encrypt(client.encode_packet(packet)))

        await _both(up(), down())

    return serve


async def _carry(reader: Reader, writer: Writer, there_reader: Reader, there: Writer) -> None:
    async def one(source: Reader, target: Writer) -> None:
        while data := await source.read(65536):
            target.write(data)
        target.close()

    await _both(one(reader, there), one(there_reader, writer))


async def _both(one: Coroutine[Any, Any, None], other: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(one), asyncio.ensure_future(other)]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()
        with suppress(OSError, asyncio.CancelledError, asyncio.IncompleteReadError, EOFError):
            await task
