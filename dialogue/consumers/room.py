"""The room's socket: authorise, parse, call a service, answer. A plain ASGI application.

Not a channels consumer on purpose: those await four thread hops at every event, and a malformed
frame ends them without clean-up.
"""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from typing import Any, TypeVar
from uuid import UUID

from channels.db import database_sync_to_async
from django.db import DatabaseError
from django.utils import translation

from dialogue.consumers.clerk import clerk
from dialogue.consumers.hub import Hub, hub_for
from dialogue.consumers.rate import Bucket
from dialogue.consumers.reading import Reader, draft_view, now
from dialogue.engine.protocol import Seat
from dialogue.engine.rules import floor
from dialogue.services import drafts
from dialogue.services.access import Asker, NoSuchDialogue, Seated, SignedOut
from dialogue.services.doors import NotOpen
from dialogue.services.logins import login_used
from dialogue.services.turns import Attempt, Command, Taken
from dialogue.wire import bounds, frames
from dialogue.wire.closing import Close
from dialogue.wire.refusals import message

log = logging.getLogger(__name__)

_HELLO_SECONDS = 10
_OUTBOX = 256
_USED_SECONDS = 30.0  # it is noted no more often that a login is in use
_MISTAKES = 5  # frames that are not understood, before the connection ends

R = TypeVar("R")
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]

_keep_draft = database_sync_to_async(drafts.keep_draft)
_login_used = database_sync_to_async(login_used)


