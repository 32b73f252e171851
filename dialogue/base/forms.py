"""Form fields that several subjects use. What people write is taken by these alone (dialogue.text)."""

from collections.abc import Callable
from datetime import UTC
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.db import models
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from dialogue import clocks, text
from dialogue.models.names import NameField as PersonName

READ_BY_PARTNER = {"data-read": ""}  # the browser hints at insults and threats there
TOO_LONG = _("That’s too long. Use %(limit_value)d characters or fewer.")


class _NeverCut(forms.CharField):
    """Without ``maxlength``: a browser cuts off what is pasted beyond it, and tells nobody. What is too long
    is said, and stands in the form whole."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        found: dict[str, Any] = super().widget_attrs(widget)
        return {name: value for name, value in found.items() if name != "maxlength"}


class TextField(_NeverCut):
    """What somebody writes, over several lines."""

    widget = forms.Textarea
    cleaned: Callable[[str], str] = staticmethod(text.cleaned)
    default_error_messages = {"max_length": TOO_LONG}  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        # Counted in to_python, as it was typed: composing may lengthen it.
        self.validators = [
            one for one in self.validators if not isinstance(one, MaxLengthValidator)
        ]
        self.widget.attrs.setdefault("autocomplete", "off")

    def to_python(self, value: Any) -> Any:
        typed = text.with_breaks(str(value)).strip() if value not in self.empty_values else ""
        cleaned = self.cleaned(typed)
        if self.max_length is not None and self._size(typed, cleaned) > self.max_length:
            given = {"limit_value": self.max_length}
            raise forms.ValidationError(
                self.error_messages["max_length"], code="max_length", params=given
            )
        return cleaned or self.empty_value

    def _size(self, typed: str, cleaned: str) -> int:
        return text.length(typed)


class LineField(TextField):
    """The same in one line. It also fits where it is kept."""

    widget = forms.TextInput  # type: ignore[assignment]
    cleaned = staticmethod(text.line)

    def _size(self, typed: str, cleaned: str) -> int:
        return max(text.length(cleaned), len(cleaned))


class NameField(LineField):
    """What somebody is called."""

    cleaned = staticmethod(text.name)


class PasswordField(forms.CharField):
    """Compared as people type it, which is the account's business (Person.check_password)."""

    widget = forms.PasswordInput

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, max_length=4096, **options)


class MomentField(forms.DateTimeField):
    """A day and a time on the person's own clock."""

    def __init__(self, **options: Any) -> None:
        form = "%Y-%m-%dT%H:%M"
        widget = forms.DateTimeInput(format=form, attrs={"type": "datetime-local"})
        # Some browsers send seconds; one without such a field lets people write it.
        taken = [form, f"{form}:%S", f"{form}:%S.%f", "%Y-%m-%d %H:%M"]
        super().__init__(input_formats=taken, widget=widget, **options)

    def to_python(self, value: Any) -> Any:
        """Django would refuse what a clock shows twice, and in technical words what it never shows."""
        with timezone.override(UTC):
            read = super().to_python(value)
        if read is None:
            return None
        wall, zone = (
            read.replace(tzinfo=None, second=0, microsecond=0),
            timezone.get_current_timezone(),
        )
        at = clocks.instant(wall, zone)
        if clocks.is_skipped(wall, zone):
            next_one = formats.date_format(timezone.localtime(at), "TIME_FORMAT")
            skipped = gettext(
                "The clocks go forward then, so that time doesn’t exist. Choose %(time)s, or another time."
            )
            raise forms.ValidationError(skipped % {"time": next_one}, code="skipped")
        return at


class AddressField(_NeverCut, forms.EmailField):
    """An e-mail address, as people type it."""

    def to_python(self, value: Any) -> Any:
        return text.address(super().to_python(value) or "")


def field_of(column: Any, **options: Any) -> Any:
    """The field for a column of a table."""
    if not column.choices and type(column) is models.CharField:
        options.setdefault("form_class", LineField)
    elif not column.choices and type(column) is models.TextField:
        options.setdefault("form_class", TextField)
    elif isinstance(column, PersonName):
        options.setdefault("form_class", NameField)
    elif type(column) is models.EmailField:
        options.setdefault("form_class", AddressField)
    return column.formfield(**options)


if TYPE_CHECKING:
    _ModelForm = forms.ModelForm[Any]
else:
    _ModelForm = forms.ModelForm  # which is generic for type checkers alone


class ModelForm(_ModelForm):
    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        meta: Any = getattr(cls, "Meta", None)
        if meta and not getattr(meta, "formfield_callback", None):  # the admin's has one of its own
            meta.formfield_callback = staticmethod(field_of)


class LinesField(TextField):
    """Short phrases, one on each line; the same one twice counts once."""

    def __init__(self, *, most: int, longest: int, rows: int, **options: Any) -> None:
        super().__init__(required=False, **options)
        self.most, self.longest = most, longest
        self.widget.attrs |= {"rows": rows}

    def to_python(self, value: Any) -> Any:
        written = super().to_python(value) or ""
        lines = (text.line(line) for line in written.split("\n"))
        return tuple({line.casefold(): line for line in lines if line}.values())

    def validate(self, value: Any) -> None:
        if len(value) > self.most:
            few = ngettext("Use %(n)s line.", "Use %(n)s lines or fewer.", self.most)
            raise forms.ValidationError(few % {"n": self.most}, code="too_many")
        if long := next((line for line in value if text.length(line) > self.longest), None):
            short = gettext("Make this line shorter, at most %(n)s letters: “%(line)s …”")
            said = {"n": self.longest, "line": long[:20]}
            raise forms.ValidationError(short % said, code="too_long")

    def run_validators(self, value: Any) -> None:
        """Those of one text do not fit several lines."""

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple) else value
