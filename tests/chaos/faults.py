"""What happens to the house, each by a name. A fault is over when it returns; what it leaves behind must mend
by itself."""

import asyncio
import random
import signal
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
import websockets

from tests.chaos.house import House
from tests.chaos.players import Couple
from tests.chaos.proxy import Proxy
from tests.support.client import Client

Fault = Callable[[House, list[Couple], random.Random], Awaitable[None]]
FAULTS: dict[str, tuple[Fault, str]] = {}
ENDS_WITHIN = 10.0  # SIGTERM, whatever hangs


def fault(name: str, needs: str = "") -> Callable[[Fault], Fault]:
    """``needs``: "redis", "postgres" or "sqlite"."""

    def named(done: Fault) -> Fault:
        FAULTS[name] = (done, needs)
        return done

    return named


def fitting(house: House) -> list[str]:
    has = {"", "redis" if house.redis else "", "postgres" if house.postgres else "sqlite"}
    return [name for name, (_fault, needs) in FAULTS.items() if needs in has]


# --- the processes ------------------------------------------------------------------------------


@fault("a process is killed (-9)")
async def kill(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


@fault("a process is stopped (SIGTERM)")
async def terminate(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    await _ends(server)
    await asyncio.to_thread(server.start)


@fault("a process is frozen for 4 s")
async def freeze(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    server.signal(signal.SIGSTOP)
    await asyncio.sleep(4)
    server.signal(signal.SIGCONT)


# --- the network ----------------------------------------------------------------------------


@fault("all browsers' lines break")
async def cut(house: House, _couples: list[Couple], dice: random.Random) -> None:
    for door in house.doors:
        door.cut()


@fault("all browsers' lines go mute")
async def forget(house: House, _couples: list[Couple], dice: random.Random) -> None:
    for door in house.doors:
        door.forget()
    await asyncio.sleep(1)


@fault("a slow line, three bytes at a time")
async def slices(house: House, _couples: list[Couple], dice: random.Random) -> None:
    door = dice.choice(house.doors)
    door.latency, door.slice = 0.001, 3
    await asyncio.sleep(3)
    door.heal()


# --- the database -----------------------------------------------------------------------------


@fault("the file is locked for 3 s", "sqlite")
async def lock(house: House, _couples: list[Couple], dice: random.Random) -> None:
    import sqlite3

    def hold() -> None:
        database = sqlite3.connect(house.database.removeprefix("sqlite:///"), timeout=20)
        with_transaction = database.cursor()
        with_transaction.execute("BEGIN IMMEDIATE")
        time.sleep(3)
        database.rollback()
        database.close()

    await asyncio.to_thread(hold)


@fault("the database restarts", "postgres")
async def restart_database(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.postgres
    await asyncio.to_thread(house.postgres.restart)


@fault("the lines to the database go mute", "postgres")
async def forget_database(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_database
    house.to_database.forget()
    await asyncio.sleep(1)


@fault("the database is away for 6 s", "postgres")
async def database_away(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_database
    with _refusing(house.to_database):
        await asyncio.sleep(6)


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


# --- clients that mean harm ------------------------------------------------------------------


@fault("a thousand malformed frames")
async def malformed(house: House, couples: list[Couple], dice: random.Random) -> None:
    """From one of the couple's own logins; each connection ends at its sixth."""
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(_nonsense(dice.choice(couples).tabs[0], dice, 125))


@fault("a client that asks and never reads")
async def slow_reader(_house: House, couples: list[Couple], dice: random.Random) -> None:
    with suppress(OSError, websockets.WebSocketException, TimeoutError):
        async with _line(dice.choice(couples).tabs[1]) as line:
            line.transport.pause_reading()
            await line.send('{"type":"hello","version":1,"number":0}')
            for _ in range(200):
                await asyncio.wait_for(line.send('{"type":"earlier","before":9}'), 2)


@fault("a flood of pings")
async def pings(_house: House, couples: list[Couple], dice: random.Random) -> None:
    with suppress(OSError, websockets.WebSocketException):
        async with _line(dice.choice(couples).tabs[0]) as line:
            for number in range(3_000):
                await line.ping(str(number))


_NONSENSE = (
    "",
    "{",
    "[]",
    "null",
    '{"type":7}',
    '{"type":"command"}',
    '{"type":"hello","x":NaN}',
    "\x00",
)


async def _nonsense(tab: Client, dice: random.Random, times: int) -> None:
    sent = 0
    while sent < times:
        with suppress(OSError, websockets.WebSocketException):
            async with _line(tab) as line:
                while sent < times:
                    sent += 1
                    await line.send(dice.choice(_NONSENSE))
                    await asyncio.wait_for(line.recv(), 5)


def _line(tab: Client) -> websockets.connect:
    return websockets.connect(
        tab.url,
        origin=tab.base,  # type: ignore[arg-type]
        additional_headers={"Cookie": tab.cookie},
        proxy=None,
        close_timeout=1,
    )


# --- how -------------------------------------------------------------------------------------------


@contextmanager
def _refusing(line: Proxy) -> Iterator[None]:
    line.refuses = True
    line.cut()
    yield
    line.heal()


async def _ends(server: object) -> None:
    began = time.monotonic()
    await asyncio.to_thread(server.stop)  # type: ignore[attr-defined]
    assert time.monotonic() - began < ENDS_WITHIN, "SIGTERM did not end it in time"
