"""Turns and readings in batches: one database call at a time, and later arrivals join the next.

The turns of a batch are committed together; then the news of every room that was woken are read.
Each call costs a change of threads and a wait for the disk; one by one there would be two for every
turn.
"""

import asyncio
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from channels.db import database_sync_to_async

from dialogue.access.askers import Asker
from dialogue.base import live
from dialogue.engine.protocol import Seat
from dialogue.room import feed
from dialogue.room.turns import Attempt, Refused, Taken, take_turns

_AT_ONCE = 50  # so that nobody waits long for the others


@dataclass(frozen=True, slots=True)
class Question:
    """What happened after number ``after`` of the log, and which of ``askers`` may still know it."""

    after: int
    askers: dict[Asker, Seat]


class Room(Protocol):
    """Whoever listens to a dialogue in this process, and reads it through a batch."""

    dialogue_id: UUID
    listener: live.Listener

    def question(self) -> Question | None:
        """What to read; None where nobody listens any more."""

    def learn(self, news: feed.News | Exception, question: Question) -> None:
        """The answer to a question of before."""


class Batch:
    """Batches turns and readings for this process."""

    def __init__(self) -> None:
        self._attempts: list[tuple[Room | None, Attempt, asyncio.Future[Taken | Refused]]] = []
        self._woken: set[Room] = set()
        self._running: asyncio.Task[None] | None = None

    async def take(self, attempt: Attempt, room: Room | None = None) -> Taken | Refused:
        """``take_turn``, together with others; the news of ``room`` follow by themselves. Who acts
        from outside has no room here: it is woken, wherever it is."""
        answer: asyncio.Future[Taken | Refused] = asyncio.get_running_loop().create_future()
        self._attempts.append((room, attempt, answer))
        self._start()
        return await answer

    def read(self, room: Room) -> None:
        """Something may be new in the room. Doubled calls become one reading."""
        self._woken.add(room)
        self._start()

    def _start(self) -> None:
        if self._running is None or self._running.done():
            self._running = asyncio.ensure_future(self._run())

    async def _run(self) -> None:
        while self._attempts or self._woken:
            attempts, self._attempts = self._attempts[:_AT_ONCE], self._attempts[_AT_ONCE:]
            woken, self._woken = self._woken, set()
            rooms = woken.union(room for room, _attempt, _answer in attempts if room)
            questions = {room: asked for room in rooms if (asked := room.question())}
            try:
                answers, news = await _at_the_database(
                    [attempt for _room, attempt, _answer in attempts], questions, woken
                )
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
                answers, news = [error] * len(attempts), dict.fromkeys(questions, error)
            for (_room, _attempt, waiting), answer in zip(attempts, answers, strict=True):
                if waiting.done():
                    continue  # whoever asked has gone
                if isinstance(answer, Exception):
                    waiting.set_exception(answer)
                else:
                    waiting.set_result(answer)
            await asyncio.sleep(0)  # the acknowledgements first
            for room, learnt in news.items():
                room.learn(learnt, questions[room])


def _taken_and_read(
    attempts: list[Attempt], questions: dict[Room, Question], woken: set[Room]
) -> tuple[list[Taken | Refused | Exception], dict[Room, feed.News | Exception]]:
    # The rooms are read below; being woken by what is committed here, they would be read again.
    with live.not_waking({room.listener for room in questions}):
        answers = take_turns(attempts)
    moved = {
        attempt.dialogue_id
        for attempt, answer in zip(attempts, answers, strict=True)
        if isinstance(answer, Taken)
    }
    return answers, {
        room: _news(room.dialogue_id, question)
        for room, question in questions.items()
        if room in woken or room.dialogue_id in moved
    }


def _news(dialogue_id: UUID, question: Question) -> feed.News | Exception:
    try:
        return feed.news(dialogue_id=dialogue_id, after=question.after, askers=question.askers)
    except Exception as error:  # noqa: BLE001 - one room's trouble is not the others'
        return error


_at_the_database = database_sync_to_async(_taken_and_read)
batch = Batch()
