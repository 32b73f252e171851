"""Writing down who looked at or changed what about whom; never what it said."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from dialogue.models import Access, Person

# A page that is loaded again within this time is the same look.
_SAME_LOOK = timedelta(minutes=10)
_LOOKS = {Access.What.ENTERED_ROOM, Access.What.READ_TRANSCRIPT, Access.What.SAW_ACCOUNT}


def record(*, actor: Person, what: Access.What, subjects: Iterable[Person]) -> None:
    """``actor``, a therapist or an admin, did ``what`` concerning each of ``subjects``."""
    now = timezone.now()
    for subject in subjects:
        if subject.pk == actor.pk:
            continue
        same = Access.objects.filter(
            actor=actor, what=what, subject=subject, at__gt=now - _SAME_LOOK
        )
        if what in _LOOKS and same.exists():
            continue
        Access.objects.create(
            at=now, actor=actor, actor_role=actor.role, what=what, subject=subject
        )


def record_for_all(*, actor: Person, what: Access.What) -> None:
    """``actor``, an admin, changed what holds for everybody here."""
    Access.objects.create(actor=actor, actor_role=actor.role, what=what)


def accesses_to(*, person_id: int) -> QuerySet[Access]:
    """What others did concerning this person, newest first: theirs to read."""
    return Access.objects.filter(subject=person_id).select_related("actor")
