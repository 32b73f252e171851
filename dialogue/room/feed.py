"""Reading the log: what a seat may see, in its own numbers. One place for socket, page and export."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db.models import F, QuerySet, prefetch_related_objects

from dialogue.access.askers import Asker
from dialogue.access.deliveries import still_permitted
from dialogue.access.dialogues import Seated
from dialogue.base import vault
from dialogue.base.prepared import Prepared
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import SEATS, Seat
from dialogue.engine.rules import fold
from dialogue.engine.state import Happened, State
from dialogue.models import DialogueSession, Event, Person
from dialogue.room.turns import happened


@dataclass(frozen=True, slots=True, repr=False)
class Entry:
    """One event, unsealed. ``numbers`` holds the number that each seat which may see it gives it."""

    happened: Happened
    words: str
    at: datetime
    numbers: dict[Seat, int]


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


def news(*, dialogue_id: UUID, after: int, askers: dict[Asker, Seat]) -> News:
    """All that happened after number ``after`` of the log itself, for a room to deal out by seat.

    The row is read first and the events up to it, so no transaction is needed to make them fit.
    Raises DialogueSession.DoesNotExist if the dialogue was erased.
    """
    row = next(iter(_ROW.models(dialogue_id=dialogue_id)), None)
    if row is None:
        raise DialogueSession.DoesNotExist
    permitted = still_permitted(askers=askers, row=row)
    fresh: list[Entry] = []
    if row.length > after:
        key = vault.couple_key(row.couple_id, row.wrapped_key)  # type: ignore[attr-defined]
        events = _EVENTS.models(dialogue_id=dialogue_id, after=after, last=row.length)
        fresh = _unsealed(row, key, events)
    return News(row=row, state=State.from_json(row.state), entries=fresh, permitted=permitted)


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


def _row(*, dialogue_id: UUID) -> QuerySet[DialogueSession]:
    return DialogueSession.objects.filter(pk=dialogue_id).annotate(
        wrapped_key=F("couple__wrapped_key")
    )


def _events(*, dialogue_id: UUID, after: int, last: int) -> QuerySet[Event]:
    events = Event.objects.filter(dialogue=dialogue_id, number__gt=after, number__lte=last)
    return events.order_by("number")


_ROW = Prepared(_row, dialogue_id=UUID(int=7))
_EVENTS = Prepared(_events, dialogue_id=UUID(int=7), after=2_000_000_007, last=2_000_000_008)


def _unsealed(row: DialogueSession, key: bytes, events: Iterable[Event]) -> list[Entry]:
    return [
        Entry(
            happened=(fact := happened(event)),
            words=vault.unseal(key, bytes(event.words), row.pk, event.number, fact.seat)
            if event.words
            else "",
            at=event.at,
            numbers={
                seat: number
                for seat in SEATS
                if (number := getattr(event, f"{seat}_number")) is not None
            },
        )
        for event in events
    ]
