"""Asking for a dialogue."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import READ_BY_PARTNER, TextField
from dialogue.engine.exercises import all_exercises
from dialogue.room.opening import TOPIC_LENGTH


class StartForm(forms.Form):
    """Ask the partner for a dialogue. ``command`` makes a double click ask once."""

    exercise = forms.ChoiceField(
        label=_("Kind of dialogue"),
        choices=lambda: [(offered.id, offered.title) for offered in all_exercises()],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a kind of dialogue."),
            "invalid_choice": _("Choose a kind of dialogue."),
        },
    )
    topic = TextField(
        label=_("Your topic, in one sentence"),
        max_length=TOPIC_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"} | READ_BY_PARTNER),
        error_messages={
            "required": _("Write one sentence, so your partner knows what it’s about."),
            "max_length": _("One sentence is enough. Use %(limit_value)d characters or fewer."),
        },
    )
    way = forms.ChoiceField(
        label=_("How would you like to talk?"),
        choices=[
            ("write", _("In writing")),
            ("aloud", _("Out loud, each on your own phone")),
            ("one_phone", _("Out loud, passing one phone back and forth")),
        ],
        initial="write",
        required=False,
        widget=forms.RadioSelect,
    )
    command = forms.UUIDField(initial=uuid4, widget=forms.HiddenInput)
