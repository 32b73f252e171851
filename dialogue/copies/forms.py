"""Bringing a file of dialogues."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dialogue.copies.file_format import MOST_BYTES, DialoguesFile
from dialogue.copies.service import BringProblem, read_file
from dialogue.engine.protocol import PARTNERS


class BringForm(forms.Form):
    """``dialogues``: what was in the file. Where its names do not say who of the two this is, the form
    is shown again with ``sat``."""

    file = forms.FileField(
        label=_("The file"),
        help_text=_("The JSON file, downloaded from this page on another site."),
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={
            "required": _("Choose a file. It can be up to 8 MB."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    sat = forms.ChoiceField(
        label=_("In this file, who are you?"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two.")},
    )

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.dialogues: DialoguesFile | None = None
        self.fields["sat"].choices = [(seat, seat) for seat in PARTNERS]  # type: ignore[attr-defined]
        if not self.is_bound:
            del self.fields["sat"]

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(_("Choose a file. It can be up to 8 MB."))
        try:
            self.dialogues = read_file(given.read())
        except BringProblem as problem:
            raise forms.ValidationError(problem.said) from None
        names = self.dialogues.names
        self.fields["sat"].choices = [  # type: ignore[attr-defined]
            (seat, names.get(seat) or _("The other one")) for seat in PARTNERS
        ]
        return given

    def ask_who(self) -> None:
        self.add_error("sat", _("Choose who you are in it, and choose the file again."))
