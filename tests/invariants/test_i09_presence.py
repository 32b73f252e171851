"""I9: presence is a lease; a dead connection never holds the floor."""

import pytest

from tests.support.rooms import done, to_sending

pytestmark = pytest.mark.django_db(transaction=True)


def test_ann_sees_ben_come_write_and_go(rooms, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", "I feel alone.")

    async def scene(ann):
        assert ann.presence == {"first": "here", "second": "away", "therapist": "away"}
        async with rooms.client(ben_person, room) as ben:
            await ann.until(lambda: ann.presence["second"] == "here")
            await ben.say({"type": "typing"})
            await ann.until(lambda: ann.presence["second"] == "typing")
            await ben.act("mirror", "You feel alone.")
            await ann.until(lambda: ann.presence["second"] == "here")
        await ann.until(lambda: ann.presence["second"] == "away", 6)

    ben_person = ben
    rooms.play(room, [ann], scene)


def test_who_waits_is_not_shown_as_writing(rooms, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann, ben):
        await ben.say({"type": "typing"})
        await ben.beat()
        assert ann.presence["second"] == "here"

    rooms.play(room, [ann, ben], scene)


def test_both_see_that_thea_is_there(rooms, ann, ben, thea):
    room = to_sending(ann, ben)

    async def scene(ann, ben, thea):
        for partner in (ann, ben):
            await partner.until(lambda partner=partner: partner.presence["therapist"] == "here")

    rooms.play(room, [ann, ben, thea], scene)


def test_ben_goes_on_and_ends_while_anns_connection_is_dead(rooms, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ben):
        await ben.act("pause")
        await ben.act("end")
        assert ben.now["outcome"] == "ended_safely"

    rooms.play(room, [ben], scene)


def test_closing_one_of_two_tabs_does_not_make_ann_away(rooms, ann, ben):
    room = to_sending(ann, ben)
    ann_person = ann

    async def scene(ann, ben):
        async with rooms.client(ann_person, room):
            await ben.beat()
        await ben.beat()
        assert ben.presence["first"] == "here"
        assert all(
            frame["presence"]["first"] != "away"
            for frame in ben.frames
            if frame["type"] == "presence"
        )

    rooms.play(room, [ann, ben], scene)
