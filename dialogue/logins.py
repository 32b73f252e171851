"""However a login ends, its row goes: the one place that sees log-out and revocation alike.

A login that nobody uses runs out instead; services.access notices at the next question.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.http import HttpRequest

from dialogue.models import Person
from dialogue.services.access import SECOND_FACTORS, login_changed
from dialogue.services.logins import end_other_logins


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
