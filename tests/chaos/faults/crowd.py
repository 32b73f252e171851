"""People who come while the others talk: by the sign-in page, and all at once into rooms of their own."""

import asyncio
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import websockets

from tests.chaos.faults.named import fault
from tests.chaos.faults.stores import refusing
from tests.chaos.house import House
from tests.chaos.players import Couple
from tests.support.cast import PASSWORD
from tests.support.client import sign_in

SAYS_SO_WITHIN = 10.0
_EMAIL = "omar@example.org"
_AT_ONCE = (
    40  # that are on their way in together, of one crowd: a browser has a queue of its own, too
)
_PATIENCE = 60.0


@fault("people sign in while Redis is away", "redis")
async def without_redis(house: House, _couples: list[Couple], dice: random.Random) -> None:
    assert house.to_redis
    door = dice.choice(house.doors).port
    with refusing(house.to_redis):
        for _ in range(3):
            began = time.monotonic()
            await asyncio.to_thread(sign_in, f"http://localhost:{door}", _EMAIL, PASSWORD)
            assert time.monotonic() - began < SAYS_SO_WITHIN


@fault("people come in while no mail goes")
async def without_mail(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """The house's mail server is none: a new password is not to be had, and the old one opens."""
    base = f"http://localhost:{dice.choice(house.doors).port}"
    began = time.monotonic()
    status, page = await asyncio.to_thread(_new_password, base)
    assert status == 503 and "email" in page, f"a new password without mail: {status}"
    assert time.monotonic() - began < SAYS_SO_WITHIN
    await asyncio.to_thread(sign_in, base, _EMAIL, PASSWORD)


@fault("a crowd comes in at once", "crowd")
async def crowd(house: House, _couples: list[Couple], dice: random.Random) -> None:
    """Each is welcomed, and none is closed until all are in."""
    lines: list[websockets.ClientConnection] = []
    gate = asyncio.Semaphore(max(_AT_ONCE, house.plan.sizes.joins // 10))

    async def come(number: int) -> None:
        room = house.crowd[number % len(house.crowd)]
        at = number // len(house.crowd) % len(house.servers)
        cookie = room["cookies"][number // len(house.crowd) % 2]
        async with gate:
            line = await websockets.connect(
                f"ws://localhost:{house.servers[at].port}/room/{room['id']}/socket",
                origin=f"http://localhost:{house.doors[at].port}",  # type: ignore[arg-type]
                additional_headers={"Cookie": cookie},
                proxy=None,
                open_timeout=_PATIENCE,
                close_timeout=2,
            )
            lines.append(line)
            await line.send('{"type":"hello","version":1,"number":0}')
            told = await asyncio.wait_for(line.recv(), _PATIENCE)
        assert '"type":"welcome"' in str(told).replace(" ", ""), str(told)[:60]

    try:
        await asyncio.gather(*(come(number) for number in range(house.plan.sizes.joins)))
        closed = [line.close_code for line in lines if line.close_code is not None]
        assert not closed, f"of the crowd, {len(closed)} were closed: {set(closed)}"
    finally:
        for line in lines:
            line.transport.abort()


def _new_password(base: str) -> tuple[int, str]:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    url = f"{base}/account/password/reset/"
    page = opener.open(url, timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], "email": _EMAIL}).encode()
    try:
        answer = opener.open(urllib.request.Request(url, form, {"Origin": base}), timeout=30)
    except urllib.error.HTTPError as refused:
        answer = refused
    return answer.status or 0, answer.read().decode()
