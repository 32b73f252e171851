"""A client that costs little: what is measured is to be the server. Rooms of three, one of whom acts."""

import asyncio
import base64
import json
import os
import struct
import time
import uuid
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from benchmarks.clients import ROUND

WORDS = ("When you come home late and have not written, I feel that I do not matter. " * 4)[:300]
_TEXT, _CLOSE, _PING, _PONG = 1, 8, 9, 10


class Closed(Exception):
    """The server has ended a line; its argument is the code."""


class Line(asyncio.Protocol):
    """A websocket, as far as a benchmark needs one. ``heard`` is given each text as bytes."""

    def __init__(self, hears: Callable[[bytes], None]) -> None:
        self.hears = hears
        self.open = asyncio.get_running_loop().create_future()
        self.ended = asyncio.get_running_loop().create_future()
        self._bytes = bytearray()
        self._headers = True

    @classmethod
    async def to(cls, base: str, path: str, cookie: str, hears: Callable[[bytes], None]) -> "Line":
        host = urlsplit(base).netloc
        name, _, port = host.partition(":")
        loop = asyncio.get_running_loop()
        _, line = await loop.create_connection(lambda: cls(hears), name, int(port))
        key = base64.b64encode(os.urandom(16)).decode()
        wanted = (
            f"GET {path} HTTP/1.1",
            f"Host: {host}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Origin: {base}",
            f"Cookie: {cookie}",
        )
        line.transport.write("\r\n".join((*wanted, "", "")).encode())
        await line.open
        return line

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, _error: Exception | None) -> None:
        self._end(0)

    def data_received(self, data: bytes) -> None:
        self._bytes += data
        if self._headers:
            head, found, rest = self._bytes.partition(b"\r\n\r\n")
            if not found:
                return
            self._headers, self._bytes = False, rest
            if head.split(b" ", 2)[1] != b"101":
                self.open.set_exception(Closed(head.split(b"\r\n")[0].decode()))
                return
            self.open.set_result(None)
        while (frame := self._frame()) is not None:
            kind, content = frame
            if kind == _TEXT:
                self.hears(content)
            elif kind == _PING:
                self._write(_PONG, content)
            elif kind == _CLOSE:
                self._end(int.from_bytes(content[:2], "big"))

    def _frame(self) -> tuple[int, bytes] | None:
        held = self._bytes
        if len(held) < 2:
            return None
        size, begins = held[1], 2
        if size == 126:
            begins = 4
            size = int.from_bytes(held[2:4], "big")
        elif size == 127:
            begins = 10
            size = int.from_bytes(held[2:10], "big")
        if len(held) < begins + size or (begins > 2 and len(held) < begins):
            return None
        kind, content = held[0] & 15, bytes(held[begins : begins + size])
        del held[: begins + size]
        return kind, content

    def send(self, text: str) -> None:
        self._write(_TEXT, text.encode())

    def close(self) -> None:
        self.transport.close()

    def _write(self, kind: int, content: bytes) -> None:
        size = len(content)
        head = bytes((128 | kind, 128 | size)) if size < 126 else b""
        if not head:
            head = bytes((128 | kind, 128 | 126)) + struct.pack(">H", size)
        self.transport.write(head + b"\0\0\0\0" + content)  # masked by nothing

    def _end(self, code: int) -> None:
        if not self.open.done():
            self.open.set_exception(Closed(code))
        if not self.ended.done():
            self.ended.set_result(code)


