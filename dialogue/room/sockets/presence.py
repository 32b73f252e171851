"""Who is here. A lease with a time to live (I9): what is not renewed runs out by itself."""

import time

from dialogue.engine.protocol import SEATS, Seat
from dialogue.room.wire import bounds
from dialogue.room.wire.frames import Here


class Presence:
    """``local`` leases belong to sockets of this process, the others were heard from other processes."""

    def __init__(self) -> None:
        self._sockets: dict[object, tuple[Seat, float]] = {}
        self._typing: dict[Seat, float] = {}
        self._others: dict[str, tuple[dict[Seat, Here], float]] = {}
        self.shown: dict[Seat, Here] = {}
        self.told: dict[Seat, Here] = {}
        self.seats: tuple[Seat, ...] = ()  # those that somebody has

    def seen(self, socket: object, seat: Seat) -> None:
        self._sockets[socket] = (seat, time.monotonic() + bounds.SILENCE_SECONDS)

    def gone(self, socket: object) -> None:
        self._sockets.pop(socket, None)

    def typing(self, seat: Seat) -> None:
        self._typing[seat] = time.monotonic() + bounds.TYPING_SECONDS

    def acted(self, seat: Seat) -> None:
        self._typing.pop(seat, None)

    def heard(self, process: str, seats: dict[Seat, Here]) -> None:
        self._others[process] = (seats, time.monotonic() + bounds.SILENCE_SECONDS)

    def local(self) -> dict[Seat, Here]:
        now = time.monotonic()
        here = {seat for seat, until in self._sockets.values() if until > now}
        return {
            seat: "typing" if self._typing.get(seat, 0) > now else "here"
            for seat in SEATS
            if seat in here
        }

    def current(self) -> dict[Seat, Here]:
        """Who is here now, of the seats that somebody has."""
        now = time.monotonic()
        merged: dict[Seat, Here] = dict.fromkeys(self.seats, "away")
        heard = [seats for seats, until in self._others.values() if until > now]
        for seats in (*heard, self.local()):
            for seat, here in seats.items():
                if seat in merged and merged[seat] != "typing":
                    merged[seat] = here
        return merged

    def changed(self) -> bool:
        """Whether that differs from what was shown last; it counts as shown from now on."""
        before, self.shown = self.shown, self.current()
        return before != self.shown
