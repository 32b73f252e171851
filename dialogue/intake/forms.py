"""The questions before a couple begins with a therapist. All of them may be left open."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import TextField
from dialogue.intake.service import LENGTH


def _question(label: Any) -> TextField:
    return TextField(
        label=label,
        required=False,
        max_length=LENGTH,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )


class IntakeForm(forms.Form):
    brings = _question(_("What brings you here?"))
    history = _question(_("How did the two of you get here? What was good, what got hard?"))
    earlier = _question(_("Have you had therapy before, alone or together? What helped?"))
    children = _question(_("Are there children, and how are they?"))
    hopes = _question(_("What would you like to be different?"))
