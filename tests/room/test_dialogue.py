"""Ann and Ben run a whole dialogue through the socket, by the reference client."""

import pytest

from tests.support.rooms import asked_by, folded, state_of
from tests.support.script import lines

pytestmark = pytest.mark.django_db(transaction=True)


def test_ann_and_ben_hear_each_other_from_the_request_to_the_closing(rooms, ann, ben, thea):
    room = asked_by(ann)

    async def scene(ann, ben, thea):
        people = {"ann": ann, "ben": ben}
        for who, name, words in lines():
            await people[who].act(name, words)
            moment = people[who].now["moment"]
            for other in (ann, ben, thea):
                await other.until(lambda other=other, moment=moment: other.now["moment"] >= moment)
        assert ann.now["outcome"] == ben.now["outcome"] == thea.now["outcome"] == "completed"
        assert [e["number"] for e in ann.events] == list(range(1, len(lines()) + 2))
        # But for what Ann answered first, unseen, when both were asked whether to swap.
        assert [(e["name"], e["words"]) for e in ann.events if e["tells"]] == [
            (e["name"], e["words"]) for e in ben.events
        ]
        assert [e["tells"] for e in ben.events if e["joint"]] == [
            "You’re swapping now. It’s Ben’s turn to share.",
            "You’re stopping here for today.",
        ]
        said = [words for _, _, words in lines() if words]
        heard = [e["words"] for e in thea.events]
        assert [words for words in heard if words in said] == said

    rooms.play(room, [ann, ben, thea], scene)
    assert folded(room) == state_of(room)


def test_the_network_is_cut_after_every_act_and_nothing_is_lost_or_doubled(rooms, ann, ben):
    room = asked_by(ann)

    async def scene(ann, ben):
        people = {"ann": ann, "ben": ben}
        for who, name, words in lines()[:24]:
            actor, other = people[who], people["ben" if who == "ann" else "ann"]
            await other.cut()
            await actor.act(name, words)
            await actor.cut()
            await other.until(lambda actor=actor, other=other: other.number >= actor.number)
        assert [e["name"] for e in ben.events[1:]] == [name for _, name, _ in lines()[:24]]
        assert ann.events == ben.events

    rooms.play(room, [ann, ben], scene)


def test_no_word_of_it_stands_in_the_servers_log(rooms, live, ann, ben):
    room = asked_by(ann)

    async def scene(ann, ben):
        await ben.act("accept")
        await ann.step("arrive")
        await ann.act("ready", "A very unusual hope")
        await ben.say("{ a very unusual hope")
        await ben.say({"type": "draft", "words": "A very unusual hope" * 900})

    rooms.play(room, [ann, ben], scene)
    assert "unusual" not in live.said()
