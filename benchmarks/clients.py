"""Two ends of a conversation, at the chat or at Imago: one speaks, both hear, the time is taken."""

import asyncio
import json
import time
import uuid
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect

WORDS = "When you come home late and have not written, I feel like I do not matter."
# One round of sending and mirroring: who, what, with words or without.
ROUND = (
    *((0, "send", WORDS), (1, "mirror", WORDS), (0, "got_it", "")),
    *((1, "ask_more", ""), (0, "more", "")),
)


@dataclass
class Times:
    """Seconds from a message to its answer (``own``) and to the partner's event (``theirs``)."""

    own: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)  # of the frames that one message caused

    def __iadd__(self, other: "Times") -> Self:
        self.own += other.own
        self.theirs += other.theirs
        self.bytes += other.bytes
        return self


class ChatPair:
    """Two sockets in one room of the chat."""

    def __init__(self, base: str, room: uuid.UUID, cookies: tuple[str, str] = ("", "")) -> None:
        self._url = f"{base.replace('http', 'ws', 1)}/room/{room}/socket"
        self._base, self._cookies = base, cookies
        self._stack = AsyncExitStack()
        self.ends: list[ClientConnection] = []

    async def __aenter__(self) -> Self:
        for cookie in self._cookies:
            end = connect(
                self._url,
                origin=self._base,  # type: ignore[arg-type]
                additional_headers={"Cookie": cookie},
                compression=None,
                max_size=None,
                proxy=None,
            )
            self.ends.append(await self._stack.enter_async_context(end))
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stack.aclose()

    async def round(self) -> Times:
        """A few messages, each sent when the last one has arrived."""
        times = Times()
        for who, name, words in ROUND:
            frame = self.message(name, words)
            began = time.perf_counter()
            await self.ends[who].send(frame)
            hearing = asyncio.ensure_future(self.heard(self.ends[1 - who]))
            answered, size = await self.answered(self.ends[who])
            heard, more = await hearing
            times.own.append(answered - began)
            times.theirs.append(heard - began)
            times.bytes.append(size + more)
        return times

    def message(self, name: str, words: str) -> str:
        return json.dumps({"message": words or name})

    async def answered(self, end: ClientConnection) -> tuple[float, int]:
        return await self.heard(end)

    async def heard(self, end: ClientConnection) -> tuple[float, int]:
        text = await end.recv()
        return time.perf_counter(), len(text)


class ImagoPair(ChatPair):
    """Two partners in one dialogue."""

    _moment = 0
    joining = 0.0

    async def __aenter__(self) -> Self:
        await super().__aenter__()
        for end in self.ends:
            began = time.perf_counter()
            await end.send(json.dumps({"type": "hello", "version": 1, "number": 0}))
            welcome = await self._until(end, "welcome")
            self.joining = time.perf_counter() - began
            self._moment = welcome["now"]["moment"]
        return self

    def message(self, name: str, words: str) -> str:
        command = {"type": "command", "id": str(uuid.uuid4()), "name": name, "words": words}
        return json.dumps(command | {"moment": self._moment})

    async def answered(self, end: ClientConnection) -> tuple[float, int]:
        """The acknowledgement's time; then the own event is awaited, too."""
        wanted, acknowledged, size = {"ack", "events"}, 0.0, 0
        while wanted:
            text = await end.recv()
            now = time.perf_counter()
            kind = json.loads(text)["type"]
            assert kind != "refusal", text
            if kind == "ack":
                acknowledged = now
            size += len(text) * (kind in wanted)
            wanted.discard(kind)
        return acknowledged, size

    async def heard(self, end: ClientConnection) -> tuple[float, int]:
        while True:
            text = await end.recv()
            now = time.perf_counter()
            frame = json.loads(text)
            if frame["type"] == "events":
                self._moment = frame["now"]["moment"]
                return now, len(text)

    async def _until(self, end: ClientConnection, kind: str) -> Any:
        while (frame := json.loads(await end.recv()))["type"] != kind:
            pass
        return frame


async def crowd(pairs: list[ChatPair], seconds: float) -> tuple[Times, float]:
    """Every pair talks as fast as it can. Also how many messages a second that was."""
    until = time.perf_counter() + seconds

    async def talk(pair: ChatPair) -> Times:
        times = Times()
        while time.perf_counter() < until:
            times += await pair.round()
        return times

    began = time.perf_counter()
    total = Times()
    for times in await asyncio.gather(*map(talk, pairs)):
        total += times
    return total, len(total.own) / (time.perf_counter() - began)
