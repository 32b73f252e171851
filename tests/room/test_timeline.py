"""The time a dialogue took, as Thea sees it, as Ann and Ben do, and as nobody else does."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dialogue.models import Access, DialogueSession
from dialogue.safety import own_consent
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import asked_by, at_times, done, to_sending

pytestmark = pytest.mark.django_db
SENT = "I sit in the kitchen."
PRIVATE = {"whisper", "reply", "raise_hand", "lower_hand", "see_hand", "offer", "double", "dismiss"}


def talk(ann, ben, thea, *, privately):
    """Ann sends, Ben mirrors twice, somebody pauses, Thea leads. With and without private acts."""
    room = to_sending(ann, ben)
    if privately:
        done(thea, room, "double", "I am afraid.", to="first")
        done(ann, room, "dismiss")
        done(ben, room, "raise_hand")
        done(thea, room, "see_hand", to="second")
    done(ann, room, "send", SENT)
    if privately:
        done(thea, room, "whisper", "Slowly.", to="second")
        done(ben, room, "reply", "Yes.")
        done(thea, room, "offer", "What I hear is …", to="second")
    done(ben, room, "mirror", SENT)
    done(ann, room, "correct", "Not angry.")
    done(ben, room, "pause")
    if privately:
        done(thea, room, "whisper", "Breathe.", to="first")
        done(ann, room, "raise_hand", "I want to go.")
    done(ben, room, "resume")
    done(ben, room, "mirror", SENT)
    done(thea, room, "to_shorter")
    done(ann, room, "say_it_shorter", "Alone.")
    done(ann, room, "end")
    _set_times(room)
    return room


def _set_times(room):
    """Each public act a minute and a half after the one before; private ones in between."""
    at = DialogueSession.objects.get(pk=room).opened_at.replace(minute=0, second=0, microsecond=0)

    def time_of(event):
        nonlocal at
        at += timedelta(seconds=90) if event.facts["name"] not in PRIVATE else timedelta()
        return at

    at_times(room, time_of)


@pytest.fixture
def room(couple, ann, ben, thea):
    return talk(ann, ben, thea, privately=True)


def read(browser, person, room):
    return Page(browser(person).get(f"/timeline/{room}"))


def test_thea_sees_steps_corrections_pauses_and_redirects(browser, room, thea):
    text = read(browser, thea, room).text
    assert "Ann corrected a mirror" in text
    assert "Ben asked for a pause" in text and "Thea asked for a shorter message" in text
    assert "Corrections" in text and "Redirects" in text


def test_ann_and_ben_each_see_their_own_part_and_nothing_of_the_other_s(browser, room, ann, ben):
    """Minutes and mirrors are never a score: what the other had is for Thea alone."""
    for person, own, others in (
        (ann, "mirrored 0 times", "mirrored 2 times"),
        (ben, "mirrored 2 times", "mirrored 0 times"),
    ):
        page = read(browser, person, room)
        assert "Your own part" in page.text and "Thea asked for a shorter message" in page.text
        assert own in page.text and others not in page.text and len(page.all("dd")) == 1
        assert not page.all("table") and not page.all("rect")
        assert "orrection" not in page.text and "asked for a pause" not in page.text


def test_the_numbers_are_those_of_the_log(browser, room, thea):
    """By hand: ten stretches of 90 seconds from Ben's yes to the end, and one that is paused."""
    page = read(browser, thea, room)
    shares = [" ".join(one.text.split()) for one in page.all("dd")]
    # Both arrive (2 stretches); Ann intends, sends, checks, sends shorter (4); Ben intends, mirrors,
    # mirrors again before and after the pause, is about to mirror (5); Thea led during Ann's check (1).
    assert shares[0] == "7 min 30 s mirrored 0 times"
    assert shares[1] == "7 min 30 s mirrored 2 times"
    assert shares[2:] == ["3 min", "1 min 30 s"]


def test_no_partner_can_tell_whether_anything_was_said_in_private(
    browser, couple, ann, ben, thea, room
):
    """The same page after the same questions, but for the number of the dialogue."""
    plain = talk(ann, ben, thea, privately=False)
    first, second = (DialogueSession.objects.get(pk=one) for one in (room, plain))
    DialogueSession.objects.filter(pk=second.pk).update(opened_at=first.opened_at)
    _set_times(plain)
    for person in (ann, ben):
        client = browser(person)
        client.get("/profile")
        found = []
        for one in (room, plain):
            with CaptureQueriesContext(connection) as asked:
                content = client.get(f"/timeline/{one}").content
            shapes = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in asked]
            found.append((content.replace(str(one).encode(), b""), shapes))
        assert found[0] == found[1]


def test_while_the_doors_are_closed_thea_sees_nothing_and_they_still_do(browser, room, ann, thea):
    own_consent.withdraw(person_id=ann.pk)
    answer = browser(thea).get(f"/timeline/{room}")
    assert answer.status_code == 423 and "Who had the floor" not in answer.content.decode()
    assert "Your own part" in read(browser, ann, room).text


def test_nobody_else_sees_it(browser, room, omar, ada):
    for person in (omar, ada, cast.therapist("Tom")):
        assert browser(person).get(f"/timeline/{room}").status_code == 404


def test_before_both_are_there_it_says_so(browser, couple, ann):
    asked = asked_by(ann)
    assert "There’s nothing to show yet" in read(browser, ann, asked).text


def test_that_thea_looked_is_written_down(browser, room, thea, ann):
    read(browser, thea, room)
    read(browser, ann, room)
    looked = Access.objects.values_list("what", "actor__name", "subject__name")
    assert set(looked) == {("read_transcript", "Thea", "Ann"), ("read_transcript", "Thea", "Ben")}
