"""Thea's board: every room of her couples, live, from outside; and nothing of anybody else's."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from dialogue.couple import couple_therapist
from dialogue.couple.couples import form_couple
from dialogue.models import DialogueSession
from dialogue.pulses import service as pulses
from dialogue.safety import joint_work, own_consent
from tests.board.scenes import SECRET, change, play, refusal
from tests.support import cast
from tests.support.board import Board, over_the_wire
from tests.support.client import Refused
from tests.support.rooms import asked_by, done, to_sending
from tests.support.servers import cookie_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(120)]


def test_a_board_tells_how_every_room_stands_as_it_changes_and_no_word(
    rooms, live, couple, ann, ben, thea
):
    """One visit of Thea's, since a server is slow to start."""
    room = to_sending(ann, ben)
    cookie = cookie_for(thea)

    async def scene():
        async with Board(over_the_wire(live.url, cookie)) as board:
            card = board.rooms[str(room)]
            assert (card["people"], card["sender"]) == ({"first": "Ann", "second": "Ben"}, "first")
            assert card["presence"] == {"first": "away", "second": "away"}
            assert (card["needs"], card["can"], board.couples) == ([], ["pause"], 1)
            async with rooms.client(ann, room) as at_ann, rooms.client(ben, room) as at_ben:
                await board.shows(room, presence={"first": "here", "second": "here"})
                await at_ann.say({"type": "typing"})
                await board.shows(room, presence={"first": "typing", "second": "here"})
                await at_ann.act("send", SECRET)
                await board.shows(room, floor=["second"], title="Ben, your turn to mirror")
                assert "therapist" not in at_ben.presence or (
                    at_ben.presence["therapist"] == "away"  # she is not in the room
                )
                await pauses_from_outside(board, at_ben, room)
                await needs_her(board, at_ann, at_ben, room)
            await board.shows(room, presence={"first": "away", "second": "away"})
            before = board.number
            other = await change(asked_by, ann, topic=SECRET)
            await board.beat()  # this server was not woken: another process was at work
            await board.shows(other, phase="Settling in")
            await change(done, ben, other, "decline")
            await board.beat()
            assert str(other) not in board.rooms and board.number > before
            await quiet_needs_her_too(rooms, board, ann, ben)
            assert SECRET not in str(board.frames) and "lake" not in str(board.frames)

    asyncio.run(scene())


async def pauses_from_outside(board, at_ben, room):
    once = str(uuid4())
    first = await board.act("pause", room, id=once)
    assert await board.act("pause", room, id=once) == first  # sent again, done once
    await board.shows(room, paused=["therapist"], needs=["paused"], can=["resume"], floor=[])
    await at_ben.until(lambda: at_ben.now["paused"] == ["therapist"])
    with pytest.raises(Refused, match="already_done"):
        await board.act("pause", room)
    await board.act("resume", room)
    await at_ben.act("pause")
    await board.shows(room, paused=["second"])
    with pytest.raises(Refused, match="not_your_turn"):
        await board.act("resume", room)  # nobody lifts a pause that somebody else needed
    await at_ben.act("resume")
    for absent in (uuid4(), room):
        frame = {"type": "command", "id": str(uuid4()), "room": str(absent), "name": "end"}
        await board.say(frame)
    await board.until(lambda: [one.get("code") for one in board.frames].count("malformed") == 2)
    with pytest.raises(Refused, match="not_here"):
        await board.act("pause", uuid4())


async def needs_her(board, at_ann, at_ben, room):
    await at_ben.act("raise_hand")
    await board.shows(room, hands=["second"], needs=["hand"])
    await at_ben.act("lower_hand")
    for _ in range(3):
        await at_ben.act("mirror", "You like the sea.")
        await at_ann.step("mirror_check")
        await at_ann.act("correct", SECRET)
        await at_ben.step("mirroring")
    await board.shows(room, corrections=3, needs=["corrections"])


