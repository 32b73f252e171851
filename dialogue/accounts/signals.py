"""However a login ends, its row goes: the one place that sees log-out and revocation alike.

A login that nobody uses runs out instead; services.access notices at the next question.
"""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from dialogue.access.changes import login_changed
from dialogue.access.logins import end_other_logins, sign_out_everywhere
from dialogue.access.second_factors import SECOND_FACTORS
from dialogue.base import browsers, unsaved
from dialogue.base.fresh import SIGNED_UP
from dialogue.models import Person


@receiver(user_logged_in, dispatch_uid="what was not saved")
def login_began(request: HttpRequest, user: Person, **_: Any) -> None:
    if unsaved.has_any(person_id=user.pk):
        request.session[unsaved.IN_SESSION] = True
    if browsers.login_began(request, user):
        get_adapter(request).send_notification_mail("account/email/new_browser", user)


@receiver(post_delete, sender=Session, dispatch_uid="login ended")
def login_ended(instance: Session, **_: Any) -> None:
    person_id = instance.get_decoded().get("_auth_user_id")
    if person_id:
        transaction.on_commit(lambda: login_changed(person_id=int(person_id)))


@receiver(post_delete, sender=Authenticator, dispatch_uid="second factor removed")
def second_factor_removed(instance: Authenticator, **_: Any) -> None:
    transaction.on_commit(lambda: login_changed(person_id=instance.user_id))


@receiver(authenticator_added, dispatch_uid="second factor added")
def second_factor_added(
    request: HttpRequest, user: Person, authenticator: Authenticator, **_: Any
) -> None:
    """The first one ends the other logins: they were opened without it."""
    others = Authenticator.objects.filter(user=user, type__in=SECOND_FACTORS)
    is_first = not others.exclude(pk=authenticator.pk).exists()
    if authenticator.type in SECOND_FACTORS and is_first:
        end_other_logins(person_id=user.pk, but=request.session.session_key)


@receiver(email_confirmed, dispatch_uid="address confirmed")
def address_confirmed(request: HttpRequest, email_address: EmailAddress, **_: Any) -> None:
    """The first to show that an address is theirs gets the account, and nobody keeps a way in:
    somebody else may have signed up with it before, with a password of their own choosing."""
    user = email_address.user
    others = EmailAddress.objects.filter(user=user, verified=True).exclude(pk=email_address.pk)
    if others.exists() or _chose_the_password(request, user):
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Authenticator.objects.filter(user=user).delete()
    sign_out_everywhere(user, but=request.session.session_key)


def _chose_the_password(request: HttpRequest, user: Person) -> bool:
    """Whether this browser signed up as ``user``, or has given the password just now."""
    records = get_authentication_records(request, user)
    given = any(record["method"] == "password" for record in records)
    return given or request.session.get(SIGNED_UP) == user.pk
