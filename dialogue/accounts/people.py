"""What admins do to accounts: disable, readdress, export, erase. None of it opens a word that anybody wrote."""

import logging
from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from dialogue.access import logins
from dialogue.access.changes import login_changed
from dialogue.base import audit, mails, unsaved
from dialogue.consent_forms import service as consent_forms
from dialogue.couple import couples, invitations
from dialogue.intake import service as intake
from dialogue.measures import answers
from dialogue.models import (
    Access,
    Calendar,
    Couple,
    CoupleTherapist,
    Partner,
    Person,
)
from dialogue.records import archive
from dialogue.safety import screening
from dialogue.workup import service as workup

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


class LeadsToWords(Exception):
    """This account leads to what partners wrote, so no admin gives it to another mailbox or account."""


def leads_to_words(*, person: Person) -> bool:
    """Whether whoever holds this account reads what partners wrote, or may come to it: in a couple,
    also one that ended lately and can be come back to; as the therapist of one, also one that is
    still being asked for; as a therapist who keeps records, also of couples of earlier times; or as
    anybody who has written a workup, an intake or a consent form, signed one, or answered a measure.

    Neither the role of the account counts nor whether it is active: admins change both. With the
    person's row locked this stays true until the transaction ends: nobody becomes a partner or a
    therapist without that row."""
    return (
        Couple.objects.current_of(person.pk) is not None
        or couples.ended_lately(person=person) is not None
        or Couple.objects.filter(therapist=person).exists()
        or CoupleTherapist.objects.filter(therapist=person, ended_at=None).exists()
        or archive.has_records(therapist_id=person.pk)
        or workup.has_any(person_id=person.pk)
        or intake.has_any(person_id=person.pk)
        or consent_forms.has_any(person_id=person.pk)
        or answers.has_any(person_id=person.pk)
    )


def change_address(*, person: Person, email: str, by: Person) -> None:
    """Another e-mail address to sign in by, because the old one is lost, or read by somebody else.
    Raises LeadsToWords, and then nothing has changed: else an admin could give such an account to a
    mailbox of their own, and read. Whoever can still sign in changes the address without an admin.

    Nothing that opened the account before opens it any more: no older address, password, key, login
    or calendar link, and no code that is under way. The next login asks for a code that is sent to
    the new address. Invitations that wait for an answer end; the private screen is forgotten, and
    what was not saved: whoever reads the new address comes to none of it. The old address is told,
    without a word of what this is about.
    """
    with transaction.atomic():
        before = Person.objects.select_for_update().get(pk=person.pk).email
        if email.lower() == before.lower():
            return
        if leads_to_words(person=person):
            raise LeadsToWords
        person.email = email
        person.set_unusable_password()
        person.save(update_fields=["email", "password"])
        _take_over_address(person)
        invitations.end_invitations(person=person)
        screening.forget(person_id=person.pk)
        unsaved.forget_all(person_id=person.pk)
        _tell(person, "account/email/address_changed", before)
        audit.record(actor=by, what=Access.What.CHANGED_ADDRESS, subjects=[person])


def _take_over_address(person: Person) -> None:
    EmailAddress.objects.filter(user=person).exclude(email__iexact=person.email).delete()
    # One that the person had confirmed before stays so.
    EmailAddress.objects.update_or_create(
        user=person, email__iexact=person.email, defaults={"email": person.email, "primary": True}
    )
    Authenticator.objects.filter(user=person).delete()
    Calendar.objects.filter(person=person).update(token_hash=None)
    # Reminders wait until this address, too, is marked as safe.
    Calendar.objects.filter(person=person).exclude(safe_address=person.email).update(
        safe_address=""
    )
    logins.sign_out_everywhere(person)


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
            mails.send(subject, body, address)
        except OSError as error:  # also what smtplib raises; its text may hold the address
            log.warning("a mail could not be sent: %s", type(error).__name__)

    transaction.on_commit(send)


def export(*, person: Person, by: Person) -> dict[str, Any]:
    """All that an admin may see of an account, as JSON can hold it: no words, no screening, no notes."""
    audit.record(actor=by, what=Access.What.EXPORTED, subjects=[person])
    return {
        "account": {
            "name": person.plain_name,
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


def delete(person: Person) -> None:
    screening.forget(person_id=person.pk)
    EmailAddress.objects.filter(user=person).delete()
    person.delete()
