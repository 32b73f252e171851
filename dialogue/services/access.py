"""Who may be in which dialogue. Every command and every delivery asks here again (I10).

One always asks through the person: a stranger's dialogue does not exist for you, and answers
exactly like one that never was.
"""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from dialogue import vault
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Exercise, Seat
from dialogue.engine.state import State
from dialogue.models import Couple, DialogueSession, Partner, Person


class NoSuchDialogue(Exception):
    """The dialogue is absent, or foreign to the person; nobody learns which."""


class SignedOut(Exception):
    """The login that was used is over: log-out, disabled account, changed password."""


@dataclass(frozen=True, slots=True)
class Asker:
    """A person and, where one is at work, the login that vouches for them."""

    person_id: int
    login: str = ""  # the key of the login session
    password: str = ""  # the password hash at the time of the login; another one ends it


@dataclass(frozen=True, slots=True)
class Seated:
    """A dialogue as found by somebody who may be in it."""

    row: DialogueSession
    seat: Seat
    exercise: Exercise
    state: State
    key: bytes


def dialogues_of(person_id: int) -> QuerySet[DialogueSession]:
    """The dialogues that exist for this person, each with its ``seat``."""
    place = Partner.objects.filter(
        couple=OuterRef("couple"), person=person_id, left_at=None, person__is_active=True
    )
    care = Couple.objects.filter(
        id=OuterRef("couple"), therapist=person_id, therapist__is_active=True
    )
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


def find(*, asker: Asker, dialogue_id: UUID, lock: bool = False) -> Seated:
    """The dialogue for this asker. Raises SignedOut or NoSuchDialogue.

    With ``lock`` (inside a transaction) nobody else appends until the transaction ends: by the
    row on PostgreSQL, by the whole file on SQLite, where every transaction is immediate.
    """
    rows = dialogues_of(asker.person_id)
    if lock and connection.features.has_select_for_update_of:
        rows = rows.select_for_update(of=("self",))
    row = rows.annotate(signed_in=_signed_in(asker)).filter(pk=dialogue_id).first()
    if row is None:
        # Only on this rare path: was it the dialogue that is not there, or the login?
        if not Person.objects.filter(_login_holds(asker), pk=asker.person_id).exists():
            raise SignedOut
        raise NoSuchDialogue
    if not row.signed_in:
        raise SignedOut
    return seated(row)


def seated(row: DialogueSession) -> Seated:
    """A row of ``dialogues_of`` with its exercise, its state and its key."""
    return Seated(
        row=row,
        seat=cast(Seat, row.seat),  # type: ignore[attr-defined]
        exercise=exercise(row.exercise),
        state=State.from_json(row.state),
        key=vault.couple_key(row.couple_id, row.wrapped_key),  # type: ignore[attr-defined]
    )


def _login_holds(asker: Asker) -> Q:
    holds = Q(is_active=True)
    if asker.login:
        holds &= Q(password=asker.password) & Q(
            Exists(Session.objects.filter(pk=asker.login, expire_date__gt=timezone.now()))
        )
    return holds


def _signed_in(asker: Asker) -> Exists:
    return Exists(Person.objects.filter(_login_holds(asker), pk=asker.person_id))


def still_permitted(*, askers: dict[Asker, Seat], dialogue_id: UUID) -> set[Asker]:
    """Those of ``askers`` who may still be where they sit. One query however many they are."""
    people = {asker.person_id for asker in askers}
    logins = [asker.login for asker in askers if asker.login]
    live = set(
        Session.objects.filter(pk__in=logins, expire_date__gt=timezone.now()).values_list(
            "pk", flat=True
        )
    )
    dialogue = DialogueSession.objects.filter(pk=dialogue_id, couple__ended_at=None)
    active = Person.objects.filter(pk__in=people, is_active=True)
    rows = active.filter(
        partnerships__couple__dialogues__in=dialogue, partnerships__left_at=None
    ).values_list("pk", "password", "partnerships__seat")
    seats = {(pk, password, seat) for pk, password, seat in rows}
    cared = active.filter(couples_in_care__dialogues__in=dialogue)
    seats |= {(pk, password, "therapist") for pk, password in cared.values_list("pk", "password")}
    found = {(pk, seat): password for pk, password, seat in seats}
    return {
        asker
        for asker, seat in askers.items()
        if (asker.person_id, seat) in found
        and (
            not asker.login
            or (asker.login in live and found[asker.person_id, seat] == asker.password)
        )
    }
