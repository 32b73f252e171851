"""Dialogues are open while both partners agree; one alone closes them, at once and for both."""

import asyncio
import http.client
from datetime import timedelta
from unittest import mock
from urllib.parse import urlencode, urlsplit

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.formats import date_format

from dialogue.access.askers import Asker
from dialogue.access.consent import is_open
from dialogue.access.dialogues import find
from dialogue.base.problems import NotOpen
from dialogue.couple.couples import form_couple
from dialogue.models import Consent, ConsentText, CoupleTherapist, Practice
from dialogue.room.opening import open_dialogue
from dialogue.safety import joint_work, own_consent, pauses
from dialogue.safety.closing import NotNow
from tests.support.cast import agreed_again
from tests.support.page import Page
from tests.support.rooms import act, asked_by, done, to_sending

LINE = "Not open right now You can ask your therapist."


def reasons(ann, ben, couple, thea):
    """Why a session can be closed."""
    now = timezone.now()
    return {
        "nobody has looked": lambda: Consent.objects.all().delete(),
        "Ann closed her side": lambda: own_consent.withdraw(person_id=ann.pk),
        "Ben closed his side": lambda: own_consent.withdraw(person_id=ben.pk),
        "Ann has a worry": lambda: own_consent.answer_screen(
            person_id=ann.pk, answers={"afraid": "yes"}
        ),
        "a new wording": lambda: ConsentText.objects.create(version=9, body="New."),
        "ninety days are over": lambda: Consent.objects.update(ends_at=now),
        "Ann asked for a pause": lambda: pauses.set_pause(person_id=ann.pk, weeks=2),
        "the therapist lets it wait": lambda: joint_work.let_joint_work_wait(
            therapist_id=thea.pk, couple=couple
        ),
    }


REASONS = list(reasons(*[None] * 4))


def agree(person):
    """Skip the questions, and agree."""
    own_consent.answer_screen(person_id=person.pk, answers={})
    own_consent.agree(person_id=person.pk)


def step(person):
    own = own_consent.own_consent_of(person_id=person.pk)
    assert own is not None
    return own.step


def test_it_is_open_while_both_agree_and_closes_for_both(couple, ann, ben):
    assert is_open(couple=couple)
    for person, other in ((ann, ben), (ben, ann)):
        own_consent.withdraw(person_id=person.pk)
        assert not is_open(couple=couple)
        assert step(person) == step(other) == "screen"  # neither tells whose it was
        agree(person)
        assert not is_open(couple=couple) and step(other) == "screen"
        agree(other)
        assert is_open(couple=couple)


def test_who_looks_for_the_first_time_ends_nothing_that_the_other_has_agreed_to(ann, ben):
    couple = form_couple(first=ann, second=ben)
    agree(ben)
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.withdraw(person_id=ann.pk)
    assert step(ben) == "agreed"
    agree(ann)
    assert is_open(couple=couple)


@pytest.mark.parametrize("reason", REASONS[1:])  # but for those who have not agreed yet
def test_after_every_closing_both_stand_at_the_same_step(couple, ann, ben, thea, reason):
    reasons(ann, ben, couple, thea)[reason]()
    assert {step(ann), step(ben)} <= {"screen", "pause"} or reason == "Ann has a worry"
    assert step(ben) != "agreed"
    if reason != "Ann has a worry":  # who has just answered is a step ahead, in private
        assert step(ann) == step(ben)


def test_both_agreements_run_out_on_one_day_and_no_page_names_it(at_home, couple, ann, ben):
    own_consent.withdraw(person_id=ann.pk)
    agree(ann)
    later = timezone.now() + timedelta(days=5)
    with mock.patch("django.utils.timezone.now", return_value=later):
        agree(ben)
    assert len(set(Consent.objects.filter(withdrawn_at=None).values_list("ends_at"))) == 1
    until = Consent.objects.filter(withdrawn_at=None)[0].ends_at
    assert date_format(until) not in at_home(ben).get("/side").content.decode()
    with mock.patch("django.utils.timezone.now", return_value=until + timedelta(seconds=1)):
        assert step(ann) == step(ben) == "screen" and not is_open(couple=couple)


