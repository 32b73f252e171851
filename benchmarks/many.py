"""A thousand rooms of three: how long they take to come in, what a turn takes then, and what a socket holds.

    python -m benchmarks.many [--rooms 1000] [--every 10] [--seconds 30]

All sockets connect at once, as after a restart. Then each room takes a turn every ``--every`` seconds. The server
has one core, this process the other.
"""

import argparse
import asyncio
import json
import os
import time
from pathlib import Path
from statistics import median
from uuid import UUID

from benchmarks import setup
from benchmarks.lines import ChatRoom, Closed, ImagoRoom
from benchmarks.speed import Load, Room, percentile, pin, rooms_of_three
from tests.support.servers import Server

_BEAT_SECONDS = 15


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.many")
    parser.add_argument("--rooms", type=int, default=1_000)
    parser.add_argument(
        "--every", type=float, default=10.0, help="seconds between two turns of a room"
    )
    parser.add_argument("--seconds", type=float, default=30.0)
    options = parser.parse_args()
    setup.migrate()
    rooms = rooms_of_three(options.rooms)
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    with setup.serving(setup.Imago, "imago") as server:
        pin(server.pid, {cores[0]})
        print(json.dumps(asyncio.run(_measure(server, rooms, options))))


async def _measure(
    server: Server, rooms: list[Room], options: argparse.Namespace
) -> dict[str, float]:
    load = Load()
    before, began = memory(server.pid), time.perf_counter()
    entered = [ImagoRoom(load.acted) for _ in rooms]
    joining = [
        _join(one, server.url, room, seat, cookie)
        for one, (room, cookies) in zip(entered, rooms, strict=True)
        for seat, cookie in enumerate(cookies)
    ]
    came_in = await asyncio.gather(*joining)
    joined = time.perf_counter() - began
    held = (memory(server.pid) - before) / len(joining)
    beating = asyncio.ensure_future(_beat(entered))
    everyone = [one for one in entered if len(one.lines) == 3]
    delays = await load.steady(
        list[ChatRoom](everyone), options.seconds, len(everyone) / options.every
    )
    beating.cancel()
    ended = sum(line.ended.done() for one in entered for line in one.lines.values())
    for one in entered:
        one.leave()
    welcomes = [seconds for one in entered for seconds in one.welcomes]
    return {
        "sockets": len(joining),
        "joined": joined,
        "welcome": median(welcomes),
        "closed": came_in.count(False) + ended,
        "kib": held / 1024,
        "p50": percentile(delays, 50) * 1e3,
        "p99": percentile(delays, 99) * 1e3,
        "turns": len(delays) / options.seconds,
    }


async def _join(one: ImagoRoom, base: str, room: UUID, seat: int, cookie: str) -> bool:
    try:
        one.lines[seat] = await one.connect(base, room, seat, cookie)
    except Closed as why:
        print(f"not joined: {why}")
        return False
    return True


async def _beat(rooms: list[ImagoRoom]) -> None:
    """Of every socket, spread over the time between two beats."""
    while True:
        for one in rooms:
            one.beat()
            await asyncio.sleep(_BEAT_SECONDS / len(rooms))


def memory(pid: int) -> int:
    """Bytes that the process holds."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
