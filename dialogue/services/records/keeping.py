"""The records of a therapist as a whole: which there are, what becomes of them, and their end."""

from uuid import UUID

from django.db import transaction

from dialogue.models import Person
from dialogue.models.records import Record
from dialogue.services.records.found import Found, RecordProblem, find, keep, opened


def former(*, therapist_id: int) -> list[Found]:
    """Couples that the therapist worked with, and kept a record of; those of now are not among them."""
    couples = Record.objects.filter(therapist=therapist_id).values_list("couple", flat=True)
    found = [find(therapist_id=therapist_id, couple_id=one) for one in set(couples)]
    ended = [one for one in found if not one.in_care]
    return sorted(ended, key=lambda one: sorted(one.names.values()))


def erase(*, therapist_id: int, couple_id: UUID) -> None:
    """All that the therapist kept about a couple, once their work is over: it goes for good, its keys
    with it. RecordProblem("in_care") before that."""
    with transaction.atomic():
        found = find(therapist_id=therapist_id, couple_id=couple_id)
        if found.in_care:
            raise RecordProblem("in_care")
        found.rows().delete()


def hand_over(*, giver: Person, taker: Person) -> None:
    """Two accounts of one therapist become one. Where both kept something about the same, what stands
    in the one is added to the other; notes stay sealed as they are."""
    own = {(row.couple_id, row.seat): row for row in Record.objects.filter(therapist=taker)}
    for row in Record.objects.filter(therapist=giver):
        row.therapist = taker
        row.save(update_fields=["therapist"])
        if (other := own.get((row.couple_id, row.seat))) is not None:
            older, newer = sorted((other, row), key=lambda one: (one.opened_at, one.pk))
            older.revision += 1
            keep(older, _joined(opened(older), opened(newer)))


def _joined(one: dict[str, object], other: dict[str, object]) -> dict[str, object]:
    texts = {
        field: "\n\n".join(str(each[field]) for each in (one, other) if each.get(field))
        for field in ("goals", "agenda", "text")
        if one.get(field) or other.get(field)
    }
    return other | one | texts
