"""What several processes count together, also while Redis is away: then they count in the database."""

import logging
import time
from typing import Any

from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.db import DatabaseCache
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

_AWAY_SECONDS = 5.0  # before Redis is asked again
TABLE = "cache"
# Whoever fills the table must not push out what was counted about him.
MAX_ENTRIES = 100_000

log = logging.getLogger(__name__)


def _counted(name: str) -> Any:
    def count(self: "Counting", *args: Any, **kwargs: Any) -> Any:
        return self._count(name, *args, **kwargs)

    count.__name__ = name
    return count


class Counting(BaseCache):
    """Redis, or the database for as long as Redis does not answer.

    What was counted in the one does not count in the other: whoever guesses passwords while Redis
    goes away and comes back has three times as many guesses, and no more."""

    add = _counted("add")
    get = _counted("get")
    set = _counted("set")
    touch = _counted("touch")
    delete = _counted("delete")
    has_key = _counted("has_key")
    incr = _counted("incr")
    get_many = _counted("get_many")
    set_many = _counted("set_many")
    delete_many = _counted("delete_many")
    clear = _counted("clear")

    def __init__(self, url: str, params: dict[str, Any]) -> None:
        super().__init__(params)
        self._redis = RedisCache(url, params)
        in_table = {name: value for name, value in params.items() if name != "OPTIONS"}
        self._table = DatabaseCache(TABLE, in_table | {"OPTIONS": {"MAX_ENTRIES": MAX_ENTRIES}})

    def close(self, **kwargs: Any) -> None:
        self._redis.close(**kwargs)

    def _count(self, name: str, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() >= _away.until:
            try:
                return getattr(self._redis, name)(*args, **kwargs)
            except RedisError as problem:  # a timeout is one, too
                _away.until = time.monotonic() + _AWAY_SECONDS
                log.warning("Redis does not count (%s); the database does", type(problem).__name__)
        return getattr(self._table, name)(*args, **kwargs)


class _Away:
    """Known to the whole process, though each thread has a cache of its own: else every page would
    wait for Redis by itself."""

    until = 0.0


_away = _Away()
