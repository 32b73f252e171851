"""The socket of a page that waits: it says that something has changed for this person, and nothing else."""

import asyncio
import random
import time
from typing import Any
from uuid import UUID

from dialogue.access.askers import NoSuchDialogue, SignedOut, login_holds
from dialogue.base import live, whose
from dialogue.base.relay import Message
from dialogue.home import seen, wire
from dialogue.models import Person
from dialogue.room.sockets.socket import Closing, Receive, Send, Socket, Stage
from dialogue.room.wire import bounds
from dialogue.room.wire.closing import Close

# What is done within is told together; not all pages of a site at the same moment.
_TOGETHER_SECONDS = (0.3, 0.9)
_APART_SECONDS = 2.0  # between two readings

_open: dict[int, set["WaitingSocket"]] = {}  # by person


async def waiting(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await WaitingSocket(scope, receive, send).run()


class WaitingSocket(Socket):
    """One browser tab that waits. Woken by acts of others it reads anew what its person sees, which also asks whether
    the login goes on; only where that is something else, the page is told."""

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self.number = 0
        self._seen = ""
        self._woken = False
        self._looking: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._one_at_a_time = asyncio.Lock()
        self._listeners: dict[UUID, live.Listener] = {}

    async def _enter(self) -> None:
        own = _open.setdefault(self.asker.person_id, set())
        if len(own) >= bounds.SOCKETS_PER_PERSON:
            raise Closing(Close.TOO_MANY)
        own.add(self)
        self._listen(live.pages_of(self.asker.person_id))
        try:
            self._take_in(await self._reads(_look, self))
        except BaseException:
            self._leave()
            raise

    def _leave(self) -> None:
        own = _open.get(self.asker.person_id, set())
        own.discard(self)
        if not own:
            _open.pop(self.asker.person_id, None)
        for listener in self._listeners.values():
            listener.stop()
        self._listeners.clear()

    # --- in -----------------------------------------------------------------------------

    def _parse(self, text: str) -> Any:
        return wire.parse(text)

    async def _obey(self, frame: Any) -> None:
        match frame:
            case wire.WaitingHello():
                self._spend(bounds.FRAMES_PER_READING - 1)
                async with self._one_at_a_time:
                    now = await self._reads(_look, self)
                    self.stage = Stage.LIVE
                    self._seen = frame.seen
                    self.say(wire.Waits(whose=whose.mark_of(self.asker.person_id)))
                    self._tell(now)
            case wire.WaitingHeartbeat():
                self.say(wire.WaitingBeat(number=self.number))

    # --- what has changed ---------------------------------------------------------------

    def _wake(self) -> None:
        self._woken = True
        if self.stage is Stage.LIVE and (self._looking is None or self._looking.done()):
            self._looking = self._do(self._look())

    async def _look(self) -> None:
        while self._woken:
            soon = random.uniform(*_TOGETHER_SECONDS)  # noqa: S311 - no secret
            await asyncio.sleep(max(soon, self._not_before - time.monotonic()))
            self._not_before = time.monotonic() + _APART_SECONDS
            async with self._one_at_a_time:
                self._woken = False
                self._tell(await self._reads(_look, self))

    def _tell(self, now: tuple[str, set[UUID]]) -> None:
        self._take_in(now)
        mark, _rooms = now
        if mark != self._seen and self.stage is Stage.LIVE:
            self._seen = mark
            self.number += 1
            self.say(wire.Changed())

    def _take_in(self, now: tuple[str, set[UUID]]) -> None:
        """Listen to the rooms that there are now, and to no others."""
        _mark, rooms = now
        for one in rooms - self._listeners.keys():
            self._listen(one)
        for one in self._listeners.keys() - rooms - {live.pages_of(self.asker.person_id)}:
            self._listeners.pop(one).stop()

    def _listen(self, to: UUID) -> None:
        self._listeners[to] = live.listen(to, on_wake=self._wake, on_message=_pass_over)


def _look(socket: WaitingSocket) -> tuple[str, set[UUID]]:
    """The mark of what the person sees, and the rooms whose turns show in it."""
    person = Person.objects.filter(login_holds(socket.asker), pk=socket.asker.person_id).first()
    if person is None:
        raise SignedOut
    if person.role != Person.Role.PARTNER:
        raise NoSuchDialogue
    rooms = seen.going_on(person.pk).values_list("pk", flat=True)
    return seen.mark_of(person), set(rooms)


def _pass_over(_message: Message) -> None:
    """Who is there, or writes, does not show on these pages."""
