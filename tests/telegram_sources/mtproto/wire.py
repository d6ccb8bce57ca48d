"""One TCP connection: framing, the key exchange, encryption, and MTProto's service messages."""

import asyncio
import os
import struct
import time
from hashlib import sha1, sha256
from typing import Any, Protocol

import rsa as pyrsa
from telethon.crypto import AES, AuthKey, rsa
from telethon.extensions import BinaryReader
from telethon.helpers import generate_key_data_from_nonce
from telethon.network.connection.tcpfull import FullPacketCodec
from telethon.network.mtprotostate import MTProtoState
from telethon.tl import functions as fn
from telethon.tl import types as t
from telethon.tl.core import GzipPacked, MessageContainer, RpcResult

from tests.telegram_sources.mtproto.values import RpcFaultError, serialized

# the prime of Telegram's own servers: a client takes no other one without checking it for long
PRIME = int(
    "C71CAEB9C6B1C9048E6C522F70F13F73980D40238E3E21C14934D037563D930F48198A0AA7C14058229493D22530F4DBFA336F6E0AC925139543"
    "AED44CCE7C3720FD51F69458705AC68CD4FE6B6B13ABDC9746512969328454F18FAF8C595F642477FE96BB2A941D5BCD1D4AC8CC49880708FA9B"
    "378E3C4F3A9060BEE67CF9A4A4A695811051907E162753B56B0F6B410DBA74D8A84B2A14B3144E0EF1284754FD17ED950D5965B4B9DD46582DB1"
    "178D169C6BC465B0D6FF9CA3928FEF5B9AE4E418FC15E83EBEA0F87FA9FF5EED70050DED2849F47BF959D956850CE929851F0D8115F635B105EE"
    "2E4E15D04B2454BF6F4FADF034B10403119CD8E3B92FCC5B",
    16,
)
GENERATOR = 3
# an RSA key of the tests: two primes just below 2^1024
_P, _Q, _E = 2**1024 - 105, 2**1024 - 179, 65537
_N, _D = _P * _Q, pow(_E, -1, (_P - 1) * (_Q - 1))
PUBLIC_KEY = pyrsa.PublicKey(_N, _E)
TOO_EARLY, TOO_LATE = 300, 30
"""Seconds by which a message's time may be behind, or before, the server's."""


def trust_this_server() -> None:
    """Make Telethon, in this process, take the tests' RSA key for one of Telegram's."""
    rsa.add_key(PUBLIC_KEY.save_pkcs1(), old=False)


class Host(Protocol):
    """What a connection asks of its server."""

    keys: dict[int, AuthKey]
    salt: int
    clock: float
    defects: list[str]

    def call(self, connection: "Connection", request: Any) -> Any:
        """Answer a call."""


class DropConnectionError(Exception):
    """Raised by a call's handler: the connection breaks, nothing is answered."""


class SilenceError(Exception):
    """Raised by a call's handler: nothing is answered, the connection stays."""


