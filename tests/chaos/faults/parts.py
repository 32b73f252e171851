"""The processes, their clock, and the lines of those who talk."""

import asyncio
import random
import signal
import time

from tests.chaos.faults.named import fault
from tests.chaos.house import House
from tests.chaos.players import Couple
from tests.support.servers import Server

ENDS_WITHIN = 10.0  # SIGTERM, whatever hangs
OTHER_KEY = "tests:" + "T" * 43 + "="
MINUTES_OFF = 10  # to each side: from one to the other is less than a login may rest
CLOCK = "the clock goes back, and ahead"


@fault("a process is killed (-9)")
async def kill(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    await asyncio.to_thread(server.kill)
    await asyncio.to_thread(server.start)


@fault("a process is stopped (SIGTERM)")
async def terminate(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    await ends(server)
    await asyncio.to_thread(server.start)


@fault("a process is stopped while the database hangs", "postgres")
async def terminate_hanging(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_database
    server = dice.choice(house.servers)
    house.to_database.deaf = True
    await asyncio.sleep(1)
    try:
        await ends(server)
    finally:
        house.to_database.heal()
        house.to_database.cut()
    await asyncio.to_thread(server.start)


@fault("a process is frozen for 4 s")
async def freeze(house: House, _couples: list[Couple], dice: random.Random) -> None:
    server = dice.choice(house.servers)
    server.signal(signal.SIGSTOP)
    await asyncio.sleep(4)
    server.signal(signal.SIGCONT)


@fault("a process comes back with a wrong key")
async def wrong_key(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """It refuses; with the right one it starts."""
    server = dice.choice(house.servers)
    await asyncio.to_thread(server.kill)
    right = server.env["IMAGO_MASTER_KEYS"]
    server.env["IMAGO_MASTER_KEYS"] = OTHER_KEY
    try:
        said = await asyncio.to_thread(server.refusal)
    finally:
        server.env["IMAGO_MASTER_KEYS"] = right
    assert "IMAGO_MASTER_KEYS does not open what is in this database" in said, said
    await asyncio.to_thread(server.start)


@fault(CLOCK)
async def clock(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """Of all processes, while everybody talks; then it is right again."""
    for minutes in (-MINUTES_OFF, MINUTES_OFF, 0):
        house.set_clock(60 * minutes)
        await asyncio.sleep(1)


# --- the lines of those who talk ------------------------------------------------------------


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


async def ends(server: Server) -> None:
    began = time.monotonic()
    await asyncio.to_thread(server.stop)
    assert time.monotonic() - began < ENDS_WITHIN, "SIGTERM did not end it in time"
