"""Thanking for a gift, and talking about it again."""

from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import READ_BY_PARTNER, TextField
from dialogue.engine.protocol import DAYS_AHEAD
from dialogue.gifts import service as gifts
from dialogue.gifts.reading import Gift


class ThanksForm(forms.Form):
    """Drawn by gifts/card.html, in each card under an id of its own."""

    words = TextField(
        label=_("A few words, if you like"),
        required=False,
        max_length=gifts.THANKS_LENGTH,
    )


class TalkForm(forms.Form):
    """The gift as one of them would like it instead."""

    words = TextField(
        label=_("The new wording"),
        max_length=gifts.WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"} | READ_BY_PARTNER),
        error_messages={
            "required": _("Write the new wording."),
            "max_length": _("That’s too long. Use %(limit_value)d characters or fewer."),
        },
    )
    rhythm = forms.ChoiceField(
        label=_("How often"),
        choices=[("daily", _("Day by day")), ("weekly", _("Week by week"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose how often."),
            "invalid_choice": _("Choose how often."),
        },
    )
    until = forms.DateField(
        label=_("Until"),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
    )

    def __init__(self, *args: Any, gift: Gift, **kwargs: Any) -> None:
        kwargs["initial"] = {"words": gift.words, "rhythm": gift.rhythm, "until": gift.until}
        super().__init__(*args, **kwargs)
        self._first = gift.today + timedelta(days=1)
        self._last = gift.today + timedelta(days=DAYS_AHEAD)
        self.fields["until"].widget.attrs |= {
            "min": self._first.isoformat(),
            "max": self._last.isoformat(),
        }

    def clean_until(self) -> date:
        until = cast(date, self.cleaned_data["until"])
        if not self._first <= until <= self._last:
            raise forms.ValidationError(
                _("Choose a day between tomorrow and three months from now.")
            )
        return until
