"""What admins do to accounts: disable, readdress, export, erase. None of it opens a word that anybody wrote."""

import logging
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from dialogue.models import (
    Access,
    Calendar,
    Consent,
    Couple,
    Partner,
    Person,
)
from dialogue.services import audit, care, couples, screening
from dialogue.services.access import doors_changed, login_changed

log = logging.getLogger(__name__)

# What is said by mail when one is removed; of recovery codes nothing is, as elsewhere.
_REMOVED = {
    Authenticator.Type.TOTP: "mfa/email/totp_deactivated",
    Authenticator.Type.WEBAUTHN: "mfa/email/webauthn_removed",
}


def disable(*, person: Person, by: Person) -> None:
    """Nobody signs in with this account any more, and its rooms close at once."""
    with transaction.atomic():
        Person.objects.filter(pk=person.pk).update(is_active=False)
        audit.record(actor=by, what=Access.What.DISABLED_ACCOUNT, subjects=[person])
        transaction.on_commit(lambda: login_changed(person_id=person.pk))


def change_address(*, person: Person, email: str, by: Person) -> None:
    """Another e-mail address to sign in by, because the old one is lost, or read by somebody else.

    No older address opens the account any more. Every login ends; the next one asks for a code that
    is sent to the new address. Reminders wait until that address, too, is marked as safe. The
    private screen is forgotten and the person's own side closes: whoever reads the new address
    comes to neither. The old address is told, without a word of what this is about.
    """
    with transaction.atomic():
        before = Person.objects.values_list("email", flat=True).get(pk=person.pk)
        person.email = email
        person.save(update_fields=["email"])
        _take_over_address(person)
        _forget_own_side(person)
        _tell(person, "account/email/address_changed", before)
        audit.record(actor=by, what=Access.What.CHANGED_ADDRESS, subjects=[person])


def _take_over_address(person: Person) -> None:
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    # One that the person had confirmed before stays so.
    EmailAddress.objects.update_or_create(
        user=person, email__iexact=person.email, defaults={"email": person.email, "primary": True}
    )
    Calendar.objects.filter(person=person).exclude(safe_address=person.email).update(
        safe_address=""
    )
    sign_out_everywhere(person)
    transaction.on_commit(lambda: login_changed(person_id=person.pk))


def _forget_own_side(person: Person) -> None:
    # So that no side is opened by answers that are forgotten just then.
    list(Partner.objects.select_for_update().filter(person=person, left_at=None))
    held = Consent.objects.filter(person=person, withdrawn_at=None)
    behind = list(Couple.objects.filter(consents__in=held))
    held.update(withdrawn_at=timezone.now())
    screening.forget(person_id=person.pk)
    for couple in behind:
        doors_changed(couple=couple)


def remove_keys(*, keys: Iterable[Authenticator], by: Person) -> None:
    """Second factors that somebody has lost. The person is told by mail."""
    with transaction.atomic():
        for key in keys:
            key.delete()
            audit.record(actor=by, what=Access.What.REMOVED_KEY, subjects=[key.user])
            if key.type in _REMOVED:
                _tell(key.user, _REMOVED[key.type], key.user.email)


def _tell(person: Person, template: str, address: str) -> None:
    with translation.override(person.language):
        subject = render_to_string(f"{template}_subject.txt").strip()
        body = render_to_string(f"{template}_message.txt").strip()

    def send() -> None:
        try:
            send_mail(subject, body, None, [address])
        except OSError as error:  # also what smtplib raises; its text may hold the address
            log.warning("a mail could not be sent: %s", type(error).__name__)

    transaction.on_commit(send)


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
        sign_out_everywhere(person)
        for place in Partner.objects.filter(person=person).select_related("couple"):
            if place.couple.ended_at is None:
                couples.end_couple(couple=place.couple)
            couples.forget_words(couple=place.couple)
        for couple in Couple.objects.filter(therapist=person):
            care.assign(couple=couple, therapist=None)
        delete(person)


def sign_out_everywhere(person: Person) -> None:
    # One by one: each deletion closes the sockets of that login.
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()


def delete(person: Person) -> None:
    screening.forget(person_id=person.pk)
    EmailAddress.objects.filter(user=person).delete()
    person.delete()