class Connection:
    """Serves one client until it leaves."""

    def __init__(self, server: Host, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.server, self.reader, self.writer = server, reader, writer
        self.key: AuthKey | None = None
        self.wants_updates = False
        self._codec = FullPacketCodec(None)
        self._session_id = 0
        self._last_id = self._sent = 0
        self._nonces: dict[str, int] = {}
        self._new_nonce = self._secret = 0
        self._temporary: tuple[bytes, bytes] = (b"", b"")

    async def serve(self) -> None:
        """Read packets until the line is cut."""
        while True:
            packet = await self._codec.read_packet(self.reader)
            if packet[:8] == bytes(8):
                request = BinaryReader(packet[20:]).tgread_object()
                body = bytes(getattr(self, f"_{type(request).__name__}")(request))
                self._write(struct.pack("<qqi", 0, self._new_id(), len(body)) + body)
            else:
                self._receive(packet)
            await self.writer.drain()

    def _write(self, packet: bytes) -> None:
        self.writer.write(self._codec.encode_packet(packet))

    def _now(self) -> float:
        return time.time() + self.server.clock

    def _new_id(self) -> int:
        self._last_id = max(self._last_id + 4, int(self._now() * 2**32) // 4 * 4 + 1)
        return self._last_id

    # -- making an auth key: https://core.telegram.org/mtproto/auth_key ---------------------------------------------

    def _ReqPqMultiRequest(self, request: Any) -> Any:
        server_nonce = int.from_bytes(os.urandom(16), "little", signed=True)
        self._nonces = {"nonce": request.nonce, "server_nonce": server_nonce}
        fingerprint = rsa._compute_fingerprint(PUBLIC_KEY)
        pq = rsa.get_byte_array(1009 * 1013)
        return t.ResPQ(**self._nonces, pq=pq, server_public_key_fingerprints=[fingerprint])

    def _ReqDHParamsRequest(self, request: Any) -> Any:
        clear = pow(int.from_bytes(request.encrypted_data, "big"), _D, _N).to_bytes(255, "big")
        self._new_nonce = BinaryReader(clear[20:]).tgread_object().new_nonce
        self._temporary = generate_key_data_from_nonce(self._nonces["server_nonce"], self._new_nonce)
        self._secret = int.from_bytes(os.urandom(256), "big")
        inner = bytes(
            t.ServerDHInnerData(
                **self._nonces,
                g=GENERATOR,
                dh_prime=rsa.get_byte_array(PRIME),
                g_a=rsa.get_byte_array(pow(GENERATOR, self._secret, PRIME)),
                server_time=int(self._now()),
            )
        )
        answer = AES.encrypt_ige(sha1(inner).digest() + inner, *self._temporary)
        return t.ServerDHParamsOk(**self._nonces, encrypted_answer=answer)

    def _SetClientDHParamsRequest(self, request: Any) -> Any:
        clear = AES.decrypt_ige(request.encrypted_data, *self._temporary)
        g_b = int.from_bytes(BinaryReader(clear[20:]).tgread_object().g_b, "big")
        key = AuthKey(rsa.get_byte_array(pow(g_b, self._secret, PRIME)))
        if len(key.key) < 256:  # a StringSession cannot hold such a key
            hash2 = key.calc_new_nonce_hash(self._new_nonce, 2)
            return t.DhGenRetry(**self._nonces, new_nonce_hash2=hash2)
        self.server.keys[key.key_id] = key
        return t.DhGenOk(**self._nonces, new_nonce_hash1=key.calc_new_nonce_hash(self._new_nonce, 1))

    # -- encrypted messages: https://core.telegram.org/mtproto/description ------------------------------------------

    def _receive(self, packet: bytes) -> None:
        [key_id] = struct.unpack("<Q", packet[:8])
        key = self.server.keys.get(key_id)
        if key is None:
            self._write(struct.pack("<i", -404))
            return
        self.key = key
        data = AES.decrypt_ige(packet[24:], *MTProtoState._calc_key(key.key, packet[8:24], True))
        if sha256(key.key[88:120] + data).digest()[8:24] != packet[8:24]:
            self.server.defects.append("a message with a wrong msg_key")
            return
        salt, session_id, msg_id, seq_no, length = struct.unpack("<qqqii", data[:32])
        is_new, self._session_id = session_id != self._session_id, session_id
        sent_at = msg_id / 2**32
        if sent_at < self._now() - TOO_EARLY:
            self.send(t.BadMsgNotification(msg_id, seq_no, 16))
        elif sent_at > self._now() + TOO_LATE:
            self.send(t.BadMsgNotification(msg_id, seq_no, 17))
        elif salt != self.server.salt:
            self.send(t.BadServerSalt(msg_id, seq_no, 48, self.server.salt))
        else:
            if is_new:
                self.send(t.NewSessionCreated(msg_id, 1, salt))
            self._handle(msg_id, BinaryReader(data[32 : 32 + length]).tgread_object())

    def _handle(self, msg_id: int, request: Any) -> None:
        if isinstance(request, GzipPacked):
            request = BinaryReader(request.data).tgread_object()
        if isinstance(request, MessageContainer):
            for message in request.messages:
                self._handle(message.msg_id, message.obj)
        elif isinstance(request, fn.PingRequest):
            self.send(t.Pong(msg_id, request.ping_id))
        elif not isinstance(request, t.MsgsAck):
            wants_updates = True
            while hasattr(request, "query"):  # invokeWithLayer, initConnection, invokeWithoutUpdates
                wants_updates = wants_updates and not isinstance(request, fn.InvokeWithoutUpdatesRequest)
                request = request.query
            self.wants_updates = wants_updates
            try:
                body = self._answer(request)
            except SilenceError:
                return
            head = struct.pack("<Iq", RpcResult.CONSTRUCTOR_ID, msg_id)
            self.send(head + GzipPacked.gzip_if_smaller(True, body))

    def _answer(self, request: Any) -> bytes:
        try:
            return serialized(self.server.call(self, request))
        except RpcFaultError as fault:
            return bytes(fault.rpc)
        except (DropConnectionError, SilenceError):
            raise
        except Exception as error:  # noqa: BLE001  (a defect of the tests has to fail the test, not to loop the client)
            self.server.defects.append(f"{type(request).__name__}: {error!r}")
            return bytes(t.RpcError(400, "TEST_SERVER_DEFECT"))

    def send(self, message: Any) -> None:
        """Send a message of the server to the client."""
        if self.key is None:
            return
        body = bytes(message)
        head = (self.server.salt, self._session_id, self._new_id(), self._sent * 2 + 1, len(body))
        data = struct.pack("<qqqii", *head) + body
        self._sent += 1
        data += os.urandom(-(len(data) + 12) % 16 + 12)
        msg_key = sha256(self.key.key[96:128] + data).digest()[8:24]
        cipher = AES.encrypt_ige(data, *MTProtoState._calc_key(self.key.key, msg_key, False))
        self._write(struct.pack("<Q", self.key.key_id) + msg_key + cipher)
