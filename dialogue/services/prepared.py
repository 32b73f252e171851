"""A query that is built once and run often.

Putting a query together costs the ORM several times what the database needs to answer it. The few
queries of a turn are therefore compiled at their first use, and run with other values afterwards.
The ORM stays the one place that knows tables and columns.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, models
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """``build(**values)`` makes the query. ``marks`` are values of the right types that stand
    nowhere else in it: where they end up once it is compiled, the real values go."""

    def __init__(self, build: Callable[..., "QuerySet[Row, Any]"], **marks: Any) -> None:
        self._build = build
        self._marks = marks
        self._compiled: dict[str, tuple[str, list[Any], type[Row]]] = {}

    def models(self, **values: Any) -> Iterator[Row]:
        """The rows as instances, annotations included."""
        sql, params, model = self._with(values)
        return iter(model._default_manager.raw(sql, params))

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The bare rows, of a query for values that need no conversion (numbers and texts)."""
        sql, params, _model = self._with(values)
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def _with(self, values: dict[str, Any]) -> tuple[str, list[Any], type[Row]]:
        sql, slots, model = self._compiled.get(connection.vendor) or self._compile()
        given = {name: _adapted(value) for name, value in values.items()}
        return sql, [given[slot.name] if isinstance(slot, _Slot) else slot for slot in slots], model

    def _compile(self) -> tuple[str, list[Any], type[Row]]:
        query = self._build(**self._marks)
        sql, params = query.query.sql_with_params()
        names = {_adapted(mark): name for name, mark in self._marks.items()}
        slots = [_Slot(names[param]) if param in names else param for param in params]
        assert {slot.name for slot in slots if isinstance(slot, _Slot)} == set(self._marks)
        self._compiled[connection.vendor] = sql, slots, query.model
        return self._compiled[connection.vendor]


class _Slot:
    def __init__(self, name: str) -> None:
        self.name = name


_FIELDS: "dict[type, models.Field[Any, Any]]" = {
    datetime: models.DateTimeField(),
    UUID: models.UUIDField(),
}


def _adapted(value: Any) -> Any:
    """``value`` as the compiler would hand it to this database."""
    field = _FIELDS.get(type(value))
    return field.get_db_prep_value(value, connection) if field else value
