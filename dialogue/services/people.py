"""What admins do to accounts: disable, merge, export, erase. None of it opens a word that anybody wrote."""

from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from dialogue.models import (
    Access,
    Appointment,
    Care,
    Consent,
    Couple,
    Draft,
    Event,
    Invitation,
    Partner,
    Person,
)
from dialogue.services import audit, couples, screening
from dialogue.services.access import login_changed


class CannotMerge(Exception):
    """Two accounts that are not one person's: both work in a couple, or their roles differ."""


def disable(*, person: Person, by: Person) -> None:
    """Nobody signs in with this account any more, and its rooms close at once."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=False)
        audit.record(actor=by, what=Access.What.DISABLED_ACCOUNT, subjects=[person])
        transaction.on_commit(lambda: login_changed(person_id=person.pk))


def merge(*, kept: Person, duplicate: Person, by: Person) -> None:
    """One person had two accounts: all of ``duplicate`` becomes ``kept``'s, and ``duplicate`` goes.

    Its private screen is not carried over: it belongs to who answered it, and is asked for again.
    Raises CannotMerge.
    """
    active = Partner.objects.filter(left_at=None)
    both = active.filter(person=kept).exists() and active.filter(person=duplicate).exists()
    if kept.pk == duplicate.pk or kept.role != duplicate.role or both:
        raise CannotMerge
    with transaction.atomic():
        audit.record(actor=by, what=Access.What.MERGED_ACCOUNTS, subjects=[kept])
        _sign_out_everywhere(duplicate)
        Partner.objects.filter(person=duplicate).update(person=kept)
        # Not a change of what was said: only whose account it stands under.
        Event.objects.filter(author=duplicate).update(author=kept)
        Couple.objects.filter(therapist=duplicate).update(therapist=kept)
        Care.objects.filter(therapist=duplicate).update(therapist=kept)
        Invitation.objects.filter(inviter=duplicate).update(inviter=kept)
        Appointment.objects.filter(proposed_by=duplicate).update(proposed_by=kept)
        Access.objects.filter(subject=duplicate).update(subject=kept)
        EmailAddress.objects.filter(user=duplicate).update(user=kept, primary=False)
        # Sealed to the account that wrote it; nobody else could open it.
        Draft.objects.filter(person=duplicate).delete()
        Consent.objects.filter(person=duplicate).delete()
        _delete(duplicate)
        transaction.on_commit(lambda: login_changed(person_id=kept.pk))


def export(*, person: Person, by: Person) -> dict[str, Any]:
    """All that an admin may see of an account, as JSON can hold it: no words, no screening, no notes."""
    audit.record(actor=by, what=Access.What.EXPORTED, subjects=[person])
    return {
        "account": {
            "name": person.name,
            "email": person.email,
            "pronoun": person.pronoun,
            "role": person.role,
            "language": person.language,
            "time_zone": person.time_zone,
            "active": person.is_active,
            "joined_at": person.joined_at.isoformat(),
            "addresses": list(
                EmailAddress.objects.filter(user=person).values("email", "verified", "primary")
            ),
        },
        "couples": [
            {
                "seat": place.seat,
                "joined_at": place.joined_at.isoformat(),
                "left_at": place.left_at and place.left_at.isoformat(),
                "ended_at": place.couple.ended_at and place.couple.ended_at.isoformat(),
                "dialogues": place.couple.dialogues.count(),
            }
            for place in Partner.objects.filter(person=person).select_related("couple")
        ],
        "accesses": [
            {"at": access.at.isoformat(), "what": access.what, "by": access.actor_role}
            for access in audit.accesses_to(person_id=person.pk)
        ],
    }


def erase(*, person: Person, by: Person) -> None:
    """The account and all it holds go, for good. A couple of theirs ends, and the key of every couple
    they were part of is forgotten: what was written together opens for nobody, in back-ups neither."""
    with transaction.atomic():
        audit.record(actor=by, what=Access.What.ERASED, subjects=[person])
        _sign_out_everywhere(person)
        for place in Partner.objects.filter(person=person).select_related("couple"):
            if place.couple.ended_at is None:
                couples.end_couple(couple=place.couple)
            couples.forget_words(couple=place.couple)
        _delete(person)


def _sign_out_everywhere(person: Person) -> None:
    # One by one: each deletion closes the sockets of that login.
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def _delete(person: Person) -> None:
    screening.forget(person_id=person.pk)
    EmailAddress.objects.filter(user=person).delete()
    person.delete()
