"""The file of dialogues that this app writes and reads again, here or on another installation.

What was done is in it as the log has it, so that a reader can follow each step by the rules. A file is a
stranger's until then: its size, its shape and every text in it are bounded.
"""

import codecs
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from typing import Annotated, Any, Literal, cast
from uuid import UUID

from django.utils import timezone
from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError

from dialogue import text
from dialogue.copies.gathered import Said
from dialogue.engine.protocol import PARTNERS, Exercise, Seat, other
from dialogue.engine.state import Happened
from dialogue.engine.visibility import is_joint
from dialogue.room.log import Entry
from dialogue.room.wire import bounds

MOST_BYTES = 8_000_000
MOST_DIALOGUES, MOST_EVENTS = 2_000, 5_000


class NotOurFile(Exception):
    """It is no file of ours, or not any more. It says nothing of what is in it."""


def _as_kept(words: str) -> str:
    if not (kept := text.cleaned(words)):
        raise ValueError
    return kept


def _possible(moment: AwareDatetime) -> AwareDatetime:
    if not moment.year >= 2000 or moment > timezone.now() + timedelta(days=1):
        raise ValueError
    return moment.astimezone(UTC)


Words = Annotated[str, Field(max_length=bounds.TEXT_LENGTH), AfterValidator(_as_kept)]
Moment = Annotated[AwareDatetime, AfterValidator(_possible)]
Name = Annotated[str, Field(pattern="^[a-z_]{1,40}$")]
Number = Annotated[int, Field(strict=True, ge=0, le=10**6)]
PartnerSeat = Literal["first", "second"]


class _Written(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    def __repr_args__(self) -> Iterable[tuple[str | None, Any]]:
        """Nothing of what is in it may end in a log."""
        return ()


class EventCopy(_Written):
    """What was done. ``words``: what was written; without them, ``withdrawn`` or ``left_out`` says that
    there were some."""

    at: Moment
    seat: Seat
    name: Name
    step: Name
    turn: Number
    sender: PartnerSeat
    piece: Number | None = None
    minutes: Number | None = None
    seconds: Number | None = None
    marks: tuple[tuple[Name, Name], ...] = Field(default=(), max_length=20)
    aloud: bool = False
    borrowed: bool = False
    agreed: bool = False
    words: Words | None = None
    withdrawn: bool = False
    left_out: bool = False

    @property
    def had_words(self) -> bool:
        return self.words is not None or self.withdrawn or self.left_out

    def happened(self) -> Happened:
        apart = {"at", "words", "withdrawn", "left_out"}
        return Happened(**self.model_dump(exclude=apart))


class KeptCopy(_Written):
    """``seat`` keeps the ``nth`` sentence of what the other wrote in the ``event``, which are counted from
    0 and from 1."""

    seat: PartnerSeat
    event: Number
    nth: Number
    at: Moment


class DialogueCopy(_Written):
    id: UUID
    exercise: Name
    version: Number
    opener: PartnerSeat
    opened_at: Moment
    events: tuple[EventCopy, ...] = Field(min_length=1, max_length=MOST_EVENTS)
    kept: tuple[KeptCopy, ...] = Field(default=(), max_length=len(PARTNERS))


class DialoguesFile(_Written):
    """``whose``: whose words are in it. ``names`` are for those who read it."""

    format: Literal["imago dialogues"]
    version: Literal[1]
    whose: Literal["both", "first", "second"]
    names: dict[Seat, Annotated[str, Field(max_length=60), AfterValidator(text.name)]]
    dialogues: tuple[DialogueCopy, ...] = Field(max_length=MOST_DIALOGUES)


def written(dialogues: Iterable[Said], *, names: dict[Seat, str], own: Seat | None) -> str:
    """The file; with the words of ``own`` alone, if that is a seat."""
    return dumped(
        DialoguesFile(
            format="imago dialogues",
            version=1,
            whose=own if own in PARTNERS else "both",
            names=names,
            dialogues=tuple(_dialogue(one, own) for one in dialogues),
        )
    )


def dumped(file: DialoguesFile) -> str:
    return file.model_dump_json(exclude_defaults=True, indent=1)


def read(content: bytes) -> DialoguesFile:
    """Raises NotOurFile for anything else."""
    if len(content) > MOST_BYTES:
        raise NotOurFile
    try:
        # Some programs put a mark before what they have shown, and saved again.
        return DialoguesFile.model_validate_json(content.removeprefix(codecs.BOM_UTF8))
    except (ValidationError, RecursionError):
        # From None: the error holds what is in the file.
        raise NotOurFile from None


def turned(file: DialoguesFile) -> DialoguesFile:
    """The same where the first partner sits second here."""
    places = {"first": "second", "second": "first", "therapist": "therapist", "both": "both"}

    def event(one: EventCopy) -> EventCopy:
        return one.model_copy(
            update={"seat": places[one.seat], "sender": other(one.sender)},
        )

    return file.model_copy(
        update={
            "whose": places[file.whose],
            "names": {places[seat]: name for seat, name in file.names.items()},
            "dialogues": tuple(
                one.model_copy(
                    update={
                        "opener": other(one.opener),
                        "events": tuple(event(each) for each in one.events),
                        "kept": tuple(
                            each.model_copy(update={"seat": other(each.seat)}) for each in one.kept
                        ),
                    }
                )
                for one in file.dialogues
            ),
        }
    )


def _dialogue(one: Said, own: Seat | None) -> DialogueCopy:
    row = one.found.row
    events = tuple(_event(entry, own, one.found.exercise) for entry in one.entries)
    return DialogueCopy(
        id=row.origin or row.pk,
        exercise=row.exercise,
        version=row.version,
        opener=row.opener,
        opened_at=row.opened_at,
        events=events,
        kept=tuple(_kept(one, events)),
    )


def _kept(one: Said, events: tuple[EventCopy, ...]) -> Iterator[KeptCopy]:
    """Where the words are in the file, as the other's."""
    for kept in one.kept:
        for event, (entry, written) in enumerate(zip(one.entries, events, strict=True), 1):
            is_it = entry.numbers.get(kept.by) == kept.number and written.seat == kept.said_by
            if is_it and written.words:
                yield KeptCopy(seat=cast(Any, kept.by), event=event, nth=kept.nth, at=kept.at)


def _event(entry: Entry, own: Seat | None, exercise: Exercise) -> EventCopy:
    happened = entry.happened
    if is_joint(exercise, happened):
        happened = replace(happened, seat=happened.sender, borrowed=False)
    left_out = own not in (None, happened.seat) and bool(entry.words)
    facts = {
        name: value for name, value in happened.to_facts().items() if name not in ("to", "private")
    }
    return EventCopy(
        **facts,
        turn=happened.turn,
        at=entry.at,
        words=None if left_out or not entry.words else entry.words,
        withdrawn=entry.withdrawn,
        left_out=left_out,
    )
