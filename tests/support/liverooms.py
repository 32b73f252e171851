"""Ann, Ben, Thea and Omar at a real server, each with the reference client."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from uuid import UUID

import pytest

from dialogue.models import Couple, Person
from tests.support.client import Client
from tests.support.servers import Server, cookie_for


class Rooms:
    """Opens sockets for people in the room of one dialogue."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._cookies: dict[int, str] = {}

    def sign_in(self, *people: Person) -> None:
        for person in people:
            self._cookies[person.pk] = cookie_for(person)

    def client(self, person: Person, dialogue_id: UUID) -> Client:
        return Client(self.server.url, str(dialogue_id), self._cookies.get(person.pk, ""))

    def play(
        self,
        dialogue_id: UUID,
        people: list[Person],
        scene: Callable[..., Awaitable[None]],
    ) -> None:
        """Run ``scene`` with a joined client for each of ``people``."""

        async def joined() -> None:
            async with AsyncExitStack() as stack:
                clients = [
                    await stack.enter_async_context(self.client(person, dialogue_id))
                    for person in people
                ]
                await scene(*clients)

        asyncio.run(joined())


@pytest.fixture
def rooms(
    live: Server, couple: Couple, ann: Person, ben: Person, thea: Person, omar: Person
) -> Rooms:
    rooms = Rooms(live)
    rooms.sign_in(ann, ben, thea, omar)
    return rooms
