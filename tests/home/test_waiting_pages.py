"""Ben's page is told that Ann has done something, never what; and nothing at all of what does not show."""

import asyncio
import json
from contextlib import AsyncExitStack
from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.utils import timezone

from dialogue.appointments import calendar_links
from dialogue.appointments import service as appointments
from dialogue.base import live
from dialogue.home import seen, socket
from dialogue.measures import answers
from dialogue.safety import own_consent
from dialogue.safety.screening import QUESTIONS
from dialogue.together import vision
from dialogue.workup import service as workup
from tests.board.scenes import play
from tests.support.board import InProcess
from tests.support.cast import agreed_again
from tests.support.rooms import asked_by, done
from tests.support.servers import cookie_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(60)]

CHANGED = '{"type":"changed"}'


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(socket, "_TOGETHER_SECONDS", (0, 0))
    monkeypatch.setattr(socket, "_APART_SECONDS", 0)


class Tab:
    """An open page: ``told`` is every frame after the hello's answer, ``closed`` the code."""

    def __init__(self, person, cookie=None, mark=None):
        self.person, self.mark = person, mark
        self.cookie = cookie
        self.told, self.closed = [], None

    async def __aenter__(self):
        mark = self.mark or await sync_to_async(seen.mark_of)(self.person)
        cookie = self.cookie or await sync_to_async(cookie_for)(self.person)
        self.login = cookie.partition("=")[2]
        self._line = InProcess(cookie, socket.waiting)
        self._hearing = asyncio.ensure_future(self._hear())
        await self._line.send(json.dumps({"type": "hello", "version": 1, "seen": mark}))
        await self.until(lambda: self.told or self.closed)
        assert self.closed or '"type":"waits"' in self.told.pop(0)
        return self

    async def __aexit__(self, *_):
        await self._line.close()
        await self._hearing

    async def _hear(self):
        async for text in self._line:
            self.told.append(text)
        self.closed = self._line.close_code

    async def until(self, holds):
        async with asyncio.timeout(10):
            while not holds():  # noqa: ASYNC110 - of what others do on this loop
                await asyncio.sleep(0.002)

    async def settled(self):
        """Whatever it was woken by, it has looked."""
        (own,) = socket._open[self.person.pk]
        await asyncio.sleep(0)
        await self.until(lambda: not own._woken and (own._looking is None or own._looking.done()))


def nudged(person, act):
    """The act, and what every form does after it (home/waking.py)."""

    def acts():
        act()
        live.wake_pages(seen.whom_it_may_concern(person.pk))

    return sync_to_async(acts)


def both_ready(ann, ben):
    for person in (ann, ben):
        vision.write(person_id=person.pk, texts=["We laugh."])
        vision.say_ready(person_id=person.pk, ready=True)


@pytest.mark.parametrize("act", ["asks", "suggests a time", "is ready", "closes"])
def test_bens_page_is_told_by_the_same_byte_whatever_ann_does_and_omars_is_not(
    browser, couple, ann, ben, omar, act
):
    later = timezone.now() + timedelta(days=2)
    form = {"exercise": "appreciation", "topic": "Us", "command": uuid4()}
    acts = {
        "asks": lambda: browser(ann).post("/sessions/start", form),
        "suggests a time": lambda: appointments.propose(person=ann, begins_at=later, minutes=60),
        "is ready": lambda: both_ready(ann, ben),
        "closes": lambda: own_consent.withdraw(person_id=ann.pk),
    }

    async def scene():
        async with Tab(ben) as bens, Tab(omar) as omars:
            await (sync_to_async if act == "asks" else partial(nudged, ann))(acts[act])()
            await bens.until(lambda: bens.told)
            await bens.settled()
            assert (bens.told, omars.told) == ([CHANGED], [])

    play(scene)


def test_a_turn_in_the_room_shows_and_what_passes_there_unseen_does_not(couple, ann, ben, thea):
    room = asked_by(ann)

    async def scene():
        async with Tab(ann) as anns:
            await sync_to_async(done)(ben, room, "accept")
            await anns.until(lambda: anns.told == [CHANGED])
            await sync_to_async(done)(thea, room, "whisper", "Breathe.", to="second")
            await sync_to_async(done)(ben, room, "reply", "I will.")
            await anns.settled()
            assert anns.told == [CHANGED]

    play(scene)


def test_what_ann_does_alone_is_told_to_nobody_though_it_wakes_bens_page(couple, ann, ben):
    own = workup.begin(person_id=ann.pk)
    alone = (
        lambda: workup.keep(person_id=ann.pk, workup_id=own, home="By the sea."),
        lambda: vision.write(person_id=ann.pk, texts=["We walk."]),
        lambda: vision.say_ready(person_id=ann.pk, ready=True),
        lambda: answers.keep(person_id=ann.pk, measure="areas", answers={"trust": 3}),
        lambda: calendar_links.set_reminders(person=ann, wanted=True, address_is_safe=True),
    )

    async def scene():
        async with Tab(ben) as bens:
            for act in alone:
                await nudged(ann, act)()
                await bens.settled()
            assert bens.told == []

    play(scene)


@pytest.mark.parametrize("opened", [True, False])
def test_ben_hears_the_same_whatever_ann_answers_in_private(couple, ann, ben, opened):
    heard = []

    async def world(given):
        await sync_to_async(agreed_again)(couple)
        if not opened:
            await sync_to_async(own_consent.withdraw)(person_id=ben.pk)
        async with Tab(ben) as bens:
            answer = partial(own_consent.answer_screen, person_id=ann.pk, answers=given)
            await nudged(ann, answer)()
            await bens.settled()
            heard.append(bens.told)

    async def scene():
        for given in ({}, {"afraid": "yes"}, dict.fromkeys(QUESTIONS, "no"), {"afraid": "no"}):
            await world(given)

    play(scene)
    assert heard == [[CHANGED] if opened else []] * 4


def test_a_page_closes_with_its_login_and_a_therapist_has_none(couple, ann, ben, thea):
    cookie = cookie_for(ben)

    async def scene():
        async with Tab(ben, cookie) as bens, Tab(thea, mark="0") as theas:
            assert theas.closed == 4404
            await sync_to_async(lambda: Session.objects.get(pk=bens.login).delete())()
            await bens.until(lambda: bens.closed == 4401)

    play(scene)


def test_a_page_that_is_old_is_told_at_once_and_there_are_no_more_than_eight(couple, ben):
    async def scene():
        async with AsyncExitStack() as stack:
            tabs = [await stack.enter_async_context(Tab(ben, mark="0")) for _ in range(9)]
            await tabs[0].until(lambda: tabs[0].told == [CHANGED])
            assert [tab.closed for tab in tabs] == [None] * 8 + [4409]

    play(scene)
