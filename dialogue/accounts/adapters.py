"""How django-allauth makes our people, and lets them in."""

import logging
from base64 import b64decode, b64encode
from ipaddress import ip_network
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue import text
from dialogue.access.changes import login_changed
from dialogue.access.logins import end_other_logins
from dialogue.accounts import codes
from dialogue.accounts.passwords import HardToGuess
from dialogue.base import mails, vault
from dialogue.base.forms import LineField
from dialogue.base.fresh import SIGNED_UP
from dialogue.base.problems import MailAway
from dialogue.models import Couple, Person

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is closed."),
        "cannot_remove_primary_email": _(
            "You sign in with this address. Use another one first, then remove it."
        ),
        "duplicate_email": _("You’ve already added this address."),
        "email_password_mismatch": _(
            "This email address and password don’t match. Check both, or sign in with a code by email."
        ),
        "email_taken": _("This address can’t be used here."),
        "enter_current_password": _("That isn’t your current password. Please try again."),
        "incorrect_code": _(
            "That code isn’t right. Check the newest email, or ask for a new code."
        ),
        "incorrect_password": _("That isn’t your password. Please try again."),
        "invalid_or_expired_key": _("This code has expired. Ask for a new one."),
        "max_email_addresses": _("You can’t add more than %d email addresses. Remove one first."),
        "rate_limited": _("That was a little fast. Please wait a moment, then try again."),
        "unknown_email": _("There’s no account with this address."),
        "unverified_primary_email": _("Confirm this address first. Then you can use it."),
        # Of codes; of passwords: pre_authenticate.
        "too_many_login_attempts": _("Too many wrong codes. Ask for a new one."),
    }
    _notice = False  # each mail has an adapter of its own

    def populate_username(self, request: HttpRequest, user: Person) -> None:
        """People sign in by e-mail; there is no other name for logging in."""

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Whoever is in a couple comes to what today holds for the two."""
        person_id = request.user.pk
        if person_id and Couple.objects.current_of(person_id):
            return reverse("today")
        address: str = super().get_login_redirect_url(request)
        return address

    def get_phone(self, user: Person) -> None:
        return None

    def set_password(self, user: Person, password: str) -> None:
        """A new password ends every other login, and the rooms that are open by it."""
        super().set_password(user, password)
        end_other_logins(person_id=user.pk, but=self.request.session.session_key)
        transaction.on_commit(lambda: login_changed(person_id=user.pk))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Counted for the address *and* the network it is tried from: who knows no more than an
        address must not lock its owner out. Without the host, which allauth puts in: a visitor may
        write another port there."""
        address = text.address(str(credentials.get("email", "")))
        return f"{address} {_network(self.get_client_ip(request))}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Raises ValidationError after too many wrong passwords, and says what opens all the same."""
        try:
            super().pre_authenticate(request, **credentials)
        except forms.ValidationError:
            raise forms.ValidationError(
                gettext(
                    "Too many wrong passwords. Wait five minutes, or sign in with a "
                    "code by email. That still works."
                ),
                code="too_many_login_attempts",
            ) from None

    def generate_login_code(self) -> str:
        return codes.new_code()

    generate_email_verification_code = generate_password_reset_code = generate_login_code

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Raises MailAway. The person's name is left out: whoever else reads this mailbox learns as
        little as possible."""
        try:
            super().send_mail(template_prefix, email, context | {"user": None})
        except OSError as problem:  # also what smtplib raises; its text may hold the address
            _forget_who_cannot_confirm(self.request)
            raise MailAway(type(problem).__name__) from None

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """What has happened has happened, whether or not its notice goes."""
        self._notice = True
        super().send_notification_mail(*args, **kwargs)

    def render_mail(self, *args: Any, **kwargs: Any) -> Any:
        message = super().render_mail(*args, **kwargs)
        message.extra_headers |= mails.BY_ITSELF
        return _Notice(message) if self._notice else message


class _Notice:
    """A mail that goes after the commit; if it does not go, that is no business of the page's."""

    def __init__(self, message: EmailMessage) -> None:
        self._message = message

    def send(self) -> None:
        transaction.on_commit(self._send)

    def _send(self) -> None:
        try:
            self._message.send()
        except OSError as problem:
            log.warning("a notice could not be sent: %s", type(problem).__name__)


def _network(address: str | None) -> str:
    """The neighbourhood of an internet address, which is often one household or office."""
    if not address:
        return ""
    return str(ip_network(f"{address}/{56 if ':' in address else 24}", strict=False))


def _forget_who_cannot_confirm(request: HttpRequest) -> None:
    """An account that this very request has made, and whose code did not go: else its owner would be
    told at the next try that it is here already, by a mail without a code."""
    made = getattr(request, "made_account", None)
    if made:
        Person.objects.filter(pk=made).delete()
        request.session.pop(SIGNED_UP, None)


class SignupForm(AllauthSignupForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = HardToGuess().get_help_text()

    def try_save(self, request: HttpRequest) -> tuple[Person | None, Any]:
        """Whoever is here already waits as long as somebody new: a password is hashed for both."""
        if self.account_already_exists:
            Person().set_password(self.cleaned_data["password1"])
        found: tuple[Person | None, Any] = super().try_save(request)
        if found[0]:
            request.session[SIGNED_UP] = found[0].pk
            request.made_account = found[0].pk  # type: ignore[attr-defined]  # by this request
        return found


class _OnlyOnce:
    """allauth forgets which code was used after one step of the clock; the code opens for three."""

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]
        used: Authenticator = self.authenticator  # type: ignore[attr-defined]
        steps = 2 * mfa_settings.TOTP_TOLERANCE + 1
        if used.type == Authenticator.Type.TOTP and not cache.add(
            f"code-used:{used.pk}:{''.join(code.split())}", 1, steps * mfa_settings.TOTP_PERIOD
        ):
            raise SecondFactorAdapter().validation_error("incorrect_code")
        return code


class CodeAfterPassword(_OnlyOnce, AuthenticateForm):
    pass


class CodeOnceMore(_OnlyOnce, ReauthenticateForm):
    pass


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
    name = LineField(label=_("A name for it"), required=False, max_length=60)
    passwordless = forms.BooleanField(
        label=_("Sign in with just this, without a password"),
        initial=True,
        required=False,
        help_text=_("Uncheck this for a security key that doesn’t ask for a PIN or a fingerprint."),
    )


SECRETS = "second factor"  # the place to which they are sealed


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets are sealed: whoever reads the database alone makes no codes from it."""

    error_messages: ClassVar = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("That didn’t match. Use the newest code, or try your passkey again."),
    }

    def encrypt(self, text: str) -> str:
        return b64encode(vault.seal_secret(text, SECRETS)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return vault.unseal_secret(b64decode(encrypted_text), "second factor")

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return (
            gettext("Passkey")
            if number == 1
            else gettext("Passkey %(number)d") % {"number": number}
        )

    def _get_site_name(self) -> str:
        """What a telephone keeps beside the passkey: it says nothing about what is done here."""
        return gettext("Together")
