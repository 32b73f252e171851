"""How a row keeps a key of its own."""

from typing import Any

from django.db import models


class WrappedKey(models.BinaryField):  # type: ignore[type-arg]
    """A key under which other columns or rows are sealed, wrapped by the master key for its ``purpose``
    and bound to what stands in the row's ``place``. Whoever asks for another master key finds all of these
    by this class (dialogue/base/rewrapping.py). Empty: the key was erased."""

    def __init__(self, purpose: str = "", *, place: str = "pk", **options: Any) -> None:
        super().__init__(**options)
        self.purpose, self.place = purpose, place

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """To the database it is bytes, and none of this is its business."""
        name, _path, args, kwargs = super().deconstruct()
        return str(name), "django.db.models.BinaryField", args, kwargs
