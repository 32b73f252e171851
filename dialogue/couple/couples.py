"""How two people become a couple, by an invitation that works once, and how they part."""

import uuid
from datetime import timedelta

from django.db import transaction
from django.db.models import Count, QuerySet
from django.utils import timezone

from dialogue.base import vault
from dialogue.couple.namesakes import tell_apart
from dialogue.models import (
    Couple,
    CoupleTherapist,
    Partner,
    Person,
)

_TOLD_FOR = timedelta(days=365)  # that an account was erased; until they are in a couple again


def form_couple(*, first: Person, second: Person, therapist: Person | None = None) -> Couple:
    """A couple of two people who are in none. IntegrityError if one of them is.

    Two who were a couple lately come back to what they had: see Retention. With ``therapist``,
    all three are taken to have agreed.
    """
    couple_id = uuid.uuid4()
    with transaction.atomic():
        if (former := former_couple(one=first, other=second)) is not None:
            return _come_back(former)
        couple = Couple.objects.create(
            id=couple_id, therapist=therapist, wrapped_key=vault.new_couple_key(couple_id)
        )
        Partner.objects.create(couple=couple, person=first, seat=Partner.Seat.FIRST)
        Partner.objects.create(couple=couple, person=second, seat=Partner.Seat.SECOND)
        if therapist:
            now = timezone.now()
            agreed = {f"{who}_agreed_at": now for who in ("first", "second", "therapist")}
            CoupleTherapist.objects.create(couple=couple, therapist=therapist, **agreed)
    return couple


def former_couple(*, one: Person, other: Person) -> Couple | None:
    """The couple that these two were until lately, if both may still come back to it."""
    return (
        _within_return()
        .filter(partners__person=one)
        .filter(partners__person=other)
        .order_by("-ended_at")
        .first()
    )


def ended_lately(*, person: Person) -> Couple | None:
    """The couple that the person left, or was left by, and can still come back to."""
    return _within_return().filter(partners__person=person).order_by("-ended_at").first()


def was_erased_with(*, person: Person) -> bool:
    """Whether the account of somebody with whom this person was a couple here was erased lately, and all
    that they wrote to each other with it."""
    since = timezone.now() - _TOLD_FOR
    own = Couple.objects.filter(partners__person=person, ended_at__gt=since, wrapped_key=b"")
    return own.annotate(left=Count("partners")).filter(left=1).exists()


def _within_return() -> QuerySet[Couple]:
    return Couple.objects.filter(forget_at__gt=timezone.now()).exclude(wrapped_key=b"")


def _come_back(former: Couple) -> Couple:
    couple = Couple.objects.select_for_update().get(pk=former.pk)
    couple.ended_at = couple.forget_at = None
    couple.save(update_fields=["ended_at", "forget_at"])
    Partner.objects.filter(couple=couple).update(left_at=None)
    tell_apart(couple)
    return couple
