"""Who may be in which dialogue. Every command and every delivery asks here again (I10).

One always asks through the person: a stranger's dialogue does not exist for you, and answers
exactly like one that never was.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Coalesce
from django.utils import timezone

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut, login_holds
from dialogue.access.consent import gate_open
from dialogue.access.therapists import cared_for
from dialogue.base import vault
from dialogue.base.prepared import Prepared
from dialogue.base.problems import NotOpen
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


def dialogues_of(person_id: int) -> QuerySet[DialogueSession]:
    """The dialogues that exist for this person, each with its ``seat``."""
    place = Partner.objects.in_place().filter(
        couple=OuterRef("couple"), person=person_id, person__is_active=True
    )
    care = cared_for().filter(id=OuterRef("couple"), therapist=person_id)
    return (
        DialogueSession.objects.filter(couple__ended_at=None)
        .annotate(
            seat=Coalesce(
                Subquery(place.values("seat")[:1]),
                Subquery(care.values(as_therapist=Value("therapist"))[:1]),
            ),
            wrapped_key=F("couple__wrapped_key"),
        )
        .exclude(seat=None)
    )


def find(*, asker: Asker, dialogue_id: UUID, lock: bool = False, to_read: bool = False) -> Seated:
    """The dialogue for this asker. Raises SignedOut, NoSuchDialogue or NotOpen.

    ``to_read`` is for what was said: for the partners it stays readable while their sessions are
    not open.

    With ``lock`` (inside a transaction) nobody else appends until the transaction ends: by the
    row on PostgreSQL, by the whole file on SQLite, where every transaction is immediate.
    """
    query = _FIND[lock and connection.features.has_select_for_update_of, bool(asker.login)]
    values: dict[str, Any] = {"person_id": asker.person_id, "dialogue_id": dialogue_id}
    values["now"] = timezone.now()
    if asker.login:
        values |= {"login": asker.login, "password": asker.password}
    row = next(iter(query.models(**values)), None)
    if row is None:
        # Only on this rare path: was it the dialogue that is not there, or the login?
        if not Person.objects.filter(login_holds(asker), pk=asker.person_id).exists():
            raise SignedOut
        raise NoSuchDialogue
    if not row.signed_in:  # type: ignore[attr-defined]
        raise SignedOut
    if not (row.is_open or (to_read and row.seat != "therapist")):  # type: ignore[attr-defined]
        raise NotOpen
    return seated(row)


def seated(row: DialogueSession) -> Seated:
    """A row of ``dialogues_of`` with its exercise, its state and its key."""
    return Seated(
        row=row,
        seat=cast(Seat, row.seat),  # type: ignore[attr-defined]
        exercise=exercise(row.exercise, row.version),
        state=State.from_json(row.state),
        key=vault.couple_key(row.couple_id, row.wrapped_key),  # type: ignore[attr-defined]
    )


def _found(
    *,
    person_id: int,
    dialogue_id: UUID,
    now: datetime,
    login: str = "",
    password: str = "",
) -> QuerySet[DialogueSession]:
    asker = Asker(person_id, login=login, password=password)
    holds = Person.objects.filter(login_holds(asker, now), pk=person_id)
    return (
        dialogues_of(person_id)
        .filter(pk=dialogue_id)
        .annotate(signed_in=Exists(holds), is_open=_if(gate_open(OuterRef("couple"), now)))
    )


def _if(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _found_and_locked(**values: Any) -> QuerySet[DialogueSession]:
    return _found(**values).select_for_update(of=("self",))


_NOW = datetime(1970, 1, 2, tzinfo=UTC)
_A_LOGIN: dict[str, Any] = {"login": "a login", "password": "a password"}
_A_ROOM: dict[str, Any] = {"person_id": -7, "dialogue_id": UUID(int=7), "now": _NOW}
_FIND = {
    (locked, by_login): Prepared(
        _found_and_locked if locked else _found,
        **_A_ROOM | (_A_LOGIN if by_login else {}),
    )
    for locked in (False, True)
    for by_login in (False, True)
}
