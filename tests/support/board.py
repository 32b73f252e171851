"""A board in Python, as docs/wire.md tells of it: what a therapist would see, kept up to date."""

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Protocol, Self

import websockets

from dialogue.board.socket import board
from tests.support.client import Refused

Json = dict[str, Any]


class Connection(Protocol):
    close_code: int | None

    async def send(self, text: str, /) -> None: ...
    async def close(self) -> None: ...
    def __aiter__(self) -> AsyncIterator[str]: ...


Connect = Callable[[], Awaitable[Any]]


def over_the_wire(base: str, cookie: str) -> Connect:
    """To a real server."""

    async def connect() -> Any:
        return await websockets.connect(
            f"{base.replace('http', 'ws', 1)}/board/socket",
            origin=base,  # type: ignore[arg-type]
            additional_headers={"Cookie": cookie},
            subprotocols=["imago.v1"],  # type: ignore[list-item]
            max_size=None,
            proxy=None,
        )

    return connect


class InProcess:
    """A socket in the test's own process, so that what services wake here wakes it; the board's, or another."""

    def __init__(self, cookie: str, application: Any = board) -> None:
        self.close_code: int | None = None
        self._out: asyncio.Queue[str | None] = asyncio.Queue()
        self._in: asyncio.Queue[Json] = asyncio.Queue()
        scope = {"headers": [(b"cookie", cookie.encode())], "subprotocols": ["imago.v1"]}
        self._in.put_nowait({"type": "websocket.connect"})
        self._running = asyncio.ensure_future(application(scope, self._in.get, self._sent))

    async def _sent(self, message: Json) -> None:
        if message["type"] == "websocket.close":
            self.close_code = message["code"]
            self._out.put_nowait(None)
        elif message["type"] == "websocket.send":
            self._out.put_nowait(message["text"])

    async def send(self, text: str, /) -> None:
        self._in.put_nowait({"type": "websocket.receive", "text": text})

    async def close(self) -> None:
        self._in.put_nowait({"type": "websocket.disconnect"})
        if self.close_code is None:
            await self._running
            self._out.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[str]:
        while (text := await self._out.get()) is not None:
            yield text


def in_process(cookie: str) -> Connect:
    async def connect() -> InProcess:
        return InProcess(cookie)

    return connect


class Board:
    """``rooms`` are the cards by id; ``frames`` every frame as it came; ``closed`` the code."""

    def __init__(self, connect: Connect) -> None:
        self._connect = connect
        self.rooms: dict[str, Json] = {}
        self.frames: list[Json] = []
        self.number = self.couples = 0
        self.beats = 0
        self.closed: int | None = None
        self._connection: Connection | None = None
        self._answers: dict[str, Json] = {}
        self._changed = asyncio.Condition()
        self._hearing: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._connection = await self._connect()
        self._hearing = asyncio.ensure_future(self._hear())
        with contextlib.suppress(websockets.WebSocketException):
            await self.say({"type": "hello", "version": 1})
        await self.until(lambda: self.number > 0 or self.closed is not None)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._connection and self._hearing
        await self._connection.close()
        await self._hearing

    async def say(self, frame: Json | str) -> None:
        assert self._connection
        await self._connection.send(frame if isinstance(frame, str) else json.dumps(frame))

    async def act(self, name: str, room: object, **more: Any) -> Json:
        """Pause or resume a room, and wait for the answer. Raises Refused."""
        frame = {"type": "command", "id": str(uuid.uuid4()), "room": str(room), "name": name} | more
        await self.say(frame)
        await self.until(lambda: frame["id"] in self._answers)
        answer = self._answers.pop(frame["id"])
        if answer["type"] == "refusal":
            raise Refused(answer)
        return answer

    async def beat(self) -> None:
        before = self.beats
        await self.say({"type": "heartbeat", "number": self.number})
        await self.until(lambda: self.beats > before or self.closed is not None)

    async def until(self, holds: Callable[[], bool], seconds: float = 15) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    async def shows(self, room: object, **fields: Any) -> Json:
        """Wait until the card of this room has these values."""

        def holds() -> bool:
            one = self.rooms.get(str(room))
            return one is not None and all(one[name] == value for name, value in fields.items())

        await self.until(holds)
        return self.rooms[str(room)]

    async def _hear(self) -> None:
        assert self._connection
        with contextlib.suppress(websockets.ConnectionClosedError):
            async for text in self._connection:
                await self._take_in(json.loads(text))
        self.closed = self._connection.close_code
        async with self._changed:
            self._changed.notify_all()

    async def _take_in(self, frame: Json) -> None:
        self.frames.append(frame)
        match frame["type"]:
            case "board":
                self.rooms, self.couples = {}, frame["couples"]
                self._take(frame)
            case "rooms":
                self._take(frame)
                for gone in frame["gone"]:
                    self.rooms.pop(gone, None)
            case "ack" | "refusal":
                self._answers[frame["id"]] = frame
            case "heartbeat":
                assert frame["number"] == self.number
                self.beats += 1
        async with self._changed:
            self._changed.notify_all()

    def _take(self, frame: Json) -> None:
        self.number = frame["number"]
        self.rooms |= {card["id"]: card for card in frame["rooms"]}
