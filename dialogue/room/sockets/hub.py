"""One hub per dialogue and process: it reads the log once after a wake-up and deals out by seat.

Seven members cross between a hub and a socket. Five a socket calls: it connects, is subscribed by its welcome, is
seen, passes something on, disconnects. Two a hub calls, and they stay two: what it delivers may be dropped by a socket
that has it already; a socket that is to catch up must ask anew whether its person may be here.
"""

import asyncio
import logging
import time
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from django.utils import translation

from dialogue.access.askers import Asker
from dialogue.base import live
from dialogue.base.relay import Message
from dialogue.base.vault import CannotOpen
from dialogue.engine.allowed import floor
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Seat
from dialogue.engine.visibility import is_private
from dialogue.models import DialogueSession
from dialogue.room import feed
from dialogue.room.feed import Question
from dialogue.room.sockets.batch import batch
from dialogue.room.sockets.presence import Presence
from dialogue.room.wire import bounds, frames, view
from dialogue.room.wire.now import now_text

log = logging.getLogger(__name__)

_TICK_SECONDS = 2.0
_READ_AGAIN_SECONDS = 0.5

_hubs: dict[UUID, "Hub"] = {}


def hub_for(dialogue_id: UUID) -> "Hub":
    hub = _hubs.get(dialogue_id)
    if hub is None:
        hub = _hubs[dialogue_id] = Hub(dialogue_id)
    return hub


class Subscriber(Protocol):
    """A socket, as far as a hub knows it."""

    def deliver(self, text: str, events: range | None = None) -> None:
        """A frame, with the numbers of the events for this seat that it tells. The socket decides
        whether it follows on what it was sent; without events it need not last."""

    def catch_up(self) -> None:
        """Ask anew whether this person may be here, and read what they have missed."""


