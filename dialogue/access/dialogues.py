"""Who may be in which dialogue. Every command and every delivery asks here again (I10).

One always asks through the person: a stranger's dialogue does not exist for you, and answers
exactly like one that never was.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any, cast
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
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

from dialogue.access.consent import NotOpen, doors_open
from dialogue.base import live, vault
from dialogue.base.prepared import Prepared
from dialogue.engine.exercises import exercise
from dialogue.engine.protocol import Exercise, Seat
from dialogue.engine.state import State
from dialogue.models import Couple, DialogueSession, Partner, Person

SECOND_FACTORS = ("totp", "webauthn")  # recovery codes only stand in for one


class NoSuchDialogue(Exception):
    """The dialogue is absent, or foreign to the person; nobody learns which."""


class SignedOut(Exception):
    """The login that was used is over: log-out, disabled account, changed password."""


@dataclass(frozen=True, slots=True, repr=False)
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
    key: bytes = field(repr=False)


def dialogues_of(person_id: int) -> QuerySet[DialogueSession]:
    """The dialogues that exist for this person, each with its ``seat``."""
    place = Partner.objects.filter(
        couple=OuterRef("couple"), person=person_id, left_at=None, person__is_active=True
    )
    care = _cared().filter(id=OuterRef("couple"), therapist=person_id)
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
        if not Person.objects.filter(_login_holds(asker), pk=asker.person_id).exists():
            raise SignedOut
        raise NoSuchDialogue
    if not row.signed_in:  # type: ignore[attr-defined]
        raise SignedOut
    if not (row.is_open or (to_read and row.seat != "therapist")):  # type: ignore[attr-defined]
        raise NotOpen
    return seated(row)


def rooms_in_care(*, asker: Asker, now: datetime) -> QuerySet[DialogueSession]:
    """The dialogues that go on of this therapist's couples, where their sessions are open. Each
    tells by ``signed_in`` whether the login still holds. No words, and no key to any."""
    holds = Person.objects.filter(_login_holds(asker, now), pk=asker.person_id)
    care = _cared().filter(pk=OuterRef("couple"), therapist=asker.person_id)
    return (
        DialogueSession.objects.filter(
            Exists(care), couple__therapist=asker.person_id, couple__ended_at=None, closed_at=None
        )
        .filter(doors_open(OuterRef("couple"), now))
        .annotate(signed_in=Exists(holds))
    )


def check_therapist(asker: Asker) -> None:
    """Raises SignedOut where the login is over, NoSuchDialogue for who is no therapist (any more)."""
    holds = Person.objects.filter(_login_holds(asker), pk=asker.person_id)
    found = holds.annotate(has_factor=Exists(factors_of(OuterRef("pk")))).first()
    if found is None:
        raise SignedOut
    if found.role != Person.Role.THERAPIST or not found.has_factor:
        raise NoSuchDialogue


def seated(row: DialogueSession) -> Seated:
    """A row of ``dialogues_of`` with its exercise, its state and its key."""
    return Seated(
        row=row,
        seat=cast(Seat, row.seat),  # type: ignore[attr-defined]
        exercise=exercise(row.exercise, row.version),
        state=State.from_json(row.state),
        key=vault.couple_key(row.couple_id, row.wrapped_key),  # type: ignore[attr-defined]
    )


def lacks_second_factor(person: Person) -> bool:
    """Whether this person has to set one up before anything else: not partners."""
    return person.role != Person.Role.PARTNER and not factors_of(person.pk).exists()


def login_changed(*, person_id: int) -> None:
    """A login of this person has ended, or may have: their rooms ask again, at once (I10)."""
    live.wake_board(person_id)
    for dialogue_id in _open_rooms(person_id).values_list("pk", flat=True):
        live.wake(dialogue_id)


def doors_changed(*, couple: Couple | None = None) -> None:
    """The sessions of this couple, or of all couples, may have closed: their rooms ask again."""
    rooms = DialogueSession.objects.filter(_recent())
    if couple:
        rooms = rooms.filter(couple=couple)
    for dialogue_id in rooms.values_list("pk", flat=True):
        live.wake_on_commit(dialogue_id)


def _open_rooms(person_id: int) -> QuerySet[DialogueSession]:
    """Where the person may have a socket: allowed or no longer."""
    place = Q(couple__partners__person=person_id) | Q(couple__therapist=person_id)
    return DialogueSession.objects.filter(place, _recent()).distinct()


def _recent() -> Q:
    """Where anybody may have a socket: the dialogue goes on, or has lately ended."""
    return Q(closed_at=None) | Q(closed_at__gt=timezone.now() - timedelta(days=1))


def still_permitted(*, askers: dict[Asker, Seat], row: DialogueSession) -> set[Asker]:
    """Those of ``askers`` who may still be where they sit in ``row``."""
    logins = [asker.login for asker in askers if asker.login]
    found = _still_here(len(logins)).rows(
        couple_id=row.couple_id, now=timezone.now(), **_numbered(logins)
    )
    going_on = {key for _nobody, key, what in found if what == _A_LOGIN_GOES_ON}
    passwords = {(person_id, seat): password for person_id, password, seat in found}
    return {
        asker
        for asker, seat in askers.items()
        if (asker.person_id, seat) in passwords
        and (
            not asker.login
            or (asker.login in going_on and passwords[asker.person_id, seat] == asker.password)
        )
    }


def _cared() -> QuerySet[Couple]:
    """Couples with a therapist who may see them: not without a second factor."""
    factors = factors_of(OuterRef("therapist"))
    return Couple.objects.filter(
        Exists(factors), therapist__is_active=True, therapist__role=Person.Role.THERAPIST
    )


def factors_of(person: Any) -> "QuerySet[Authenticator]":
    """The second factors of a person, or of those of an outer query."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(
        user=person, type__in=SECOND_FACTORS
    )
    return found


