"""One person on two devices, in the same second: it is done once, and both are told what became of it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import takewhile
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from dialogue.appointments import service as times
from dialogue.gifts import reading
from dialogue.gifts import service as gifts
from dialogue.models import Answer, Appointment, SkippedWeek, VisionVersion
from dialogue.room.attempts import Refused, Taken
from dialogue.room.wire.refusals import message
from dialogue.together import sheets, vision
from tests.support import script
from tests.support.history import gift
from tests.support.page import Page
from tests.support.rooms import act, asked_by, done, moment, state_of
from tests.together.sheets import HERS, HIS, OURS, now, place

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]


def at_once(one: Callable[[], Any], other: Callable[[], Any]) -> list[Any]:
    def run(act: Callable[[], Any]) -> Any:
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(run, (one, other)))


@pytest.fixture
def from_two(browser) -> Callable[..., list[str]]:
    """What they read there. Each device has a login and a page of its own: that is not one form sent twice."""

    def press(person, address: str, **form: Any) -> list[str]:
        def on(device: Client) -> Callable[[], Any]:
            sent = form | {"csrfmiddlewaretoken": uuid4().hex}
            return lambda: device.post(address, sent, follow=True)

        told = [Page(one) for one in at_once(on(browser(person)), on(browser(person)))]
        assert [one.status for one in told] == [200, 200]
        assert not [one for one in told if "in the meantime" in one.text]
        return [one.text for one in told]

    return press


def test_a_vision_that_is_said_ready_and_agreed_to_twice_is_one(couple, ann, ben, from_two):
    from_two(ann, "/vision", act="ready", sentences=f"{OURS}\n{HERS}")
    assert sheets.read(place=place(ann), what=vision.WHAT) == [OURS, HERS]
    from_two(ben, "/vision", act="ready", sentences=HIS)
    assert VisionVersion.objects.count() == 1
    (hers,) = [f"shared_{one.id}_" for one in now(ben).sentences if one.text == HERS]
    (name,) = [one for one in _fields(ben, "/vision") if one.startswith(hers)]
    from_two(ben, "/vision", **{"act": "answer", name: "yes"})
    from_two(ben, "/vision", act="add", text="We have a garden.")
    assert [one.text for one in now(ann).joint] == [HERS]
    assert len(now(ann).sentences) == 4 and VisionVersion.objects.count() == 3


def _fields(person, address: str) -> set[str]:
    client = Client()
    client.force_login(person)
    answer: Any = client.get(address)
    return {one.name for one in Page(answer).fields}


def test_a_changed_promise_is_agreed_to_or_left_once(couple, ann, ben, from_two):
    number = gift(ann, ben)
    for answer, words, said in (
        ("leave", "An hour.", "Nothing has changed."),
        ("agree", "Half of it.", "Agreed. This is the promise from now on."),
    ):
        found = reading.gift_for(person=ann, gift_id=number)
        gifts.propose(person=ben, gift_id=number, words=words, rhythm="weekly", until=found.until)
        asked = reading.gift_for(person=ann, gift_id=number).proposal
        assert asked
        told = from_two(ann, f"/gifts/{number}", act=answer, proposal=asked.id)
        assert all(said in one for one in told)
    kept = reading.gift_for(person=ben, gift_id=number)
    assert (kept.words, kept.proposal) == ("Half of it.", None)


def test_a_time_is_suggested_moved_left_out_and_answered_once(couple, ann, ben, from_two, evening):
    later = (evening + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    at = {"slot": "other", "at": evening.strftime("%Y-%m-%dT%H:%M"), "minutes": "60"}
    told = from_two(ann, "/appointments", **at)
    time = Appointment.objects.get()
    told += from_two(ben, f"/appointments/{time.pk}/answer", answer="yes", revision=time.revision)
    told += from_two(
        ben, f"/appointments/{time.pk}/move", slot="other", at=later, revision=time.revision
    )
    time.refresh_from_db()
    assert time.revision == 1 and Answer.objects.count() == 1
    weekly = times.propose(person=ann, begins_at=evening, minutes=60, weekly=True)
    for week in ("skip_appointment", "bring_back_appointment"):
        from_two(ann, reverse(week, args=[weekly.pk]), begins_at=evening.isoformat())
        assert SkippedWeek.objects.count() == (week == "skip_appointment")


def test_the_answer_to_the_swap_is_one_and_the_slower_device_hears_so(couple, ann, ben):
    room = asked_by(ann)
    who = {"ann": ann, "ben": ben}
    for name, move, words in takewhile(lambda line: line[1] != "now", script.lines()):
        done(who[name], room, move, words)
    at = moment(room)
    assert state_of(room).step == "switch"
    answers = at_once(*[lambda: act(ann, room, "now", at=at)] * 2)
    (slower,) = [one for one in answers if isinstance(one, Refused)]
    assert len([one for one in answers if isinstance(one, Taken)]) == 1
    assert message(slower.code, words=False) == "You’ve already done that."
    done(ben, room, "now", at=at)
    late = act(ann, room, "now", at=at)
    assert isinstance(late, Refused) and late.code == "stale"
    assert "Your words" not in message(late.code, words=False)
