"""All that the database keeps, as it lies there: past the models, since it is asked thousands of times."""

from collections.abc import Iterable
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Model

SEEN = {"last_login", "known_browsers"}  # when somebody was last here, and in what


def rows_of(models: Iterable[type[Model]]) -> dict[str, list[Any]]:
    """Every row of each, but for when somebody was last seen."""
    with connection.cursor() as cursor:
        return {model._meta.label: cursor.execute(_statement(model)).fetchall() for model in models}


@cache
def _statement(model: type[Model]) -> str:
    quote = connection.ops.quote_name
    fields = [one for one in model._meta.concrete_fields if one.attname not in SEEN]
    columns = ", ".join(quote(str(one.column)) for one in fields)
    key = quote(str(model._meta.pk.column))
    return f"SELECT {columns} FROM {quote(model._meta.db_table)} ORDER BY {key}"
