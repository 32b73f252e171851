"""Proposing a course, and what each would like from it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import READ_BY_PARTNER, TextField
from dialogue.course.service import GOAL_LENGTH, PLANNED

_OPEN = "open"


class GoalForm(forms.Form):
    goal = TextField(
        label=_("What I’d like from it"),
        required=False,
        max_length=GOAL_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, **READ_BY_PARTNER}),
        help_text=_(
            "In your own words. Your partner reads it and you read theirs. No one else does."
        ),
    )


class ProposeForm(GoalForm):
    planned = forms.TypedChoiceField(
        label=_("How many dialogues?"),
        choices=[*((number, number) for number in PLANNED), (_OPEN, _("No fixed number"))],
        coerce=lambda value: None if value == _OPEN else int(value),
        empty_value=None,
        initial=PLANNED[0],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how many."),
            "invalid_choice": _("Choose how many."),
        },
    )

    field_order = ("planned", "goal")
