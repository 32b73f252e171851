"""What is sent twice is done once, also where no page of the walk shows the form just now."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from dialogue.base import once, receipts
from dialogue.models import Appointment, Invitation, Person
from dialogue.models.receipts import Receipt
from tests.rules.once import BY_THEIR_ADDRESS, sent_twice
from tests.support.cast import PASSWORD
from tests.support.foreign import rows
from tests.support.page import Page, code_in
from tests.support.rollback import rollback

pytestmark = pytest.mark.long


def test_every_act_that_is_sent_twice_is_done_once(couple, ann, ben, thea, mailoutbox, subtests):
    done = set()
    for row in rows(couple):
        for person in (ann, ben, thea):
            if row.name in done:
                break
            with subtests.test(f"{person}: {row.name}"), rollback():
                form = row.posted(row.here) | {"csrfmiddlewaretoken": uuid4().hex}
                if sent_twice(person, row.address(row.here), form, mailoutbox) is not None:
                    done.add(row.name)
    assert done >= BY_THEIR_ADDRESS


def form(client, address):
    token = Page(client.get(address)).value("csrfmiddlewaretoken")
    at = {"slot": "other", "at": "2027-03-03T18:00", "minutes": "60"}
    return at | {"csrfmiddlewaretoken": token}


def test_ann_presses_again_while_the_server_is_slow_and_hears_what_became_of_the_first(
    couple, browser, ann, monkeypatch
):
    client, slow = browser(ann), []
    finish = once._finish
    sent = form(client, "/appointments")
    with monkeypatch.context() as patch:
        patch.setattr(once, "_finish", lambda *answered: slow.append(answered))
        first = client.post("/appointments", sent)
    monkeypatch.setattr("dialogue.base.once.time.sleep", lambda _seconds: finish(*slow[0]))
    again = client.post("/appointments", sent)
    assert first.url == again.url == "/appointments"
    assert Appointment.objects.count() == 1
    # Nor is the same time proposed once more from a page that was loaded again.
    client.post("/appointments", form(client, "/appointments"))
    assert Appointment.objects.count() == 1


def test_what_is_still_being_done_is_not_begun_again_and_says_so(couple, browser, ann, monkeypatch):
    monkeypatch.setattr(once, "WAIT_SECONDS", 0.0)
    monkeypatch.setattr(once, "_finish", lambda *_: None)  # the first one hangs
    client = browser(ann)
    sent = form(client, "/appointments")
    client.post("/appointments", sent)
    # Of two who saw that an earlier press came to nothing, the other has begun anew.
    find, nothing = receipts.find, [None]
    monkeypatch.setattr(receipts, "find", lambda act: nothing.pop() if nothing else find(act))
    again = client.post("/appointments", sent, follow=True)
    assert "This is still being sent" in Page(again).text
    assert Appointment.objects.count() == 1


def test_who_presses_twice_to_sign_up_has_one_account_and_the_code_that_was_sent_opens_it(
    db, browser
):
    """Of the first answer the browser saw nothing, not even its cookie."""
    first, again = browser(), browser()
    token = Page(first.get("/account/signup/")).value("csrfmiddlewaretoken")
    sent = {"name": "Ann", "email": "ann@example.org", "password1": PASSWORD}
    answers = [
        client.post("/account/signup/", sent | {"csrfmiddlewaretoken": token})
        for client in (first, again)
    ]
    assert answers[0].url == answers[1].url and len(mail.outbox) == 1
    assert Person.objects.get().name == "Ann"
    code = {"code": code_in(mail.outbox[0])}
    assert again.post("/account/confirm-email/", code).url == "/invite"


def test_what_was_wrong_may_be_sent_again_as_it_is(couple, browser, ann):
    client = browser(ann)
    wrong = form(client, "/appointments") | {"at": "soon"}
    assert [client.post("/appointments", wrong).status_code for _ in range(2)] == [422, 422]
    assert not Appointment.objects.exists()


def test_an_answer_is_kept_sealed_and_for_its_login_alone(couple, browser, ann, ben):
    client, bens = browser(ann), browser(ben)
    sent = form(client, "/appointments")
    client.post("/appointments", sent)
    (kept,) = Receipt.objects.all()
    assert b"/appointments" not in bytes(kept.sealed or b"") and sent["at"] not in kept.act
    bens.post("/appointments", sent)
    assert Appointment.objects.count() == Receipt.objects.count() == 2
    login = client.session.session_key
    client.post("/account/logout/", {"csrfmiddlewaretoken": uuid4().hex})
    assert not Receipt.objects.filter(login=login).exists()
    assert Receipt.objects.filter(login=bens.session.session_key).exists()
    moved_on(timezone.now() + timedelta(minutes=31), call_command, "tick")
    assert not Receipt.objects.exists()


def moved_on(now, run, *given):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: now)
        patch.setattr(time, "time", now.timestamp)
        return run(*given)


def test_a_tab_that_is_restored_hours_later_sends_nothing_again(browser, omar):
    client = browser(omar)
    sent = form(client, "/invite")
    first, now = client.post("/invite", sent), timezone.now()
    for _ in range(12):
        now += timedelta(minutes=25)
        assert moved_on(now, client.get, "/whose").json()["whose"]
    moved_on(now, call_command, "tick")
    again = moved_on(now, client.post, "/invite", sent)
    assert again.url == first.url == "/invite" and Invitation.objects.count() == 1


def test_who_sends_very_many_forms_pushes_out_their_own_alone(browser, omar, ben):
    """And each costs the database three statements."""
    bens, client = browser(ben), browser(omar)
    first, sent = form(bens, "/invite"), form(client, "/invite")
    bens.post("/invite", first)
    with pytest.MonkeyPatch.context() as patch, CaptureQueriesContext(connection) as asked:
        patch.setattr(receipts, "MOST", 3)
        for number in range(6):
            client.post("/invite", sent | {"number": str(number)})
    statements = [one["sql"] for one in asked if Receipt._meta.db_table in one["sql"]]
    assert len(statements) == 3 * 6
    assert Receipt.objects.filter(login=client.session.session_key).count() == 3
    bens.post("/invite", first)
    assert Invitation.objects.filter(inviter=ben).count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_presses_at_once_in_many_tabs_one_does_it_and_all_hear_the_same(browser, omar):
    client = browser(omar)
    sent = form(client, "/invite")

    def press(_tab: int) -> Any:
        try:
            tab = browser()
            tab.cookies = client.cookies
            return tab.post("/invite", sent).url
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(press, range(6))) == ["/invite"] * 6
    assert Invitation.objects.count() == Receipt.objects.count() == 1


def test_two_buttons_of_one_page_or_two_files_are_two_acts(rf, ann):
    """They have one token, and may say the same."""

    def act(path, file="a.json"):
        form = {"csrfmiddlewaretoken": "t" * 64, "done": "today"}
        request = rf.post(path, form | {"file": SimpleUploadedFile(file, b"{}")})
        request.user, request.session = ann, SessionStore("a login")
        return once._act(request)

    assert act("/gifts/1") == act("/gifts/1") != act("/gifts/2")
    assert act("/copies") == act("/copies") != act("/copies", "b.json")
