"""The one rule of who may see which event. Socket, page and export all ask here."""

from dialogue.engine.protocol import SEATS, Seat
from dialogue.engine.state import Event


def sees(seat: Seat, event: Event) -> bool:
    """Whether ``seat`` may know that ``event`` happened. A whisper exists for its two ends only."""
    if event.name == "whisper":
        return seat in (event.seat, event.to)
    return True


def seats_that_see(event: Event) -> tuple[Seat, ...]:
    return tuple(seat for seat in SEATS if sees(seat, event))
