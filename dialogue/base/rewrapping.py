"""Another master key: every key that is kept is wrapped by it, while people go on.

What is sealed stays as it is, since the keys under which it lies stay the same. Each row is changed only if it is
still as it was read, so nothing that is erased or written meanwhile is brought back; and each by itself, so
that it may be stopped anywhere and done again. What a row is found by is made anew by its own service.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db.models import Model

from dialogue.base import vault
from dialogue.models.wrapped import WrappedKey

_FOUND_BY = "whose"  # a print of an account, made by a master key as well
_AT_ONCE = 500


def rewrap_keys() -> Counter[str]:
    """How many keys were wrapped anew, and how many by which master key are left, by its name."""
    newest, done = vault.newest_master(), Counter[str]()
    for model, field in _kept():
        for pk, place, wrapped in _rows(model, field):
            by = vault.wrapped_by(wrapped)
            if by == newest or field.place == _FOUND_BY:
                continue
            try:
                new = vault.rewrapped(field.purpose, wrapped, place)
            except vault.CannotOpen:
                continue
            same = model._meta.base_manager.filter(pk=pk, **{field.name: wrapped})
            done[by] += same.update(**{field.name: new})
    return done


def left() -> Counter[str]:
    """How many keys need another master key than the newest one, by its name."""
    by = Counter(vault.wrapped_by(key) for kept in _kept() for _pk, _place, key in _rows(*kept))
    del by[vault.newest_master()]
    return by


def _kept() -> Iterator[tuple[type[Model], WrappedKey]]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, WrappedKey):
                yield model, field


def _rows(model: type[Model], field: WrappedKey) -> Iterator[tuple[Any, Any, bytes]]:
    """Of keys that were not erased: the row's own key, the place and the wrapped one."""
    rows = model._meta.base_manager.exclude(**{field.name: b""}).order_by("pk")
    columns = rows.values_list("pk", field.place, field.name)
    last: Any = None
    while page := list((columns if last is None else columns.filter(pk__gt=last))[:_AT_ONCE]):
        yield from ((pk, place, bytes(wrapped)) for pk, place, wrapped in page)
        last = page[-1][0]
