"""Every frame that the server sends, typed. AsyncAPI is made from here: docstrings are public documentation."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
)

from dialogue import text
from dialogue.engine.protocol import Medium, Part, Seat, Words
from dialogue.room.wire import bounds


def _counted(given: Any) -> Any:
    """Half a sign is none: else all of the words would be refused for it."""
    return text.with_breaks(text.whole(given)) if isinstance(given, str) else given


# Counted as in a form, and without what cannot be read: it also swells to six times its size in JSON.
Text = Annotated[
    str,
    Field(max_length=bounds.TEXT_LENGTH),
    BeforeValidator(_counted),
    AfterValidator(text.readable),
]
# Names and numbers reach the database as they are, so nothing gets in that it could not hold.
Name = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
MOST = 2**31 - 1
Number = Annotated[int, Field(strict=True, ge=0, le=MOST)]


class Frame(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Nothing of what is in it: it may be words, and end in a log."""
        return ()


class MoveView(Frame):
    """Something this seat may do now. ``stems`` are offered opening words; ``says`` is what is said
    when optional words are left out; ``time``: the command carries a time, at most ``days`` ahead;
    if that is more than one, the whole day is meant. ``helps``: what the writer may be privately
    helped with, in the browser alone. ``gives``: the step whose newest words are chosen by this.
    ``aloud``: it stands for something that is said aloud just now; its words, which are optional
    then, are a note."""

    name: str
    label: str
    words: Words
    prompt: str = ""
    stems: tuple[str, ...] = ()
    says: str = ""
    time: bool = False
    days: int = 1
    helps: str = ""
    gives: str = ""
    quiet: bool = False
    aloud: bool = False


class PhaseView(Frame):
    id: str
    name: str


class BorrowedView(Frame):
    """The seat that was lent to this phone: what its owner is asked or told, and what may be done
    for them here. Of what is theirs alone, nothing. ``own_login``: the step has other moves of
    theirs, which take their own login."""

    seat: Seat
    title: str
    why: str
    moves: tuple[MoveView, ...]
    own_login: bool


class Passing(Frame):
    """What of ``Now`` passes with time and with every turn."""

    number: int
    moment: int
    turn: int
    due: datetime | None = None
    wait: int = 0
    left: int | None = None
    messages_left: int | None = None


class Now(Passing):
    """Where the dialogue stands, for one seat. ``floor``: who may act (nobody while paused or over).
    ``can``: acts that are open at every step. ``outcome`` is empty while the dialogue is open.
    ``number``: the newest event that is in it; of two, the one with the higher number is newer.
    ``wait``: seconds until a move is accepted, where the therapist made it slow (``slow`` is the
    least time that she asked for). ``hands`` and ``offers`` hold what this seat may know of: who
    raised a hand; and to whom an ``offer`` (a stem) or a ``double`` (a line) stands open, whose
    words are those of the newest event of that name. ``ending``: it ends when the role is put down.
    ``minutes``: after so many both agreed to be reminded (0: not at all), ``left`` the seconds until
    then, below 0 when they are over; ``messages`` and ``messages_left``: the same, counted in messages
    that were shared. Nothing is cut off by either. ``afterwards``: what an exercise says
    to both once it is over.
    ``medium``: whether the partners write to each other here, or speak wherever they are. ``turning``: who
    has asked for the other medium; it turns when both partners have. ``lent``:
    the seat for which the other partner's phone acts too; ``borrowed`` is there for that phone."""

    step: str
    phase: str
    sender: Seat
    part: Part | None
    floor: tuple[Seat, ...]
    paused: tuple[Seat, ...]
    outcome: str
    title: str
    why: str
    moves: tuple[MoveView, ...]
    can: tuple[str, ...]
    corrections: int
    hold: bool
    slow: int
    hands: tuple[Seat, ...]
    offers: dict[Seat, Literal["offer", "double"]]
    ending: bool
    minutes: int = 0
    messages: int = 0
    afterwards: str = ""
    medium: Medium
    turning: tuple[Seat, ...] = ()
    lent: Seat | None = None
    borrowed: BorrowedView | None = None


