"""To write a consent form, and to sign one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import LineField, NameField, TextField
from dialogue.consent_forms.service import TEXT, TITLE
from dialogue.consent_forms.signing import NAME


class WordsForm(forms.Form):
    """Kept as it is while it is written; ``for_couples``: both are needed, since somebody will sign it."""

    use_required_attribute = False

    title = LineField(label=_("Title"), max_length=TITLE)
    text = TextField(
        label=_("What they agree to"),
        max_length=TEXT,
        help_text=_("They’ll see it just as you write it, paragraphs and all."),
        widget=forms.Textarea(attrs={"rows": 18}),
    )

    def __init__(self, *given: object, for_couples: bool = False, **options: object) -> None:
        super().__init__(*given, **options)  # type: ignore[arg-type]
        for field in self.fields.values():
            field.required = for_couples or not self.is_bound


class SignForm(forms.Form):
    """``version``: of the words that were read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = NameField(
        label=_("Your full name"),
        max_length=NAME,
        help_text=_("Your typed name is your signature."),
        error_messages={"required": _("Enter your full name to sign.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    agreed = forms.BooleanField(
        label=_("I’ve read this, and I agree to it."),
        error_messages={"required": _("Check this box if you agree. You don’t have to sign.")},
    )
