"""What is sent twice is done once, also where no page of the walk shows the form just now."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core import mail
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile

from dialogue.base import once
from dialogue.models import Appointment, Person
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


def kept_by_now() -> list[bytes]:
    stored: Any = caches["default"]
    return [bytes(value) for value in stored._cache.values()]


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
    client = browser(ann)
    sent = form(client, "/appointments")
    client.post("/appointments", sent)
    kept = kept_by_now()
    assert kept and not any(b"/appointments" in one for one in kept)
    browser(ben).post("/appointments", sent)
    assert Appointment.objects.count() == 2


def test_two_buttons_of_one_page_or_two_files_are_two_acts(rf, ann):
    """They have one token, and may say the same."""

    def act(path, file="a.json"):
        form = {"csrfmiddlewaretoken": "t" * 64, "done": "today"}
        request = rf.post(path, form | {"file": SimpleUploadedFile(file, b"{}")})
        request.user, request.session = ann, SessionStore("a login")
        return once._act(request)

    assert act("/gifts/1") == act("/gifts/1") != act("/gifts/2")
    assert act("/copies") == act("/copies") != act("/copies", "b.json")
