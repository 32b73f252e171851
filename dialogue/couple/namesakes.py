"""Two people with one name, in one couple or as its therapist: a number behind it tells them apart."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from dialogue import text
from dialogue.models import Couple, Partner, Person


def tell_apart(couple: Couple) -> None:
    """Of its partners, those who work together now are numbered by their seats where they share a name,
    and nobody else. Not the therapist, who is somebody else's therapist, too."""
    for place in Partner.objects.filter(couple=couple).select_related("person"):
        person = place.person
        told = _number(person, Couple.objects.current_of(person.pk))
        if person.told_apart != told:
            Person.objects.filter(pk=person.pk).update(told_apart=told)


def _number(person: Person, couple: Couple | None) -> int:
    if couple is None:
        return 0
    places = Partner.objects.filter(couple=couple).select_related("person").order_by("seat")
    partners = [place.person for place in places]
    names = [one.plain_name for one in (*partners, couple.therapist) if one]
    if sum(text.same(person.plain_name, name) for name in names) < 2:
        return 0
    return partners.index(person) + 1


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
