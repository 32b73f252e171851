"""Homework as the couple reads it: what their therapist has shared with them, while they work together."""

from dataclasses import dataclass
from datetime import date

from django.db.models import F

from dialogue.base import vault
from dialogue.models import Couple, Homework


@dataclass(frozen=True, slots=True, repr=False)
class Shared:
    """``who``: a seat, or "both"."""

    who: str
    what: str
    until: date | None


def share(*, couple: Couple, who: str, what: str, until: date | None) -> Homework:
    """Both partners read it from now on. In a transaction."""
    assert couple.therapist_id
    row = Homework.objects.create(
        couple=couple, therapist_id=couple.therapist_id, until=until, sealed=b""
    )
    row.sealed = vault.seal(_key(couple), f"{who}\n{what}", "homework", couple.pk, row.pk)
    row.save(update_fields=["sealed"])
    return row


def take_back(*, homework_id: int) -> None:
    """They read it no longer."""
    Homework.objects.filter(pk=homework_id).delete()


def shared_with(*, couple: Couple) -> list[Shared]:
    """What the therapist of now has shared: another's is between them and the past."""
    rows = Homework.objects.filter(couple=couple, therapist=F("couple__therapist"))
    found = []
    for row in rows:
        sealed = bytes(row.sealed)
        who, _, what = vault.unseal(_key(couple), sealed, "homework", couple.pk, row.pk).partition(
            "\n"
        )
        found.append(Shared(who=who, what=what, until=row.until))
    return found


def _key(couple: Couple) -> bytes:
    return vault.couple_key(couple.pk, bytes(couple.wrapped_key))
