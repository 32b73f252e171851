"""How fast a turn is, beside a chat that checks and stores nothing.

    python -m benchmarks.speed [--rooms 100] [--seconds 5] [--repeats 3] [--sqlite-only]

Rooms of three, 300 bytes, all three receive. As many turns as there can be, each room at its next as soon as
all have the last; then 40 turns a second over 40 rooms, for the delay. The server has one core, this
process the other. Whatever is compared takes turns within one run; figures are medians.
"""

import argparse
import asyncio
import os
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from benchmarks import setup
from benchmarks.lines import ChatRoom, ImagoRoom
from dialogue.models import Couple
from tests.support import cast
from tests.support.rooms import to_sending
from tests.support.servers import Server, cookie_for

_STEADY_ROOMS = 40
_STEADY_PER_SECOND = 40


@dataclass
class Figures:
    """Of one server: turns a second and CPU seconds a turn when it is full, delays when it is not."""

    rates: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)
    steps: dict[UUID, int] = field(default_factory=dict)  # how far each room has come

    def line(self, name: str, chat: "Figures") -> str:
        rate, p50 = median(self.rates), percentile(self.delays, 50)
        cells = (
            name,
            f"{rate:.0f}",
            f"{rate / median(chat.rates):.2f}",
            f"{p50 * 1e3:.1f} / {percentile(self.delays, 99) * 1e3:.1f}",
            f"{p50 / percentile(chat.delays, 50):.2f}",
            f"{median(self.work) * 1e3:.2f}",
        )
        return f"| {' | '.join(cells)} |"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each part")
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    setup.migrate()
    rooms = _rooms(max(options.rooms, _STEADY_ROOMS))
    figures = {name: Figures() for name in ("chat", "imago")}
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    with ExitStack() as stack:
        servers = {
            "chat": stack.enter_context(setup.serving(setup.Chat, "chat")),
            "imago": stack.enter_context(setup.serving(setup.Imago, "imago")),
        }
        for server in servers.values():
            pin(server.pid, cores[0])
        for _ in range(options.repeats):
            for name, server in servers.items():
                asyncio.run(_measure(name, server, rooms, options, figures[name]))
    print("| | turns/s | × chat | p50 / p99 ms at 40 a second | × chat p50 | CPU ms a turn |")
    print("| --- | --- | --- | --- | --- | --- |")
    for name, found in figures.items():
        print(found.line(name, figures["chat"]))


def _rooms(number: int) -> list[tuple[UUID, tuple[str, str, str]]]:
    thea = cast.therapist("Thea")
    hers = cookie_for(thea)
    made = []
    for place in range(number):
        couple, first, second = setup.couple(f"pair {place}")
        Couple.objects.filter(pk=couple.pk).update(therapist=thea)
        made.append((to_sending(first, second), (cookie_for(first), cookie_for(second), hers)))
    return made


async def _measure(
    name: str,
    server: Server,
    rooms: list[tuple[UUID, tuple[str, str, str]]],
    options: argparse.Namespace,
    figures: Figures,
) -> None:
    kind = ImagoRoom if name == "imago" else ChatRoom
    entered: list[ChatRoom] = []
    load = Load()
    for room, cookies in rooms:
        one = kind(load.acted, figures.steps.get(room, 0))
        if name == "imago":
            await one.enter(server.url, room, cookies)
        else:
            await one.enter(server.url, uuid4(), ("",) * 3)  # it knows nobody
        entered.append(one)
    before, began = busy(server.pid), time.perf_counter()
    turns = await load.full(entered[: options.rooms], options.seconds)
    figures.work.append((busy(server.pid) - before) / turns)
    figures.rates.append(turns / (time.perf_counter() - began))
    figures.delays += await load.steady(entered[:_STEADY_ROOMS], options.seconds)
    for (room, _cookies), one in zip(rooms, entered, strict=True):
        one.leave()
        figures.steps[room] = one.step


class Load:
    """What the rooms do, and how long each turn took."""

    def __init__(self) -> None:
        self._delays: list[float] = []
        self._until = 0.0
        self._acting: set[ChatRoom] = set()
        self._quiet = asyncio.Event()

    def acted(self, room: ChatRoom, seconds: float) -> None:
        self._delays.append(seconds)
        if time.perf_counter() < self._until:
            room.act()
            return
        self._acting.discard(room)
        if not self._acting:
            self._quiet.set()

    async def full(self, rooms: list[ChatRoom], seconds: float) -> int:
        """How many turns there were: each room goes on as soon as its last turn has arrived."""
        self._begin(time.perf_counter() + seconds)
        for room in rooms:
            self._act(room)
        await self._quiet.wait()
        return len(self._delays)

    async def steady(self, rooms: list[ChatRoom], seconds: float) -> list[float]:
        """The delays of turns at an even pace."""
        self._begin(0)
        began = time.perf_counter()
        for number in range(int(seconds * _STEADY_PER_SECOND)):
            wait = began + number / _STEADY_PER_SECOND - time.perf_counter()
            if wait > 0:
                await asyncio.sleep(wait)
            room = rooms[number % len(rooms)]
            if room not in self._acting:
                self._act(room)
        await self._quiet.wait()
        return self._delays

    def _begin(self, until: float) -> None:
        self._delays, self._until = [], until

    def _act(self, room: ChatRoom) -> None:
        self._quiet.clear()
        self._acting.add(room)
        room.act()


def pin(pid: int, core: int) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})


def busy(pid: int) -> float:
    """The seconds that a process has worked so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    main()