@dataclass(frozen=True, slots=True)
class Member:
    """Who sits at a socket."""

    asker: Asker
    seat: Seat
    language: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Up to where a welcome told its socket, and what held there. ``names`` by seat."""

    length: int
    floor: tuple[Seat, ...]
    names: dict[Seat, str]


class Hub:
    """Knows the sockets of one dialogue in this process, how far they were served, and who is here."""

    def __init__(self, dialogue_id: UUID) -> None:
        self.dialogue_id = dialogue_id
        self.listener = live.listen(
            dialogue_id,
            on_wake=self.wake,
            on_message=self._heard_from_others,
            known=lambda: self._length or 0,
        )
        self._members: dict[Subscriber, Member] = {}
        self._subscribed: set[Subscriber] = set()
        self._length: int | None = (
            None  # of the log, as dealt out; unknown before the first welcome
        )
        self._floor: tuple[Seat, ...] = ()
        self._names: dict[Seat, str] = {}
        self._presence = Presence()
        self._dirty = False  # woken before the first welcome
        self._ticking = asyncio.ensure_future(self._tick())

    # --- what sockets call --------------------------------------------------------------

    def connect(self, socket: Subscriber, member: Member) -> bool:
        """Listen before reading the snapshot (I5). False when the person has too many sockets."""
        same = [
            one for one in self._members.values() if one.asker.person_id == member.asker.person_id
        ]
        if len(same) >= bounds.SOCKETS_PER_PERSON:
            return False
        self._members[socket] = member
        return True

    def disconnect(self, socket: Subscriber) -> None:
        self._members.pop(socket, None)
        self._subscribed.discard(socket)
        self._presence.gone(socket)
        if not self._members:
            self._tell_others()  # that nobody is here any more
            self.listener.stop()
            self._ticking.cancel()
            if _hubs.get(self.dialogue_id) is self:
                del _hubs[self.dialogue_id]

    def subscribe(self, socket: Subscriber, snapshot: Snapshot) -> dict[Seat, frames.Here]:
        """The socket is about to be welcomed with ``snapshot``: from now on it is told what follows.
        Who is here, for its welcome, which must be on its way before the loop runs on."""
        if self._length is None:
            self._length, self._floor = snapshot.length, snapshot.floor
            behind = self._dirty
        else:
            behind = self._dirty or snapshot.length > self._length
        self._names = snapshot.names
        self._presence.seats = tuple(snapshot.names)
        self._presence.seen(socket, self._members[socket].seat)
        self._subscribed.add(socket)
        if behind:
            self._dirty = False
            self.wake()
        asyncio.get_running_loop().call_soon(self._arrived, socket, snapshot.length)
        return self._presence.current()

    def seen(self, socket: Subscriber, *, typing: bool = False, length: int = 0) -> None:
        """A sign of life; ``typing`` where its seat has the floor. It may have found the log of a
        ``length`` that was dealt out to nobody here: then a wake-up was lost."""
        seat = self._members[socket].seat
        if socket in self._subscribed:
            self._presence.seen(socket, seat)
        if typing and seat in self._floor:
            self._presence.typing(seat)
            self._tell_others()
            self._show_presence()
        if self._length is not None and length > self._length:
            self.wake()

    def pass_on(self, socket: Subscriber, text: str) -> None:
        """A frame for the other sockets of the same person in this room."""
        person_id = self._members[socket].asker.person_id
        for other in self._subscribed - {socket}:
            if self._members[other].asker.person_id == person_id:
                other.deliver(text)

    # --- the log ------------------------------------------------------------------------

    def wake(self) -> None:
        """Something may be new."""
        if self._length is None:
            self._dirty = True  # the first welcome, which is being read, tells where to begin
        else:
            batch.read(self)

    def question(self) -> Question | None:
        if self._length is None or not self._members:
            return None
        members = (self._members[socket] for socket in self._subscribed)
        return Question(self._length, {member.asker: member.seat for member in members})

    def learn(self, news: feed.News | Exception, question: Question) -> None:
        if isinstance(news, feed.News):
            try:
                self._deal(news, question.askers)
            except Exception as error:  # noqa: BLE001 - its message could hold words
                log.error("a room could not be dealt out: %s", type(error).__name__)
        elif isinstance(news, DialogueSession.DoesNotExist | CannotOpen):
            if isinstance(news, CannotOpen):
                log.error("the log of %s does not open", self.dialogue_id)
            # Each finds out alone what that means for its seat.
            for socket in tuple(self._members):
                socket.catch_up()
        else:
            log.warning("a room could not be read: %s", type(news).__name__)
            asyncio.get_running_loop().call_later(_READ_AGAIN_SECONDS, self.wake)

    def _deal(self, news: feed.News, askers: dict[Asker, Seat]) -> None:
        self._length = news.row.length
        self._floor = floor(exercise(news.row.exercise, news.row.version), news.state)
        for entry in news.entries:
            # A reply to the therapist must not be seen by a partner who stops "typing".
            if not is_private(entry.happened):
                self._presence.acted(entry.happened.seat)
        texts: dict[tuple[Seat, str], tuple[str, range]] = {}
        for socket in tuple(self._subscribed):
            member = self._members[socket]
            # Not asked for: its welcome was read before, and done after, this reading began.
            if member.asker not in askers or member.asker not in news.permitted:
                socket.catch_up()
                continue
            like = (member.seat, member.language)
            if like not in texts:
                texts[like] = self._rendered(news, *like)
            text, events = texts[like]
            if events:
                socket.deliver(text, events)
        self._show_presence()

    def _rendered(self, news: feed.News, seat: Seat, language: str) -> tuple[str, range]:
        """The news for a seat and a language, as a frame, and the numbers of its events there."""
        rules = exercise(news.row.exercise, news.row.version)
        with translation.override(language):
            events = view.events_for(seat, entries=news.entries, exercise=rules, names=self._names)
            if not events:
                return "", range(0)
            now = now_text(seat, row=news.row, state=news.state, names=self._names)
            text = frames.events_text(events, now)
        return text, range(events[0].number, events[-1].number + 1)

    # --- presence -----------------------------------------------------------------------

    def _arrived(self, socket: Subscriber, told: int) -> None:
        """After its welcome, which told the log up to ``told``."""
        if socket not in self._subscribed:
            return
        self._presence.seen(socket, self._members[socket].seat)
        self._tell_others()
        self._send_others({"type": "who"})
        self._show_presence()
        if self._length is not None and self._length > told:
            socket.catch_up()

    def _heard_from_others(self, message: Message) -> None:
        if message["type"] == "who":
            self._tell_others()
        elif message["type"] == "presence":
            self._presence.heard(message["process"], message["seats"])
            self._show_presence()

    def _show_presence(self) -> None:
        if self._presence.changed():
            text = frames.Presence(presence=self._presence.shown).model_dump_json()
            for socket in tuple(self._subscribed):
                socket.deliver(text)

    def _tell_others(self) -> None:
        self._send_others({"type": "presence", "seats": dict(self._presence.local())})

    def _send_others(self, message: Message) -> None:
        live.tell_others(self.dialogue_id, message, teller=self.listener)

    async def _tick(self) -> None:
        told = time.monotonic()
        while True:
            await asyncio.sleep(_TICK_SECONDS)
            before = self._presence.local()
            self._show_presence()
            if time.monotonic() - told > bounds.HEARTBEAT_SECONDS or before != self._presence.told:
                self._presence.told = before
                told = time.monotonic()
                self._tell_others()
