"""How fast a turn is, beside a chat that checks and stores nothing.

    python -m benchmarks.speed [--rooms 100] [--seconds 5] [--repeats 3] [--processes 2]

Rooms of three, 300 bytes, all three receive. As many turns as there can be, each room at its next as soon as
all have the last; then 40 turns a second over 40 rooms, for the delay. One server has one core, this process
the other; two share both, with Redis between them. Whatever is compared takes turns within one run; figures
are medians. On SQLite, or on the database of BENCHMARK_DATABASE_URL; benchmarks.bench runs them all.
"""

import argparse
import asyncio
import json
import os
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import UUID, uuid4

from benchmarks import setup
from benchmarks.lines import ChatRoom, ImagoRoom, SocketIoRoom
from dialogue.models import Couple
from tests.support import cast
from tests.support.rooms import to_sending
from tests.support.servers import Server, cookie_for
from tests.support.stores import Redis

_STEADY_ROOMS = 40
_STEADY_PER_SECOND = 40
Room = tuple[UUID, tuple[str, str, str]]  # a dialogue, and the cookies of its three


@dataclass
class Figures:
    """Of one server: turns a second and CPU seconds a turn when it is full, delays when it is not."""

    rates: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)
    delays: list[float] = field(default_factory=list)

    def row(self) -> dict[str, float]:
        return {
            "turns": median(self.rates),
            "p50": percentile(self.delays, 50) * 1e3,
            "p99": percentile(self.delays, 99) * 1e3,
            "work": median(self.work) * 1e3,
        }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--rooms", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=5.0, help="of each part")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--processes", type=int, default=1)
    options = parser.parse_args()
    setup.migrate()
    rooms = rooms_of_three(max(options.rooms, _STEADY_ROOMS))
    steps: dict[UUID, int] = {}  # how far each dialogue has come
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {cores[-1]})
    with ExitStack() as stack:
        servers = {
            name: [stack.enter_context(setup.serving(kind, name))]
            for name, kind in _alone().items()
        }
        for alone in servers.values():
            pin(alone[0].pid, {cores[0]})
        if options.processes > 1:
            several = stack.enter_context(_several(options.processes))
            servers[f"imago × {options.processes}"] = several
            for server in several:
                pin(server.pid, set(cores))
        figures = {name: Figures() for name in servers}
        for _ in range(options.repeats):
            for name, running in servers.items():
                asyncio.run(_measure(running, rooms, options, figures[name], steps))
    for name, found in figures.items():
        print(json.dumps({"name": name} | found.row()))


def _alone() -> dict[str, type[Server]]:
    """What is measured, each one process; the chat first, which the others are compared with."""
    kinds: dict[str, type[Server]] = {
        "chat": setup.Chat,
        "imago": setup.Imago,
        "relay": setup.Relay,
    }
    return kinds | ({"socket.io": setup.SocketIo} if setup.SocketIo.is_here() else {})


@contextmanager
def _several(number: int) -> Iterator[list[Server]]:
    """Processes of one site, as several machines have them."""
    with ExitStack() as stack:
        redis = Redis(Path(stack.enter_context(tempfile.TemporaryDirectory()))).start()
        stack.callback(redis.stop)
        yield [
            stack.enter_context(setup.serving(setup.Imago, f"imago{place}", REDIS_URL=redis.url))
            for place in range(number)
        ]


def rooms_of_three(number: int) -> list[Room]:
    thea = cast.therapist("Thea")
    hers = cookie_for(thea)
    made = []
    for place in range(number):
        couple, first, second = setup.couple(f"pair {place}")
        Couple.objects.filter(pk=couple.pk).update(therapist=thea)
        made.append((to_sending(first, second), (cookie_for(first), cookie_for(second), hers)))
    return made


async def _measure(
    servers: Sequence[Server],
    rooms: list[Room],
    options: argparse.Namespace,
    figures: Figures,
    steps: dict[UUID, int],
) -> None:
    is_imago = isinstance(servers[0], setup.Imago)
    kind = ImagoRoom if is_imago else ChatRoom
    if isinstance(servers[0], setup.SocketIo):
        kind = SocketIoRoom
    bases = [server.url for server in servers]
    entered: list[ChatRoom] = []
    load = Load()
    for room, cookies in rooms:
        one = kind(load.acted, steps.get(room, 0) if is_imago else 0)
        # The others know nobody.
        await one.enter(bases, room if is_imago else uuid4(), cookies if is_imago else ("",) * 3)
        entered.append(one)
    before, began = _work(servers), time.perf_counter()
    turns = await load.full(entered[: options.rooms], options.seconds)
    figures.work.append((_work(servers) - before) / turns)
    figures.rates.append(turns / (time.perf_counter() - began))
    figures.delays += await load.steady(entered[:_STEADY_ROOMS], options.seconds)
    for (room, _cookies), one in zip(rooms, entered, strict=True):
        one.leave()
        if is_imago:
            steps[room] = one.step


def _work(servers: Sequence[Server]) -> float:
    """CPU seconds so far, those of PostgreSQL's processes among them."""
    pids = [server.pid for server in servers]
    if postgres := os.environ.get("BENCHMARK_POSTGRES"):
        pids += children(int(postgres))
    return sum(map(busy, pids))


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

    async def steady(
        self, rooms: list[ChatRoom], seconds: float, per_second: float = _STEADY_PER_SECOND
    ) -> list[float]:
        """The delays of turns at an even pace."""
        self._begin(0)
        began = time.perf_counter()
        for number in range(int(seconds * per_second)):
            wait = began + number / per_second - time.perf_counter()
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


def pin(pid: int, cores: set[int]) -> None:
    for thread in Path(f"/proc/{pid}/task").iterdir():
        os.sched_setaffinity(int(thread.name), cores)


def children(pid: int) -> list[int]:
    """The processes that this one has started, and itself."""
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [pid, *map(int, text.split())]


def busy(pid: int) -> float:
    """The seconds that a process has worked so far; of one that is gone, none."""
    if not Path(f"/proc/{pid}").exists():
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def percentile(values: list[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]


if __name__ == "__main__":
    main()
