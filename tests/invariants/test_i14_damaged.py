"""I14: whoever writes into the database without the couple's key is found out, whatever was written: the room
closes with a code of its own, the admin is told, and every other room goes on."""

import asyncio
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db.models import F

from dialogue.access.tags import Damaged
from dialogue.models import DialogueSession, Event
from dialogue.room import log
from tests.support.history import gift, the_two
from tests.support.rooms import act, asked_by, done, seat_of, seen_by, state_of, to_sending

SAID = "What I never told you"


def event(room: UUID, number: int):
    return Event.objects.filter(dialogue=room, number=number)


def newest(room: UUID):
    return event(room, DialogueSession.objects.get(pk=room).length)


def changed(**fields):
    return lambda room: newest(room).update(**fields)


def snapshot(**fields):
    return lambda room: DialogueSession.objects.filter(pk=room).update(**fields)


def facts(**fields):
    def change(room):
        newest(room).update(facts=newest(room).get().facts | fields)

    return change


def stands(**fields):
    def change(room):
        row = DialogueSession.objects.get(pk=room)
        DialogueSession.objects.filter(pk=room).update(state=row.state | fields)

    return change


def flipped(room):
    words = bytes(newest(room).get().words)
    newest(room).update(words=words[:-1] + bytes([words[-1] ^ 1]))


def words_moved(room):
    newest(room).update(words=event(room, 1).get().words)


def added(room):
    """As if Ben had said it once more: a copy of the row under the next number, and the snapshot with it."""
    row = newest(room).get()
    row.pk, row.number, row.command = None, row.number + 1, uuid4()
    numbers = {f"{seat}_number": getattr(row, f"{seat}_number") + 1 for seat in SEATS}
    vars(row).update(numbers)
    row._state.adding = True
    row.save()
    lengths = {f"{seat}_length": F(f"{seat}_length") + 1 for seat in SEATS}
    snapshot(length=F("length") + 1, **lengths)(room)


def swapped(room):
    one, two = event(room, 2).get(), event(room, 3).get()
    event(room, 2).update(facts=two.facts, tag=two.tag, at=two.at)
    event(room, 3).update(facts=one.facts, tag=one.tag, at=one.at)


SEATS = ("first", "second", "therapist")
CHANGES = {
    "the words taken out": changed(words=None),
    "the words taken out, as if withdrawn": changed(words=None, withdrawn_at=F("at")),
    "one bit of the words": flipped,
    "other words of the same room": words_moved,
    "words where there were none": lambda room: event(room, 2).update(words=b"\x01" + bytes(40)),
    "another seat": facts(seat="second"),
    "another act": facts(name="pause"),
    "said aloud": facts(aloud=True),
    "another turn": changed(turn=7),
    "another time": changed(at=datetime(2026, 1, 1, tzinfo=UTC)),
    "another command": changed(command=uuid4()),
    "shown to nobody": changed(first_number=None),
    "another number for a seat": changed(first_number=99),
    "the newest row deleted": lambda room: newest(room).delete(),
    "a row in the middle deleted": lambda room: event(room, 3).delete(),
    "the first row deleted": lambda room: event(room, 1).delete(),
    "renumbered": lambda room: newest(room).update(number=99),
    "two rows changed places": swapped,
    "a row added": added,
    "another step": stands(step="sending"),
    "another outcome": stands(outcome="completed"),
    "the seats changed": stands(sender="second"),
    "a shorter log": snapshot(length=F("length") - 1, first_length=F("first_length") - 1),
    "another opener": snapshot(opener="second"),
    "another exercise": snapshot(exercise="appreciation"),
    "no tag": snapshot(tag=b""),
}


def damaged_by(change, ann, ben) -> UUID:
    room = to_sending(ann, ben)
    done(ann, room, "send", SAID)
    change(room)
    return room


