"""Talk without faults for a long time, and what grows meanwhile: memory, open files, connections, tables."""

import asyncio
import contextlib
import json
import logging
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psycopg

from tests.chaos.history import History
from tests.chaos.house import House, Plan
from tests.chaos.players import Couple

log = logging.getLogger(__name__)

SAMPLES = 60  # in all, whatever the minutes
WARM = 1 / 5  # of the time: caches fill, threads are made
MEMORY_GROWS = 10.0  # MB of a process from the warm end to the end, at most, and ...
PER_TURN = 300  # ... bytes for each turn that was taken: rooms know how many there were
FILES_GROW = 8
# What is written by a turn or a look; all else stays as large as it was.
GROW = {"dialogue_event", "dialogue_turn", "dialogue_access", "dialogue_accesschain"}

_ROWS = """
import json
from django.apps import apps
print(json.dumps({model._meta.db_table: model._default_manager.count()
                  for model in apps.get_models() if model._meta.managed}))
"""


@dataclass
class Sample:
    minutes: float
    turns: int
    memory: list[float]  # MB, of each process
    files: list[int]
    threads: list[int]
    connections: int


def soak(
    plan: Plan, folder: Path, template: Path, *, seed: int, minutes: float
) -> tuple[str, list[str]]:
    """The report, and what was wrong."""
    history = History()
    with House(plan, folder, template) as house:
        rooms = house.furnish()
        for server in house.servers:
            server.listen()
        before = _rows(house)
        samples = asyncio.run(_talk(house, rooms, history, seed, minutes * 60))
        after = _rows(house)
        wrong = history.check(house.left())
        if "Traceback" in house.said():
            wrong.append("a traceback in the log")
    grown = {name: after[name] - rows for name, rows in before.items() if after[name] > rows}
    wrong += [f"{name} grew by {grown[name]} rows" for name in sorted(set(grown) - GROW)]
    wrong += _what_grew(samples)
    lines = [history.report(plan, seed), f"  tables that grew: {grown}"]
    lines += [
        f"  after {one.minutes:5.1f} min: {one.turns} turns; MB {one.memory}; files {one.files}; "
        f"threads {one.threads}; connections {one.connections}"
        for one in samples[:: max(1, len(samples) // 12)]
    ]
    return "\n".join(lines), wrong


async def _talk(
    house: House, rooms: list[dict[str, object]], history: History, seed: int, seconds: float
) -> list[Sample]:
    doors = [f"http://localhost:{door.port}" for door in house.doors]
    couples = [Couple(room, doors, history, f"{seed}{n}") for n, room in enumerate(rooms)]
    stop, began, samples = asyncio.Event(), time.monotonic(), list[Sample]()
    async with AsyncExitStack() as stack:
        for couple in couples:
            for player in (*couple.two, *couple.tabs):
                await stack.enter_async_context(player)
        talking = [asyncio.ensure_future(couple.talk(stop)) for couple in couples]
        for number in range(1, SAMPLES + 1):
            await asyncio.sleep(began + number * seconds / SAMPLES - time.monotonic())
            minutes, turns = (time.monotonic() - began) / 60, sum(one.turns for one in couples)
            samples.append(await asyncio.to_thread(_sample, house, minutes, turns))
            log.info("%s", samples[-1])
        stop.set()
        await asyncio.wait_for(asyncio.gather(*talking), 90)
        for couple in couples:
            await couple.all_equal()
    return samples


def _sample(house: House, minutes: float, turns: int) -> Sample:
    processes = [Path(f"/proc/{server.pid}") for server in house.servers]
    return Sample(
        round(minutes, 1),
        turns,
        [_megabytes(one) for one in processes],
        [len(list((one / "fd").iterdir())) for one in processes],
        [len(list((one / "task").iterdir())) for one in processes],
        _connections(house),
    )


def _what_grew(samples: list[Sample]) -> list[str]:
    """By the median of the first after the warm-up, and of the last."""
    warm = samples[int(len(samples) * WARM) :]
    some = max(1, len(warm) // 5)
    wrong = []
    for number in range(len(warm[0].memory)):
        memory, files = (
            [
                median(getattr(one, name)[number] for one in part)
                for part in (warm[:some], warm[-some:])
            ]
            for name in ("memory", "files")
        )
        may = MEMORY_GROWS + (warm[-1].turns - warm[0].turns) * PER_TURN / 1e6
        if memory[1] - memory[0] > may:
            wrong.append(
                f"process {number} grew from {memory[0]} to {memory[1]} MB (may: {may:.1f})"
            )
        if files[1] - files[0] > FILES_GROW:
            wrong.append(f"process {number} holds {files[1]} files, and held {files[0]}")
    connections = [median(one.connections for one in part) for part in (warm[:some], warm[-some:])]
    if connections[1] - connections[0] > FILES_GROW:
        wrong.append(f"connections to the database: {connections[0]}, then {connections[1]}")
    return wrong


def _megabytes(process: Path) -> float:
    pages = int((process / "statm").read_text().split()[1])
    return round(pages * 4096 / 1e6, 1)


def _connections(house: House) -> int:
    if not house.postgres:
        return 0
    with (
        psycopg.connect(house.database) as database,
        contextlib.closing(database.cursor()) as cursor,
    ):
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        found = cursor.fetchone()
    return found[0] - 1 if found else 0


def _rows(house: House) -> dict[str, int]:
    found: dict[str, int] = json.loads(house.asked(_ROWS))
    return found