class ChatRoom:
    """Three in one room of the chat. ``act`` says something; ``acted`` is told how many seconds later all
    three have it."""

    def __init__(self, acted: Callable[["ChatRoom", float], None], step: int = 0) -> None:
        self.lines: dict[int, Line] = {}  # by seat
        self.step = step
        self._acted = acted
        self._missing = 0
        self._began = 0.0

    async def enter(self, bases: Sequence[str], room: uuid.UUID, cookies: Sequence[str]) -> None:
        for seat, cookie in enumerate(cookies):
            self.lines[seat] = await self.connect(bases[seat % len(bases)], room, seat, cookie)

    async def connect(self, base: str, room: uuid.UUID, seat: int, cookie: str) -> Line:
        path = f"/room/{room}/socket"
        line = await Line.to(base, path, cookie, lambda text: self._hears(seat, text))
        await self._welcomed(seat, line)
        return line

    def leave(self) -> None:
        for line in self.lines.values():
            line.close()

    def act(self) -> None:
        seat, name, words = ROUND[self.step % len(ROUND)]
        self.step += 1
        self._missing = self.answers
        text = self._message(name, WORDS if words else "")
        self._began = time.perf_counter()
        self.lines[seat].send(text)

    answers = 3

    async def _welcomed(self, _seat: int, _line: Line) -> None:
        """At once: the chat says nothing."""

    def _message(self, _name: str, _words: str) -> str:
        return json.dumps({"message": WORDS})

    def _hears(self, _seat: int, _text: bytes) -> None:
        self._missing -= 1
        if not self._missing:
            self._acted(self, time.perf_counter() - self._began)


class ImagoRoom(ChatRoom):
    """Two partners and their therapist in one dialogue. All three have it, and its author the answer."""

    answers = 4

    def __init__(self, acted: Callable[["ChatRoom", float], None], step: int = 0) -> None:
        super().__init__(acted, step)
        self._moment = 0
        self._welcomes: dict[int, asyncio.Future[None]] = {}
        self.welcomes: list[float] = []  # seconds from each hello to its welcome

    async def _welcomed(self, seat: int, line: Line) -> None:
        welcome = self._welcomes[seat] = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        line.send('{"type":"hello","version":1,"number":0}')
        await asyncio.wait((welcome, line.ended), return_when=asyncio.FIRST_COMPLETED)
        if line.ended.done():
            raise Closed(line.ended.result())
        self.welcomes.append(time.perf_counter() - began)

    def _message(self, name: str, words: str) -> str:
        command = {"type": "command", "id": str(uuid.uuid4()), "name": name, "words": words}
        return json.dumps(command | {"moment": self._moment})

    def beat(self) -> None:
        for line in self.lines.values():
            line.send('{"type":"heartbeat","number":0}')

    def _hears(self, seat: int, text: bytes) -> None:
        if text.startswith(b'{"type":"events"'):
            if not seat:
                self._moment = json.loads(text)["now"]["moment"]
            super()._hears(seat, text)
        elif text.startswith(b'{"type":"ack"'):
            super()._hears(seat, text)
        elif text.startswith(b'{"type":"welcome"'):
            self._moment = json.loads(text)["now"]["moment"]
            self._welcomes[seat].set_result(None)
        elif text.startswith(b'{"type":"refusal"'):
            raise SystemExit(text.decode())


class SocketIoRoom(ChatRoom):
    """Three in one room of socket.io; they speak Engine.IO's letters (4: message) with socket.io's (2: event)."""

    async def connect(self, base: str, room: uuid.UUID, seat: int, cookie: str) -> Line:
        self._room = str(room)
        self._joined = asyncio.get_running_loop().create_future()
        path = "/socket.io/?EIO=4&transport=websocket"
        line = await Line.to(base, path, cookie, lambda text: self._hears(seat, text))
        self.lines[seat] = line
        line.send("40")
        await self._joined
        return line

    def _message(self, _name: str, _words: str) -> str:
        return "42" + json.dumps(["say", self._room, WORDS])

    def _hears(self, seat: int, text: bytes) -> None:
        if text.startswith(b"42"):
            super()._hears(seat, text)
        elif text.startswith(b"40"):
            self.lines[seat].send("420" + json.dumps(["join", self._room]))
        elif text.startswith(b"430"):
            self._joined.set_result(None)
        elif text == b"2":
            self.lines[seat].send("3")
