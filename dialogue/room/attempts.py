"""What is asked of a dialogue, and what is answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated
from dialogue.engine.protocol import Seat
from dialogue.engine.state import RefusalCode


@dataclass(frozen=True, slots=True, repr=False)
class Command:
    """What a client asks for. ``id`` is made by the client and makes a repeat harmless (I1).
    ``time`` is an instant, where the move carries one; ``words`` are already within their bounds.
    ``seat`` is the borrowed one, where it is done for the other partner."""

    id: UUID
    name: str
    moment: int = -1
    words: str = ""
    time: datetime | None = None
    to: Seat | None = None
    seconds: int | None = None
    seat: Seat | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """The act is committed (I2). ``number`` is its number for the seat of the asker."""

    number: int


@dataclass(frozen=True, slots=True)
class Refused:
    """For the asker alone (I13). ``state`` and ``seat`` let it be told what is allowed now."""

    code: RefusalCode | str
    seated: Seated


@dataclass(frozen=True, slots=True)
class Attempt:
    """What ``take_turn`` is asked."""

    asker: Asker
    dialogue_id: UUID
    command: Command


Answer = Taken | Refused | Exception
