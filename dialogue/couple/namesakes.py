"""Two people with one name, in one couple or as its therapist: a number behind it tells them apart. So does
one behind the names of a couple, for a therapist who has another couple of the same two names."""

from typing import Any

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver

from dialogue import text
from dialogue.models import Couple, CoupleTherapist, Partner, Person


def tell_apart(couple: Couple) -> None:
    """Of its partners, those who work together now are numbered by their seats where they share a name,
    and nobody else. Not the therapist, who is somebody else's therapist, too."""
    for place in Partner.objects.filter(couple=couple).select_related("person"):
        person = place.person
        told = _number(person, Couple.objects.current_of(person.pk))
        if person.told_apart != told:
            Person.objects.filter(pk=person.pk).update(told_apart=told)
    if couple.ended_at is None:
        _tell_couples_apart(couple)


def _number(person: Person, couple: Couple | None) -> int:
    if couple is None:
        return 0
    places = Partner.objects.filter(couple=couple).select_related("person").order_by("seat")
    partners = [place.person for place in places]
    names = [one.plain_name for one in (*partners, couple.therapist) if one]
    if sum(text.same(person.plain_name, name) for name in names) < 2:
        return 0
    number = partners.index(person) + 1
    while any(text.same(f"{person.plain_name} {number}", name) for name in names):
        number += len(partners)  # somebody is called “Ann 1”
    return number


def _tell_couples_apart(couple: Couple) -> None:
    """Whoever has a number keeps it while another is called the same."""
    asked = CoupleTherapist.objects.filter(ended_at=None)
    of = asked.filter(couple=couple).values_list("therapist", flat=True).first()
    therapist = couple.therapist_id or of
    if therapist is None:
        _numbered(couple, 0)
        return
    hers = Q(therapist=therapist) | Q(pk__in=asked.filter(therapist=therapist).values("couple"))
    others = Couple.objects.going_on().filter(hers).exclude(pk=couple.pk)
    own = _names_of(Couple.objects.get(pk=couple.pk))  # not as it was when its partners were read
    alike = [one for one in others.prefetch_related("partners__person") if _names_of(one) == own]
    taken = {one.told_apart for one in alike}
    if not alike or couple.told_apart in taken:
        _numbered(couple, 0)
    taken.add(couple.told_apart)
    for one in sorted([couple, *alike], key=lambda one: one.created_at) if alike else ():
        if not one.told_apart:
            _numbered(one, min(set(range(1, len(alike) + 2)) - taken))
            taken.add(one.told_apart)


def _names_of(couple: Couple) -> list[str]:
    return sorted(text.folded(place.person.plain_name) for place in couple.partners.all())


def _numbered(couple: Couple, told_apart: int) -> None:
    if couple.told_apart != told_apart:
        couple.told_apart = told_apart
        Couple.objects.filter(pk=couple.pk).update(told_apart=told_apart)


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


@receiver(post_save, sender=CoupleTherapist, dispatch_uid="told apart: therapist")
def asked_for(instance: CoupleTherapist, **_: Any) -> None:
    tell_apart(instance.couple)


@receiver(post_save, sender=Partner, dispatch_uid="told apart: partner")
def joined(instance: Partner, **_: Any) -> None:
    tell_apart(instance.couple)
