"""Ann and Ben, by a client that was written from the documents alone: a whole dialogue, at the first try."""

import ast
import asyncio
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.support.cast import PASSWORD, hash_as_in_production
from tests.wire import stranger

MOST = 200  # moves, until it must be over
LOSES_AT = 6  # and there the one who sends loses the network


class Somebody:
    """A person before this client: presses the main thing that is offered, and the next one where that
    was pressed at this step before. Reads no step's name."""

    def __init__(self, name, room):
        self.name, self.room = name, room
        self._pressed: Counter[tuple[str, str]] = Counter()

    async def press(self):
        moves = self.room.now["moves"]
        move = min(
            moves, key=lambda one: (self._pressed[(one["name"], one["label"])], one["quiet"])
        )
        self._pressed[(move["name"], move["label"])] += 1
        words = (
            f"{self.name}, for {sum(self._pressed.values())}."
            if move["words"] == "required"
            else ""
        )
        return await self.room.do(move["name"], words)


def test_it_imports_nothing_of_ours():
    names: set[str] = set()
    for one in ast.walk(ast.parse(Path(stranger.__file__).read_text(encoding="utf-8"))):
        if isinstance(one, ast.Import):
            names |= {alias.name for alias in one.names}
        elif isinstance(one, ast.ImportFrom):
            names.add(one.module or "")
    foreign = {name.partition(".")[0] for name in names} - sys.stdlib_module_names
    assert foreign == {"jsonschema", "websockets"}


@pytest.mark.long
def test_a_stranger_s_client_runs_a_whole_dialogue(live, couple, ann, ben, omar):
    people = {}
    for person in (ann, ben, omar):
        hash_as_in_production(person)
        people[person.name] = stranger.Pages(live.url)
        people[person.name].sign_in(person.email, PASSWORD)
    assert "couples_dialogue" in people["Ann"].exercises()
    dialogue = people["Ann"].ask("couples_dialogue", "Our evenings")
    assert people["Ben"].rooms() == {dialogue} and not people["Omar"].rooms()
    asyncio.run(whole(people, dialogue))


async def whole(people, dialogue):
    async with (
        stranger.Room(people["Ann"], dialogue) as anns,
        stranger.Room(people["Ben"], dialogue) as bens,
        stranger.Room(people["Omar"], dialogue) as omars,
    ):
        assert omars.closed == 4404 and not omars.held
        rooms = {one.welcome["seat"]: one for one in (anns, bens)}
        two = {
            seat: Somebody(one.welcome["people"][seat]["name"], one) for seat, one in rooms.items()
        }
        for made in range(MOST):
            newest = max(one.now["moment"] for one in rooms.values())
            for one in rooms.values():
                await one.until(lambda one=one, n=newest: one.now["moment"] >= n)
            if anns.now["outcome"]:
                break
            seat = next(s for s in anns.now["floor"] if rooms[s].now["moves"])
            answer = await (in_trouble if made == LOSES_AT else Somebody.press)(two[seat])
            assert answer["type"] == "ack", answer
            own = rooms[seat]
            await own.until(lambda own=own, n=answer["number"]: own.now["number"] >= n)
            if made == LOSES_AT:
                await refused(rooms, seat)
        assert anns.now["outcome"] == bens.now["outcome"] == "completed"
        assert shown(anns) == shown(bens)
        for one in rooms.values():
            assert list(one.held) == list(range(1, one.number + 1))
        told = await bens.ask("page", type="earlier", before=bens.number)
        assert told["events"] == [bens.held[n] for n in range(1, bens.number)][-60:]


def shown(room):
    """But for what was answered unseen, which its author alone has a number for."""
    told = (event for event in room.held.values() if event["tells"])
    return [{name: one for name, one in event.items() if name != "number"} for event in told]


async def in_trouble(somebody):
    """The network goes after the act, before its answer: nobody knows whether it was done. It is, once."""
    pressing = asyncio.create_task(somebody.press())
    await asyncio.sleep(0)
    somebody.room.lose_the_network()
    answer = await pressing
    assert somebody.room.heard["welcome"] == 2
    done = somebody.room.held[answer["number"]]
    again = [one for one in somebody.room.held.values() if one["words"] == done["words"]]
    assert again == [done]
    return answer


async def refused(rooms, seat):
    """What is bound to a moment that has passed; and what nobody may do now. Nothing changes by it."""
    one, before = rooms[seat], rooms[seat].number
    passed = await one.do("send", "Of a moment ago.", moment=one.now["moment"] - 1)
    resumed = await one.do("resume")
    assert (passed["code"], resumed["code"]) == ("stale", "not_paused")
    assert passed["now"]["number"] == one.now["number"]
    draft = {"moment": one.now["moment"], "move": "send", "words": "Not yet"}
    assert (await one.ask("drafted", type="draft", revision=1, **draft))["revision"] == 1
    assert (await one.ask("heartbeat", type="heartbeat", number=one.number))["number"] == before
    one.lose_the_network()
    await one.until(lambda: one.heard["welcome"] == 3)
    assert one.welcome["draft"] == draft and one.number == before
