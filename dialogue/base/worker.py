"""The one thread in which the rooms of this process use the database, and who is next there.

Turns go before what else is to be read, one of each by turns: so many who join at once keep nobody
waiting who is in. No call lasts for ever: a connection that died without a word would hold up every
room. It is left alone then with its thread, whoever waits is told, and another thread goes on.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from django.db import OperationalError, connections

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 10.0
_IDLE_SECONDS = 5.0  # after which a connection is looked at before it is used

R = TypeVar("R")
Then = Callable[[Any, Exception | None], None]


class Stuck(OperationalError):
    """The database did not answer in time. Whether it was done is unknown."""


@dataclass(frozen=True, slots=True, repr=False)
class _Job:
    call: Callable[[], Any]
    then: Then
    is_wanted: Callable[[], bool]


class Worker:
    """By callbacks rather than tasks: whatever comes while nothing is done begins at once, and what
    it was done for goes on in the very turn of the loop that hears of it."""

    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._turns: deque[_Job] = deque()
        self._others: deque[_Job] = deque()
        self._turns_next = True
        self._thread: _DatabaseThread | None = None
        self._doing: _Job | None = None
        self._late: asyncio.TimerHandle | None = None

    async def run(self, call: Callable[[], R], *, is_turn: bool = False) -> R:
        """What ``call`` returns or raises. Raises Stuck where it takes too long, or waits for one that
        does; it may be done all the same."""
        answer: asyncio.Future[R] = asyncio.get_running_loop().create_future()

        def then(result: Any, error: Exception | None) -> None:
            if answer.done():
                return  # whoever asked has gone
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(result)

        self.ask(call, then, is_turn=is_turn, is_wanted=lambda: not answer.done())
        return await answer

    def ask(
        self,
        call: Callable[[], Any],
        then: Then,
        *,
        is_turn: bool,
        is_wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        """The same for who does not wait: ``then`` is told what ``call`` returned, or raised."""
        loop = asyncio.get_running_loop()
        if self._thread is None or self._thread.loop is not loop:
            self._begin(loop)
        (self._turns if is_turn else self._others).append(_Job(call, then, is_wanted))
        if self._doing is None:
            self._next()

    def _begin(self, loop: asyncio.AbstractEventLoop) -> None:
        """With a loop and a thread of its own; what an earlier loop left behind, nobody waits for."""
        self._turns.clear()
        self._others.clear()
        self._doing = None
        self._thread = _DatabaseThread(loop, self._done)

    def _next(self) -> None:
        while self._thread and (self._turns or self._others):
            queue = self._others
            if self._turns and (self._turns_next or not self._others):
                queue = self._turns
            self._turns_next = queue is self._others
            job = queue.popleft()
            if not job.is_wanted():
                continue
            self._doing = job
            self._late = self._thread.loop.call_later(self._patience, self._give_up)
            self._thread.do(job)
            return

    def _done(self, thread: "_DatabaseThread", result: Any, error: Exception | None) -> None:
        job = self._doing
        if thread is not self._thread or job is None:
            return  # it was given up; whoever waited has been told
        if self._late:
            self._late.cancel()
        self._doing = None
        self._next()
        job.then(result, error)

    def _give_up(self) -> None:
        log.error("the database did not answer: going on with another connection")
        waiting = [self._doing, *self._turns, *self._others]
        if self._thread:
            self._thread.leave()
            self._begin(self._thread.loop)
        for job in waiting:
            if job is not None:
                job.then(None, Stuck("the database did not answer"))


class _DatabaseThread:
    """Does one job after the other, for the loop that made it; never waited for at the end."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        done: "Callable[[_DatabaseThread, Any, Exception | None], None]",
    ) -> None:
        self.loop = loop
        self._done = done
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        Thread(target=self._run, name="rooms at the database", daemon=True).start()

    def do(self, job: _Job) -> None:
        self._jobs.put(job)

    def leave(self) -> None:
        self._jobs.put(None)

    def _run(self) -> None:
        used = time.monotonic()
        while (job := self._jobs.get()) is not None:
            _tidy(idle=time.monotonic() - used > _IDLE_SECONDS)
            result: Any = None
            error: Exception | None = None
            try:
                result = job.call()
            except Exception as reason:  # noqa: BLE001 - for whoever asked
                error = reason
            used = time.monotonic()
            try:
                self.loop.call_soon_threadsafe(self._done, self, result, error)
            except RuntimeError:  # the loop has ended
                break
            del job, result, error
        connections.close_all()


def _tidy(*, idle: bool) -> None:
    """A connection that failed, or was not used for a while, is looked at: not one at every turn."""
    for connection in connections.all(initialized_only=True):
        if idle or connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()


worker = Worker()
