"""The rooms on one board: who is connected there, since when it is quiet, and what was shown last."""

import time
from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils import timezone

from dialogue.base import live
from dialogue.base.relay import Message
from dialogue.board.service import LONG_SILENCE, RoomStatus, can_be_silent, needs
from dialogue.board.wire import RoomCard, card
from dialogue.engine.protocol import PARTNERS, Seat
from dialogue.room.sockets.presence import Presence


class WatchedRoom:
    """A room as one board knows it. Listens to the room from its making on, until ``left``.

    It is told of presence as other processes are, and takes no seat: nobody in the room sees that
    a board is open, and a board hears nothing of what is said.
    """

    def __init__(self, room_id: UUID, on_change: Callable[[UUID], None]) -> None:
        self.id = room_id
        self.names: dict[Seat, str] = {}
        self.told_apart = 0
        self.unsafe: tuple[Seat, ...] = ()
        self._on_change = on_change
        self._presence = Presence()
        self._presence.seats = PARTNERS
        self._presence.changed()
        self._written = 0.0  # when somebody was last seen to write; monotonic
        self._shown: tuple[object, RoomCard] | None = None
        self.listener = live.listen(
            room_id, on_wake=lambda: on_change(room_id), on_message=self._heard
        )

    def left(self) -> None:
        self.listener.stop()

    def ask_who(self) -> None:
        live.tell_others(self.id, {"type": "who"}, teller=self.listener)

    def _heard(self, message: Message) -> None:
        if message["type"] == "presence":
            self._presence.heard(message["process"], message["seats"])
            if self._presence.changed():
                self._on_change(self.id)

    def shown_as(self, room: RoomStatus, *, again: bool = False) -> RoomCard | None:
        """The card to send, in the language that is active; None where nothing but time went by,
        unless it is to be sent ``again``."""
        made = self._card(room)
        like = (room.since, made.model_copy(update={"seconds": 0}))
        if self._shown == like and not again:
            return None
        self._shown = like
        return made

    def _card(self, room: RoomStatus) -> RoomCard:
        presence = self._presence.current()
        stands = max(0.0, (timezone.now() - room.since).total_seconds())
        return card(
            room=room,
            names=self.names,
            told_apart=self.told_apart,
            presence=presence,
            seconds=int(stands),
            unsafe=self.unsafe,
            needs=needs(
                room=room, silent=self._is_silent(room, presence, stands), unsafe=self.unsafe
            ),
        )

    def _is_silent(self, room: RoomStatus, presence: Mapping[Seat, str], stands: float) -> bool:
        now = time.monotonic()
        if "typing" in presence.values():
            self._written = now
        here = [seat for seat, how in presence.items() if how != "away"]
        quiet = min(stands, now - self._written) if self._written else stands
        return quiet >= LONG_SILENCE and can_be_silent(room, here)
