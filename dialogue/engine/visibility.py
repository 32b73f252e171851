"""The one rule of who may see which event. Socket, page and export all ask here."""

from dialogue.engine.protocol import SEATS, UNIVERSAL, Seat
from dialogue.engine.state import Happened


def sees(seat: Seat, event: Happened) -> bool:
    """Whether ``seat`` may know that ``event`` happened."""
    return not is_private(event) or seat in (event.seat, event.to)


def is_private(event: Happened) -> bool:
    """Whether it exists for its two ends alone, as a whisper does, or for whoever did it."""
    return event.private or (event.name in UNIVERSAL and UNIVERSAL[event.name].private)


def seats_that_see(event: Happened) -> tuple[Seat, ...]:
    return tuple(seat for seat in SEATS if sees(seat, event))
