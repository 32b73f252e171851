"""Proposing a course, and what each would like from it."""

from collections.abc import Sequence
from typing import Any

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


def _number(value: str) -> int | None:
    return None if value == _OPEN else int(value)


class NumberForm(forms.Form):
    """One of these numbers; None for no fixed one."""

    planned = forms.TypedChoiceField(
        label=_("How many dialogues?"),
        coerce=_number,
        empty_value=None,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how many."),
            "invalid_choice": _("Choose how many."),
        },
    )

    def __init__(self, *given: Any, choices: Sequence[int | None], **options: Any) -> None:
        options["auto_id"] = "number_%s"
        super().__init__(*given, **options)
        self.fields["planned"].choices = [  # type: ignore[attr-defined]
            (one or _OPEN, one or _("No fixed number")) for one in choices
        ]


class ProposeForm(GoalForm):
    planned = forms.TypedChoiceField(
        label=_("How many dialogues?"),
        choices=[*((number, number) for number in PLANNED), (_OPEN, _("No fixed number"))],
        coerce=_number,
        empty_value=None,
        initial=PLANNED[0],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how many."),
            "invalid_choice": _("Choose how many."),
        },
    )

    field_order = ("planned", "goal")
