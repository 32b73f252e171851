"""One world for many questions: it is made once, and is as it was before each of them."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """What is done within is undone afterwards, in the database and in what is counted. Within a
    test that has the database, or where ``django_db_blocker`` lets it in."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
