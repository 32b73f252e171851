"""Who may be in which dialogue. Every command and every delivery asks here again (I10).

One always asks through the person: a stranger's dialogue does not exist for you, and answers
exactly like one that never was.
"""

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from dialogue.access import tags
from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut, login_holds
from dialogue.access.places import Places, places_with
from dialogue.access.therapists import cared_for
from dialogue.base import vault
from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.base.problems import NotOpen
from dialogue.base.vault import CannotOpen
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Exercise, Seat
from dialogue.engine.state import State
from dialogue.models import DialogueSession, Partner, Person


@dataclass(frozen=True, slots=True)
class Seated:
    """A dialogue as found by somebody who may be in it."""

    row: DialogueSession
    seat: Seat
    exercise: Exercise
    state: State
    key: bytes = field(repr=False)


class Rooms:
    """Some dialogues, and who may be in them, as both were at one moment."""

    def __init__(self, rows: Iterable[DialogueSession], places: Places) -> None:
        self._rows = {row.pk: row for row in rows}
        self._places = places

    def row(self, dialogue_id: UUID) -> DialogueSession | None:
        return self._rows.get(dialogue_id)

    def seated(self, asker: Asker, dialogue_id: UUID, *, to_read: bool = False) -> Seated:
        """The dialogue for this asker. Raises SignedOut, NoSuchDialogue or NotOpen.

        ``to_read`` is for what was said: for the partners it stays readable while their sessions
        are not open.
        """
        row = self._rows.get(dialogue_id)
        try:
            if row is None:
                raise NoSuchDialogue
            return _seated(row, self._places.seat_of(asker, row.couple_id, to_read=to_read))
        except NoSuchDialogue:
            # Only on this rare path: was it the dialogue that is not there, or the login?
            if not Person.objects.filter(login_holds(asker), pk=asker.person_id).exists():
                raise SignedOut from None
            raise

    def permitted(self, askers: Mapping[Asker, Seat], row: DialogueSession) -> set[Asker]:
        """Those of ``askers`` who may still be where they sit in ``row``."""
        return {asker for asker, seat in askers.items() if self._sits(asker, seat, row)}

    def _sits(self, asker: Asker, seat: Seat, row: DialogueSession) -> bool:
        try:
            return self._places.seat_of(asker, row.couple_id) == seat
        except (NoSuchDialogue, NotOpen, SignedOut):
            return False

    def is_taken(self, seat: Seat, row: DialogueSession) -> bool:
        """Whether somebody who may act sits in that seat of ``row``."""
        return self._places.is_taken(seat, row.couple_id)


def look_up(*, dialogues: Collection[UUID], askers: Iterable[Asker], lock: bool = False) -> Rooms:
    """Those of ``dialogues`` that there are, and all that tells who of ``askers`` may be in them: two
    statements, however many they are.

    With ``lock`` (inside a transaction) nobody else appends until the transaction ends: by the rows
    on PostgreSQL, in one order everywhere, so that two processes never wait for each other; by the
    whole file on SQLite, where every transaction is immediate.
    """
    query = _LOCKED if lock and connection.features.has_select_for_update_of else _ROWS
    rows = query.models(dialogues=sorted(dialogues))
    logins = {asker.login for asker in askers if asker.login}
    # Asked for no couple, too: what is absent must not answer sooner than what is foreign.
    places = places_with(couples={row.couple_id for row in rows}, logins=logins)
    return Rooms(rows, places)


def find(*, asker: Asker, dialogue_id: UUID, lock: bool = False, to_read: bool = False) -> Seated:
    """One dialogue for one asker: see ``look_up`` and ``Rooms.seated``."""
    rooms = look_up(dialogues=[dialogue_id], askers=[asker], lock=lock)
    return rooms.seated(asker, dialogue_id, to_read=to_read)


def dialogues_of(person_id: int) -> QuerySet[DialogueSession]:
    """The dialogues that exist for this person, each with its ``seat``."""
    place = Partner.objects.current().filter(couple=OuterRef("couple"), person=person_id)
    care = cared_for().filter(id=OuterRef("couple"), therapist=person_id)
    return (
        with_keys(DialogueSession.objects.filter(couple__ended_at=None))
        .annotate(
            seat=Coalesce(
                Subquery(place.values("seat")[:1]),
                Subquery(care.values(as_therapist=Value("therapist"))[:1]),
            )
        )
        .exclude(seat=None)
    )


def seated(row: DialogueSession) -> Seated:
    """A row of ``dialogues_of`` with its exercise, its state and its key."""
    return _seated(row, cast(Seat, row.seat))  # type: ignore[attr-defined]


def that_open(rows: Iterable[DialogueSession]) -> list[Seated]:
    """The same of many: a row that is not what was written keeps no other one from being shown."""
    found = []
    for row in rows:
        with suppress(CannotOpen):
            found.append(seated(row))
    return found


def has_therapist(row: DialogueSession) -> bool:
    """Whether the couple of a row that was found here has one."""
    return row.therapist_id is not None  # type: ignore[attr-defined]


def key_of(row: DialogueSession) -> bytes:
    """The key of the couple of a row that was found here."""
    return vault.couple_key(row.couple_id, row.wrapped_key)  # type: ignore[attr-defined]


def _seated(row: DialogueSession, seat: Seat) -> Seated:
    key = key_of(row)
    state = tags.state_of(row, key)
    return Seated(
        row=row,
        seat=seat,
        exercise=exercise(row.exercise, row.version),
        state=state,
        key=key,
    )


def with_keys(rows: QuerySet[DialogueSession]) -> QuerySet[DialogueSession]:
    return rows.annotate(wrapped_key=F("couple__wrapped_key"), therapist_id=F("couple__therapist"))


def _rows(*, dialogues: Any) -> QuerySet[DialogueSession]:
    rows = DialogueSession.objects.filter(IsIn(["pk"], [dialogues]))
    return with_keys(rows).order_by("pk")


def _rows_to_lock(*, dialogues: Any) -> QuerySet[DialogueSession]:
    return _rows(dialogues=dialogues).select_for_update(of=("self",))


_ROWS = Prepared(_rows, dialogues=Many())
_LOCKED = Prepared(_rows_to_lock, dialogues=Many())
