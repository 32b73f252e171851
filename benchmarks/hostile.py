"""What hostile clients can do to the server, and to everybody else's room meanwhile.

    python -m benchmarks.hostile

Each assault runs against a server of its own on this machine, bounded in time and number. Printed: how
the server let the client go, how much its memory grew, and how long a turn in another room took.
"""

import asyncio
import collections
import contextlib
import json
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, WebSocketException

from benchmarks import setup
from benchmarks.clients import ImagoPair
from tests.support.rooms import done, to_sending
from tests.support.servers import Server, cookie_for

WIDE = "\N{FACE WITH TEARS OF JOY}" * 4_000  # the longest text there can be: 16 kB
HELLO = json.dumps({"type": "hello", "version": 1, "number": 0})

Codes = collections.Counter[str]


class Assailant:
    """Ann, who has a room with the longest of words in it."""

    def __init__(self, server: Server, room: UUID, cookie: str) -> None:
        self._server, self._room, self._cookie = server, room, cookie
        self.codes: Codes = collections.Counter()

    async def frames(self, frames: list[str], *, reading: bool, seconds: float = 0) -> None:
        """Say hello, then send ``frames`` as fast as they go, for ``seconds`` at the least."""
        ending = asyncio.get_running_loop().time() + max(seconds, 3)
        with contextlib.suppress(TimeoutError, WebSocketException, OSError):
            async with asyncio.timeout(max(seconds, 20)), self._enter() as end:
                with contextlib.suppress(TimeoutError, ConnectionClosed):
                    async with asyncio.timeout_at(ending):
                        await end.send(HELLO)
                        for frame in frames:
                            await end.send(frame)
                        await self._wait(end, reading)
                with contextlib.suppress(ConnectionClosed):  # what was sent before the end
                    while True:
                        async with asyncio.timeout(3):
                            await end.recv()
                self.codes[str(end.close_code)] += 1
                return
        self.codes["cut"] += 1

    async def _wait(self, end: ClientConnection, reading: bool) -> None:
        while reading:
            await end.recv()
        await asyncio.sleep(60)

    def _enter(self) -> connect:
        return connect(
            f"{self._server.url.replace('http', 'ws', 1)}/room/{self._room}/socket",
            origin=self._server.url,  # type: ignore[arg-type]
            additional_headers={"Cookie": self._cookie},
            compression=None,
            max_queue=1,
            max_size=None,
            proxy=None,
        )


async def asks_for_pages_unread(ann: Assailant) -> None:
    await _asks_unread(ann, {"type": "earlier", "before": 10_000})


async def asks_for_all_unread(ann: Assailant) -> None:
    await _asks_unread(ann, {"type": "resync", "after": 0})


async def greets_unread(ann: Assailant) -> None:
    await _asks_unread(ann, {"type": "hello", "version": 1, "number": 0})


async def _asks_unread(ann: Assailant, frame: dict[str, Any]) -> None:
    for _ in range(3):
        asks = [json.dumps(frame)] * 95
        await asyncio.gather(*(ann.frames(asks, reading=False) for _ in range(8)))


async def floods(ann: Assailant) -> None:
    beat = json.dumps({"type": "heartbeat", "number": 1})
    await ann.frames([beat] * 10_000, reading=True)


async def large_frames(ann: Assailant) -> None:
    for _ in range(20):
        await ann.frames(["x" * 50_000] * 10, reading=True)


async def crowds(ann: Assailant) -> None:
    await asyncio.gather(*(ann.frames([], reading=True) for _ in range(100)))


async def keeps_coming_back(ann: Assailant) -> None:
    garbage = ["{", "[]", '{"type":"nothing"}', '{"type":"hello"}', "\x00", "1", "2"]
    for _ in range(50):
        await ann.frames(garbage, reading=True)


ASSAULTS = (
    asks_for_pages_unread,
    asks_for_all_unread,
    greets_unread,
    floods,
    large_frames,
    crowds,
    keeps_coming_back,
)


def main() -> None:
    setup.migrate()
    _couple, ann, ben = setup.couple("Ann and Ben")
    _couple, cara, dan = setup.couple("Cara and Dan")
    loud, quiet = to_sending(ann, ben), to_sending(cara, dan)
    for _ in range(20):
        done(ann, loud, "send", WIDE)
        done(ben, loud, "mirror", WIDE)
        done(ann, loud, "got_it")
        done(ben, loud, "ask_more")
        done(ann, loud, "more")
    cookies = cookie_for(cara), cookie_for(dan)
    print("assault | closed with | memory | a turn elsewhere, before and meanwhile")
    for assault in ASSAULTS:
        with setup.serving(Server, assault.__name__) as server:
            assailant = Assailant(server, loud, cookie_for(ann))
            asyncio.run(under(assault, assailant, ImagoPair(server.url, quiet, cookies), server))


async def under(
    assault: Callable[[Assailant], Awaitable[None]],
    assailant: Assailant,
    quiet: ImagoPair,
    server: Server,
) -> None:
    async with quiet:
        for _ in range(5):
            await quiet.round()
        calm = await quiet.round()
        before = most = memory(server.pid)
        running = asyncio.ensure_future(assault(assailant))
        meanwhile: list[float] = []
        while not running.done():
            meanwhile += (await quiet.round()).theirs
            most = max(most, memory(server.pid))
            await asyncio.sleep(0.3)
        await running
    codes = ", ".join(f"{code}: {count}" for code, count in assailant.codes.items())
    print(
        f"{assault.__name__} | {codes} | {before / 1e6:.0f} to {most / 1e6:.0f} MB"
        f" | {median(calm.theirs) * 1e3:.1f} | {median(meanwhile) * 1e3:.1f} ms,"
        f" at the worst {max(meanwhile) * 1e3:.0f}",
        flush=True,
    )


def memory(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096


if __name__ == "__main__":
    began = time.monotonic()
    main()
    print(f"{time.monotonic() - began:.0f} s")
