"""One visit to the database for all that waits: the turns, committed together, and then the news of
every room that was woken. Each visit costs a change of threads and a wait for the disk; of visits one
by one there would be two for every turn.
"""

import asyncio
from typing import TYPE_CHECKING, Any

from channels.db import database_sync_to_async

from dialogue.base import live
from dialogue.room import feed
from dialogue.room.turns import Attempt, Refused, Taken, take_turns

if TYPE_CHECKING:
    from dialogue.room.sockets.hub import Hub

_AT_ONCE = 50  # so that nobody waits long for the others

Question = dict[str, Any]  # what ``feed.news`` is asked


class Clerk:
    """Goes as soon as something waits, and takes along what has come up in the meantime."""

    def __init__(self) -> None:
        self._attempts: list[tuple[Hub | None, Attempt, asyncio.Future[Taken | Refused]]] = []
        self._woken: set[Hub] = set()
        self._visiting: asyncio.Task[None] | None = None

    async def take(self, hub: "Hub | None", attempt: Attempt) -> Taken | Refused:
        """``take_turn``, together with others; the room's news follow by themselves. None for a
        ``hub`` is who acts from outside: the room is woken, wherever it is."""
        answer: asyncio.Future[Taken | Refused] = asyncio.get_running_loop().create_future()
        self._attempts.append((hub, attempt, answer))
        self._go()
        return await answer

    def read(self, hub: "Hub") -> None:
        """Something may be new in the room. Doubled calls become one reading."""
        self._woken.add(hub)
        self._go()

    def _go(self) -> None:
        if self._visiting is None or self._visiting.done():
            self._visiting = asyncio.ensure_future(self._visit())

    async def _visit(self) -> None:
        while self._attempts or self._woken:
            attempts, self._attempts = self._attempts[:_AT_ONCE], self._attempts[_AT_ONCE:]
            woken, self._woken = self._woken, set()
            hubs = woken.union(hub for hub, _attempt, _answer in attempts if hub)
            questions = {hub: hub.question() for hub in hubs if hub.sockets}
            try:
                answers, news = await _at_the_database(
                    [attempt for _hub, attempt, _answer in attempts], questions, woken
                )
            except Exception as error:  # noqa: BLE001 - whoever waits must hear of it
                answers, news = [error] * len(attempts), dict.fromkeys(questions, error)
            for (_hub, _attempt, waiting), answer in zip(attempts, answers, strict=True):
                if waiting.done():
                    continue  # whoever asked has gone
                if isinstance(answer, Exception):
                    waiting.set_exception(answer)
                else:
                    waiting.set_result(answer)
            await asyncio.sleep(0)  # the acknowledgements first
            for hub, learnt in news.items():
                hub.learn(learnt, questions[hub]["askers"])


def _visited(
    attempts: list[Attempt], questions: "dict[Hub, Question]", woken: "set[Hub]"
) -> "tuple[list[Taken | Refused | Exception], dict[Hub, feed.News | Exception]]":
    # The rooms are read below; being woken by what is committed here, they would be read again.
    with live.not_waking({hub.listener for hub in questions}):
        answers = take_turns(attempts)
    moved = {
        attempt.dialogue_id
        for attempt, answer in zip(attempts, answers, strict=True)
        if isinstance(answer, Taken)
    }
    return answers, {
        hub: _news(question)
        for hub, question in questions.items()
        if hub in woken or hub.dialogue_id in moved
    }


def _news(question: Question) -> feed.News | Exception:
    try:
        return feed.news(**question)
    except Exception as error:  # noqa: BLE001 - one room's trouble is not the others'
        return error


_at_the_database = database_sync_to_async(_visited)
clerk = Clerk()
