"""Reading the log: what a seat may see, in its own numbers. One place for socket, page and export."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import QuerySet, prefetch_related_objects

from dialogue.access.askers import Asker
from dialogue.access.dialogues import Rooms, Seated, key_of, look_up
from dialogue.base import vault
from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import SEATS, Seat
from dialogue.engine.rules import fold
from dialogue.engine.state import Happened, State
from dialogue.models import DialogueSession, Event, Person
from dialogue.room.log import Entry, Written, happened


@dataclass(frozen=True, slots=True)
class Question:
    """What happened after number ``after`` of the log, and which of ``askers`` may still know it."""

    after: int
    askers: dict[Asker, Seat]


@dataclass(frozen=True, slots=True)
class News:
    """What a room learns when it is woken: the dialogue now, what was new, and who may still know."""

    row: DialogueSession
    state: State
    entries: list[Entry]
    permitted: set[Asker]


def entries(
    *,
    seated: Seated,
    after: int = 0,
    before: int | None = None,
    most: int | None = None,
) -> list[Entry]:
    """What the seat may see, oldest first, with ``after`` < its number < ``before``; the newest
    ``most`` of them. Never beyond the row that ``seated`` holds, so both tell one truth (I5)."""
    number = f"{seated.seat}_number"
    events = Event.objects.filter(
        dialogue=seated.row, number__lte=seated.row.length, **{f"{number}__gt": after}
    )
    if before is not None:
        events = events.filter(**{f"{number}__lt": before})
    events = events.order_by(f"-{number}")
    return _unsealed(seated.row, seated.key, reversed(events[:most] if most else events))


def course(*, seated: Seated) -> list[tuple[Happened, datetime]]:
    """What happened and when, as the seat may see it, oldest first; no words are opened."""
    seen = {f"{seated.seat}_number__isnull": False, "number__lte": seated.row.length}
    events = Event.objects.filter(dialogue=seated.row, **seen).order_by("number")
    return [(happened(event), event.at) for event in events.only("facts", "turn", "at")]


def news(*, questions: Mapping[UUID, Question]) -> dict[UUID, News | Exception]:
    """By dialogue, all that happened after number ``after`` of the log itself, for a room to deal out by
    seat; three statements, however many they are.

    The rows are read first and the events up to them, so no transaction is needed to make them fit.
    A dialogue that was erased gets DialogueSession.DoesNotExist; one that cannot be read, why.
    """
    if not questions:
        return {}
    askers = [asker for question in questions.values() for asker in question.askers]
    rooms = look_up(dialogues=questions.keys(), askers=askers)
    events = _missed(rooms, questions)
    found: dict[UUID, News | Exception] = {}
    for dialogue_id, question in questions.items():
        try:
            row = rooms.row(dialogue_id)
            if row is None:
                raise DialogueSession.DoesNotExist
            fresh = events.get(dialogue_id)
            found[dialogue_id] = News(
                row=row,
                state=State.from_json(row.state),
                entries=_unsealed(row, key_of(row), fresh) if fresh else [],
                permitted=rooms.permitted(question.askers, row),
            )
        except Exception as error:  # noqa: BLE001 - one room's trouble is not the others'
            found[dialogue_id] = error
    return found


def _missed(rooms: Rooms, questions: Mapping[UUID, Question]) -> dict[UUID, list[Event]]:
    """The events that each has not had. A log has no gaps: they can be asked for by number."""
    wanted = [
        (dialogue_id, number)
        for dialogue_id, question in questions.items()
        if (row := rooms.row(dialogue_id))
        for number in range(question.after + 1, row.length + 1)
    ]
    if not wanted:
        return {}
    events: dict[UUID, list[Event]] = {}
    dialogues, numbers = map(list, zip(*wanted, strict=True))
    for event in _EVENTS.models(dialogues=dialogues, numbers=numbers):
        events.setdefault(event.dialogue_id, []).append(event)
    for of_one in events.values():
        of_one.sort(key=lambda event: event.number)
    return events


def news_of(*, written: Written, rooms: Rooms, question: Question) -> News:
    """The same of what was just committed here, without reading it back."""
    return News(
        row=written.row,
        state=written.state,
        entries=written.entries,
        permitted=rooms.permitted(question.askers, written.row),
    )


def people_in(*, row: DialogueSession) -> dict[Seat, Person]:
    """Who sits where, now."""
    prefetch_related_objects([row], "couple__therapist", "couple__partners__person")
    people = {cast(Seat, partner.seat): partner.person for partner in row.couple.partners.all()}
    if row.couple.therapist:
        people["therapist"] = row.couple.therapist
    return people


def topic_of(*, row: DialogueSession, key: bytes) -> str:
    """The sentence with which the dialogue was asked for. It is words: show it inside, never in a title."""
    first = Event.objects.filter(dialogue=row, number=1).first()
    return _unsealed(row, key, [first])[0].words if first else ""


def topics_of(*, found: Collection[Seated]) -> dict[UUID, str]:
    """The topics of many dialogues, in one query."""
    asked = Event.objects.filter(dialogue__in=[one.row.pk for one in found], number=1)
    first = {event.dialogue_id: event for event in asked}
    return {
        one.row.pk: _unsealed(one.row, one.key, [first[one.row.pk]])[0].words
        for one in found
        if one.row.pk in first
    }


def replayed(*, row: DialogueSession, start: State) -> State:
    """The fold of the whole log, which the snapshot must equal."""
    from_log = (happened(event) for event in Event.objects.filter(dialogue=row).order_by("number"))
    return fold(exercise(row.exercise, row.version), start, from_log)


def _numbered(*, dialogues: Any, numbers: Any) -> QuerySet[Event]:
    return Event.objects.filter(IsIn(["dialogue", "number"], [dialogues, numbers]))


_EVENTS = Prepared(_numbered, dialogues=Many(), numbers=Many())


def _unsealed(row: DialogueSession, key: bytes, events: Iterable[Event]) -> list[Entry]:
    return [
        Entry(
            happened=(fact := happened(event)),
            words=vault.unseal(key, bytes(event.words), row.pk, event.number, fact.seat)
            if event.words
            else "",
            at=event.at,
            withdrawn=event.withdrawn_at is not None,
            numbers={
                seat: number
                for seat in SEATS
                if (number := getattr(event, f"{seat}_number")) is not None
            },
        )
        for event in events
    ]
