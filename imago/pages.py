"""How many pages one process makes at once, and what becomes of their database connections.

Each page runs in a thread, and with a connection, of its own. So readers wait in line here, where
waiting costs nothing, before they use up what the database has; and a page gives its connection
back when it is done. The thread of the rooms keeps its own, which a turn need not wait for.
"""

import asyncio
from typing import Any

from asgiref.sync import SyncToAsync
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver


class InLine:
    """Passes at most ``at_once`` requests on to ``pages``; the others wait, first come, first served."""

    def __init__(self, pages: Any, *, at_once: int) -> None:
        self._pages = pages
        self._places = asyncio.Semaphore(at_once)

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        async with self._places:
            await self._pages(scope, receive, send)


@receiver(connection_created, dispatch_uid="kept outside pages")
def keep_outside_pages(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """CONN_MAX_AGE is 0: connections end with the request. Outside a page there is no request, and
    each call from a room would open one anew; there it stays, for as long as it is healthy."""
    if SyncToAsync.thread_sensitive_context.get(None) is None:
        connection.close_at = None
