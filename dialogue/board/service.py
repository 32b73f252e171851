"""A therapist's board: where each room of their couples stands, seen from outside. No words at all."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, Literal, cast
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from dialogue.access.askers import Asker, SignedOut
from dialogue.access.dialogues import that_open
from dialogue.access.therapists import check_therapist, rooms_in_care
from dialogue.base.prepared import Prepared
from dialogue.engine.protocol import CORRECTIONS_BEFORE_SHORTER, PARTNERS, Exercise, Seat
from dialogue.engine.state import State
from dialogue.models import Couple, DialogueSession, Partner
from dialogue.pulses import service as pulses

LONG_SILENCE = 240  # seconds in which nothing happened at a step, while somebody is there
MOST_ROOMS = 200  # on one board: those where something happened last

# What needs a therapist, the most pressing first.
Need = Literal["hand", "corrections", "paused", "silence", "unsafe"]


@dataclass(frozen=True, slots=True)
class RoomStatus:
    """Where one room stands. ``since``: since when at this step, or at this pace."""

    id: UUID
    couple_id: UUID
    exercise: Exercise
    state: State
    since: datetime


@dataclass(frozen=True, slots=True)
class Overview:
    """All that goes on. ``couples`` counts those in care, with or without a room; ``names``,
    ``told_apart`` and ``unsafe`` (who felt hardly safe the last time) are by couple."""

    rooms: list[RoomStatus]
    couples: int
    names: dict[UUID, dict[Seat, str]]
    told_apart: dict[UUID, int]
    unsafe: dict[UUID, tuple[Seat, ...]]


def overview(*, asker: Asker) -> Overview:
    """Raises SignedOut, or NoSuchDialogue for who is no therapist (any more)."""
    rooms = _read(asker, _ALL[bool(asker.login)])
    if not rooms:
        check_therapist(asker)
    couples = {room.couple_id for room in rooms}
    return Overview(
        rooms=rooms,
        couples=Couple.objects.with_therapist(asker.person_id).count(),
        names=_names(couples),
        told_apart=dict(Couple.objects.filter(pk__in=couples).values_list("pk", "told_apart")),
        unsafe=pulses.hardly_safe(therapist_id=asker.person_id, couples=couples),
    )


def statuses(*, asker: Asker, rooms: Collection[UUID]) -> dict[UUID, RoomStatus]:
    """Those of ``rooms`` (one at least) that this therapist may see now, as they stand now; the
    others have ended, or are no longer theirs. Raises as ``overview`` does."""
    ids = _numbered(rooms)
    found = _read(asker, _some(len(ids), bool(asker.login)), **ids)
    if not found:
        check_therapist(asker)
    return {room.id: room for room in found}


def needs(*, room: RoomStatus, silent: bool, unsafe: Iterable[Seat] = ()) -> tuple[Need, ...]:
    """Why the therapist may be wanted there, the most pressing first."""
    state = room.state
    found: Mapping[Need, bool] = {
        "hand": bool(state.hands),
        "corrections": state.corrections >= CORRECTIONS_BEFORE_SHORTER,
        "paused": bool(state.pausing),
        "silence": silent,
        "unsafe": bool(tuple(unsafe)),
    }
    return tuple(need for need, holds in found.items() if holds)


def can_be_silent(room: RoomStatus, here: Collection[Seat]) -> bool:
    """Whether time that passes in this room says something: somebody is there and waits. Where they
    speak aloud, only the log is silent."""
    state = room.state
    if state.medium == "spoken":
        return False
    present = any(seat in here for seat in PARTNERS)
    return present and not state.pausing and state.step != "scheduled"


def _read(asker: Asker, query: "Prepared[DialogueSession]", **ids: UUID) -> list[RoomStatus]:
    values: dict[str, Any] = {"person_id": asker.person_id, "now": timezone.now(), **ids}
    if asker.login:
        values |= {"login": asker.login, "password": asker.password}
    rows = query.models(**values)
    if not all(row.signed_in for row in rows):  # type: ignore[attr-defined]
        raise SignedOut
    return [
        RoomStatus(
            id=seated.row.pk,
            couple_id=seated.row.couple_id,
            exercise=seated.exercise,
            state=seated.state,
            since=seated.row.stands_since,
        )
        for seated in that_open(rows)
    ]


def _names(couples: Collection[UUID]) -> dict[UUID, dict[Seat, str]]:
    names: dict[UUID, dict[Seat, str]] = {couple: {} for couple in couples}
    places = Partner.objects.filter(couple__in=couples).select_related("person").order_by("seat")
    for place in places:
        names[place.couple_id][cast(Seat, place.seat)] = place.person.name
    return names


def _rooms(
    *, person_id: int, now: datetime, login: str = "", password: str = "", **ids: UUID
) -> QuerySet[DialogueSession]:
    rooms = rooms_in_care(asker=Asker(person_id, login=login, password=password), now=now)
    if ids:
        rooms = rooms.filter(pk__in=ids.values())
    return rooms.order_by("-stands_since", "pk")[:MOST_ROOMS]


def _numbered(rooms: Iterable[UUID]) -> dict[str, UUID]:
    """By name, the last one repeated until there are 1, 2, 4, 8 …: so there are few statements."""
    ids = list(rooms)
    size = 1 << (len(ids) - 1).bit_length()
    ids += ids[-1:] * (size - len(ids))
    return {f"room{place}": one for place, one in enumerate(ids)}


_A_THERAPIST: dict[str, Any] = {"person_id": -7, "now": datetime(1970, 1, 2, tzinfo=UTC)}
_A_LOGIN: dict[str, Any] = {"login": "a login", "password": "a password"}
_ALL = {by: Prepared(_rooms, **_A_THERAPIST | (_A_LOGIN if by else {})) for by in (False, True)}


@cache
def _some(size: int, by_login: bool) -> Prepared[DialogueSession]:
    marks = {f"room{place}": UUID(int=place + 1) for place in range(size)}
    return Prepared(_rooms, **_A_THERAPIST | (_A_LOGIN if by_login else {}) | marks)
