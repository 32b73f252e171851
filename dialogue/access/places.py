"""Who has which place with which couple, and which logins go on: asked for many at once (I10)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db.models import (
    BooleanField,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    UUIDField,
    Value,
)
from django.utils import timezone

from dialogue.access.askers import Asker, NoSuchDialogue, SignedOut
from dialogue.access.consent import gate_open
from dialogue.access.therapists import cared_for
from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.base.problems import NotOpen
from dialogue.engine.protocol import Seat
from dialogue.models import Partner


@dataclass(frozen=True, slots=True, repr=False)
class Place:
    """A seat that somebody has now. ``is_open``: the sessions of the couple are."""

    seat: Seat
    password: str  # the hash, which a login must have begun with
    is_open: bool


class Places:
    """As they were at one moment."""

    def __init__(self, rows: Collection[Any]) -> None:
        self._places: dict[tuple[UUID, int], Place] = {}
        self._logins: set[str] = set()
        for couple_id, person_id, key, seat, is_open in rows:
            if seat == _A_LOGIN:
                self._logins.add(key)
            elif seat != "therapist" or (couple_id, person_id) not in self._places:
                self._places[couple_id, person_id] = Place(seat, key, bool(is_open))

    def seat_of(self, asker: Asker, couple_id: UUID, *, to_read: bool = False) -> Seat:
        """Where ``asker`` sits with this couple. Raises SignedOut, NoSuchDialogue or NotOpen;
        ``to_read`` opens to partners what was said, while their sessions are not open."""
        place = self._places.get((couple_id, asker.person_id))
        if place is None:
            raise NoSuchDialogue
        vouched = asker.login in self._logins and asker.password == place.password
        if asker.login and not vouched:
            raise SignedOut
        if not (place.is_open or (to_read and place.seat != "therapist")):
            raise NotOpen
        return place.seat

    def is_taken(self, seat: Seat, couple_id: UUID) -> bool:
        """Whether somebody who may act sits there."""
        return any(
            couple == couple_id and place.seat == seat
            for (couple, _person), place in self._places.items()
        )


def places_with(*, couples: Collection[UUID], logins: Collection[str]) -> Places:
    """All places with these couples, and those of ``logins`` that go on."""
    rows = _PLACES.rows(couples=sorted(couples), logins=sorted(logins), now=timezone.now())
    return Places(rows)


def _places(*, couples: Any, logins: Any, now: datetime) -> "QuerySet[Partner, Any]":
    partners = (
        Partner.objects.current()
        .filter(IsIn(["couple"], [couples]))
        .annotate(is_open=_if(gate_open(OuterRef("couple"), now)))
        .values_list("couple", "person", "person__password", "seat", "is_open")
    )
    cared = (
        cared_for()
        .filter(IsIn(["pk"], [couples]))
        .annotate(is_open=_if(gate_open(OuterRef("pk"), now)), seat=Value("therapist"))
        .values_list("pk", "therapist", "therapist__password", "seat", "is_open")
    )
    no_couple = Value(None, output_field=UUIDField())
    going_on = Session.objects.filter(IsIn(["pk"], [logins]), expire_date__gt=now).values_list(
        no_couple, Value(0), "pk", Value(_A_LOGIN), Value(True)
    )
    return partners.union(cared, going_on, all=True)


def _if(condition: Q) -> "ExpressionWrapper[Any]":
    return ExpressionWrapper(condition, output_field=BooleanField())


_A_LOGIN = "login"
_PLACES = Prepared(_places, couples=Many(), logins=Many(), now=datetime(1970, 1, 2, tzinfo=UTC))
