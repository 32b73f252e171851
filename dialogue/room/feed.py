"""Reading the log: what a seat may see, in its own numbers. One place for socket, page and export."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from dialogue.access import tags
from dialogue.access.askers import Asker
from dialogue.access.dialogues import Rooms, Seated, key_of, look_up
from dialogue.access.tags import Damaged
from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import PARTNERS, SEATS, Seat
from dialogue.engine.rules import begin, fold
from dialogue.engine.state import Happened, State
from dialogue.models import DialogueSession, Event
from dialogue.room.log import Entry, Written, happened

_NEVER = 2**31 - 1  # no log is so long


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
    newest = _seen_by(seated.seat, most).models(
        dialogue=seated.row.pk,
        length=seated.row.length,
        after=after,
        before=_NEVER if before is None else before,
    )
    newest.reverse()
    last = getattr(seated.row, f"{seated.seat}_length")
    last = last if before is None else min(last, before - 1)
    first = after + 1 if most is None else max(after + 1, last - most + 1)
    numbers = (getattr(event, number) for event in newest)
    tags.check_numbers(seated.row.pk, numbers, range(first, last + 1))
    return _unsealed(seated.key, newest)


def course(*, seated: Seated) -> list[tuple[Happened, datetime]]:
    """What happened and when, as the seat may see it, oldest first; no words are opened."""
    seen = {f"{seated.seat}_number__isnull": False, "number__lte": seated.row.length}
    events = Event.objects.filter(dialogue=seated.row, **seen).order_by("number")
    found = list(events.defer("words").annotate(worded=Q(words__isnull=False)))
    own, newest = f"{seated.seat}_number", getattr(seated.row, f"{seated.seat}_length")
    numbers = (getattr(event, own) for event in found)
    tags.check_numbers(seated.row.pk, numbers, range(1, newest + 1))
    for event in found:
        tags.check_event(event, seated.key, worded=event.worded)
    return [(happened(event), event.at) for event in found]


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
            key, fresh = key_of(row), events.get(dialogue_id, [])
            missed = range(question.after + 1, row.length + 1)
            tags.check_numbers(row.pk, (event.number for event in fresh), missed)
            found[dialogue_id] = News(
                row=row,
                state=tags.state_of(row, key),
                entries=_unsealed(key, fresh),
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


def topic_of(*, row: DialogueSession, key: bytes) -> str:
    """The sentence with which the dialogue was asked for. It is words: show it inside, never in a title."""
    first = list(Event.objects.filter(dialogue=row, number=1))
    tags.check_numbers(row.pk, [event.number for event in first], range(1, 2))
    return tags.words_of(first[0], key)


def topics_of(*, dialogues: Collection[Seated]) -> dict[UUID, str]:
    """The topics of many dialogues, in one query. One that is damaged keeps no other from being shown."""
    asked = Event.objects.filter(dialogue__in=[one.row.pk for one in dialogues], number=1)
    first = {event.dialogue_id: event for event in asked}
    topics: dict[UUID, str] = {}
    for one in dialogues:
        try:
            if one.row.pk not in first:
                raise tags.damaged(one.row.pk)
            topics[one.row.pk] = tags.words_of(first[one.row.pk], one.key)
        except Damaged:
            topics[one.row.pk] = _("(can’t be opened)")
    return topics


def first_said(*, found: Collection[Seated], move: str) -> dict[tuple[UUID, int], str]:
    """By dialogue and turn, what whoever sits in each said first by that move, in one query. What is
    damaged is left out."""
    keys = {one.row.pk: (one.key, one.seat) for one in found}
    events = Event.objects.filter(dialogue__in=list(keys), facts__name=move).order_by("number")
    said: dict[tuple[UUID, int], str] = {}
    for event in events:
        key, seat = keys[event.dialogue_id]
        place = (event.dialogue_id, event.turn)
        if event.facts["seat"] == seat and place not in said:
            with suppress(Damaged):
                said[place] = tags.words_of(event, key)
    return said


@dataclass(frozen=True, slots=True, repr=False)
class Said:
    dialogue_id: UUID
    turn: int
    at: datetime
    words: str


def said_by(*, seat: Seat, dialogues: Collection[UUID], key: bytes) -> Iterator[Said]:
    """What somebody in that seat said to the other partner, the newest first, opened one by one. What is
    damaged, or was withdrawn, is left out."""
    both = {f"{one}_number__isnull": False for one in PARTNERS}
    said = Event.objects.filter(
        dialogue__in=dialogues, facts__seat=seat, words__isnull=False, **both
    )
    for event in said.order_by("-at", "-pk").iterator(200):
        with suppress(Damaged):
            yield Said(event.dialogue_id, event.turn, event.at, tags.words_of(event, key))


Place = tuple[UUID, Seat, int]  # in a dialogue, as that seat numbers it


def said_at(*, places: Collection[Place], key: bytes) -> dict[Place, str]:
    """What was said there, in one query. What is damaged, or was withdrawn, is left out."""
    at = Q()
    for seat in {seat for _dialogue, seat, _number in places}:
        at |= Q(**{f"{seat}_number__in": {number for _, whose, number in places if whose == seat}})
    asked = Event.objects.filter(at, dialogue__in={dialogue for dialogue, *_ in places})
    said: dict[Place, str] = {}
    for event in asked:
        for place in places:
            dialogue, seat, number = place
            if (event.dialogue_id, getattr(event, f"{seat}_number")) == (dialogue, number):
                with suppress(Damaged):
                    said[place] = tags.words_of(event, key)
    return {place: words for place, words in said.items() if words}


def replayed(*, row: DialogueSession, key: bytes) -> State:
    """The fold of the whole log, in which every word is opened: the snapshot must equal it. Raises
    Damaged."""
    events = list(Event.objects.filter(dialogue=row, number__lte=row.length).order_by("number"))
    tags.check_numbers(row.pk, (event.number for event in events), range(1, row.length + 1))
    rules, opener = exercise(row.exercise, row.version), cast(Seat, row.opener)
    log = (entry.happened for entry in _unsealed(key, events))
    return fold(rules, begin(rules, opener), log)


@cache
def _seen_by(seat: Seat, most: int | None) -> Prepared[Event]:
    """The newest first."""
    number = f"{seat}_number"

    def build(*, dialogue: UUID, length: int, after: int, before: int) -> "QuerySet[Event]":
        between = {f"{number}__gt": after, f"{number}__lt": before}
        events = Event.objects.filter(dialogue=dialogue, number__lte=length, **between)
        return events.order_by(f"-{number}")[:most]

    return Prepared(
        build, dialogue=UUID(int=1), length=_NEVER - 1, after=_NEVER - 2, before=_NEVER - 3
    )


def _numbered(*, dialogues: Any, numbers: Any) -> QuerySet[Event]:
    return Event.objects.filter(IsIn(["dialogue", "number"], [dialogues, numbers]))


_EVENTS = Prepared(_numbered, dialogues=Many(), numbers=Many())


def _unsealed(key: bytes, events: Iterable[Event]) -> list[Entry]:
    """Raises Damaged where one of them is not what was written."""
    return [
        Entry(
            words=tags.words_of(event, key),
            happened=happened(event),
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
