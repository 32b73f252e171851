"""The board's socket: all rooms of one therapist's couples, from outside, as they change."""

import asyncio
import time
from typing import Any
from uuid import UUID

from django.utils import translation

from dialogue.access.therapists import check_therapist
from dialogue.base import live, whose
from dialogue.base.relay import Message
from dialogue.board import service as rooms
from dialogue.board import wire
from dialogue.board.service import Overview, RoomStatus
from dialogue.board.watched import WatchedRoom
from dialogue.room.attempts import Attempt, Command, Taken
from dialogue.room.sockets.batch import batch
from dialogue.room.sockets.socket import Closing, Receive, Send, Socket, Stage, as_closing
from dialogue.room.wire import bounds, frames
from dialogue.room.wire.closing import Close

_TOGETHER_SECONDS = 0.25  # what changes within is read and sent together

_open: dict[int, set["BoardSocket"]] = {}  # by person


async def board(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    await BoardSocket(scope, receive, send).run()


class BoardSocket(Socket):
    """One browser tab with the board. Every delivery is read for it and asks again whether it may."""

    def __init__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        super().__init__(scope, receive, send)
        self.number = 0  # of the newest frame that holds rooms
        self._watched: dict[UUID, WatchedRoom] = {}
        self._couples = -1
        self._changed: set[UUID] = set()
        self._stale = False  # not only single rooms: which there are
        self._looking: asyncio.Task[None] | None = None
        self._not_before = 0.0
        self._one_at_a_time = asyncio.Lock()
        self._listener: live.Listener | None = None

    async def _enter(self) -> None:
        await self._reads(_check, self)
        own = _open.setdefault(self.asker.person_id, set())
        if len(own) >= bounds.SOCKETS_PER_PERSON:
            raise Closing(Close.TOO_MANY)
        own.add(self)
        self._listener = live.listen(
            live.board_of(self.asker.person_id), on_wake=self._all_changed, on_message=_pass_over
        )

    def _leave(self) -> None:
        own = _open.get(self.asker.person_id, set())
        own.discard(self)
        if not own:
            _open.pop(self.asker.person_id, None)
        if self._listener:
            self._listener.stop()
        for watched in self._watched.values():
            watched.left()

    # --- in -----------------------------------------------------------------------------

    def _parse(self, text: str) -> Any:
        return wire.parse(text)

    async def _obey(self, frame: Any) -> None:
        match frame:
            case wire.BoardHello():
                self._spend(bounds.FRAMES_PER_READING - 1)
                self.stage = Stage.LIVE
                await self._look_everywhere(whole=True)
            case wire.BoardHeartbeat():
                await self._look_everywhere()
                self.say(wire.BoardBeat(number=self.number))
            case wire.BoardCommand():
                self._used()
                await self._command(frame)

    async def _command(self, frame: wire.BoardCommand) -> None:
        command = Command(id=frame.id, name=frame.name)
        try:
            with as_closing():
                answer = await batch.take(Attempt(self.asker, frame.room, command))
        except Closing as closing:
            if closing.code == Close.SIGNED_OUT:
                raise
            self.refuse("not_here", frame.id)  # absent, foreign and not open are not told apart
            self._all_changed()
            return
        if isinstance(answer, Taken):
            self.say(frames.Ack(id=frame.id, number=answer.number))
        else:
            self.refuse(answer.code, frame.id)

    # --- what has changed ---------------------------------------------------------------

    def _all_changed(self) -> None:
        self._stale = True
        self._go()

    def _one_changed(self, room_id: UUID) -> None:
        self._changed.add(room_id)
        self._go()

    def _go(self) -> None:
        if self.stage is Stage.LIVE and (self._looking is None or self._looking.done()):
            self._looking = self._do(self._look())

    async def _look(self) -> None:
        while self._stale or self._changed:
            await asyncio.sleep(self._not_before - time.monotonic())
            self._not_before = time.monotonic() + _TOGETHER_SECONDS
            if self._stale:
                await self._look_everywhere()
            else:
                await self._look_at_changed()

    async def _look_at_changed(self) -> None:
        async with self._one_at_a_time:
            changed, self._changed = self._changed & self._watched.keys(), set()
            if changed:
                standing = await self._reads(_statuses, self, changed)
                self._deliver(standing, gone=changed - standing.keys())

    async def _look_everywhere(self, *, whole: bool = False) -> None:
        """Which rooms there are, and how they stand; ``whole`` sends them all, changed or not."""
        async with self._one_at_a_time:
            self._stale = False
            found = await self._reads(_overview, self)
            standing = {room.id: room for room in found.rooms}
            self._take_in(found)
            whole = whole or found.couples != self._couples
            self._couples = found.couples
            self._deliver(standing, gone=self._watched.keys() - standing.keys(), whole=whole)

    def _take_in(self, found: Overview) -> None:
        for room in found.rooms:
            watched = self._watched.get(room.id)
            if watched is None:
                watched = self._watched[room.id] = WatchedRoom(room.id, self._one_changed)
                watched.ask_who()
                self._one_changed(room.id)  # it was read before anybody listened: once more (I5)
            watched.names = found.names[room.couple_id]
            watched.told_apart = found.told_apart.get(room.couple_id, 0)
            watched.unsafe = found.unsafe.get(room.couple_id, ())

    def _deliver(
        self, standing: dict[UUID, RoomStatus], *, gone: set[UUID], whole: bool = False
    ) -> None:
        for room_id in gone:
            self._watched.pop(room_id).left()
        if self.stage is not Stage.LIVE:
            return  # closed meanwhile
        with translation.override(self.language):
            made = [
                self._watched[room_id].shown_as(room, again=whole)
                for room_id, room in standing.items()
            ]
        cards = tuple(one for one in made if one)
        if whole:
            self.number += 1
            self.say(
                wire.BoardView(
                    whose=whose.mark_of(self.asker.person_id),
                    number=self.number,
                    couples=self._couples,
                    rooms=cards,
                )
            )
        elif cards or gone:
            self.number += 1
            self.say(wire.BoardChanges(number=self.number, rooms=cards, gone=tuple(gone)))


def _check(socket: BoardSocket) -> None:
    check_therapist(socket.asker)


def _overview(socket: BoardSocket) -> Overview:
    return rooms.overview(asker=socket.asker)


def _statuses(socket: BoardSocket, changed: set[UUID]) -> dict[UUID, RoomStatus]:
    return rooms.statuses(asker=socket.asker, rooms=changed)


def _pass_over(_message: Message) -> None:
    """Nothing is told to boards but that there may be something new."""
