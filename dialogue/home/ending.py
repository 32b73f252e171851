"""The end of two people's work together, and of an account: what goes with it, in every subject."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from dialogue.access import logins
from dialogue.access.changes import gate_changed
from dialogue.accounts.people import delete
from dialogue.base import audit, vault
from dialogue.copies import service as copies
from dialogue.couple import couple_therapist, looks
from dialogue.course import service as courses
from dialogue.measures.sharing import end_shares
from dialogue.models import (
    Access,
    Appointment,
    Consent,
    Couple,
    CoupleTherapist,
    Partner,
    Person,
)
from dialogue.room import kept_sentences
from dialogue.safety import retention
from dialogue.workup import sharing


def end_couple(*, couple: Couple) -> None:
    """Their work together is over, at once: its dialogues close to them and to the therapist, what
    was planned is off, and each may work with another. Their words stay sealed until ``forget_at``: both
    together may undo a parting."""
    now = timezone.now()
    kept = timedelta(days=retention.kept().return_days)
    with transaction.atomic():
        partners = Partner.objects.filter(couple=couple).values_list("person", flat=True)
        end_shares(people=[*partners, *filter(None, [couple.therapist_id])])
        couple.ended_at, couple.therapist = couple.ended_at or now, None
        couple.forget_at = couple.forget_at or now + kept
        couple.save(update_fields=["ended_at", "forget_at", "therapist"])
        Partner.objects.in_place().filter(couple=couple).update(left_at=now)
        CoupleTherapist.objects.filter(couple=couple, ended_at=None).update(ended_at=now)
        Consent.objects.filter(couple=couple, withdrawn_at=None).update(withdrawn_at=now)
        Appointment.objects.filter(couple=couple, cancelled_at=None).update(cancelled_at=now)
        courses.end_all(couple=couple)
        copies.end(couple=couple)
        gate_changed(couple=couple)


def forget_former_couples() -> int:
    """Erase the keys of couples that did not come back in time. How many they were."""
    now = timezone.now()
    forgotten = 0
    for former in Couple.objects.filter(forget_at__lte=now).exclude(wrapped_key=b""):
        with transaction.atomic():
            couple = Couple.objects.select_for_update().get(pk=former.pk)
            if couple.forget_at is not None and couple.forget_at <= now and couple.wrapped_key:
                forget_words(couple=couple)
                forgotten += 1
    return forgotten


def forget_words(*, couple: Couple) -> None:
    """Forget the couple's key: nothing they wrote opens any more, in back-ups neither. Nor is what
    one of them showed the other of a workup shown again. Their courses go, and how each was shown."""
    vault.forget(bytes(couple.wrapped_key))
    couple.wrapped_key = b""
    couple.save(update_fields=["wrapped_key"])
    sharing.take_back_all(couple_id=couple.pk)
    kept_sentences.forget_all(couple=couple)
    looks.forget_all(couple=couple)
    courses.forget_all(couple=couple)


def erase(*, person: Person, by: Person) -> None:
    """The account and all it holds go, for good. A couple of theirs ends, and the key of every couple
    they were part of is forgotten: what was written together opens for nobody, in back-ups neither."""
    with transaction.atomic():
        audit.record(actor=by, what=Access.What.ERASED, subjects=[person])
        logins.sign_out_everywhere(person)
        for place in Partner.objects.filter(person=person).select_related("couple"):
            if place.couple.ended_at is None:
                end_couple(couple=place.couple)
            forget_words(couple=place.couple)
        for couple in Couple.objects.filter(therapist=person):
            couple_therapist.assign(couple=couple, therapist=None)
        delete(person)
