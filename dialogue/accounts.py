"""How django-allauth makes our people."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.db import transaction
from django.http import HttpRequest

from dialogue.models import Person
from dialogue.services.access import login_changed


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """People sign in by e-mail; there is no other name for logging in."""

    def get_phone(self, user: Person) -> None:
        return None

    def set_password(self, user: Person, password: str) -> None:
        """A new password ends every other login, and the rooms that are open by it."""
        super().set_password(user, password)
        transaction.on_commit(lambda: login_changed(person_id=user.pk))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # The name is left out: whoever else reads this mailbox learns as little as possible.
        super().send_mail(template_prefix, email, context | {"user": None})
