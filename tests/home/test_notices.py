"""When something waits for Ben, he gets one mail, if he wished it: always the same, and no other until he is back."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from dialogue.appointments import calendar_links
from dialogue.appointments import service as appointments
from dialogue.home.notices import send_notices
from dialogue.home.seen import waits_for
from dialogue.models import Calendar, Person
from dialogue.safety import own_consent
from tests.support.history import form_given, signed
from tests.support.page import Page
from tests.support.rooms import asked_by, done

SENTENCE = "Something is here for you."


@pytest.fixture
def at_noon(ann, ben):
    """It is noon where they live; or another hour, by ``at_noon(23)``."""

    def at(hour=12):
        behind = (timezone.now().hour - hour + 11) % 24 - 11
        Person.objects.update(time_zone=f"Etc/GMT{behind:+d}")

    at()
    return at


def wish(person, *, waiting=True, safe=True):
    calendar_links.set_reminders(person=person, wanted=False, waiting=waiting, address_is_safe=safe)


def is_here(person):
    login = Session.objects.create(
        pk=f"login-{person.pk}", session_data="", expire_date=timezone.now() + timedelta(hours=3)
    )
    UserSession.objects.create(user=person, session_key=login.pk, ip="127.0.0.1", user_agent="")
    return login


def test_ben_is_told_once_until_he_comes_back_and_learns_nothing(at_noon, couple, ann, ben):
    wish(ben)
    room = asked_by(ann)
    call_command("tick")
    done(ann, room, "end")
    asked_by(ann)
    call_command("tick")
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["ben@example.org"], "Reminder")
    assert str(sent.body).strip() == SENTENCE
    login = is_here(ben)
    assert not send_notices()
    login.delete()
    assert not send_notices()  # what waits he had before him
    appointments.propose(person=ann, begins_at=timezone.now() + timedelta(days=1), minutes=60)
    assert send_notices() and not send_notices() and len(mail.outbox) == 2


def test_a_form_of_thea_s_to_sign_waits_also_while_dialogues_are_closed(at_noon, couple, ann, ben):
    own_consent.withdraw(person_id=ben.pk)
    wish(ben)
    assert not send_notices()
    _form, given = form_given(couple)
    assert send_notices() == 1 and mail.outbox[0].to == ["ben@example.org"]
    assert str(mail.outbox[0].body).strip() == SENTENCE
    signed(ann, given)
    assert not send_notices()
    assert ("form", given, 1) in waits_for(ben) and not waits_for(ann)
    signed(ben, given)
    assert not waits_for(ben)


@pytest.mark.parametrize("why", ["not at all", "another reads it", "not asked", "it is hers"])
def test_nothing_is_sent_to_whom_it_is_not_for(at_noon, couple, ann, ben, omar, why):
    if why in ("not at all", "another reads it"):
        wish(ben, waiting=why != "not at all", safe=why != "another reads it")
    if why == "it is hers":
        wish(ann)
        wish(omar)
    asked_by(ann)
    assert not send_notices() and not mail.outbox


def test_at_night_it_waits_until_morning(at_noon, couple, ann, ben):
    wish(ben)
    asked_by(ann)
    for hour in (22, 3, 6):
        at_noon(hour)
        assert not send_notices()
    at_noon(7)
    assert send_notices()


@pytest.mark.parametrize("answers", [{}, {"afraid": "yes"}, {"afraid": "no"}])
def test_what_ann_answers_in_private_sends_nothing(at_noon, couple, ann, ben, answers):
    wish(ben)
    is_here(ben)
    send_notices()
    Session.objects.all().delete()
    own_consent.answer_screen(person_id=ann.pk, answers=answers)
    own_consent.withdraw(person_id=ann.pk)
    assert not send_notices() and not mail.outbox


def test_ben_is_asked_once_alone_and_only_for_an_address_that_he_alone_reads(browser, couple, ben):
    client = browser(ben)
    assert "Would you like an email" in Page(client.get("/today")).text
    refused = Page(client.post("/appointments/calendar", {"tell": "yes"}))
    assert refused.status == 422 and "nobody else reads" in refused.field("address_is_safe").errors
    form = {"tell": "yes", "address_is_safe": "on"}
    assert client.post("/appointments/calendar", form).url == "/today"
    kept = Calendar.objects.get(person=ben)
    assert kept.waiting and kept.safe_address == ben.email and not kept.reminders
    assert "Would you like an email" not in Page(client.get("/today")).text
    client.post("/appointments/calendar", {"tell": "no"})
    assert Calendar.objects.get(person=ben).waiting is False
