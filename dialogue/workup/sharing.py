"""What somebody shows of their workup to their partner, sentence by sentence, until they take it back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.base import vault
from dialogue.base.problems import NotOpen
from dialogue.models import Couple, Partner
from dialogue.models.workup import ShownSentence
from dialogue.workup.service import PURPOSE, SentenceName, own_row

A_NIGHT = timedelta(days=1)  # between writing and letting somebody read it


class SleepOnIt(Exception):
    """It was changed less than a day ago, so nobody is let read it yet."""


@dataclass(frozen=True, slots=True, repr=False)
class Shown:
    """A sentence that somebody shows to their partner."""

    part: SentenceName
    words: str
    shown_at: datetime
    began_at: datetime  # of the workup it is from


def show(*, person_id: int, workup_id: UUID, part: SentenceName, words: str) -> None:
    """Let the partner of now read this sentence, as it stands now. NotOpen for who has none, and
    while the sessions of the couple are not open; SleepOnIt within a day of writing."""
    with transaction.atomic():
        row = own_row(person_id, workup_id, lock=True)
        couple = Couple.objects.current_of(person_id)
        if couple is None or not is_open(couple=couple):
            raise NotOpen
        if readable_from(row.changed_at) > timezone.now():
            raise SleepOnIt
        key = vault.opened_key(PURPOSE, bytes(row.wrapped_key), row.pk)
        sealed = vault.seal(key, words, PURPOSE, row.pk, couple.pk, part)
        ShownSentence.objects.update_or_create(
            workup=row,
            couple=couple,
            part=part,
            defaults={"sealed": sealed, "shown_at": timezone.now(), "opened": False},
        )


def readable_from(changed_at: datetime) -> datetime:
    """When somebody may be let read what was changed then."""
    return changed_at + A_NIGHT


def take_back(*, person_id: int, workup_id: UUID, part: SentenceName) -> None:
    """From now on the partner cannot read it."""
    row = own_row(person_id, workup_id)
    ShownSentence.objects.filter(workup=row, part=part).delete()


def take_back_all(*, couple_id: UUID) -> None:
    """Of both partners of a couple that is no more."""
    ShownSentence.objects.filter(couple=couple_id).delete()


def shown_of(*, person_id: int, workup_id: UUID) -> dict[SentenceName, Shown]:
    """What the owner shows of it to their partner of now."""
    row = own_row(person_id, workup_id)
    rows = ShownSentence.objects.filter(workup=row, couple=Couple.objects.current_of(person_id))
    return {one.part: one for one in _opened(rows.select_related("workup"))}


def shown_by(*, person_id: int) -> int:
    """How many sentences of one's own workups the partner of now may read."""
    rows = ShownSentence.objects.filter(
        workup__person=person_id, couple=Couple.objects.current_of(person_id)
    )
    return rows.exclude(couple=None).count()


def shown_to(*, person_id: int) -> list[Shown]:
    """What the person's partner of now shows them, the newest first."""
    return _opened(_to(person_id).select_related("workup").order_by("-shown_at", "pk"))


def is_unopened(*, person_id: int) -> bool:
    """Whether there is something of it that the person has not had before them. Nobody else is told."""
    return _to(person_id).filter(opened=False).exists()


def open_all(*, person_id: int) -> None:
    _to(person_id).filter(opened=False).update(opened=True)


def _to(person_id: int) -> QuerySet[ShownSentence]:
    rows = ShownSentence.objects.filter(couple=Couple.objects.current_of(person_id)).exclude(
        workup__person=person_id
    )
    theirs = Partner.objects.current().filter(
        person=OuterRef("workup__person"), couple=OuterRef("couple")
    )
    return rows.filter(Exists(theirs))


def _opened(rows: Iterable[ShownSentence]) -> list[Shown]:
    found = []
    for row in rows:
        key = vault.opened_key(PURPOSE, bytes(row.workup.wrapped_key), row.workup.pk)
        place = (PURPOSE, row.workup.pk, row.couple_id, row.part)
        words = vault.unseal(key, bytes(row.sealed), *place)
        part: Any = row.part
        found.append(Shown(part, words, row.shown_at, row.workup.began_at))
    return found
