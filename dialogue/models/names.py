"""The name of a person, which stands in sentences of any direction."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.translation import get_language_bidi

from dialogue import text

if TYPE_CHECKING:
    _Column = models.CharField[Any, Any]
else:
    _Column = models.CharField  # which is generic for type checkers alone


class Shown(str):
    """A name as it is shown, that knows how it was written."""

    plain: str


def plain(name: Any) -> Any:
    """The name by itself, whichever of the two it is."""
    return (
        text.name(name.plain if isinstance(name, Shown) else name)
        if isinstance(name, str)
        else name
    )


class _Isolated(DeferredAttribute):
    """Whoever reads a name, reads it as it may stand in a sentence: the one place that isolates it, for
    pages, rooms, mails and files alike, and told apart from that of a namesake in the same couple.
    Forms get the name by itself, as it was written."""

    def __get__(self, instance: Any, cls: Any = None) -> Any:
        name = super().__get__(instance, cls)
        if not isinstance(name, str):
            return name
        numbered = f"{name} {instance.told_apart}" if instance.told_apart else name
        shown = Shown(text.isolated(numbered, rtl=get_language_bidi()))
        shown.plain = name
        return shown if shown != name else name

    def __set__(self, instance: Any, value: Any) -> None:
        instance.__dict__[self.field.attname] = value.plain if isinstance(value, Shown) else value


class NameField(_Column):
    """One line, that can be seen and turns nothing, whoever writes it."""

    descriptor_class = _Isolated

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(plain(value))

    def value_from_object(self, obj: Any) -> Any:
        """For forms."""
        return plain(getattr(obj, self.attname))

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))

    def deconstruct(self) -> Any:
        """For the database, a column like others."""
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options
