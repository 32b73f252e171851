"""The frames of a page that waits, typed. None of them says what has changed. Documented with the room's."""

from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from dialogue.room.wire import bounds, frames, requests
from dialogue.room.wire.frames import Frame, Number

# --- from the client -----------------------------------------------------------------------


class WaitingHello(Frame):
    """The first frame of a connection. ``seen``: the mark in the page's head, of what it shows. ``whose`` as in the
    room."""

    type: Literal["hello"]
    version: Literal[1]
    whose: requests.Whose = ""
    seen: Annotated[str, Field(max_length=64, pattern=r"^[0-9a-f]*$")] = ""


class WaitingHeartbeat(Frame):
    """Sign of life. ``number``: of the changes heard on this connection. ``reading`` as in the room, where somebody
    does more than wait."""

    type: Literal["heartbeat"]
    number: Number
    reading: Annotated[bool, Field(strict=True)] = False


WaitingClientFrame = Annotated[WaitingHello | WaitingHeartbeat, Field(discriminator="type")]


# --- from the server -----------------------------------------------------------------------


class WaitingLimits(Frame):
    frame_bytes: int = bounds.FRAME_BYTES
    silence_seconds: int = bounds.SILENCE_SECONDS
    heartbeat_seconds: int = bounds.HEARTBEAT_SECONDS
    frames_at_once: int = bounds.FRAMES_AT_ONCE
    frames_per_second: int = bounds.FRAMES_PER_SECOND


class Waits(Frame):
    """The answer to a hello. ``whose`` as in the room."""

    type: Literal["waits"] = "waits"
    version: Literal[1] = 1
    whose: str
    limits: WaitingLimits = WaitingLimits()


class Changed(Frame):
    """Something that this person sees has changed: the page fetches itself. The same, whatever it was."""

    type: Literal["changed"] = "changed"


class WaitingBeat(Frame):
    """The answer to a heartbeat. ``number``: of the changes told on this connection."""

    type: Literal["heartbeat"] = "heartbeat"
    number: int


WaitingServerFrame = Waits | Changed | WaitingBeat | frames.Refusal

_CLIENT = TypeAdapter[Any](WaitingClientFrame)


def parse(text: str) -> Any:
    """The client frame in ``text``. Raises NotUnderstood, which holds nothing of ``text``."""
    return requests.parse(text, of=_CLIENT)
