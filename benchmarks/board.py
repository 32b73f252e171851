"""What a therapist's board costs beside its rooms, and how soon it shows what happens in them.

    python -m benchmarks.board [--rooms 60] [--every 10] [--seconds 20] [--repeats 3]

Every room acts once in ``--every`` seconds, after somebody has been seen to write. With the board and
without it take turns within one run, so that the machine's other work falls on both.
"""

import argparse
import asyncio
import json
import os
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from statistics import median
from typing import Any
from uuid import UUID

from benchmarks import setup
from benchmarks.clients import ROUND, ImagoPair
from benchmarks.turn import busy
from dialogue.models import Couple, Person
from tests.support import cast
from tests.support.board import Board, over_the_wire
from tests.support.rooms import to_sending
from tests.support.servers import Server, cookie_for

_WRITING_SECONDS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.board")
    parser.add_argument("--rooms", type=int, default=60)
    parser.add_argument("--every", type=float, default=10.0, help="seconds between two acts")
    parser.add_argument("--seconds", type=float, default=20.0, help="of each part")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    setup.migrate()
    thea = cast.therapist("Thea")
    rooms = [_room(thea, number) for number in range(options.rooms)]
    with setup.serving(setup.Imago, "imago") as server:
        asyncio.run(Bench(server, cookie_for(thea), options).run(rooms))


def _room(thea: Person, number: int) -> tuple[UUID, tuple[str, str]]:
    couple, first, second = setup.couple(f"pair {number}")
    Couple.objects.filter(pk=couple.pk).update(therapist=thea)
    return to_sending(first, second), (cookie_for(first), cookie_for(second))


class Watched(Board):
    """Notes how long after an act the board showed another step of its room."""

    def __init__(self, server: Server, cookie: str, acted: dict[str, float]) -> None:
        super().__init__(over_the_wire(server.url, cookie))
        self._acted = acted
        self.delays: list[float] = []
        self.bytes = 0

    def _take(self, frame: dict[str, Any]) -> None:
        now = time.perf_counter()
        self.bytes += len(json.dumps(frame))
        for card in frame["rooms"]:
            before = self.rooms.get(card["id"])
            if before and before["title"] != card["title"] and card["id"] in self._acted:
                self.delays.append(now - self._acted.pop(card["id"]))
        super()._take(frame)


class Bench:
    def __init__(self, server: Server, cookie: str, options: argparse.Namespace) -> None:
        self._server, self._cookie = server, cookie
        self._every, self._seconds = options.every, options.seconds
        self._repeats = options.repeats
        self._acted: dict[str, float] = {}
        self._done = False
        self._acts = 0

    async def run(self, rooms: list[tuple[UUID, tuple[str, str]]]) -> None:
        async with AsyncExitStack() as stack:
            pairs = [
                await stack.enter_async_context(ImagoPair(self._server.url, room, cookies))
                for room, cookies in rooms
            ]
            talks = [
                asyncio.ensure_future(self._talk(pair, str(room), place / len(rooms)))
                for place, (pair, (room, _)) in enumerate(zip(pairs, rooms, strict=True))
            ]
            await asyncio.sleep(self._every)
            await self._compare()
            self._done = True
            await asyncio.gather(*talks)

    async def _compare(self) -> None:
        alone: list[float] = []
        watched: list[float] = []
        delays: list[float] = []
        size = 0
        for _ in range(self._repeats):
            with self._working(alone):
                await asyncio.sleep(self._seconds)
            async with Watched(self._server, self._cookie, self._acted) as board:
                await board.beat()
                self._acted.clear()
                before = board.bytes
                with self._working(watched):
                    for _ in range(int(self._seconds // 10)):
                        await asyncio.sleep(10)
                        await board.beat()
                delays += board.delays
                size += board.bytes - before
        rooms, both = median(alone), median(watched)
        delays.sort()
        print(
            f"  load {os.getloadavg()[0]:.1f}, {self._acts} acts, {len(delays)} seen on the board"
        )
        print(
            f"  from the act to the board: median {median(delays) * 1e3:.0f} ms, 95 of 100 within "
            f"{delays[int(len(delays) * 0.95)] * 1e3:.0f} ms, all within {delays[-1] * 1e3:.0f} ms"
        )
        print(
            f"  the server's work: rooms {rooms * 1e3:.1f} ms a second, with one board "
            f"{both * 1e3:.1f}: the board {(both - rooms) * 1e3:.1f}, {(both - rooms) / rooms:.2f} of the rooms"
        )
        print(
            f"  sent to the board: {size / (self._repeats * self._seconds) / 1e3:.1f} kB a second"
        )

    @contextmanager
    def _working(self, rates: list[float]) -> Iterator[None]:
        began, before = time.perf_counter(), busy(self._server)
        yield
        rates.append((busy(self._server) - before) / (time.perf_counter() - began))

    async def _talk(self, pair: ImagoPair, room: str, phase: float) -> None:
        await asyncio.sleep(phase * self._every)
        step = 0
        while not self._done:
            began = time.perf_counter()
            who, name, words = ROUND[step % len(ROUND)]
            await pair.ends[who].send('{"type":"typing"}')
            await asyncio.sleep(_WRITING_SECONDS)
            self._acted[room] = time.perf_counter()
            await pair.ends[who].send(pair.message(name, words))
            hearing = asyncio.ensure_future(pair.heard(pair.ends[1 - who]))
            await pair.answered(pair.ends[who])
            await hearing
            self._acts += 1
            step += 1
            await asyncio.sleep(max(0, self._every - (time.perf_counter() - began)))


if __name__ == "__main__":
    main()