@pytest.mark.django_db
@pytest.mark.parametrize("what", CHANGES)
def test_what_was_changed_by_hand_is_found_out_and_said_in_one_line(couple, ann, ben, caplog, what):
    room = damaged_by(CHANGES[what], ann, ben)
    with pytest.raises(Damaged):
        seen_by(ann, room)
    assert DialogueSession.objects.get(pk=room).damaged_at
    (line,) = {record.getMessage() for record in caplog.records if record.levelname == "ERROR"}
    assert str(room) in line and SAID not in caplog.text


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["the words taken out", "the first row deleted", "another step"])
def test_ann_is_told_calmly_ada_too_and_every_other_dialogue_is_as_it_was(
    couple, ann, ben, thea, omar, ada, browser, what
):
    room = damaged_by(CHANGES[what], ann, ben)
    other = to_sending(ann, ben)
    assert done(ann, other, "send", "It goes on.")
    answer = browser(ann).get(f"/transcript/{room}")
    text = answer.content.decode()
    assert answer.status_code == 500 and "can’t be opened right now" in text and SAID not in text
    assert browser(omar).get(f"/transcript/{room}").status_code == 404
    assert (
        "1 dialogue doesn’t match what was written" in browser(ada).get("/admin/").content.decode()
    )
    for person in (ann, ben, thea):
        for address in ("/sessions", "/path", "/copies/ours.md")[: 1 if person is thea else 3]:
            listed = browser(person).get(address)
            assert listed.status_code == 200, address
    assert f"/room/{other}" in browser(ann).get("/sessions").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("change", [stands(step="sending"), snapshot(length=F("length") - 1)])
def test_nobody_acts_on_a_snapshot_that_was_changed(couple, ann, ben, change):
    room = damaged_by(change, ann, ben)
    before = Event.objects.count()
    with pytest.raises(Damaged):
        act(ann, room, "pause")
    assert Event.objects.count() == before


@pytest.mark.django_db
def test_what_ann_takes_back_is_no_damage_and_taking_it_back_hides_none(couple, ann, ben):
    room = to_sending(ann, ben)
    done(ann, room, "send", SAID)
    done(ben, room, "end")
    assert log.withdraw(seated=seat_of(ann, room), author_id=ann.pk, number=None)
    assert SAID not in [entry.words for entry in seen_by(ben, room)]
    assert any(entry.withdrawn for entry in seen_by(ben, room))
    call_command("verify")
    Event.objects.filter(dialogue=room).exclude(withdrawn_at=None).update(withdrawn_at=None)
    with pytest.raises(Damaged):
        seen_by(ben, room)


@pytest.mark.django_db
def test_verify_names_what_is_damaged_and_takes_back_what_was_mended(
    couple, ann, ben, ada, browser, capsys
):
    whole, room = to_sending(ann, ben), to_sending(ann, ben)
    said = event(room, 2).get().facts
    event(room, 2).update(facts=said | {"step": "mirroring"})
    with pytest.raises(CommandError, match="1 of 2 dialogues"):
        call_command("verify")
    told = capsys.readouterr().err
    assert str(room) in told and str(whole) not in told
    event(room, 2).update(facts=said)
    call_command("verify")
    assert "match what was written" not in browser(ada).get("/admin/").content.decode()


@pytest.mark.django_db
def test_a_promise_whose_words_are_gone_is_not_said_to_be_withdrawn(couple, ann, ben, browser):
    gift(*the_two())
    assert "can’t be opened" not in browser(ann).get("/gifts").content.decode()
    Event.objects.exclude(words=None).update(words=None)
    for address in ("/gifts", "/sessions"):
        answer = browser(ann).get(address)
        assert answer.status_code == 200, address
    text = browser(ann).get("/gifts").content.decode()
    assert "(can’t be opened)" in text and "(withdrawn)" not in text


def test_the_room_closes_by_its_own_code_for_all_in_it_and_the_next_one_goes_on(
    rooms, ann, ben, thea
):
    broken, sound = to_sending(ann, ben), to_sending(ann, ben)

    async def scene():
        async with AsyncExitStack() as stack:
            there, here, led = [
                await stack.enter_async_context(rooms.client(person, room))
                for person, room in ((ann, broken), (ann, sound), (thea, broken))
            ]
            await asyncio.to_thread(stands(outcome="completed"), broken)
            await there._send({"type": "heartbeat", "number": there.number})
            await led._send({"type": "heartbeat", "number": led.number})
            for client in (there, led):
                await client.until(lambda client=client: client.closed is not None)
                assert client.closed == 4422
            assert await here.act("send", "It goes on.")
            again = await stack.enter_async_context(rooms.client(ben, broken))
            assert again.closed == 4422 and not again.events

    asyncio.run(scene())
    assert state_of(sound).step == "mirroring"
    assert str(broken) in rooms.server.said() and asked_by(ann)
