"""Who sits where in a dialogue."""

from typing import Any, cast
from uuid import UUID

from django.db.models import F, QuerySet, prefetch_related_objects

from dialogue.base.prepared import Prepared
from dialogue.engine.protocol import Seat
from dialogue.models import DialogueSession, Person


def people_in(*, row: DialogueSession) -> dict[Seat, Person]:
    """Who sits where, now. The rows of a list bring their couple along."""
    if DialogueSession._meta.get_field("couple").is_cached(row):
        prefetch_related_objects([row], "couple__therapist", "couple__partners__person")
        sitting = {cast(Seat, place.seat): place.person for place in row.couple.partners.all()}
        return sitting | ({"therapist": row.couple.therapist} if row.couple.therapist else {})
    partners: list[Any] = _PARTNERS.models(couple=row.couple_id)
    people: dict[Seat, Person] = {person.seat: person for person in partners}
    for person in _THERAPIST.models(couple=row.couple_id):
        people["therapist"] = person
    return people


def _partners(*, couple: UUID) -> "QuerySet[Person]":
    return (
        Person.objects.filter(partnerships__couple=couple)
        .annotate(seat=F("partnerships__seat"))
        .order_by("seat")
    )


def _therapist(*, couple: UUID) -> "QuerySet[Person]":
    return Person.objects.filter(couples_in_care=couple)


_PARTNERS = Prepared(_partners, couple=UUID(int=1))
_THERAPIST = Prepared(_therapist, couple=UUID(int=1))
