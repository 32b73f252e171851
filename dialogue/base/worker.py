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


class Stuck(OperationalError):
    """The database did not answer in time. Whether it was done is unknown."""


@dataclass(slots=True)
class _Job:
    call: Callable[[], Any]
    answer: "asyncio.Future[Any]"

    def fail(self, error: Exception) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)


class Worker:
    def __init__(self, patience: float = PATIENCE_SECONDS) -> None:
        self._patience = patience
        self._turns: deque[_Job] = deque()
        self._others: deque[_Job] = deque()
        self._working: asyncio.Task[None] | None = None
        self._thread: _DatabaseThread | None = None

    async def run(self, call: Callable[[], R], *, is_turn: bool = False) -> R:
        """What ``call`` returns or raises. Raises Stuck where it takes too long, or waits for one that
        does; it may be done all the same."""
        job = _Job(call, asyncio.get_running_loop().create_future())
        (self._turns if is_turn else self._others).append(job)
        if self._working is None or self._working.done():
            self._working = asyncio.ensure_future(self._work())
        result: R = await job.answer
        return result

    async def _work(self) -> None:
        turns_next = True
        while self._turns or self._others:
            queue = (
                self._turns if self._turns and (turns_next or not self._others) else self._others
            )
            turns_next = queue is self._others
            job = queue.popleft()
            if job.answer.done():
                continue  # whoever asked has gone
            if self._thread is None or self._thread.loop is not asyncio.get_running_loop():
                self._thread = _DatabaseThread()
            self._thread.do(job)
            # Not by wait_for: whoever asked may go in the meantime, but the thread is busy until then.
            finished = self._thread.finished
            try:
                async with asyncio.timeout(self._patience):
                    await finished.wait()
                finished.clear()
            except TimeoutError:
                self._give_up(job)

    def _give_up(self, job: _Job) -> None:
        log.error("the database did not answer: going on with another connection")
        if self._thread:
            self._thread.leave()
        self._thread = None
        waiting = [job, *self._turns, *self._others]
        self._turns.clear()
        self._others.clear()
        for one in waiting:
            one.fail(Stuck("the database did not answer"))


class _DatabaseThread:
    """Does one job after the other, on the loop that made it; never waited for at the end."""

    def __init__(self) -> None:
        self.finished = asyncio.Event()
        self.loop = asyncio.get_running_loop()
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
                self.loop.call_soon_threadsafe(self._done, job, result, error)
            except RuntimeError:  # the loop has ended
                break
            del job, result, error
        connections.close_all()

    def _done(self, job: _Job, result: Any, error: Exception | None) -> None:
        self.finished.set()
        if error is not None:
            job.fail(error)
        elif not job.answer.done():
            job.answer.set_result(result)


def _tidy(*, idle: bool) -> None:
    """A connection that failed, or was not used for a while, is looked at: not one at every turn."""
    for connection in connections.all(initialized_only=True):
        if idle or connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()


worker = Worker()
