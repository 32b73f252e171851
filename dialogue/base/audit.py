"""Writing down who looked at or changed what about whom; never what it said."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from dialogue.base.prepared import Insert, IsIn, Many, Prepared
from dialogue.models import Access, Person

# A page that is loaded again within this time is the same look; whatever is not here is no mere look.
_SAME_LOOK = {
    Access.What.ENTERED_ROOM: timedelta(minutes=10),
    Access.What.READ_TRANSCRIPT: timedelta(minutes=10),
    Access.What.OPENED_RECORD: timedelta(minutes=10),
    Access.What.SAW_ACCOUNT: timedelta(minutes=10),
    Access.What.SAW_COUPLE: timedelta(minutes=10),
    Access.What.SAW_IN_LIST: timedelta(days=1),
}


def record(*, actor: Person, what: Access.What, subjects: Iterable[Person]) -> None:
    """``actor``, a therapist or an admin, did ``what`` concerning each of ``subjects``. Looking at
    oneself is nobody's concern; what somebody changes about their own account is written down."""
    now = timezone.now()
    concerned = {subject.pk: subject for subject in subjects}
    if what in _SAME_LOOK:
        same = _SAME.rows(
            actor=actor.pk, what=what.value, subjects=list(concerned), since=now - _SAME_LOOK[what]
        )
        for seen in (actor.pk, *(subject for (subject,) in same)):
            concerned.pop(seen, None)
    did = {"at": now, "actor": actor.pk, "actor_role": actor.role, "what": what.value}
    _ACCESSES.run([did | {"subject": subject} for subject in concerned])


def _same(*, actor: int, what: str, subjects: Any, since: datetime) -> "QuerySet[Any]":
    looks = Access.objects.filter(IsIn(["subject"], [subjects]), actor=actor, what=what)
    return looks.filter(at__gt=since).values_list("subject")


# A therapist who comes into many rooms writes as many lines: see base/prepared.py.
_SAME = Prepared(_same, actor=-1, what="mark", subjects=Many(), since=datetime(1, 1, 2, tzinfo=UTC))
_ACCESSES = Insert(Access, "at", "actor", "actor_role", "what", "subject")


def record_for_all(*, actor: Person, what: Access.What) -> None:
    """``actor``, an admin, changed what holds for everybody here."""
    Access.objects.create(actor=actor, actor_role=actor.role, what=what)


def accesses_to(*, person_id: int) -> QuerySet[Access]:
    """What was done concerning this person, newest first: theirs to read. When a therapist opened
    their own record is not: it would tell a partner when something was written there (I15)."""
    done = Access.objects.filter(subject=person_id).exclude(what=Access.What.OPENED_RECORD)
    return done.select_related("actor")
