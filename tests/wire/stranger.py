"""A client written from docs/wire.md and docs/asyncapi.json alone, by somebody who knew neither the server nor the
tests' other client. It imports nothing of either; where it does not work, the documents fall short.

It knows no exercise and no step. It draws what ``now`` offers, and a person presses something.
"""

import asyncio
import contextlib
import http.client
import json
import random
import re
import uuid
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlencode, urlsplit

import jsonschema  # type: ignore[import-untyped]
import websockets

Json = dict[str, Any]

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCHEMAS = json.loads((DOCS / "asyncapi.json").read_text(encoding="utf-8"))["components"]
# "Do not", of the table of closes.
_STAY_AWAY = {1007, 1009, 4400, 4401, 4403, 4404, 4409, 4413, 4422, 4423}
_AGAIN = 1.0  # seconds; after a try_again, and then ever more slowly
_NO_ANSWER = 10.0  # "treat the connection as lost"


class Pages:
    """What a browser does to be somebody."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.cookies: dict[str, str] = {}

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def sign_in(self, email: str, password: str) -> None:
        sent = {"login": email, "password": password}
        self.post("/account/login/", sent, seen_at="/account/login/")
        assert "sessionid" in self.cookies, "the page again, without a cookie: it did not work"

    def exercises(self) -> list[str]:
        radios = re.findall(r'<input[^>]*name="exercise"[^>]*>', self.get("/sessions"))
        return [found[1] for one in radios if (found := re.search(r'value="(\w+)"', one))]

    def ask(self, exercise: str, topic: str) -> str:
        """The id of the dialogue that was asked for."""
        sent = {"exercise": exercise, "topic": topic, "command": str(uuid.uuid4())}
        _status, where = self.post("/sessions/start", sent, seen_at="/sessions")
        return where.rstrip("/").rpartition("/")[2]

    def rooms(self) -> set[str]:
        return set(re.findall(r'href="/room/([0-9a-f-]{36})"', self.get("/sessions")))

    def get(self, path: str) -> str:
        return self._send("GET", path)[2]

    def post(self, path: str, form: dict[str, str], *, seen_at: str) -> tuple[int, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(seen_at))
        assert token
        status, where, _text = self._send("POST", path, {"csrfmiddlewaretoken": token[1], **form})
        return status, where

    def _send(self, how: str, path: str, form: Json | None = None) -> tuple[int, str, str]:
        host = urlsplit(self.base)
        line = http.client.HTTPConnection(host.hostname or "", host.port, timeout=10)
        headers = {"Cookie": self.cookie, "Origin": self.base}
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        line.request(how, path, urlencode(form) if form else None, headers)
        answer = line.getresponse()
        for one in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = one.partition(";")[0].partition("=")
            self.cookies[name] = value
        text = answer.read().decode()
        line.close()
        return answer.status, answer.headers.get("Location", ""), text


class Room:
    """One seat. ``held`` are its events, by number; ``answers`` those to commands, by id."""

    def __init__(self, pages: Pages, dialogue: str) -> None:
        self._pages = pages
        self._url = f"{pages.base.replace('http', 'ws', 1)}/room/{dialogue}/socket"
        self.held: dict[int, Json] = {}
        self.welcome: Json = {}
        self.now: Json = {}
        self.answers: dict[str, Json] = {}
        self.newest: dict[str, Json] = {}  # frame of each type
        self.closed: int | None = None
        self.heard: Counter[str] = Counter()
        self._unanswered: dict[str, Json] = {}
        self._line: websockets.ClientConnection | None = None
        self._news = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None

    @property
    def number(self) -> int:
        return max(self.held, default=0)

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._stay())
        await self.until(lambda: self.now or self.closed in _STAY_AWAY)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task
        self._task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await self._task

    async def until(self, holds: Any, seconds: float = 20) -> None:
        async with asyncio.timeout(seconds), self._news:
            await self._news.wait_for(holds)

    async def do(
        self, name: str, words: str = "", *, moment: int | None = None, **more: Any
    ) -> Json:
        """One act, until it is answered, whatever becomes of the connection."""
        one = {"type": "command", "id": str(uuid.uuid4()), "name": name, "words": words, **more}
        one["moment"] = self.now["moment"] if moment is None else moment
        self._unanswered[one["id"]] = one
        await self._say(one)
        await self.until(lambda: one["id"] in self.answers)
        return self.answers[one["id"]]

    async def ask(self, answer: str, **frame: Any) -> Json:
        """Any other frame, and the next one of the type that answers it."""
        before = self.heard[answer]
        await self._say(frame)
        await self.until(lambda: self.heard[answer] > before)
        return self.newest[answer]

    def lose_the_network(self) -> None:
        assert self._line
        self._line.transport.abort()

    # --- the connection ------------------------------------------------------------------------

    async def _stay(self) -> None:
        wait, code = 0.0, None
        while code not in _STAY_AWAY:
            await asyncio.sleep(wait * random.uniform(0.5, 1))
            welcomes = self.heard["welcome"]
            self.closed = code = await self._once()
            wait = 0.0 if self.heard["welcome"] > welcomes else min(max(0.5, wait * 2), 30)
        async with self._news:
            self._news.notify_all()

    async def _once(self) -> int | None:
        try:
            async with websockets.connect(
                self._url,
                origin=self._pages.base,  # type: ignore[arg-type]
                additional_headers={"Cookie": self._pages.cookie},
                subprotocols=["imago.v1"],  # type: ignore[list-item]
                proxy=None,
            ) as self._line:
                hello = {"type": "hello", "version": 1, "number": self.number}
                await self._say(hello | ({"whose": self.welcome["whose"]} if self.welcome else {}))
                beating = asyncio.create_task(self._beat())
                try:
                    async for text in self._line:
                        await self._hear(json.loads(text))
                finally:
                    beating.cancel()
        except (OSError, websockets.WebSocketException):
            pass
        return self._line.close_code if self._line else None

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self.welcome.get("limits", {}).get("heartbeat_seconds", 15))
            await self._say({"type": "heartbeat", "number": self.number})

    async def _say(self, frame: Json) -> None:
        _check(frame)
        assert self._line
        with contextlib.suppress(OSError, websockets.WebSocketException):
            await self._line.send(json.dumps(frame, ensure_ascii=False))

    async def _hear(self, frame: Json) -> None:
        _check(frame)
        self.heard[frame["type"]] += 1
        self.newest[frame["type"]] = frame
        match frame["type"]:
            case "welcome":
                await self._come_in(frame)
            case "events":
                await self._take(frame["events"])
                self._draw(frame["now"])
            case "heartbeat" if frame["number"] > self.number:
                await self._say({"type": "resync", "after": self.number})
            case "ack" | "refusal" if frame.get("code") == "try_again":
                await asyncio.sleep(_AGAIN)
                for one in list(self._unanswered.values()):
                    await self._say(one)
            case "ack" | "refusal" if frame["id"]:
                self._unanswered.pop(frame["id"], None)
                self.answers[frame["id"]] = frame
                if frame.get("now"):
                    self._draw(frame["now"])
        async with self._news:
            self._news.notify_all()

    async def _come_in(self, frame: Json) -> None:
        if self.welcome and frame["whose"] != self.welcome["whose"]:
            self.held, self._unanswered = {}, {}
        joins = [one["number"] for one in frame["events"]][:1] in ([], [self.number + 1])
        if frame["gap"] or not joins or (not frame["events"] and frame["number"] != self.number):
            self.held = {}
        self.welcome, self.now = frame, frame["now"]
        for one in frame["events"]:
            self.held[one["number"]] = one
        for one in list(self._unanswered.values()):
            await self._say(one)  # the very same frames

    async def _take(self, events: list[Json]) -> None:
        for one in events:
            if one["number"] > self.number + 1:
                await self._say({"type": "resync", "after": self.number})
                return
            self.held[one["number"]] = one

    def _draw(self, now: Json) -> None:
        if now["number"] >= self.now["number"]:
            self.now = now


def _check(frame: Json) -> None:
    """A frame of a known type is as the machine-readable document has it."""
    kinds = _validators().get(frame["type"])
    assert kinds, f"{frame['type']!r} is in no document"
    found = [error for kind in kinds if (error := next(kind.iter_errors(frame), None))]
    assert len(found) < len(kinds), [f"{one.json_path}: {one.message}" for one in found]


@cache
def _validators() -> dict[str, list[jsonschema.Draft7Validator]]:
    """By type; what a room and the board both have may have two."""
    found: dict[str, list[jsonschema.Draft7Validator]] = {}
    for one in SCHEMAS["messages"].values():
        schema = {"components": SCHEMAS, **one["payload"]}
        found.setdefault(one["title"], []).append(jsonschema.Draft7Validator(schema))
    return found
