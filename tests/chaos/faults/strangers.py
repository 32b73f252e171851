"""Clients that mean harm, or want a lot. Each by one of a couple's own logins."""

import asyncio
import json
import random
from contextlib import suppress

import websockets

from tests.chaos.faults.named import fault
from tests.chaos.history import Json
from tests.chaos.house import House
from tests.chaos.players import Couple
from tests.support.client import Client

TOO_FAST, TOO_LARGE = 4429, {1009, 4413}
_GONE = (OSError, websockets.WebSocketException)
_HELLO = '{"type":"hello","version":1,"number":0}'


@fault("malformed frames")
async def malformed(house: House, couples: list[Couple], dice: random.Random) -> None:
    """Each connection ends at its sixth."""
    each = -(-house.plan.sizes.malformed // 8)
    async with asyncio.TaskGroup() as group:
        for _ in range(8):
            group.create_task(_nonsense(dice.choice(couples).tabs[0], dice, each))


@fault("a client that asks and never reads")
async def slow_reader(_house: House, couples: list[Couple], dice: random.Random) -> None:
    with suppress(*_GONE, TimeoutError):
        async with _line(dice.choice(couples).tabs[1]) as line:
            line.transport.pause_reading()
            await line.send(_HELLO)
            for _ in range(200):
                await asyncio.wait_for(line.send('{"type":"earlier","before":9}'), 2)


@fault("a flood of pings")
async def pings(_house: House, couples: list[Couple], dice: random.Random) -> None:
    async with _line(dice.choice(couples).tabs[0]) as line:
        with suppress(*_GONE):
            for number in range(30_000):
                await line.ping(str(number))
                if number % 100 == 0:  # so that the goodbye is read before the line breaks
                    await asyncio.sleep(0.01)
        await asyncio.wait_for(line.wait_closed(), 10)
        assert line.close_code == TOO_FAST, f"a flood of pings was closed with {line.close_code}"


@fault("a flood of frames of 60 kB")
async def large_frames(_house: House, couples: list[Couple], dice: random.Random) -> None:
    for _ in range(20):
        async with _line(dice.choice(couples).tabs[0]) as line:
            with suppress(*_GONE):
                for _ in range(100):
                    await line.send("x" * 60_000)
            await asyncio.wait_for(line.wait_closed(), 10)
            # The end of the line may come before the goodbye has been read.
            assert line.close_code in TOO_LARGE | {1006}, f"it was closed with {line.close_code}"


@fault("somebody reads back a megabyte", "past")
async def reads_back(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """Page after page, as fast as they come, to the first event; and nothing but pages."""
    room = house.past
    door = f"http://localhost:{dice.choice(house.doors).port}"
    read = 0
    async with _line(Client(door, room["id"], room["cookies"][0])) as line:
        await line.send(_HELLO)
        told = await _next(line, "welcome")
        numbers: list[int] = [event["number"] for event in told["events"]]
        more = numbers[0] > 1
        while more:
            await line.send(json.dumps({"type": "earlier", "before": numbers[0]}))
            told = await _next(line, "page")
            numbers = [*(event["number"] for event in told["events"]), *numbers]
            read += sum(len(event["words"]) for event in told["events"])
            more = bool(told["more"])
    assert numbers == list(range(1, len(numbers) + 1)), "a page was missing"
    assert read > house.plan.sizes.past // 2, f"only {read} letters came"


async def _next(line: websockets.ClientConnection, kind: str) -> Json:
    while True:
        frame: Json = json.loads(await asyncio.wait_for(line.recv(), 15))
        if frame["type"] == kind:
            return frame


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
        with suppress(*_GONE):
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
