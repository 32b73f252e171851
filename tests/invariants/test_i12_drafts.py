"""I12: a draft survives reconnect, a server restart and a new login, and is never shown to the other."""

import pytest
from asgiref.sync import sync_to_async

from tests.support.rooms import to_sending

pytestmark = pytest.mark.django_db(transaction=True)

BEGUN = "I was going to say that"


@pytest.mark.own_server
def test_anns_draft_is_there_after_a_cut_a_restart_and_a_new_login(rooms, live, ann, ben):
    room = to_sending(ann, ben)
    ann_person = ann

    async def scene(ann, ben):
        await ann.write("send", BEGUN)
        await ann.cut()
        await ann.until(lambda: ann.draft is not None and ann.draft["words"] == BEGUN)
        live.restart()
        await ann.until(lambda: len([f for f in ann.frames if f["type"] == "welcome"]) >= 3)
        assert ann.draft["words"] == BEGUN
        await sync_to_async(rooms.sign_in)(ann_person)
        async with rooms.client(ann_person, room) as again:
            assert again.draft == {"moment": ann.now["moment"], "move": "send", "words": BEGUN}
        assert not any(BEGUN in str(frame) for frame in ben.frames)

    rooms.play(room, [ann, ben], scene)


def test_anns_other_tab_is_told_and_ben_and_thea_are_not(rooms, ann, ben, thea):
    room = to_sending(ann, ben)

    async def scene(one, two, ben, thea):
        await one.write("send", BEGUN)
        await two.until(lambda: two.draft is not None)
        for other in (ben, thea):
            await other.beat()
            assert not any(BEGUN in str(frame) for frame in other.frames)

    rooms.play(room, [ann, ann, ben, thea], scene)


def test_what_was_sent_is_no_draft_any_more_and_what_was_not_stays(rooms, ann, ben):
    room = to_sending(ann, ben)
    ann_person = ann

    async def scene(ann, ben):
        await ann.write("send", BEGUN)
        await ben.act("pause")
        await ben.act("resume")
        async with rooms.client(ann_person, room) as again:
            assert again.draft["words"] == BEGUN
        await ann.act("send", BEGUN)
        async with rooms.client(ann_person, room) as again:
            assert again.draft is None

    rooms.play(room, [ann, ben], scene)


def test_ann_lets_a_draft_go(rooms, ann, ben):
    room = to_sending(ann, ben)
    ann_person = ann

    async def scene(ann):
        await ann.write("send", BEGUN)
        await ann.write("send", "")
        async with rooms.client(ann_person, room) as again:
            assert again.draft is None

    rooms.play(room, [ann], scene)
