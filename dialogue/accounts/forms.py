from functools import cache
from html import escape
from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.http import HttpRequest
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dialogue import clocks
from dialogue.accounts.people import leads_to_words
from dialogue.base.forms import LineField, ModelForm, NameField
from dialogue.models import Person


class SignupForm(forms.Form):
    """What we ask besides e-mail and password."""

    name = NameField(
        label=_("Your name"),
        help_text=_("Your partner sees this name. A first name is enough."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )

    # Filled in by a script (static/js/accounts/zone.js), which also says so.
    time_zone = LineField(required=False, widget=forms.HiddenInput(attrs={"data-zone": ""}))

    field_order = ("name", "email", "password1")

    def signup(self, request: HttpRequest, user: Person) -> None:
        user.name = self.cleaned_data["name"]
        if clocks.is_zone(self.cleaned_data["time_zone"]):
            user.time_zone = self.cleaned_data["time_zone"]
        user.language = get_language() or user.language  # the one that this page was read in
        user.save(update_fields=["name", "time_zone", "language"])


class ProfileForm(ModelForm):
    class Meta:
        model = Person
        fields = ("name", "pronoun", "language", "time_zone")
        labels = {  # noqa: RUF012
            "name": _("Your name"),
            "pronoun": _("Pronoun"),
            "language": _("Language"),
            "time_zone": _("Time zone"),
        }
        help_texts = {  # noqa: RUF012
            "name": _("Your partner sees this name."),
            "pronoun": _("If you like: she, he, they …"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["pronoun"].required = False
        _offer_choices(self)


@cache
def _time_zones() -> list[tuple[str, str]]:
    return [(name, clocks.place(name)) for name in clocks.zones()]


class _LongList(forms.Select):
    """Django renders each choice by templates of its own: with all time zones, that takes several
    times as long as the rest of the page. The HTML is the same but for the order of attributes."""

    def _render(self, template_name: str, context: Any, renderer: Any = None) -> SafeString:
        widget = context["widget"]
        options = (
            f'<option value="{escape(str(choice["value"]))}"{" selected" * choice["selected"]}>'
            f"{escape(str(choice['label']))}</option>"
            for _group, choices, _index in widget["optgroups"]
            for choice in choices
        )
        attributes = flatatt({"name": widget["name"]} | widget["attrs"])
        return mark_safe(f"<select{attributes}>{''.join(options)}</select>")  # noqa: S308 - escaped above


def _offer_choices(form: ModelForm) -> None:
    form.fields["language"] = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    form.fields["time_zone"] = forms.ChoiceField(
        label=_("Time zone"), choices=_time_zones, widget=_LongList
    )


KEEPS_ADDRESS = _(
    "Admins can’t change the address of this account, because anyone who reads the new mailbox "
    "could open what people here keep private. There can be several reasons for this, and "
    "nobody is told which. The person can change it under “You”, “Your email address”. Without "
    "the old mailbox, they can sign in with a password or a passkey. Someone who can’t sign in "
    "at all needs a new account."
)


class PersonForm(ModelForm):
    """An account, as admins change it."""

    by: Person | None = None  # who changes it

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer_choices(self)
        if self._keeps_address():
            self.fields["email"].widget.attrs["readonly"] = True
            self.fields["email"].help_text = KEEPS_ADDRESS

    def clean_email(self) -> str:
        """None that somebody else has confirmed as theirs."""
        email = str(self.cleaned_data["email"])
        if email != str(self.initial.get("email", email)).lower():
            if self.by and self.by.pk == self.instance.pk:
                raise forms.ValidationError(
                    _("This is your own account. Change its address on your own page.")
                )
            if self._keeps_address():
                raise forms.ValidationError(KEEPS_ADDRESS)
        theirs = EmailAddress.objects.filter(email__iexact=email, verified=True)
        if theirs.exclude(user=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has this address."))
        return email

    def clean_role(self) -> str:
        """Nobody locks themselves out, or becomes what another admin has not made them."""
        role = str(self.cleaned_data["role"])
        if self.by and self.by.pk == self.instance.pk and role != self.instance.role:
            raise forms.ValidationError(_("You can’t change your own role. Ask another admin."))
        return role

    def clean_is_active(self) -> bool:
        active = bool(self.cleaned_data["is_active"])
        if self.by and self.by.pk == self.instance.pk and not active:
            raise forms.ValidationError(_("This is your own account. Ask another admin."))
        return active

    def _keeps_address(self) -> bool:
        return bool(self.instance.pk) and leads_to_words(person=self.instance)


class MergeForm(forms.Form):
    """The other account of the same person."""

    duplicate = forms.ModelChoiceField(
        label=_("Email address of the account to remove"),
        queryset=Person.objects.all(),
        to_field_name="email",
        widget=forms.EmailInput,
        error_messages={"invalid_choice": _("There’s no account with this address.")},
    )
