"""The board's frames, typed. No field of them holds anything that was said. Documented as the room's."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import Field, TypeAdapter

from dialogue.board.service import LONG_SILENCE, Need, RoomStatus
from dialogue.engine.allowed import allowed, floor, next_to_act
from dialogue.engine.protocol import Seat
from dialogue.engine.visibility import as_known_to
from dialogue.room.wire import bounds, frames, requests
from dialogue.room.wire.frames import Frame, Here, Number
from dialogue.room.wire.view import step_told

# --- from the client -----------------------------------------------------------------------


class BoardHello(Frame):
    """The first frame of a connection. Sent again, it is answered again by the whole board. ``whose`` as
    in the room."""

    type: Literal["hello"]
    version: Literal[1]
    whose: requests.Whose = ""


class BoardCommand(Frame):
    """Pause a room, or lift one's own pause, without going in. ``id`` is made by the client, and works
    as in the room: sent again, it gets the same answer and never happens twice."""

    type: Literal["command"]
    id: UUID
    room: UUID
    name: Literal["pause", "resume"]


class BoardHeartbeat(Frame):
    """Sign of life; the server looks at every room then. ``number``: that of the newest frame that had one.
    ``reading`` as in the room."""

    type: Literal["heartbeat"]
    number: Number
    reading: Annotated[bool, Field(strict=True)] = False


BoardClientFrame = Annotated[
    BoardHello | BoardCommand | BoardHeartbeat, Field(discriminator="type")
]


# --- from the server -----------------------------------------------------------------------


class RoomCard(Frame):
    """One room, from outside. ``people`` are the partners' names, and ``told_apart`` a number behind them where
    another couple of this therapist has the same (0: none). ``title`` says what is asked at this step, ``phase``
    and ``exercise`` are names to be read. ``next`` are the seats that may act, or will when nobody pauses any
    more; ``floor`` those that may now. ``seconds``: how long the dialogue has stood at this step, when this was
    sent. ``needs`` tells why the therapist may be wanted, the most pressing first; ``unsafe`` who felt hardly
    safe the last time. ``can``: what may be done from here."""

    id: UUID
    people: dict[Seat, str]
    told_apart: int
    exercise: str
    phase: str
    title: str
    turn: int
    sender: Seat
    floor: tuple[Seat, ...]
    next: tuple[Seat, ...]
    paused: tuple[Seat, ...]
    hands: tuple[Seat, ...]
    corrections: int
    unsafe: tuple[Seat, ...]
    presence: dict[Seat, Here]
    seconds: int
    needs: tuple[Need, ...]
    can: tuple[Literal["pause", "resume"], ...]


class BoardLimits(Frame):
    frame_bytes: int = bounds.FRAME_BYTES
    silence_seconds: int = bounds.SILENCE_SECONDS
    heartbeat_seconds: int = bounds.HEARTBEAT_SECONDS
    frames_at_once: int = bounds.FRAMES_AT_ONCE
    frames_per_second: int = bounds.FRAMES_PER_SECOND
    long_silence_seconds: int = LONG_SILENCE


class BoardView(Frame):
    """The whole board, in place of all that the client has. ``couples`` counts those in care, with or
    without a room that goes on. ``whose`` as in the room."""

    type: Literal["board"] = "board"
    version: Literal[1] = 1
    whose: str
    limits: BoardLimits = BoardLimits()
    number: int
    couples: int
    rooms: tuple[RoomCard, ...]


class BoardChanges(Frame):
    """Rooms that are new or have changed, whole; and those that are gone: ended, or no longer to be
    seen by this therapist, which are not told apart."""

    type: Literal["rooms"] = "rooms"
    number: int
    rooms: tuple[RoomCard, ...]
    gone: tuple[UUID, ...]


class BoardBeat(Frame):
    """The answer to a heartbeat. ``number``: that of the newest frame; a client that has less says hello."""

    type: Literal["heartbeat"] = "heartbeat"
    number: int


BoardServerFrame = BoardView | BoardChanges | frames.Ack | frames.Refusal | BoardBeat

_CLIENT = TypeAdapter[Any](BoardClientFrame)


def parse(text: str) -> Any:
    """The client frame in ``text``. Raises NotUnderstood, which holds nothing of ``text``."""
    return requests.parse(text, of=_CLIENT)


def card(
    *,
    room: RoomStatus,
    names: dict[Seat, str],
    told_apart: int,
    presence: dict[Seat, Here],
    seconds: int,
    unsafe: tuple[Seat, ...],
    needs: tuple[Need, ...],
) -> RoomCard:
    """In the language that is active."""
    exercise = room.exercise
    state = as_known_to("therapist", exercise, room.state)
    may = allowed(exercise, state, "therapist")
    return RoomCard(
        id=room.id,
        people=names,
        told_apart=told_apart,
        exercise=_(exercise.title),
        phase=_(exercise.phases[exercise.steps[state.step].phase]),
        title=step_told(exercise, state, names),
        turn=state.turn,
        sender=state.sender,
        floor=floor(exercise, state),
        next=next_to_act(exercise, state),
        paused=state.pausing,
        hands=state.hands,
        corrections=state.corrections,
        unsafe=unsafe,
        presence=presence,
        seconds=seconds,
        needs=needs,
        can=tuple(name for name in ("pause", "resume") if name in may),
    )