async def quiet_needs_her_too(rooms, board, ann, ben):
    """Nothing has happened for long: it counts while somebody is there to wait."""
    room = await change(to_sending, ann, ben)
    long_ago = timezone.now() - timedelta(minutes=5)
    await change(DialogueSession.objects.filter(pk=room).update, stands_since=long_ago)
    await board.beat()
    card = await board.shows(room, needs=[])
    assert card["seconds"] >= 300
    async with rooms.client(ann, room):
        await board.shows(room, needs=["silence"])


def test_another_therapist_sees_nothing_not_even_that_there_is_a_room(
    sees, couple, ann, ben, thea, omar
):
    room = to_sending(ann, ben)
    tom = cast.therapist("Tom")
    cast.agreed(form_couple(first=cast.person("Eve"), second=omar, therapist=tom))
    his = asked_by(omar)
    at_ann, at_nobody, at_thea, at_tom = (
        sees(ann),
        sees(AnonymousUser(), "=none"),
        sees(thea),
        sees(tom),
    )

    async def scene():
        async with at_ann, at_nobody:
            assert (at_ann.closed, at_ann.frames) == (4404, [])
            assert (at_nobody.closed, at_nobody.frames) == (4401, [])
        async with at_thea, at_tom:
            assert set(at_thea.rooms) == {str(room)} and set(at_tom.rooms) == {str(his)}
            before = len(at_tom.frames)
            await change(done, ann, room, "send", SECRET)
            await at_thea.shows(room, floor=["second"])
            await at_tom.beat()
            assert [one["type"] for one in at_tom.frames[before:]] == ["heartbeat"]
            absent, foreign = [await refusal(at_tom, one) for one in (uuid4(), room)]
            assert absent == foreign == ("not_here", "This room isn’t on your board anymore.")
            assert str(room) not in str(at_tom.frames)

    play(scene)
    assert DialogueSession.objects.get(pk=room).state["pausing"] == []


def test_what_is_taken_from_thea_is_gone_from_her_board_at_once(sees, couple, ann, ben, thea):
    room = to_sending(ann, ben)
    cared = couple.couple_therapists.get()
    board, late = sees(thea), sees(thea)

    def unassigned():
        couple_therapist.end_with_therapist(person=ann, couple_therapist_id=cared.pk)
        cast.agreed_again(couple)  # the partners go on without her

    def resumed():
        joint_work.resume_joint_work(therapist_id=thea.pk, couple=couple)
        cast.agreed_again(couple)  # as after any closing

    async def scene():
        async with board:
            for closes, opens in (
                (
                    lambda: own_consent.withdraw(person_id=ann.pk),
                    lambda: cast.agreed_again(couple),
                ),
                (
                    lambda: joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple),
                    resumed,
                ),
            ):
                await change(closes)
                await board.until(lambda: not board.rooms, 3)
                await change(opens)
                await board.until(lambda: str(room) in board.rooms, 3)
            await change(unassigned)
            await board.until(lambda: not board.rooms and not board.couples, 3)
            before = len(board.frames)
            await change(done, ann, room, "send", SECRET)
            assert (await refusal(board, room))[0] == "not_here"
            await board.beat()
            assert [one["type"] for one in board.frames[before:]] == ["refusal", "heartbeat"]
        async with late:
            assert (late.rooms, late.couples, late.closed) == ({}, 0, None)

    play(scene)


def test_whoever_felt_hardly_safe_is_marked_for_the_therapist_whom_they_told(
    sees, couple, ann, ben, thea
):
    cast.keeps_safety_apart(thea)
    over = to_sending(ann, ben)
    done(ben, over, "end")
    room, board = asked_by(ann), sees(thea)

    async def scene():
        async with board:
            assert board.rooms[str(room)]["unsafe"] == []
            told = {"person_id": ben.pk, "dialogue_id": over}
            await change(pulses.give, **told, answers=pulses.Answers(heard=9, safe=3))
            await change(pulses.tell, **told, tell=True)
            await board.shows(room, unsafe=["second"], needs=["unsafe"])
            await change(pulses.give, **told, answers=pulses.Answers(heard=9, safe=4))
            await board.shows(room, unsafe=[], needs=[])

    play(scene)
