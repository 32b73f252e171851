"""A therapist's couples before a session: what each shares, what was held, promised and given to do.

Only what its author shares is looked at; of who shares nothing, nothing is said, as of who answered nothing.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from dialogue.access.therapists import cared_for
from dialogue.base.names import couple_names
from dialogue.measures import sharing
from dialogue.measures.instruments import EVERY, instrument
from dialogue.measures.signs import Sign, signs_of
from dialogue.models import Couple, DialogueSession, Person

_WEIGHT: dict[Sign, int] = {"low": 2, "silent": 1}


@dataclass(frozen=True, slots=True, repr=False)
class Case:
    """``signs`` by person; ``held``: when each dialogue came to its end, the oldest first."""

    couple_id: UUID
    names: str
    people: list[Person]
    held: list[datetime]
    signs: list[tuple[Person, tuple[Sign, ...]]]

    @property
    def weight(self) -> int:
        return max((_WEIGHT[one] for _person, signs in self.signs for one in signs), default=0)


def caseload(*, therapist_id: int) -> list[Case]:
    """Where there is a sign first; else as they have met, the longest ago first."""
    couples = cared_for().filter(therapist=therapist_id).prefetch_related("partners__person")
    cases = [case(therapist_id=therapist_id, couple=couple) for couple in couples]
    return sorted(cases, key=lambda one: (-one.weight, one.held[-1:], one.names))


def case(*, therapist_id: int, couple: Couple) -> Case:
    held = _held(couple)
    places = [place for place in couple.partners.all() if place.left_at is None]
    people = [place.person for place in sorted(places, key=lambda place: place.seat)]
    return Case(
        couple_id=couple.pk,
        names=couple_names(couple),
        people=people,
        held=held,
        signs=[(person, _signs(therapist_id, person, held)) for person in people],
    )


def _held(couple: Couple) -> list[datetime]:
    rows = DialogueSession.objects.filter(couple=couple, state__outcome="completed")
    return [at for at in rows.order_by("closed_at").values_list("closed_at", flat=True) if at]


def _signs(therapist_id: int, person: Person, held: list[datetime]) -> tuple[Sign, ...]:
    shared = sharing.shared_with(reader_id=therapist_id, author_id=person.pk)
    scales = {id: instrument(id).scales for id in EVERY}
    given = {id: [(one.at, one.scores) for one in of_one] for id, of_one in shared.items()}
    return signs_of(given, scales, held)
