"""Statements that are built once and run often.

Putting a query together costs the ORM several times what the database needs to answer it. The few
statements of a turn are therefore compiled at their first use, and run with other values afterwards.
The ORM stays the one place that knows tables, columns, and how a value is written in them.

PostgreSQL does the same for its part (IMAGO_PREPARED): it parses and plans each once for a connection.
"""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, F, Func, QuerySet, Value

Row = TypeVar("Row", bound=models.Model)


class Many:
    """The mark of a list, which is one value of a statement, however long it is."""


class IsIn(Func):
    """The condition that a column is in a list; that columns are, side by side, in several lists."""

    output_field = BooleanField()

    def __init__(self, columns: Collection[str], lists: Collection[Any]) -> None:
        self._width = len(columns)
        super().__init__(*map(F, columns), *map(Value, lists))

    def as_sql(self, compiler: Any, connection: Any, *_: Any, **_more: Any) -> Any:
        parts = [compiler.compile(part) for part in self.source_expressions]
        columns, lists = parts[: self._width], parts[self._width :]
        targets: list[Any] = self.source_expressions[: self._width]
        types = [column.target.db_type(connection) for column in targets]
        if connection.vendor == "postgresql":
            side_by_side = ", ".join(
                f"{mark}::{type}[]" for (mark, _), type in zip(lists, types, strict=True)
            )
            source = f"SELECT * FROM unnest({side_by_side})"
            if self._width == 1:
                sql = f"{columns[0][0]} = ANY({side_by_side})"
                return sql, [*columns[0][1], *lists[0][1]]
        else:
            tables = [f"json_each({mark}) AS list{place}" for place, (mark, _) in enumerate(lists)]
            values = ", ".join(f"list{place}.value" for place in range(self._width))
            same = [f"list{place}.key = list0.key" for place in range(1, self._width)]
            where = f" WHERE {' AND '.join(same)}" if same else ""
            source = f"SELECT {values} FROM {', '.join(tables)}{where}"
        names = ", ".join(column for column, _ in columns)
        sql = f"({names}) IN ({source})" if self._width > 1 else f"{names} IN ({source})"
        return sql, [param for _, params in parts for param in params]


class Prepared(Generic[Row]):
    """A query. ``build(**values)`` makes it; ``marks`` are values of the right types that stand
    nowhere else in it: where they end up once it is compiled, the real values go. A list goes where
    a ``Many`` was given to ``IsIn``."""

    def __init__(self, build: Callable[..., "QuerySet[Row, Any]"], **marks: Any) -> None:
        self._build = build
        self._marks = marks
        self._compiled: dict[str, _Compiled] = {}

    def models(self, **values: Any) -> list[Row]:
        """The rows as instances, annotations included."""
        database, compiled = _database(), self._as_compiled
        return [compiled.instance(row, database) for row in self.rows(**values)]

    def rows(self, **values: Any) -> list[list[Any]]:
        """The bare rows, of a query for values."""
        database, compiled = _database(), self._as_compiled
        given = {name: _adapted(value, database) for name, value in values.items()}
        params = [given[slot.name] if isinstance(slot, _Slot) else slot for slot in compiled.slots]
        with _cursor(database) as cursor:
            cursor.execute(compiled.sql, params)
            return [compiled.converted(row, database) for row in cursor.fetchall()]

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

    def converted(self, row: tuple[Any, ...], database: BaseDatabaseWrapper) -> list[Any]:
        values = list(row)
        for place, (convert_all, expression) in self.converters:
            for convert in convert_all:
                values[place] = convert(values[place], expression, database)
        return values

    def instance(self, values: list[Any], database: BaseDatabaseWrapper) -> Any:
        size = len(self.fields)
        one = self.model.from_db(database.alias, self.fields, values[:size])
        for name, value in zip(self.annotations, values[size:], strict=True):
            setattr(one, name, value)
        return one