class EventView(Frame):
    """Something that happened. ``number`` counts what this seat may see, without gaps. ``kind`` says
    how to lay it out: words that are said, an echo (mirror) of ``piece``, a fix (correction or
    addition, itself piece ``piece``), a whisper (for its two ends alone: ``seat`` and ``to``),
    a frame (what the therapist says to both) or a note without words. ``day``: the whole day of
    ``time`` is meant. ``aloud``: it was said where no log could hear it; its words, if there are
    any, are a note about it. ``borrowed``: it was done for ``seat`` on the other partner's phone.
    ``withdrawn``: its author took the words back afterwards. ``joint``: it is what came of what both
    answered unseen; ``tells`` is a sentence of its own, and ``seat`` is always that of the sender."""

    number: int
    name: str
    seat: Seat
    turn: int
    step: str
    at: datetime
    kind: Literal["say", "echo", "fix", "whisper", "frame", "note"]
    tells: str
    words: str = ""
    piece: int | None = None
    time: datetime | None = None
    day: bool = False
    to: Seat | None = None
    aloud: bool = False
    borrowed: bool = False
    withdrawn: bool = False
    joint: bool = False


class PersonView(Frame):
    name: str
    pronoun: str


class ExerciseView(Frame):
    id: str
    title: str
    phases: tuple[PhaseView, ...]


class Limits(Frame):
    text_length: int = bounds.TEXT_LENGTH
    frame_bytes: int = bounds.FRAME_BYTES
    silence_seconds: int = bounds.SILENCE_SECONDS
    heartbeat_seconds: int = bounds.HEARTBEAT_SECONDS
    typing_seconds: int = bounds.TYPING_SECONDS
    frames_at_once: int = bounds.FRAMES_AT_ONCE
    frames_per_second: int = bounds.FRAMES_PER_SECOND
    frames_per_reading: int = bounds.FRAMES_PER_READING
    unheard_bytes: int = bounds.UNHEARD_BYTES
    page_events: int = bounds.PAGE_EVENTS
    catch_up_events: int = bounds.CATCH_UP_EVENTS


class DraftView(Frame):
    moment: int
    move: str
    words: str


Here = Literal["here", "typing", "away"]


class Welcome(Frame):
    """The answer to ``hello``. ``events`` follow the client's ``number`` without a gap, unless
    ``gap`` is true: then they are the newest ones and take the place of all that the client has;
    older ones must be asked for (``earlier``). ``whose``: whom it is for. A client that holds anything for
    somebody else shows them nothing of it, and hands none of it over."""

    type: Literal["welcome"] = "welcome"
    version: Literal[1] = 1
    whose: str
    seat: Seat
    people: dict[Seat, PersonView]
    exercise: ExerciseView
    limits: Limits = Limits()
    number: int
    now: Now
    events: tuple[EventView, ...]
    gap: bool
    draft: DraftView | None
    presence: dict[Seat, Here]


class Ack(Frame):
    """The command is committed. ``number`` is that of its event, for this seat."""

    type: Literal["ack"] = "ack"
    id: UUID
    number: int


class Refusal(Frame):
    """The command (or frame, where ``id`` is empty) was refused; nothing changed. ``code`` is
    stable, ``message`` is for people, ``now`` tells what is allowed. Only ``try_again`` is no
    answer yet: send the same command again a little later."""

    type: Literal["refusal"] = "refusal"
    id: UUID | None
    code: str
    message: str
    now: Now | None = None


class Events(Frame):
    """New events, numbered on from the last ones, and the dialogue after them."""

    type: Literal["events"] = "events"
    events: tuple[EventView, ...]
    now: Now


_EVENTS = TypeAdapter(tuple[EventView, ...])


def events_text(events: tuple[EventView, ...], now: str) -> str:
    """The frame ``Events``, where ``now`` is JSON already."""
    return f'{{"type":"events","events":{_EVENTS.dump_json(events).decode()},"now":{now}}}'


class Page(Frame):
    """Earlier events; ``more`` when there are still earlier ones."""

    type: Literal["page"] = "page"
    events: tuple[EventView, ...]
    more: bool


class Drafted(Frame):
    """The draft of that revision is kept."""

    type: Literal["drafted"] = "drafted"
    revision: int


class DraftElsewhere(Frame):
    """The same person wrote in another tab."""

    type: Literal["draft"] = "draft"
    draft: DraftView


class Presence(Frame):
    """Who is connected. Seats that nobody has are left out."""

    type: Literal["presence"] = "presence"
    presence: dict[Seat, Here]


class Beat(Frame):
    """The answer to a heartbeat. ``number``: the newest event of this seat; a client that has less resyncs."""

    type: Literal["heartbeat"] = "heartbeat"
    number: int


ServerFrame = Welcome | Ack | Refusal | Events | Page | Drafted | DraftElsewhere | Presence | Beat
