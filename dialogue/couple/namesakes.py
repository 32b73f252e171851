"""Two people with one name, in one couple or as its therapist: a number behind it tells them apart."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from dialogue import text
from dialogue.models import Couple, Partner, Person


def tell_apart(couple: Couple) -> None:
    """Partners only are numbered, by their seats: a therapist is somebody else's therapist, too."""
    seats = Partner.objects.filter(couple=couple).select_related("person").order_by("seat")
    partners = [seat.person for seat in seats if seat.left_at is None]
    names = [one.plain_name for one in (*partners, couple.therapist) if one]
    for number, one in enumerate(partners, start=1):
        shared = sum(text.same(one.plain_name, name) for name in names) > 1
        told = number if shared else 0
        if one.told_apart != told:
            Person.objects.filter(pk=one.pk).update(told_apart=told)


@receiver(post_save, sender=Person, dispatch_uid="told apart: name")
def renamed(instance: Person, created: bool, update_fields: Any = None, **_: Any) -> None:
    if created or (update_fields is not None and "name" not in update_fields):
        return
    own = Q(partners__in=Partner.objects.in_place().filter(person=instance))
    for couple in Couple.objects.going_on().filter(own | Q(therapist=instance)).distinct():
        tell_apart(couple)


@receiver(post_save, sender=Couple, dispatch_uid="told apart: couple")
def changed(instance: Couple, **_: Any) -> None:
    tell_apart(instance)


@receiver(post_save, sender=Partner, dispatch_uid="told apart: partner")
def joined(instance: Partner, **_: Any) -> None:
    tell_apart(instance.couple)
