"""However a login ends, its row goes: the one place that sees log-out, expiry and revocation alike."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver

from dialogue.services.access import login_changed


@receiver(post_delete, sender=Session, dispatch_uid="login ended")
def login_ended(instance: Session, **_: Any) -> None:
    person_id = instance.get_decoded().get("_auth_user_id")
    if person_id:
        transaction.on_commit(lambda: login_changed(person_id=int(person_id)))