async def room(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await RoomSocket(scope, receive, send).run()


class Closing(Exception):
    def __init__(self, code: Close) -> None:
        super().__init__(code)
        self.code = code


class RoomSocket:
    """One browser tab in one dialogue."""

    asker: Asker
    seat: Seat
    hub: Hub

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        self._scope = scope
        self._receive = receive
        self._send = send
        self.dialogue_id: UUID = scope["url_route"]["kwargs"]["dialogue_id"]
        self.welcomed = False
        self._greeted = False
        self.number = 0  # the newest event of this seat that was sent to this socket
        self.names: dict[Seat, str] = {}
        self.language = "en"
        self._outbox: asyncio.Queue[str | Close] = asyncio.Queue(_OUTBOX)
        self._bucket = Bucket(bounds.FRAMES_AT_ONCE, bounds.FRAMES_PER_SECOND)
        self._mistakes = 0
        self._unheard = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._used_at = -_USED_SECONDS

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
            await self._authorise()
        except Closing as closing:
            # Accepted first: a rejected handshake would tell a browser nothing but 1006.
            await self._send({"type": "websocket.close", "code": int(closing.code)})
            return
        writer = asyncio.ensure_future(self._write())
        try:
            await self._converse(writer)
        finally:
            self.hub.leave(self)
            for task in (*self._tasks, writer):
                task.cancel()

    async def _authorise(self) -> None:
        person = self._scope["user"]
        if not person.is_authenticated:
            raise Closing(Close.SIGNED_OUT)
        login = self._scope["session"].session_key or ""
        self.asker = Asker(person.pk, login=login, password=person.password)
        self.language = person.language
        self._reader = Reader(self.asker, self.dialogue_id, self.language)
        self.seat = (await self._find()).seat
        self.hub = hub_for(self.dialogue_id)
        if not self.hub.join(self):
            raise Closing(Close.TOO_MANY)

    async def _converse(self, writer: asyncio.Task[None]) -> None:
        reader = asyncio.ensure_future(self._read())
        done, _pending = await asyncio.wait({reader, writer}, return_when=asyncio.FIRST_COMPLETED)
        if reader not in done:
            reader.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reader
            return
        try:
            reader.result()
        except Closing as closing:
            self.close(closing.code)
            await asyncio.wait({writer}, timeout=5)
        except Exception as error:  # noqa: BLE001
            # Neither the message nor the traceback: both may hold words.
            log.error("a room socket failed: %s", type(error).__name__)
            await self._send({"type": "websocket.close", "code": 1011})

    async def _read(self) -> None:
        while True:
            patience = bounds.SILENCE_SECONDS if self.welcomed else _HELLO_SECONDS
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

    async def _write(self) -> None:
        while True:
            item = await self._outbox.get()
            if isinstance(item, Close):
                await self._send({"type": "websocket.close", "code": int(item)})
                return
            await self._send({"type": "websocket.send", "text": item})

    # --- out ----------------------------------------------------------------------------

    def put(self, text: str) -> None:
        """Send, in order. A client that does not take it in is let go, not waited for (I8)."""
        if self._unheard > bounds.UNHEARD_BYTES or self._outbox.full():
            self.close(Close.NOT_READING)
            return
        # Counted afterwards: one frame always fits, however large.
        self._unheard += len(text.encode())
        self._outbox.put_nowait(text)

    def say(self, frame: frames.Frame) -> None:
        self.put(frame.model_dump_json())

    def close(self, code: Close) -> None:
        self.welcomed = False
        while self._outbox.full():
            self._outbox.get_nowait()
        self._outbox.put_nowait(code)

    def refuse(self, code: str, id: UUID | None, seated: Seated | None = None) -> None:
        with translation.override(self.language):
            current = now(seated, self.names) if seated else None
            self.say(frames.Refusal(id=id, code=code, message=message(code), now=current))

    def recheck(self) -> None:
        """Find out why this person may no longer be here, and close accordingly."""
        self._do(self._find())

    def catch_up(self) -> None:
        self._do(self._send_missed(self.number))

    def _do(self, job: Coroutine[Any, Any, object]) -> None:
        async def done() -> None:
            try:
                await job
            except Closing as closing:
                self.close(closing.code)
            except DatabaseError as error:
                # The next heartbeat finds what was not read now.
                log.warning("the database is away: %s", type(error).__name__)

        task = asyncio.ensure_future(done())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- in -----------------------------------------------------------------------------

    async def _hear(self, text: str | None) -> None:
        try:
            if text is None:
                raise frames.NotUnderstood("not_json")
            frame = frames.parse(text)
            if not self._greeted and not isinstance(frame, frames.Hello):
                raise frames.NotUnderstood("hello_first", getattr(frame, "id", None))
        except frames.NotUnderstood as problem:
            self._mistakes += problem.code != "too_long"
            if self._mistakes > _MISTAKES:
                raise Closing(Close.MALFORMED) from None
            self.refuse(problem.code, problem.id)
            return
        if not isinstance(frame, frames.Earlier):
            self._unheard = 0  # whoever asks for page after page has not shown to have read one
        if self.welcomed:
            self.hub.presence.seen(self, self.seat)
        try:
            await self._obey(frame)
        except DatabaseError as error:
            log.warning("the database is away: %s", type(error).__name__)
            self.refuse("try_again", getattr(frame, "id", None))

    def _spend(self, count: int) -> None:
        if not self._bucket.take(count):
            raise Closing(Close.TOO_FAST)

    async def _obey(self, frame: Any) -> None:
        if isinstance(frame, frames.Hello | frames.Resync | frames.Earlier):
            self._spend(bounds.FRAMES_PER_READING - 1)
        if isinstance(frame, frames.DoCommand | frames.KeepDraft | frames.Typing):
            self._used()
        match frame:
            case frames.DoCommand():
                await self._command(frame)
            case frames.KeepDraft():
                await self._draft(frame)
            case frames.Typing():
                self.hub.typing(self)
            case frames.Heartbeat():
                await self._beat(frame)
            case frames.Resync():
                await self._send_missed(frame.after)
            case frames.Earlier():
                self.say(await self._reads(self._reader.page, frame.before, self.names))
            case frames.Hello():
                await self._welcome(frame.number)

    def _used(self) -> None:
        """A person did this: unlike a heartbeat, it keeps the login from resting."""
        if self.asker.login and time.monotonic() - self._used_at >= _USED_SECONDS:
            self._used_at = time.monotonic()
            self._do(_login_used(login=self.asker.login))

    async def _command(self, frame: frames.DoCommand) -> None:
        command = Command(
            id=frame.id,
            name=frame.name,
            moment=frame.moment,
            words=frame.words.strip(),
            time=frame.time,
            to=frame.to,
            seconds=frame.seconds,
        )
        with _closing():
            answer = await clerk.take(self.hub, Attempt(self.asker, self.dialogue_id, command))
        if isinstance(answer, Taken):
            self.say(frames.Ack(id=frame.id, number=answer.number))
        else:
            self.refuse(answer.code, frame.id, answer.seated)

    async def _draft(self, frame: frames.KeepDraft) -> None:
        writing = drafts.Writing(moment=frame.moment, move=frame.move, words=frame.words)
        with _closing():
            await _keep_draft(asker=self.asker, dialogue_id=self.dialogue_id, writing=writing)
        self.say(frames.Drafted(revision=frame.revision))
        elsewhere = frames.DraftElsewhere(draft=draft_view(writing)).model_dump_json()
        for socket in tuple(self.hub.sockets):
            same = socket.asker.person_id == self.asker.person_id
            if same and socket.welcomed and socket is not self:
                socket.put(elsewhere)

    async def _beat(self, frame: frames.Heartbeat) -> None:
        row = (await self._find()).row
        newest = getattr(row, f"{self.seat}_length")
        self.say(frames.Beat(number=newest))
        if newest > self.number:
            self.hub.wake()  # a poke was lost; for this socket, or for all of them
            self.catch_up()

    async def _welcome(self, known: int) -> None:
        self.welcomed = False
        welcome, seated, self.names = await self._reads(self._reader.welcome, known)
        self.hub.served(
            length=seated.row.length,
            state=seated.state,
            floor=floor(seated.exercise, seated.state),
        )
        self.hub.presence.seats = tuple(welcome.people)
        self.hub.presence.seen(self, self.seat)
        self.number = welcome.number
        self.say(welcome.model_copy(update={"presence": self.hub.presence.current()}))
        self.welcomed = self._greeted = True
        self.hub.arrived(self)
        if self.hub.length is not None and self.hub.length > seated.row.length:
            await self._send_missed(self.number)

    async def _send_missed(self, after: int) -> None:
        """The events after ``after`` as one frame, whatever the hub has dealt out."""
        found = await self._reads(self._reader.missed, after, self.names)
        if found is None:
            await self._welcome(after)  # too far behind, or ahead of us: begin afresh
            return
        self.number = max(self.number, found.events[-1].number) if found.events else self.number
        self.say(found)

    async def _find(self) -> Seated:
        return await self._reads(self._reader.find)

    async def _reads(self, read: Callable[..., R], *args: object) -> R:
        with _closing():
            found: R = await database_sync_to_async(read)(*args)
        return found


@contextlib.contextmanager
def _closing() -> Iterator[None]:
    """What a service says about the person, as what the socket does about it."""
    try:
        yield
    except SignedOut:
        raise Closing(Close.SIGNED_OUT) from None
    except NoSuchDialogue:
        raise Closing(Close.NO_SUCH_DIALOGUE) from None
    except NotOpen:
        raise Closing(Close.NOT_OPEN) from None
