"""Form fields that several subjects use."""

from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext


class LinesField(forms.CharField):
    """Short phrases, one on each line; the same one twice counts once."""

    widget = forms.Textarea

    def __init__(self, *, most: int, longest: int, rows: int, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.most, self.longest = most, longest
        self.widget.attrs |= {"rows": rows, "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").replace("\x00", "")
        lines = (" ".join(line.split()) for line in text.splitlines())
        return tuple({line.casefold(): line for line in lines if line}.values())

    def validate(self, value: Any) -> None:
        if len(value) > self.most:
            few = ngettext("At most %(n)s line.", "At most %(n)s lines.", self.most)
            raise forms.ValidationError(few % {"n": self.most}, code="too_many")
        if long := next((line for line in value if len(line) > self.longest), None):
            short = gettext("Make this line shorter, at most %(n)s letters: “%(line)s …”")
            said = {"n": self.longest, "line": long[:20]}
            raise forms.ValidationError(short % said, code="too_long")

    def run_validators(self, value: Any) -> None:
        """Those of one text do not fit several lines."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value
