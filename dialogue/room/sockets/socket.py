"""A connection: opened, bounded (I8), heard frame by frame, closed with a reason. Knows no dialogue.

A plain ASGI application, not a channels consumer on purpose: those await four thread hops at every
event, and a malformed frame ends them without clean-up.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from enum import Enum
from functools import partial
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.http import parse_cookie
from django.utils import translation

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.access.logins import Login, login_of, login_used
from dialogue.base import whose
from dialogue.base.problems import NotOpen, is_away
from dialogue.base.vault import CannotOpen
from dialogue.base.worker import worker
from dialogue.room.sockets.batch import Full
from dialogue.room.sockets.rate import Bucket
from dialogue.room.wire import bounds, frames, requests
from dialogue.room.wire.closing import Close
from dialogue.room.wire.refusals import message

log = logging.getLogger(__name__)

_HELLO_SECONDS = 10
_USED_SECONDS = 60.0  # it is noted no more often that a login is in use
_MISTAKES = 5  # frames that are not understood, before the connection ends
_NO_MISTAKES = ("too_long", "hello_first")  # what a sound client may come to

R = TypeVar("R")
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Stage(Enum):
    """How far a connection has come."""

    NEW = "new"  # not greeted yet: "hello" is all that it may say
    WELCOMING = "welcoming"  # greeted once, and being read a fresh welcome
    LIVE = "live"  # told everything up to now, and everything that follows
    CLOSED = "closed"


class Closing(Exception):
    def __init__(self, code: Close) -> None:
        super().__init__(code)
        self.code = code


class Socket:
    """One browser tab. ``_enter`` and ``_obey`` say what it is connected to."""

    asker: Asker
    _login: Login

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self.stage = Stage.NEW
        self.language = "en"
        self._bucket = Bucket(bounds.FRAMES_AT_ONCE, bounds.FRAMES_PER_SECOND)
        self._mistakes = 0
        self._unheard = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._used_at = -_USED_SECONDS
        self._ended = asyncio.get_running_loop().create_future()  # once closed from here

    @property
    def is_closed(self) -> bool:
        return self.stage is Stage.CLOSED

    # --- to be said by each kind ----------------------------------------------------------

    def _parse(self, text: str) -> Any:
        """The client's frame in ``text``. Raises NotUnderstood."""
        raise NotImplementedError

    async def _enter(self) -> None:
        """Find the place, once ``asker`` is known. Raises Closing."""
        raise NotImplementedError

    def _leave(self) -> None:
        raise NotImplementedError

    def _alive(self, frame: Any) -> None:
        """The client has shown a sign of life."""
        self._unheard = 0

    async def _obey(self, frame: Any) -> None:
        raise NotImplementedError

    # --- the life of a connection -------------------------------------------------------

    async def run(self) -> None:
        if (await self._receive())["type"] != "websocket.connect":
            return
        offered = self._scope.get("subprotocols", [])
        await self._send(
            {
                "type": "websocket.accept",
                "subprotocol": bounds.SUBPROTOCOL if bounds.SUBPROTOCOL in offered else None,
            }
        )
        try:
            await self._authenticate()
            await self._enter()
        except Closing as closing:
            # Accepted first: a rejected handshake would tell a browser nothing but 1006.
            self.close(closing.code)
            return
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("the database is away: %s", type(error).__name__)
            self.close(Close.RESTART)
            return
        try:
            await self._converse()
        finally:
            self._leave()
            for task in self._tasks:
                task.cancel()

    async def _authenticate(self) -> None:
        sent = dict(self._scope["headers"]).get(b"cookie", b"").decode("latin1")
        cookie = parse_cookie(sent).get(settings.SESSION_COOKIE_NAME, "")
        self._login = await self._reads(login_of, cookie)
        self.asker = self._login.asker
        self.language = self._login.language

    async def _converse(self) -> None:
        reader = asyncio.ensure_future(self._read())
        done, _ = await asyncio.wait({reader, self._ended}, return_when=asyncio.FIRST_COMPLETED)
        if reader not in done:
            reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reader
            return
        try:
            reader.result()
        except Closing as closing:
            self.close(closing.code)
        except Exception as error:  # noqa: BLE001
            # Neither the message nor the traceback: both may hold words.
            log.error("a socket failed: %s", type(error).__name__)
            self.close(Close.FAILED)

    async def _read(self) -> None:
        while True:
            # Whoever has said hello waits for the answer, which may take long when all come at once.
            patience = _HELLO_SECONDS if self.stage is Stage.NEW else bounds.SILENCE_SECONDS
            try:
                async with asyncio.timeout(patience):
                    event = await self._receive()
            except TimeoutError:
                raise Closing(Close.SILENT) from None
            if event["type"] == "websocket.disconnect":
                return
            text = event.get("text")
            self._spend(1)
            if len(text or event.get("bytes") or b"") > bounds.FRAME_BYTES:
                raise Closing(Close.TOO_LARGE)
            await self._hear(text)

    # --- out ----------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Send, in order. A client that does not take it in is let go, not waited for (I8)."""
        if self.is_closed:
            return
        if self._unheard > bounds.UNHEARD_BYTES:
            self.close(Close.NOT_READING)
            return
        # Counted afterwards: one frame always fits, however large.
        self._unheard += len(text.encode())
        self._send_now({"type": "websocket.send", "text": text})

    def say(self, frame: frames.Frame) -> None:
        self.put(frame.model_dump_json())

    def close(self, code: Close) -> None:
        if self.is_closed:
            return
        self.stage = Stage.CLOSED
        self._send_now({"type": "websocket.close", "code": int(code)})
        self._ended.set_result(None)

    def _send_now(self, event: dict[str, Any]) -> None:
        """Without a task and its turn in the loop for each frame: daphne takes whatever it is given at
        once, and bounds itself what waits in a connection (``imago.connections``)."""
        sending = self._send(event)
        try:
            sending.send(None)
        except StopIteration:
            return
        sending.close()
        raise AssertionError("the server let a socket wait")

    def refuse(self, code: str, id: UUID | None) -> None:
        with translation.override(self.language):
            self.say(frames.Refusal(id=id, code=code, message=message(code)))

    def _do(self, job: Coroutine[Any, Any, object]) -> asyncio.Task[None]:
        async def done() -> None:
            try:
                await job
            except Closing as closing:
                self.close(closing.code)
            except Exception as error:  # noqa: BLE001 - its message could hold words
                if is_away(error):
                    # The next heartbeat finds what was not read now.
                    log.warning("the database is away: %s", type(error).__name__)
                    return
                log.error("a socket failed: %s", type(error).__name__)
                self.close(Close.FAILED)

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    # --- in -----------------------------------------------------------------------------

    async def _hear(self, text: str | None) -> None:
        try:
            if text is None:
                raise requests.NotUnderstood("not_json")
            frame = self._parse(text)
            if self.stage is Stage.NEW and frame.type != "hello":
                raise requests.NotUnderstood("hello_first", getattr(frame, "id", None))
        except requests.NotUnderstood as problem:
            self._mistakes += problem.code not in _NO_MISTAKES
            if self._mistakes > _MISTAKES:
                raise Closing(Close.MALFORMED) from None
            self.refuse(problem.code, problem.id)
            return
        if self._is_for_another(frame):
            raise Closing(Close.SOMEBODY_ELSE)
        self._alive(frame)
        if getattr(frame, "reading", False):
            self._used()
        try:
            await self._obey(frame)
        except Full:
            self.refuse("try_again", getattr(frame, "id", None))
        except Exception as error:
            if not is_away(error):
                raise
            log.warning("the database is away: %s", type(error).__name__)
            self.refuse("try_again", getattr(frame, "id", None))

    def _is_for_another(self, frame: Any) -> bool:
        """A page outlives its login, and its browser's cookie may be another person's by now."""
        named = getattr(frame, "whose", "")
        return bool(named) and whose.person_in(named) != self.asker.person_id

    def _spend(self, count: int) -> None:
        if not self._bucket.take(count):
            raise Closing(Close.TOO_FAST)

    def _used(self) -> None:
        """A person did this: unlike a mere heartbeat, it keeps the login from resting."""
        if time.monotonic() - self._used_at >= _USED_SECONDS:
            self._used_at = time.monotonic()
            used = partial(login_used, login=self.asker.login, since=self._login.since)
            self._do(worker.run(used))

    async def _reads(self, read: Callable[..., R], *args: object) -> R:
        with as_closing():
            return await worker.run(partial(read, *args))


@contextlib.contextmanager
def as_closing() -> Iterator[None]:
    """What a service says about the person, as what the socket does about it."""
    try:
        yield
    except SignedOut:
        raise Closing(Close.SIGNED_OUT) from None
    except NoSuchDialogue:
        raise Closing(Close.NO_SUCH_DIALOGUE) from None
    except NotOpen:
        raise Closing(Close.NOT_OPEN) from None
    except CannotOpen:
        log.error("what is kept for a socket does not open")
        raise Closing(Close.UNREADABLE) from None
