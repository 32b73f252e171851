"""Ann ends the work with Ben: explained before, done at once, undone only by both, then erased."""

import asyncio
from datetime import timedelta

import pytest
from asgiref.sync import sync_to_async
from django.core.management import call_command
from django.db.models import F

from dialogue.appointments.service import propose
from dialogue.base import vault
from dialogue.couple.couples import form_couple
from dialogue.home.ending import end_couple
from dialogue.models import Appointment, Couple, CoupleTherapist, DialogueSession
from tests.support.rooms import TOPIC, asked_by, done, to_sending

SAID = "When it is late I feel alone."


def ended_days_ago(couple, days):
    end_couple(couple=couple)
    past = timedelta(days=days)
    Couple.objects.filter(pk=couple.pk).update(
        ended_at=F("ended_at") - past, forget_at=F("forget_at") - past
    )


def test_the_page_says_before_what_happens_and_looking_ends_nothing(page, couple, ann):
    said = page(ann, "/couple/leave")
    for promise in (
        "It ends for both of you",
        "closes within seconds",
        "nobody can open your dialogues in this app",
        "Your work with Thea as a couple ends too",
        "stays locked for 30 days",
        "its key is deleted",
        "backup",
        "Your safety",
    ):
        assert promise in said.text
    assert Couple.objects.current_of(ann.pk) and "Not now" in said.text


def test_it_is_done_at_once_for_all(browser, page, couple, ann, ben, thea, evening):
    room = asked_by(ann)
    propose(person=ann, begins_at=evening, minutes=60)
    assert browser(ann).post("/couple/leave").url == "/sessions"
    for person in (ann, ben, thea):
        assert page(person, f"/room/{room}").status == 404
        assert page(person, f"/transcript/{room}").status == 404
        assert TOPIC not in page(person, "/sessions").html
    for person in (ann, ben):
        told = page(person, "/sessions").text
        assert "parted ways here on" in told and "There’s a place for your partner" in told
    couple.refresh_from_db()
    assert couple.therapist is None
    assert not CoupleTherapist.objects.filter(ended_at=None).exists()
    assert not Appointment.objects.filter(cancelled_at=None).exists()


def test_each_may_work_with_another(browser, couple, ann, omar, page):
    browser(ann).post("/couple/leave")
    form_couple(first=ann, second=omar)
    assert "With Omar." in page(ann, "/sessions").text


def test_omar_who_is_in_no_couple_has_nothing_to_leave(browser, couple, omar):
    assert browser(omar).post("/couple/leave").url == "/sessions"
    couple.refresh_from_db()
    assert couple.ended_at is None


def test_ann_saves_before_what_both_have_said(browser, couple, ann, ben, omar, thea):
    room = to_sending(ann, ben)
    done(ann, room, "send", f"{SAID}\n# Not a heading")
    answer = browser(ann).get("/copies/ours.md")
    text = answer.content.decode()
    assert f"## {TOPIC}" in text and f"> {SAID}  \n> \\# Not a heading\n" in text
    assert answer.headers["Content-Type"].startswith("text/markdown")
    assert "together.md" in answer.headers["Content-Disposition"]
    for person in (omar, thea):
        assert browser(person).get("/copies/ours.md").status_code == 404
    end_couple(couple=couple)
    assert browser(ann).get("/copies/ours.md").status_code == 404


# --- and after thirty days -------------------------------------------------------------------


def test_after_thirty_days_a_tick_erases_the_key_and_nothing_opens(couple, ann):
    asked_by(ann)
    ended_days_ago(couple, 31)
    call_command("tick")
    call_command("tick")
    couple.refresh_from_db()
    assert bytes(couple.wrapped_key) == b""
    with pytest.raises(vault.CannotOpen):
        vault.couple_key(couple.pk, couple.wrapped_key)
    assert DialogueSession.objects.exists()


def test_until_then_it_is_kept_and_a_couple_that_goes_on_is_never_touched(couple, omar, ada):
    other = form_couple(first=omar, second=ada)
    ended_days_ago(couple, 29)
    call_command("tick")
    for one in (couple, other):
        one.refresh_from_db()
        assert bytes(one.wrapped_key)


def test_after_that_the_same_two_begin_anew(page, couple, ann, ben):
    asked_by(ann)
    ended_days_ago(couple, 31)
    assert "parted ways here on" not in page(ann, "/sessions").text
    assert form_couple(first=ann, second=ben).pk != couple.pk
    assert TOPIC not in page(ann, "/sessions").html


# --- the sockets -----------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_dissolved_couple_s_sockets_close_within_five_seconds_and_hear_nothing_more(
    rooms, live, couple, ann, ben, thea
):
    """Through the real page, since it is the page's own process that wakes the rooms."""
    room = to_sending(ann, ben)
    over = asked_by(ann)
    done(ben, over, "decline")

    async def scene(ann_there, ben_there, thea_there):
        async with rooms.client(ben, over) as ben_at_the_end:
            everybody = (ann_there, ben_there, thea_there, ben_at_the_end)
            frames = [len(one.frames) for one in everybody]
            await asyncio.to_thread(posted, live, "/couple/leave", rooms._cookies[ann.pk])
            for one in everybody:
                await one.until(lambda one=one: one.closed == 4404, 5)
            for one, before in zip(everybody, frames, strict=True):
                assert not [frame for frame in one.frames[before:] if frame["type"] == "events"]

    rooms.play(room, [ann, ben, thea], scene)


@pytest.mark.django_db(transaction=True)
def test_what_is_sent_at_that_moment_is_not_taken(rooms, couple, ann, ben):
    room = to_sending(ann, ben)

    async def scene(ann_there):
        await sync_to_async(end_couple)(couple=couple)
        await ann_there.say(
            {
                "type": "command",
                "id": "00000000-0000-4000-8000-000000000001",
                "name": "send",
                "moment": ann_there.now["moment"],
                "words": "Too late.",
            }
        )
        await ann_there.until(lambda: ann_there.closed == 4404, 5)
        assert "ack" not in [frame["type"] for frame in ann_there.frames]

    rooms.play(room, [ann], scene)


def posted(server, address, cookie):
    """A form sent as a browser sends it."""
    import re
    import urllib.error
    import urllib.parse
    import urllib.request

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    opener = urllib.request.build_opener(Stay())
    page = opener.open(urllib.request.Request(server.url + address, headers={"Cookie": cookie}))
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.read().decode())
    csrf = page.headers["Set-Cookie"].split(";")[0]
    assert token
    form = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1]}).encode()
    headers = {"Cookie": f"{cookie}; {csrf}", "Origin": server.url}
    with pytest.raises(urllib.error.HTTPError) as redirect:
        opener.open(urllib.request.Request(server.url + address, form, headers), timeout=5)
    assert redirect.value.code == 302
