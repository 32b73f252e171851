"""Writing it, sending it, taking it back; and reading what was sent.

It is for the therapist who was asked, as long as they work with the couple. A later one starts with none.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from dialogue.base import vault
from dialogue.base.problems import Absent
from dialogue.models import Couple, Partner, Person
from dialogue.models.intake import Intake

QUESTIONS = ("brings", "history", "earlier", "children", "hopes")
LENGTH = 4_000  # letters, of one answer
_PURPOSE = "intake"
_SIZE = 128_000  # of all five, in the longest letters, as JSON


class NoTherapist(Absent):
    """There is nobody to tell."""


@dataclass(frozen=True, slots=True, repr=False)
class Written:
    """``answers`` by question, those that are there; ``sent``: what the therapist reads, if anything."""

    answers: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    sent_at: datetime | None = None


def therapist_of(*, person_id: int) -> Person:
    """The one of now. Raises NoTherapist."""
    couple = Couple.objects.current_of(person_id)
    if couple is None or couple.therapist is None:
        raise NoTherapist
    return couple.therapist


def own(*, person_id: int) -> Written:
    """For its author."""
    therapist = therapist_of(person_id=person_id)
    row = Intake.objects.filter(person=person_id, therapist=therapist).first()
    return _opened(row) if row else Written()


def keep(*, person_id: int, answers: Mapping[str, str], send: bool = False) -> None:
    """What its author has written by now; with ``send``, their therapist reads it so from now on."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person_id)
        therapist = therapist_of(person_id=person_id)
        row = Intake.objects.filter(person=person_id, therapist=therapist).first()
        if row is None:
            row = Intake(pk=uuid4(), person_id=person_id, therapist=therapist)
            row.wrapped_key = vault.new_key(_PURPOSE, row.pk)
        row.sealed = _sealed(row, answers, "own")
        if send:
            row.sent, row.sent_at = _sealed(row, answers, "sent"), timezone.now()
        row.save()


def take_back(*, person_id: int) -> None:
    """Their therapist reads it no longer; what was written stays its author's."""
    therapist = therapist_of(person_id=person_id)
    Intake.objects.filter(person=person_id, therapist=therapist).update(sent=None, sent_at=None)


def has_any(*, person_id: int) -> bool:
    """With the person's row locked this stays so until the transaction ends."""
    return Intake.objects.filter(person=person_id).exists()


def erase(*, person_id: int) -> None:
    """All of it, with its key."""
    therapist = therapist_of(person_id=person_id)
    Intake.objects.filter(person=person_id, therapist=therapist).delete()


def sent_to(*, therapist_id: int, couple: Couple) -> dict[int, Written]:
    """By person, what each of the two has sent; nothing of who has not, whether or not they wrote."""
    places = Partner.objects.in_place().filter(couple=couple, couple__therapist=therapist_id)
    rows = Intake.objects.filter(
        person__in=places.values("person"), therapist=therapist_id, sent__isnull=False
    )
    return {row.person_id: Written(sent=_opened(row).sent, sent_at=row.sent_at) for row in rows}


def _opened(row: Intake) -> Written:
    return Written(
        answers=_unsealed(row, bytes(row.sealed), "own"),
        sent=_unsealed(row, bytes(row.sent), "sent") if row.sent else {},
        sent_at=row.sent_at,
    )


def _sealed(row: Intake, answers: Mapping[str, str], what: str) -> bytes:
    given = {name: answers[name] for name in QUESTIONS if answers.get(name)}
    content = json.dumps(given, ensure_ascii=False)
    assert len(content.encode()) <= _SIZE
    return vault.seal(_key(row), content + " " * (_SIZE - len(content.encode())), row.pk, what)


def _unsealed(row: Intake, sealed: bytes, what: str) -> dict[str, str]:
    found: dict[str, str] = json.loads(vault.unseal(_key(row), sealed, row.pk, what))
    return found


def _key(row: Intake) -> bytes:
    return vault.opened_key(_PURPOSE, bytes(row.wrapped_key), row.pk)