class _Change:
    """A statement that changes rows, with a value for each of the fields named.

    All rows go in one statement: on PostgreSQL as lists, one for each field; on SQLite, which is no
    journey away, by running the statement for one row as often as there are rows.
    """

    def __init__(self, model: type[models.Model], *names: str) -> None:
        self._meta: Any = model._meta
        self._names = names
        self._sentences: dict[str, str] = {}

    def run(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Does nothing for no rows."""
        if not rows:
            return
        database = _database()
        params = [
            [field.get_db_prep_save(row[field.name], database) for field in self._fields]
            for row in rows
        ]
        with _cursor(database) as cursor:
            if database.vendor == "postgresql":
                cursor.execute(self._sql(database), list(map(list, zip(*params, strict=True))))
            else:
                cursor.executemany(self._sql(database), params)

    @cached_property
    def _fields(self) -> "list[models.Field[Any, Any]]":
        return [self._meta.get_field(name) for name in self._names]

    def _sql(self, database: BaseDatabaseWrapper) -> str:
        sql = self._sentences.get(database.vendor)
        if sql is None:
            quoted = database.ops.quote_name
            columns = [quoted(field.column or field.name) for field in self._fields]
            lists = [f"%s::{field.db_type(database)}[]" for field in self._fields]
            given = f"unnest({', '.join(lists)}) AS given({', '.join(columns)})"
            one_by_one, as_lists = self._sentence(quoted(self._meta.db_table), columns, given)
            sql = as_lists if database.vendor == "postgresql" else one_by_one
            self._sentences[database.vendor] = sql
        return sql

    def _sentence(self, table: str, columns: list[str], given: str) -> tuple[str, str]:
        """For one row, and for those of the table ``given``."""
        raise NotImplementedError


class Insert(_Change):
    """New rows."""

    def _sentence(self, table: str, columns: list[str], given: str) -> tuple[str, str]:
        into = f"INSERT INTO {table} ({', '.join(columns)})"
        one = f"{into} VALUES ({', '.join('%s' for _ in columns)})"
        return one, f"{into} SELECT * FROM {given}"


class Update(_Change):
    """The row with this value of the last field gets those of the others."""

    def _sentence(self, table: str, columns: list[str], given: str) -> tuple[str, str]:
        *changed, key = columns
        one = f"UPDATE {table} SET {', '.join(f'{name} = %s' for name in changed)} WHERE {key} = %s"
        to = ", ".join(f"{name} = given.{name}" for name in changed)
        return one, f"UPDATE {table} SET {to} FROM {given} WHERE {table}.{key} = given.{key}"


class Delete(_Change):
    """The row with these values, if there is one."""

    def _sentence(self, table: str, columns: list[str], given: str) -> tuple[str, str]:
        one = f"DELETE FROM {table} WHERE {' AND '.join(f'{name} = %s' for name in columns)}"
        same = " AND ".join(f"{table}.{name} = given.{name}" for name in columns)
        return one, f"DELETE FROM {table} USING {given} WHERE {same}"


def _database() -> BaseDatabaseWrapper:
    """The connection itself: ``django.db.connection`` looks it up anew at every attribute."""
    return connections[DEFAULT_DB_ALIAS]


def _cursor(database: BaseDatabaseWrapper) -> CursorWrapper:
    """On PostgreSQL one that sends values apart from the statement, which alone can be prepared. Only
    here: not every statement that the ORM makes for a page can be sent so."""
    if database.vendor != "postgresql" or not settings.IMAGO_PREPARED:
        return database.cursor()
    from django.db.backends.postgresql.base import ServerBindingCursor  # noqa: PLC0415

    database.close_if_health_check_failed()
    database.ensure_connection()
    with database.wrap_database_errors:
        cursor: Any = cast(Any, ServerBindingCursor)(database.connection)
    if database.queries_logged:
        return database.make_debug_cursor(cursor)
    return database.make_cursor(cursor)


class _Slot:
    def __init__(self, name: str) -> None:
        self.name = name


_FIELDS: "dict[type, models.Field[Any, Any]]" = {
    datetime: models.DateTimeField(),
    UUID: models.UUIDField(),
}


def _adapted(value: Any, database: BaseDatabaseWrapper) -> Any:
    """``value`` as the compiler would hand it to this database."""
    if isinstance(value, list):
        adapted = [_adapted(one, database) for one in value]
        return adapted if database.vendor == "postgresql" else json.dumps(adapted)
    field = _FIELDS.get(type(value))
    return field.get_db_prep_value(value, database) if field else value
