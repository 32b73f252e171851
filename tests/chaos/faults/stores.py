"""The database, its disk, and Redis."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.chaos.faults.named import fault
from tests.chaos.house import House
from tests.chaos.players import Couple
from tests.chaos.proxy import Proxy

_BITES_WITHIN = 30.0  # a full disk: until nothing more can be written, also where a file was before
_STILL = 1.5  # seconds without a turn


@fault("the file is locked for 3 s", "sqlite")
async def lock(house: House, _couples: list[Couple], dice: random.Random) -> None:
    def hold() -> None:
        path = house.database.removeprefix("sqlite:///")
        with contextlib.closing(sqlite3.connect(path, timeout=20)) as database:
            database.execute("BEGIN IMMEDIATE")
            time.sleep(3)
            database.rollback()

    await asyncio.to_thread(hold)


@fault("the disk is full", "disk")
async def disk_full(house: House, couples: list[Couple], dice: random.Random) -> None:
    """Until nobody gets a turn any more; then there is room again."""
    assert house.disk
    ballast = house.disk / "ballast"
    try:
        before, still, began = -1, time.monotonic(), time.monotonic()
        while time.monotonic() - still < _STILL:
            assert time.monotonic() - began < _BITES_WITHIN, "a full disk kept nobody from writing"
            await asyncio.to_thread(_fill, ballast)
            await asyncio.sleep(0.1)
            turns = sum(couple.turns for couple in couples)
            if turns != before:
                before, still = turns, time.monotonic()
    finally:
        ballast.unlink(missing_ok=True)


def _fill(ballast: Path) -> None:
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12):
            with contextlib.suppress(OSError):
                while file.write(b"\0" * size) == size:
                    pass


@fault("the database restarts", "postgres")
async def restart_database(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.postgres
    await asyncio.to_thread(house.postgres.restart)


@fault("the database is frozen for 4 s", "postgres")
async def freeze_database(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """All of its processes, so that each keeps its lines, and says nothing."""
    assert house.postgres
    processes = _with_its_own(house.postgres.pid)
    for how in (signal.SIGSTOP, signal.SIGCONT):
        for pid in processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, how)
        await asyncio.sleep(4 if how == signal.SIGSTOP else 0)


def _with_its_own(pid: int) -> list[int]:
    started = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *map(int, started)]


@fault("the lines to the database go mute", "postgres")
async def forget_database(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_database
    house.to_database.forget()
    await asyncio.sleep(1)


@fault("the database is away", "postgres")
async def database_away(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_database
    with refusing(house.to_database):
        await asyncio.sleep(house.plan.sizes.away)


@fault("the database is read-only for 3 s", "postgres")
async def read_only(house: House, _couples: list[Couple], dice: random.Random) -> None:
    name = house.database.rpartition("/")[2]

    def set_to(how: str) -> None:
        options = "-c default_transaction_read_only=off"
        with psycopg.connect(house.database, autocommit=True, options=options) as admin:
            admin.execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = {how}')
            admin.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )

    await asyncio.to_thread(set_to, "on")
    await asyncio.sleep(3)
    await asyncio.to_thread(set_to, "off")


@fault("a row of each room is locked for 3 s", "postgres")
async def rows_locked(house: House, _couples: list[Couple], dice: random.Random) -> None:
    def hold() -> None:
        with psycopg.connect(house.database) as database:
            database.execute("SELECT id FROM dialogue_dialoguesession FOR UPDATE")
            time.sleep(3)
            database.rollback()

    await asyncio.to_thread(hold)


# --- Redis --------------------------------------------------------------------------------------


@fault("Redis restarts", "redis")
async def restart_redis(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.redis
    await asyncio.to_thread(house.redis.stop)
    await asyncio.sleep(1)
    await asyncio.to_thread(house.redis.start)


@fault("Redis is flushed", "redis")
async def flush(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.redis
    await asyncio.to_thread(house.redis.flush)


@fault("the lines to Redis go mute", "redis")
async def forget_redis(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_redis
    house.to_redis.forget()
    await asyncio.sleep(1)


@contextmanager
def refusing(line: Proxy) -> Iterator[None]:
    line.refuses = True
    line.cut()
    try:
        yield
    finally:
        line.heal()
