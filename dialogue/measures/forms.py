"""The form of an instrument, made from its items. Nothing is filled in beforehand, but what its owner
answered within the last day and asks to see again."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.measures.instruments.shape import Instrument, Item
from dialogue.measures.words import said


class MeasureForm(forms.Form):
    """Every item may be left open; a form in which all are is none."""

    def __init__(self, instrument: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instrument = instrument
        for item in instrument.items:
            self.fields[item.id] = _field(instrument, item)

    def clean(self) -> None:
        if not self.errors and not self.answers:
            raise forms.ValidationError(
                gettext("Answer at least one of the questions, or go back."), code="nothing"
            )

    def full_clean(self) -> None:
        """Each answer says itself what is wrong, since Django only says it of the whole question."""
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                wrong = {"aria-invalid": "true", "aria-describedby": f"{self[name].auto_id}_error"}
                self.fields[name].widget.attrs |= wrong

    @property
    def answers(self) -> dict[str, int]:
        given = ((item.id, self.cleaned_data.get(item.id)) for item in self.instrument.items)
        return {name: cast(int, value) for name, value in given if value is not None}

    @property
    def questions(self) -> list[tuple[forms.BoundField, Item]]:
        return [(self[item.id], item) for item in self.instrument.items]


def _field(instrument: Instrument, item: Item) -> forms.TypedChoiceField:
    options = [(option.score, said(instrument, option.label)) for option in item.options]
    return forms.TypedChoiceField(
        label=said(instrument, item.text),
        choices=[*options, ("", _("Leave this blank"))],
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the answers.")},
    )
