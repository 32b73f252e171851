"""What happens around a board while a scene is played."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import connections

from tests.support.client import Refused

SECRET = "Sunday at the lake"


def change(what, *args, **more):
    return sync_to_async(what)(*args, **more)


def play(scene):
    async def then_clean_up():
        try:
            await scene()
        finally:
            await sync_to_async(connections.close_all)()

    asyncio.run(then_clean_up())


async def refusal(board, room):
    with pytest.raises(Refused) as caught:
        await board.act("pause", room)
    return caught.value.code, caught.value.frame["message"]
