"""A reference client in Python, written from docs/wire.md alone. The tests drive whole dialogues with it.

It shows all that a client owes its person: the same command again until it is answered (I1, I2),
events joined without a gap (I4, I6), and connecting again after a loss.
"""

import asyncio
import contextlib
import http.cookiejar
import json
import re
import urllib.error
import urllib.parse
import urllib.request
import uuid
from collections.abc import Callable
from typing import Any, Self

import websockets
from websockets.asyncio.client import ClientConnection

Json = dict[str, Any]

# Close codes after which connecting again by itself is pointless (docs/wire.md).
FINAL = {1009, 4400, 4401, 4403, 4404, 4409, 4413, 4422, 4423}


def sign_in(base: str, email: str, password: str) -> str:
    """Sign in as a browser does, and return the Cookie header of the login."""
    jar = http.cookiejar.CookieJar()
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
    page = opener.open(f"{base}/account/login/", timeout=10).read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, "the sign-in page has no CSRF token"
    form = {"csrfmiddlewaretoken": token[1], "login": email, "password": password}
    request = urllib.request.Request(
        f"{base}/account/login/", urllib.parse.urlencode(form).encode(), {"Origin": base}
    )
    with contextlib.suppress(urllib.error.HTTPError):  # the redirect that is not followed
        opener.open(request, timeout=10).read()
    cookies = {cookie.name: cookie.value for cookie in jar}
    name = "__Host-sessionid" if base.startswith("https:") else "sessionid"
    assert name in cookies, "the e-mail or the password is wrong"
    return f"{name}={cookies[name]}"


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The cookies are all that is wanted of the answer."""


class Refused(Exception):
    def __init__(self, frame: Json) -> None:
        super().__init__(frame["code"])
        self.code: str = frame["code"]
        self.frame = frame


class Client:
    """One seat in one dialogue. ``events`` is what this seat has seen, in order; ``now`` is where
    the dialogue stands; ``frames`` is every frame as it came."""

    pings = 20.0  # seconds between them, and until one that is not answered ends the connection

    def __init__(self, base: str, dialogue_id: str, cookie: str) -> None:
        self.base, self.cookie = base, cookie
        self.url = f"{base.replace('http', 'ws', 1)}/room/{dialogue_id}/socket"
        self.now: Json = {}
        self.events: list[Json] = []
        self.frames: list[Json] = []
        self.welcome: Json = {}
        self.presence: dict[str, str] = {}
        self.draft: Json | None = None
        self.closed: int | None = None
        self._waiting: dict[str, tuple[Json, asyncio.Future[Json]]] = {}
        self._connection: ClientConnection | None = None
        self._changed = asyncio.Condition()
        self._running: asyncio.Task[None] | None = None
        self._settled = False
        self._revision = 0
        self._drafted = -1
        self.beats = 0

    @property
    def number(self) -> int:
        return self.events[-1]["number"] if self.events else 0

    async def __aenter__(self) -> Self:
        self._running = asyncio.ensure_future(self._run())
        await self.until(lambda: bool(self.now) or self.closed is not None)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._running:
            self._running.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._running

    # --- what a person does --------------------------------------------------------------

    async def act(self, name: str, words: str = "", **more: Any) -> Json:
        """Try an act and wait for its answer, across losses of the connection. Raises Refused."""
        command = {"type": "command", "id": str(uuid.uuid4()), "name": name, "words": words}
        return await self.command(command | {"moment": self.now["moment"]} | more)

    async def command(self, frame: Json) -> Json:
        future = asyncio.get_running_loop().create_future()
        self._waiting[frame["id"]] = (frame, future)
        await self._send(frame)
        answer: Json = await asyncio.wait_for(future, 30)
        if answer["type"] == "refusal":
            raise Refused(answer)
        await self.until(lambda: self.number >= answer["number"])
        return answer

    async def write(self, move: str, words: str) -> None:
        """Keep a draft, and wait until it is kept."""
        self._revision += 1
        mine = self._revision
        frame = {"type": "draft", "moment": self.now["moment"], "move": move, "words": words}
        await self._send(frame | {"revision": mine})
        await self.until(lambda: self._drafted >= mine)

    async def beat(self) -> None:
        before = self.beats
        await self._send({"type": "heartbeat", "number": self.number})
        await self.until(lambda: self.beats > before)

    async def say(self, frame: Json | str) -> None:
        """Send anything at all."""
        assert self._connection
        await self._connection.send(
            frame if isinstance(frame, str) else json.dumps(frame, ensure_ascii=False)
        )

    async def until(self, holds: Callable[[], bool], seconds: float = 15) -> None:
        async with asyncio.timeout(seconds), self._changed:
            await self._changed.wait_for(holds)

    async def step(self, name: str) -> None:
        """Wait until the dialogue has come to this step."""
        await self.until(lambda: self.now.get("step") == name)

    async def cut(self) -> None:
        """Lose the network: the connection breaks without a goodbye, and is opened again."""
        if self._connection:
            self._connection.transport.abort()

    # --- the connection ------------------------------------------------------------------

    async def _run(self) -> None:
        pause = 0.05
        while True:
            self._settled = False
            with contextlib.suppress(OSError, websockets.WebSocketException):
                await self._connect()
            if self._settled:
                pause = 0.05
            if self.closed in FINAL:
                async with self._changed:
                    self._changed.notify_all()
                return
            await asyncio.sleep(pause)
            pause = min(pause * 2, 2)

    async def _connect(self) -> None:
        async with websockets.connect(
            self.url,
            origin=self.base,  # type: ignore[arg-type]
            additional_headers={"Cookie": self.cookie},
            subprotocols=["imago.v1"],  # type: ignore[list-item]
            proxy=None,
            ping_interval=self.pings,
            ping_timeout=self.pings,
            close_timeout=min(self.pings, 10),
        ) as connection:
            self._connection = connection
            self.closed = None
            beating = asyncio.ensure_future(self._keep_beating())
            try:
                await self.say({"type": "hello", "version": 1, "number": self.number})
                async for text in connection:
                    await self._hear(json.loads(text))
            finally:
                beating.cancel()
                self._connection = None
                self.closed = connection.close_code

    async def _keep_beating(self) -> None:
        while True:
            await asyncio.sleep(self.welcome.get("limits", {}).get("heartbeat_seconds", 15))
            await self._send({"type": "heartbeat", "number": self.number})

    async def _send(self, frame: Json) -> None:
        with contextlib.suppress(OSError, websockets.WebSocketException, AssertionError):
            await self.say(frame)  # lost with the connection: commands go again after the welcome

    async def _hear(self, frame: Json) -> None:
        self.frames.append(frame)
        match frame["type"]:
            case "welcome":
                self._settled = True
                self.welcome, self.presence = frame, frame["presence"]
                self.draft, self.now = frame["draft"], frame["now"]
                if frame["gap"]:
                    self.events = []
                await self._join(frame["events"])
                for waiting, _future in list(self._waiting.values()):
                    await self._send(waiting)
            case "events":
                await self._join(frame["events"])
                self.now = frame["now"]
            case "refusal" if frame["code"] == "try_again" and frame["id"] in self._waiting:
                await asyncio.sleep(0.3)
                await self._send(self._waiting[frame["id"]][0])
            case "ack" | "refusal":
                _frame, future = self._waiting.pop(frame["id"] or "", (None, None))
                if future and not future.done():
                    future.set_result(frame)
            case "heartbeat":
                self.beats += 1
                if frame["number"] > self.number:
                    await self._send({"type": "resync", "after": self.number})
            case "presence":
                self.presence = frame["presence"]
            case "drafted":
                self._drafted = frame["revision"]
            case "draft":
                self.draft = frame["draft"]
        async with self._changed:
            self._changed.notify_all()

    async def _join(self, events: list[Json]) -> None:
        for event in events:
            if self.events and event["number"] > self.number + 1:
                await self._send({"type": "resync", "after": self.number})
                return
            if event["number"] > self.number:
                self.events.append(event)
