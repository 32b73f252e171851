"""Every frame that a client sends, and how it is understood. AsyncAPI is made from here: docstrings are public."""

import json
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AwareDatetime,
    Field,
    TypeAdapter,
    ValidationError,
)

from dialogue import text
from dialogue.room.attempts import Command
from dialogue.room.wire import bounds
from dialogue.room.wire.frames import MOST, Frame, Name, Number, Text

Whose = Annotated[str, Field(max_length=100)]


class Hello(Frame):
    """The first frame of a connection. ``number``: the newest event the client already has, or 0.
    ``whose``: for whom the client holds what it holds, as an earlier welcome or the page said. Where
    another person is signed in by now, the connection ends (4403), and nothing of it is taken."""

    type: Literal["hello"]
    version: Literal[1]
    number: Number = 0
    whose: Whose = ""


class DoCommand(Frame):
    """Try an act. ``id`` is made by the client and kept until an answer comes: sent again, it gets
    the same answer and never happens twice. ``moment`` is that of the ``now`` the person was
    looking at; the acts that are open at every step (``can``) ignore it. ``time`` belongs to moves
    that say so, ``to`` to the private acts of the therapist, ``seconds`` to ``slow``. ``seat`` is
    the borrowed one, where a move is made for the partner who has lent it."""

    type: Literal["command"]
    id: UUID
    name: Name
    moment: Annotated[int, Field(strict=True, ge=-1, le=MOST)] = -1
    words: Text = ""
    time: AwareDatetime | None = None
    to: Literal["first", "second"] | None = None
    seconds: Number | None = None
    seat: Literal["first", "second"] | None = None

    def command(self) -> Command:
        return Command(
            id=self.id,
            name=self.name,
            moment=self.moment,
            words=text.cleaned(self.words),
            time=self.time,
            to=self.to,
            seconds=self.seconds,
            seat=self.seat,
        )


class KeepDraft(Frame):
    """Keep what the person is writing. Empty ``words`` forget it. ``revision`` comes back in ``drafted``."""

    type: Literal["draft"]
    moment: Number
    move: Name
    words: Text
    revision: Number


class Typing(Frame):
    """The person is writing just now. Send it at most every three seconds."""

    type: Literal["typing"]


class Heartbeat(Frame):
    """Sign of life. ``number``: the newest event the client has. ``reading``: since the last one the
    person has touched, typed or moved something, so the login is in use. Say it once a minute at
    most."""

    type: Literal["heartbeat"]
    number: Number
    reading: Annotated[bool, Field(strict=True)] = False


class Resync(Frame):
    """The client misses events after ``after``."""

    type: Literal["resync"]
    after: Number


class Earlier(Frame):
    """The page of events before number ``before``."""

    type: Literal["earlier"]
    before: Annotated[int, Field(strict=True, ge=1, le=MOST)]


ClientFrame = Annotated[
    Hello | DoCommand | KeepDraft | Typing | Heartbeat | Resync | Earlier,
    Field(discriminator="type"),
]


_CLIENT = TypeAdapter[Any](ClientFrame)


class NotUnderstood(Exception):
    """A frame that is not of the format. ``id`` is that of the command it seems to hold, so that
    the asker can match the refusal; ``code`` is stable."""

    def __init__(self, code: str, id: UUID | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.id = id


def parse(text: str, *, of: TypeAdapter[Any] = _CLIENT) -> Any:
    """The client frame in ``text``. Raises NotUnderstood, which holds nothing of ``text``."""
    frame = _understood(text, of)
    if isinstance(frame, NotUnderstood):
        raise frame  # here, where no error that quotes the text is its context
    return frame


def _understood(text: str, of: TypeAdapter[Any]) -> Any:
    try:
        data = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError):
        return NotUnderstood("not_json")
    if not isinstance(data, dict):
        return NotUnderstood("not_an_object")
    try:
        return of.validate_python(data)
    except ValidationError as error:
        kinds = {problem["type"] for problem in error.errors(include_input=False)}
    code = "too_long" if kinds == {"string_too_long"} else "malformed"
    if kinds & {"union_tag_invalid", "union_tag_not_found"}:
        code = "unknown_type"
    elif data["type"] == "hello" and data.get("version") != bounds.PROTOCOL_VERSION:
        code = "unknown_version"
    return NotUnderstood(code, _id_in(data))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):  # which of the two was meant?
        raise ValueError("a name stands there twice")
    return found


def _no_constant(name: str) -> None:
    raise ValueError("NaN and Infinity are not JSON")


def _id_in(data: dict[str, Any]) -> UUID | None:
    try:
        return UUID(data["id"]) if isinstance(data.get("id"), str) else None
    except ValueError:
        return None
