"""One hub per dialogue and process: it reads the log once after a wake-up and deals out to its sockets."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils import translation

from dialogue.access.askers import Asker
from dialogue.base import live
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Seat
from dialogue.engine.rules import floor
from dialogue.engine.state import State
from dialogue.engine.visibility import is_private
from dialogue.models import DialogueSession
from dialogue.room import feed
from dialogue.room.sockets.batch import clerk
from dialogue.room.sockets.presence import Presence
from dialogue.room.wire import bounds, frames, view

if TYPE_CHECKING:
    from dialogue.room.sockets.room import RoomSocket

log = logging.getLogger(__name__)

_TICK_SECONDS = 2.0
_READ_AGAIN_SECONDS = 0.5

_hubs: dict[UUID, "Hub"] = {}


def hub_for(dialogue_id: UUID) -> "Hub":
    hub = _hubs.get(dialogue_id)
    if hub is None:
        hub = _hubs[dialogue_id] = Hub(dialogue_id)
    return hub


class Hub:
    """Knows the sockets of one dialogue in this process, how far they were served, and who is here."""

    def __init__(self, dialogue_id: UUID) -> None:
        self.dialogue_id = dialogue_id
        self.sockets: set[RoomSocket] = set()
        self.length: int | None = None  # of the log, as dealt out; unknown before the first welcome
        self.state: State | None = None
        self.floor: tuple[Seat, ...] = ()
        self.presence = Presence()
        self.listener = live.listen(
            dialogue_id, on_wake=self.wake, on_message=self._heard_from_others
        )
        self._dirty = False  # woken before the first welcome
        self._ticking = asyncio.ensure_future(self._tick())

    # --- sockets ------------------------------------------------------------------------

    def join(self, socket: "RoomSocket") -> bool:
        """Listen before reading the snapshot (I5). False when the person has too many sockets."""
        same = [one for one in self.sockets if one.asker.person_id == socket.asker.person_id]
        if len(same) >= bounds.SOCKETS_PER_PERSON:
            return False
        self.sockets.add(socket)
        return True

    def leave(self, socket: "RoomSocket") -> None:
        self.sockets.discard(socket)
        self.presence.gone(socket)
        if not self.sockets:
            self._tell_others()  # that nobody is here any more
            self.listener.stop()
            self._ticking.cancel()
            if _hubs.get(self.dialogue_id) is self:
                del _hubs[self.dialogue_id]

    def served(self, *, length: int, state: State, floor: tuple[Seat, ...]) -> None:
        """A socket was told the dialogue up to ``length`` by its own reading."""
        if self.length is None:
            self.length, self.state, self.floor = length, state, floor
            if not self._dirty:
                return
        if self._dirty or length > self.length:
            self._dirty = False
            self.wake()

    # --- the log ------------------------------------------------------------------------

    def wake(self) -> None:
        """Something may be new."""
        if self.length is None:
            self._dirty = True  # the first welcome, which is being read, tells where to begin
        else:
            clerk.read(self)

    def question(self) -> dict[str, Any]:
        """What to ask ``feed.news``."""
        askers = {socket.asker: socket.seat for socket in self.sockets if socket.welcomed}
        return {"dialogue_id": self.dialogue_id, "after": self.length, "askers": askers}

    def learn(self, news: feed.News | Exception, askers: dict[Asker, Seat]) -> None:
        """The answer to a question that was asked for ``askers``."""
        if isinstance(news, feed.News):
            try:
                self._deal(news, askers)
            except Exception as error:  # noqa: BLE001 - its message could hold words
                log.error("a room could not be dealt out: %s", type(error).__name__)
        elif isinstance(news, DialogueSession.DoesNotExist):
            for socket in tuple(self.sockets):
                socket.recheck()
        else:
            log.warning("a room could not be read: %s", type(news).__name__)
            asyncio.get_running_loop().call_later(_READ_AGAIN_SECONDS, self.wake)

    def _deal(self, news: feed.News, askers: dict[Asker, Seat]) -> None:
        self.length, self.state = news.row.length, news.state
        rules = exercise(news.row.exercise, news.row.version)
        self.floor = floor(rules, news.state)
        for entry in news.entries:
            # A reply to the therapist must not be seen by a partner who stops "typing".
            if not is_private(entry.happened):
                self.presence.acted(entry.happened.seat)
        texts: dict[tuple[Seat, str], tuple[int, int, str]] = {}
        for socket in tuple(self.sockets):
            if not socket.welcomed:
                continue  # its welcome compares itself with this hub when it is done
            if socket.asker not in askers:
                socket.catch_up()  # its welcome was read before, and done after, this reading began
                continue
            if socket.asker not in news.permitted:
                socket.recheck()
                continue
            like = (socket.seat, socket.language)
            if like not in texts:
                with translation.override(socket.language):
                    events = view.events_for(
                        socket.seat, entries=news.entries, exercise=rules, names=socket.names
                    )
                    if not events:
                        texts[like] = (0, 0, "")
                    else:
                        now = view.now_for(
                            socket.seat,
                            row=news.row,
                            exercise=rules,
                            state=news.state,
                            names=socket.names,
                        )
                        text = frames.Events(events=events, now=now).model_dump_json()
                        texts[like] = (events[0].number, events[-1].number, text)
            first, last, text = texts[like]
            if last <= socket.number:
                continue
            if first == socket.number + 1:
                socket.number = last
                socket.put(text)
            else:
                socket.catch_up()
        self.show_presence()

    # --- presence -----------------------------------------------------------------------

    def _heard_from_others(self, message: live.Message) -> None:
        if message["type"] == "who":
            self._tell_others()
        elif message["type"] == "presence":
            self.presence.heard(message["process"], message["seats"])
            self.show_presence()

    def arrived(self, socket: "RoomSocket") -> None:
        self.presence.seen(socket, socket.seat)
        self._tell_others()
        self._send_others({"type": "who"})
        self.show_presence()

    def typing(self, socket: "RoomSocket") -> None:
        if socket.seat in self.floor:
            self.presence.typing(socket.seat)
            self._tell_others()
            self.show_presence()

    def show_presence(self) -> None:
        if self.presence.changed():
            text = frames.Presence(presence=self.presence.shown).model_dump_json()
            for socket in tuple(self.sockets):
                if socket.welcomed:
                    socket.put(text)

    def _tell_others(self) -> None:
        self._send_others({"type": "presence", "seats": dict(self.presence.local())})

    def _send_others(self, message: live.Message) -> None:
        telling = live.tell_others(self.dialogue_id, message, teller=self.listener)
        task = asyncio.ensure_future(telling)
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    _telling: set["asyncio.Future[None]"] = set()  # noqa: RUF012 - keeps tasks from being collected

    async def _tick(self) -> None:
        told = time.monotonic()
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            before = self.presence.local()
            self.show_presence()
            if time.monotonic() - told > bounds.HEARTBEAT_SECONDS or before != self.presence.told:
                self.presence.told = before
                told = time.monotonic()
                self._tell_others()