def _login_holds(asker: Asker, now: datetime | None = None) -> Q:
    """The account is active and, where a login vouches for the person, that login goes on."""
    holds = Q(is_active=True)
    if asker.login:
        goes_on = Session.objects.filter(pk=asker.login, expire_date__gt=now or timezone.now())
        holds &= Q(password=asker.password) & Q(Exists(goes_on))
    return holds


def _found(
    *,
    person_id: int,
    dialogue_id: UUID,
    now: datetime,
    login: str = "",
    password: str = "",
) -> QuerySet[DialogueSession]:
    asker = Asker(person_id, login=login, password=password)
    holds = Person.objects.filter(_login_holds(asker, now), pk=person_id)
    return (
        dialogues_of(person_id)
        .filter(pk=dialogue_id)
        .annotate(signed_in=Exists(holds), is_open=_if(doors_open(OuterRef("couple"), now)))
    )


def _if(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


def _found_and_locked(**values: Any) -> QuerySet[DialogueSession]:
    return _found(**values).select_for_update(of=("self",))


def _here(*, couple_id: UUID, now: datetime, **logins: str) -> "QuerySet[Partner, Any]":
    """Who has a place with this couple, while its sessions are open: (person, password, seat); and
    which logins go on."""
    partners = Partner.objects.filter(couple=couple_id, couple__ended_at=None, left_at=None)
    partners = partners.filter(doors_open(OuterRef("couple"), now), person__is_active=True)
    cared = _cared().filter(doors_open(OuterRef("pk"), now), pk=couple_id, ended_at=None)
    going_on = Session.objects.filter(pk__in=["none", *logins.values()], expire_date__gt=now)
    return partners.values_list("person_id", "person__password", "seat").union(
        cared.values_list("therapist_id", "therapist__password", Value("therapist")),
        going_on.values_list(Value(0), "pk", Value(_A_LOGIN_GOES_ON)),
        all=True,
    )


@cache
def _still_here(logins: int) -> Prepared[Partner]:
    """For that many logins: as many as a room has, so there are few of these."""
    marks = _numbered([f"login {place}" for place in range(logins)])
    return Prepared(_here, couple_id=_A_ROOM["dialogue_id"], now=_NOW, **marks)


def _numbered(logins: list[str]) -> dict[str, str]:
    return {f"login{place}": login for place, login in enumerate(logins)}


_A_LOGIN_GOES_ON = "login"
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