@pytest.mark.parametrize("reason", REASONS)
def test_nothing_is_done_in_a_closed_session_and_what_was_said_stays_readable(
    couple, ann, ben, thea, reason
):
    room = to_sending(ann, ben)
    done(ann, room, "send", "Before.")
    reasons(ann, ben, couple, thea)[reason]()
    for person in (ann, ben, thea):
        with pytest.raises(NotOpen):
            act(person, room, "pause")
        with pytest.raises(NotOpen):
            find(asker=Asker(person.pk), dialogue_id=room)
    for person in (ann, ben):
        assert find(asker=Asker(person.pk), dialogue_id=room, to_read=True).row.length == 7
    with pytest.raises(NotOpen):  # what was said is for the two of them
        find(asker=Asker(thea.pk), dialogue_id=room, to_read=True)
    with pytest.raises(NotOpen):
        open_dialogue(person_id=ben.pk, exercise_id="appreciation", topic="You")


@pytest.mark.parametrize("reason", REASONS)
def test_everybody_reads_the_same_line_whatever_the_reason(client, couple, ann, ben, thea, reason):
    room = asked_by(ann)
    reasons(ann, ben, couple, thea)[reason]()
    for person in (ann, ben):
        client.force_login(person)
        page = Page(client.get("/sessions"))
        assert LINE in page.text and "My private page" in page.text and "Open" not in page.text
        inside = client.get(f"/room/{room}")
        assert (inside.status_code, LINE in Page(inside).text) == (423, True)
        assert client.get(f"/transcript/{room}").status_code == 200
    form = {"exercise": "appreciation", "topic": "You", "command": room}
    assert client.post("/sessions/start", form).status_code == 423


def test_ann_opens_her_side_in_the_end_and_reads_first_what_thea_says_of_secrets(
    at_home, couple, ann, ben, thea
):
    kept = {"secrets": "kept", "keeps_safety_apart": True}
    Practice.objects.update_or_create(therapist=thea, defaults=kept)
    client = at_home(ann)
    client.post("/side", {"act": "close"})
    client.post("/side", {"act": "skip"})
    page = Page(client.get("/side"))
    assert "What you agree to" in page.text
    assert "What one of you tells me alone, I keep to myself" in page.text
    client.post("/side", {"act": "open", "version": page.value("version")})
    assert "You’ve agreed to dialogues" in Page(client.get("/side")).text
    assert not is_open(couple=couple)  # Ben is asked again, too
    agree(ben)
    assert is_open(couple=couple)
    consent = Consent.objects.get(person=ann, withdrawn_at=None)
    assert timedelta(days=89) < consent.ends_at - timezone.now() <= timedelta(days=90)


def test_she_agrees_to_what_she_has_read(at_home, couple, ann):
    client = at_home(ann)
    client.post("/side", {"act": "skip"})
    ConsentText.objects.create(version=2, body="Another wording.")
    for version in ("1", "", "x", "²", "5" * 5000):
        client.post("/side", {"act": "open", "version": version})
        assert "Another wording." in Page(client.get("/side")).text
    client.post("/side", {"act": "open", "version": "2"})
    assert Consent.objects.get(person=ann, withdrawn_at=None).text.version == 2


def test_nobody_agrees_before_the_questions_were_asked(couple, ann):
    own_consent.withdraw(person_id=ann.pk)
    with pytest.raises(NotNow):
        own_consent.agree(person_id=ann.pk)
    own_consent.answer_screen(person_id=ann.pk, answers={})
    own_consent.agree(person_id=ann.pk)
    own_consent.agree(person_id=ann.pk)  # pressed twice
    assert Consent.objects.filter(person=ann, withdrawn_at=None).count() == 1


