"""Statements that are built once and run often.

Putting a query together costs the ORM several times what the database needs to answer it. The few
statements of a turn are therefore compiled at their first use, and run with other values afterwards.
The ORM stays the one place that knows tables, columns, and how a value is written in them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

Row = TypeVar("Row", bound=models.Model)


class Prepared(Generic[Row]):
    """A query. ``build(**values)`` makes it; ``marks`` are values of the right types that stand
    nowhere else in it: where they end up once it is compiled, the real values go."""

    def __init__(self, build: Callable[..., "QuerySet[Row, Any]"], **marks: Any) -> None:
        self._build = build
        self._marks = marks
        self._compiled: dict[str, _Compiled] = {}

    def models(self, **values: Any) -> list[Row]:
        """The rows as instances, annotations included."""
        database, compiled = _database(), self._as_compiled
        return [compiled.instance(row, database) for row in self.rows(**values)]

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The bare rows, of a query for values that need no conversion (numbers and texts)."""
        database, compiled = _database(), self._as_compiled
        given = {name: _adapted(value, database) for name, value in values.items()}
        params = [given[slot.name] if isinstance(slot, _Slot) else slot for slot in compiled.slots]
        with database.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    @property
    def _as_compiled(self) -> "_Compiled":
        return self._compiled.get(_database().vendor) or self._compile()

    def _compile(self) -> "_Compiled":
        query = self._build(**self._marks).query
        database = _database()
        compiler: Any = query.get_compiler(connection=database)
        sql, params = compiler.as_sql()
        names = {_adapted(mark, database): name for name, mark in self._marks.items()}
        slots = [_Slot(names[param]) if param in names else param for param in params]
        assert {slot.name for slot in slots if isinstance(slot, _Slot)} == set(self._marks)
        columns = [column for column, _sql, _alias in compiler.select]
        annotations = compiler.annotation_col_map or {}
        self._compiled[database.vendor] = _Compiled(
            sql=sql,
            slots=slots,
            model=cast("type[models.Model]", query.model),
            fields=[column.target.attname for column in columns[: -len(annotations) or None]],
            annotations=list(annotations),
            converters=list(compiler.get_converters(columns).items()),
        )
        return self._compiled[database.vendor]


@dataclass(frozen=True, slots=True)
class _Compiled:
    sql: str
    slots: list[Any]
    model: type[models.Model]
    fields: list[str]  # the first columns, in order
    annotations: list[str]  # the others
    converters: list[tuple[int, Any]]

    def instance(self, row: tuple[Any, ...], database: BaseDatabaseWrapper) -> Any:
        values = list(row)
        for place, (convert_all, expression) in self.converters:
            for convert in convert_all:
                values[place] = convert(values[place], expression, database)
        size = len(self.fields)
        one = self.model.from_db(database.alias, self.fields, values[:size])
        for name, value in zip(self.annotations, values[size:], strict=True):
            setattr(one, name, value)
        return one


class _Change:
    """A statement that changes one row, with a value for each of the fields named."""

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self._meta: Any = model._meta
        self._names = names

    def run(self, **values: Any) -> None:
        database = _database()
        params = [field.get_db_prep_save(values[field.name], database) for field in self._fields]
        with database.cursor() as cursor:
            cursor.execute(self._sql, params)

    @cached_property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return [self._meta.get_field(name) for name in self._names]

    @cached_property
    def _sql(self) -> str:
        quoted = _database().ops.quote_name
        columns = [quoted(field.column or field.name) for field in self._fields]
        return self._sentence(quoted(self._meta.db_table), columns)

    def _sentence(self, table: str, columns: list[str]) -> str:
        raise NotImplementedError


class Insert(_Change):
    """A new row."""

    def _sentence(self, table: str, columns: list[str]) -> str:
        return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('%s' for _ in columns)})"


class Update(_Change):
    """The row with this value of the last field gets those of the others."""

    def _sentence(self, table: str, columns: list[str]) -> str:
        *changed, key = columns
        return f"UPDATE {table} SET {', '.join(f'{one} = %s' for one in changed)} WHERE {key} = %s"


class Delete(_Change):
    """The row with these values, if there is one."""

    def _sentence(self, table: str, columns: list[str]) -> str:
        return f"DELETE FROM {table} WHERE {' AND '.join(f'{one} = %s' for one in columns)}"


def _database() -> BaseDatabaseWrapper:
    """The connection itself: ``django.db.connection`` looks it up anew at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


class _Slot:
    def __init__(self, name: str) -> None:
        self.name = name


_FIELDS: "dict[type, models.Field[Any, Any]]" = {
    datetime: models.DateTimeField(),
    UUID: models.UUIDField(),
}


def _adapted(value: Any, database: BaseDatabaseWrapper) -> Any:
    """``value`` as the compiler would hand it to this database."""
    field = _FIELDS.get(type(value))
    return field.get_db_prep_value(value, database) if field else value
