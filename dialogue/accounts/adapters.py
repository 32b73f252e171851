"""How django-allauth makes our people, and lets them in."""

from base64 import b64decode, b64encode
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dialogue.access.changes import login_changed
from dialogue.access.logins import SIGNED_UP, end_other_logins
from dialogue.base import vault
from dialogue.models import Person


class AccountAdapter(DefaultAccountAdapter):
    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """People sign in by e-mail; there is no other name for logging in."""

    def get_phone(self, user: Person) -> None:
        return None

    def set_password(self, user: Person, password: str) -> None:
        """A new password ends every other login, and the rooms that are open by it."""
        super().set_password(user, password)
        end_other_logins(person_id=user.pk, but=self.request.session.session_key)
        transaction.on_commit(lambda: login_changed(person_id=user.pk))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Without the host, which allauth puts in: a visitor may write another port there."""
        return str(credentials.get("email", "")).lower()

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        # The name is left out: whoever else reads this mailbox learns as little as possible.
        super().send_mail(template_prefix, email, context | {"user": None})


class SignupForm(AllauthSignupForm):
    def try_save(self, request: HttpRequest) -> tuple[Person | None, Any]:
        """Whoever is here already waits as long as somebody new: a password is hashed for both."""
        if self.account_already_exists:
            Person().set_password(self.cleaned_data["password1"])
        found: tuple[Person | None, Any] = super().try_save(request)
        if found[0]:
            request.session[SIGNED_UP] = found[0].pk
        return found


class _AnyShape:
    """What a browser sends may be anything; allauth expects the right fields in it."""

    def clean_credential(self) -> Any:
        try:
            return super().clean_credential()  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError) as problem:
            raise SecondFactorAdapter().validation_error("incorrect_code") from problem


class PasskeyLogin(_AnyShape, LoginWebAuthnForm):
    pass


class PasskeyAfterPassword(_AnyShape, AuthenticateWebAuthnForm):
    pass


class PasskeyOnceMore(_AnyShape, ReauthenticateWebAuthnForm):
    pass


class PasskeyForm(AddWebAuthnForm):
    name = forms.CharField(label=gettext_lazy("A name for it"), required=False, max_length=60)
    passwordless = forms.BooleanField(
        label=gettext_lazy("Sign in with it alone, without a password"),
        initial=True,
        required=False,
        help_text=gettext_lazy(
            "Take the tick away for a simple security key that knows neither you nor a PIN."
        ),
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed: whoever reads the database alone makes no codes from it."""

    def encrypt(self, text: str) -> str:
        return b64encode(vault.seal_secret(text, "second factor")).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal_secret(b64decode(encrypted_text), "second factor")

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey") if number == 1 else _("Passkey %(number)d") % {"number": number}

    def _get_site_name(self) -> str:
        """What a telephone keeps beside the passkey: it says nothing about what is done here."""
        return _("Together")
