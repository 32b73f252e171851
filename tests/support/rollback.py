"""One world for many questions: it is made once, and is as it was before each of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import cache
from django.db import transaction


@contextmanager
def rollback() -> Iterator[None]:
    """What is done within is rolled back afterwards, in the database and in what is counted. Within
    a test that has the database, or where ``django_db_blocker`` lets it in."""
    cache.clear()
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def rolled_back(run: Callable[[], Any]) -> Any:
    """What ``run`` shows, of a world that is as it was before afterwards; what is counted stays."""
    with transaction.atomic():
        seen = run()
        transaction.set_rollback(True)
    return seen
