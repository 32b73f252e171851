"""Whether the joint sessions of a couple are open: while both partners' own doors are.

Why one is closed is not to be told from here, by anybody: not yet looked at, taken back, a new
wording, ninety days gone by, a private screen, or a therapist who says that it must wait.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from dialogue.base.prepared import IsIn, Many, Prepared
from dialogue.models import Consent, ConsentText, Couple, CoupleTherapist, Partner


def gate_open(couple: UUID | OuterRef, now: datetime) -> Q:
    """As a condition of a query, in whose rows ``couple`` is the key of a couple."""
    own = current(now).filter(person=OuterRef("person"), couple=OuterRef("couple"))
    shut = Partner.objects.in_place().filter(~Exists(own), couple=couple)
    waits = CoupleTherapist.objects.filter(couple=couple, ended_at=None, waits_since__isnull=False)
    return Q(~Exists(shut), ~Exists(waits))


def current(now: datetime) -> QuerySet[Consent]:
    """The consents that hold: to the newest wording, not taken back, not run out."""
    newer = ConsentText.objects.filter(version__gt=OuterRef("text__version"))
    return Consent.objects.filter(~Exists(newer), withdrawn_at=None, ends_at__gt=now)


def open_couples(*, couples: Iterable[UUID]) -> set[UUID]:
    """Those of ``couples`` whose sessions are open."""
    rows = _OPEN.rows(couples=sorted(set(couples)), now=timezone.now())
    return {couple_id for (couple_id,) in rows}


def is_open(*, couple: Couple) -> bool:
    return couple.pk in open_couples(couples=[couple.pk])


def _open(*, couples: Any, now: datetime) -> "QuerySet[Couple, Any]":
    open_ones = Couple.objects.filter(gate_open(OuterRef("pk"), now), IsIn(["pk"], [couples]))
    return open_ones.values_list("pk")


_OPEN = Prepared(_open, couples=Many(), now=datetime(1970, 1, 2, tzinfo=UTC))