def test_a_new_look_closes_the_side_whatever_it_says(couple, ann):
    for answers in ({}, {"afraid": "no"}, {"afraid": "yes"}):
        agreed_again(couple)
        assert is_open(couple=couple)
        own_consent.answer_screen(person_id=ann.pk, answers=answers)  # type: ignore[arg-type]
        assert not is_open(couple=couple)


def test_thea_lets_joint_work_wait_and_go_on(at_home, couple, thea, omar):
    client, page = at_home(thea), f"/joint/{couple.pk}"
    client.post(page, {"act": "wait"})
    assert not is_open(couple=couple) and "Dialogues have to wait" in Page(client.get(page)).text
    client.post(page, {"act": "resume"})
    assert not is_open(couple=couple)  # both are asked again, as after any pause
    agreed_again(couple)
    assert is_open(couple=couple)
    assert at_home(omar).post(page, {"act": "wait"}).status_code == 404
    joint_work.let_joint_work_wait(therapist_id=omar.pk, couple=couple)
    assert is_open(couple=couple) and not CoupleTherapist.objects.exclude(waits_since=None).exists()


def test_a_published_text_is_added_never_changed_and_everybody_is_asked_again(
    at_home, couple, ada, ann, woken
):
    client, room = at_home(ada), asked_by(ann)
    woken.clear()
    client.post("/admin/dialogue/consenttext/add/", {"body": "A newer wording."})
    newest = ConsentText.objects.first()
    assert newest and (newest.body, newest.version) == ("A newer wording.", 2)
    assert not is_open(couple=couple) and woken == [room]
    change = f"/admin/dialogue/consenttext/{newest.pk}/change/"
    assert client.post(change, {"body": "Edited."}).status_code == 403
    assert client.post(change.replace("change", "delete"), {"post": "yes"}).status_code == 403


def test_it_costs_a_turn_no_query(couple, ann, ben):
    room = to_sending(ann, ben)
    find(asker=Asker(ann.pk), dialogue_id=room)
    with CaptureQueriesContext(connection) as counted:
        find(asker=Asker(ann.pk), dialogue_id=room)
    assert len(counted) == 2  # the room, and who may be there: the gate is within them


# --- at a real server ------------------------------------------------------------------------


def post(server, person, form):
    """As a browser sends it, to the server's own process: its rooms are the ones to be woken."""
    login = SessionStore(rooms_login(person))
    cookie = f"sessionid={login.session_key}; csrftoken={'c' * 32}"
    headers = {
        "Cookie": cookie,
        "X-CSRFToken": "c" * 32,
        "Origin": server.url,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    at = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=5)
    at.request("POST", "/side", urlencode(form), headers)
    answer = at.getresponse()
    answer.read()
    assert (answer.status, answer.headers["Location"]) == (302, "/side")


def rooms_login(person):
    from django.test import Client

    from tests.support.cast import stepped_up

    client = Client()
    client.force_login(person)
    return stepped_up(client).session.session_key


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    "form",
    [
        {"act": "close"},
        {"act": "skip"},
        {"act": "look", "afraid": "no"},
        {"act": "look", "afraid": "yes", "crisis": "yes"},
    ],
    ids=["closed", "skipped", "no worry", "worries"],
)
def test_the_sockets_of_all_close_within_five_seconds_and_in_one_way(
    rooms, live, couple, ann, ben, thea, form
):
    room = to_sending(ann, ben)
    hers, person = ann, [ann, ben, thea]

    async def scene(ann, ben, thea):
        await ann.act("send", "Before.")
        await ben.step("mirroring")
        seen = len(ben.events)
        await sync_to_async(post)(live, hers, form)
        for one in (ann, ben, thea):
            await one.until(lambda one=one: one.closed == 4423, 5)
        assert len(ben.events) == seen
        late = [frame["type"] for frame in ben.frames[-3:]]
        assert not {"refusal", "page", "draft"} & set(late)

    rooms.play(room, person, scene)
    said = live.said()
    assert "afraid" not in said and "side" not in said

    async def again():
        for one in person:
            async with rooms.client(one, room) as client:
                assert (client.closed, client.frames) == (4423, [])

    asyncio.run(again())
