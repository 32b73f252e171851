"""Turns and readings in batches: one database call at a time, and later arrivals join the next.

The turns of a batch are a set that is committed together, and what was committed is the news of its
rooms; then those of every other room that was woken are read, as a set. So a batch costs the same
few statements, one change of threads and one wait for the disk, however many there are in it.
"""

import asyncio
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol
from uuid import UUID

from dialogue.base import live
from dialogue.base.worker import worker
from dialogue.room.attempts import Answer, Attempt, Refused, Taken
from dialogue.room.feed import News, Question, news, news_of
from dialogue.room.turns import take_turns

_AT_ONCE = 64  # so that nobody waits long for the others
_WAITING = (
    4_000  # the rest is told to come again: what is later than a minute is not worth its place
)


class Room(Protocol):
    """Whoever listens to a dialogue in this process, and reads it through a batch."""

    dialogue_id: UUID
    listener: live.Listener

    def question(self) -> Question | None:
        """What to read; None where nobody listens any more."""

    def learn(self, news: News | Exception, question: Question) -> None:
        """The answer to a question of before."""


class Full(Exception):
    """More waits than can be served soon; whoever asked may ask again."""


class Batch:
    """Batches turns and readings for this process."""

    def __init__(self) -> None:
        self._attempts: list[tuple[Room | None, Attempt, asyncio.Future[Taken | Refused]]] = []
        self._woken: set[Room] = set()
        self._loop: asyncio.AbstractEventLoop | None = None  # of the visit that goes on

    async def take(self, attempt: Attempt, room: Room | None = None) -> Taken | Refused:
        """``take_turn``, together with others; the news of ``room`` follow by themselves. Who acts
        from outside has no room here: it is woken, wherever it is. Raises Full."""
        if len(self._attempts) >= _WAITING:
            raise Full
        answer: asyncio.Future[Taken | Refused] = asyncio.get_running_loop().create_future()
        self._attempts.append((room, attempt, answer))
        self._start()
        return await answer

    def read(self, room: Room) -> None:
        """Something may be new in the room. Doubled calls become one reading."""
        self._woken.add(room)
        self._start()

    def _start(self) -> None:
        loop = asyncio.get_running_loop()
        if self._loop is not loop:
            self._visit(loop)

    def _visit(self, loop: asyncio.AbstractEventLoop) -> None:
        """To the database, with all that waits."""
        attempts, self._attempts = self._attempts[:_AT_ONCE], self._attempts[_AT_ONCE:]
        woken, self._woken = self._woken, set()
        rooms = woken.union(room for room, _attempt, _answer in attempts if room)
        questions = {room: question for room in rooms if (question := room.question())}
        asked = [attempt for _room, attempt, _answer in attempts]

        def visited(outcome: Any, error: Exception | None) -> None:
            answers, found = outcome or ([error] * len(attempts), dict.fromkeys(questions, error))
            for (_room, _attempt, waiting), answer in zip(attempts, answers, strict=True):
                if waiting.done():
                    continue  # whoever asked has gone
                if isinstance(answer, Exception):
                    waiting.set_exception(answer)
                else:
                    waiting.set_result(answer)
            # The acknowledgements first, which those who were waiting send now.
            loop.call_soon(self._deal, questions, found)

        self._loop = loop
        worker.ask(partial(_taken_and_read, asked, questions, woken), visited, is_turn=True)

    def _deal(self, questions: dict[Room, Question], found: Mapping[Room, Any]) -> None:
        try:
            for room, learnt in found.items():
                room.learn(learnt, questions[room])
        finally:  # not before: the next questions begin where these ended
            loop, self._loop = self._loop, None
            if loop and (self._attempts or self._woken):
                self._visit(loop)


def _taken_and_read(
    attempts: list[Attempt], questions: dict[Room, Question], woken: set[Room]
) -> tuple[list[Answer], dict[Room, News | Exception]]:
    listeners = [asker for question in questions.values() for asker in question.askers]
    # These rooms learn here what is committed here; being woken by it, they would read it again.
    with live.not_waking({room.listener for room in questions}):
        outcome = take_turns(attempts, listeners=listeners)
    found: dict[Room, News | Exception] = {}
    to_read: dict[Room, Question] = {}
    moved = {
        attempt.dialogue_id
        for attempt, answer in zip(attempts, outcome.answers, strict=True)
        if isinstance(answer, Taken)
    }
    for room, question in questions.items():
        written = outcome.written.get(room.dialogue_id)
        if outcome.rooms and written and written.after == question.after:
            found[room] = news_of(written=written, rooms=outcome.rooms, question=question)
        elif room in woken or room.dialogue_id in moved:
            to_read[room] = question
    read = _read({room.dialogue_id: question for room, question in to_read.items()})
    return outcome.answers, found | {room: read[room.dialogue_id] for room in to_read}


def _read(questions: dict[UUID, Question]) -> Mapping[UUID, News | Exception]:
    try:
        return news(questions=questions)
    except Exception as error:  # noqa: BLE001 - what was taken is committed all the same
        return dict.fromkeys(questions, error)


batch = Batch()
