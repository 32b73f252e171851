"""Whoever reads Ann's mailbox gets a code that signs in. In a browser of theirs it opens nothing that was said."""

import pytest
from django.core import mail
from django.test import Client

from tests.accounts.forms import TELLING, sign_in, signed_in
from tests.support.cast import PASSWORD
from tests.support.history import ended
from tests.support.page import code_in

pytestmark = pytest.mark.django_db
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_1 like Mac OS X) Version/26.1 Mobile Safari/604.1"
LATER = PHONE.replace("26_1", "27_0").replace("26.1", "27.0.2")
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"


def at(browser):
    return Client(headers={"User-Agent": browser})


def by_code(browser):
    """Signed in by a code from the mailbox. Left in it: what else was sent."""
    client = at(browser)
    client.post("/account/login/code/", {"email": "ann@example.org"})
    code = code_in(mail.outbox.pop())
    client.post("/account/login/code/confirm/", {"code": code})
    assert signed_in(client)
    return client


@pytest.fixture
def transcript(couple, ann, ben, django_capture_on_commit_callbacks):
    """Ann was at her phone, once."""
    room = ended(ann, ben)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(at(PHONE))
    assert not mail.outbox
    return f"/transcript/{room}"


def test_a_code_from_the_mailbox_opens_no_transcript_in_a_new_browser(
    transcript, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        somebody = by_code(DESK)
    (note,) = mail.outbox
    assert note.to == ["ann@example.org"] and "haven’t used here before" in note.body
    assert not TELLING.search(f"{note.subject} {note.body}".replace("ann@example.org", ""))
    assert somebody.get("/today").status_code == 200
    for address in (transcript, "/copies/mine.json"):
        asked = somebody.get(address)
        assert asked.status_code == 302 and asked.url == f"/account/reauthenticate/?next={address}"
    somebody.post(asked.url, {"password": PASSWORD})
    assert somebody.get(transcript).status_code == 200
    # It is hers, then: the next time nothing is asked, and nothing sent.
    with django_capture_on_commit_callbacks(execute=True):
        assert by_code(DESK).get(transcript).status_code == 200
    assert len(mail.outbox) == 1


def test_a_newer_version_of_her_browser_is_hers_and_so_is_one_in_which_she_gives_the_password(
    transcript, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        assert by_code(LATER).get(transcript).status_code == 200
    assert not mail.outbox
    desk = at(DESK)
    with django_capture_on_commit_callbacks(execute=True):
        sign_in(desk)
    assert desk.get(transcript).status_code == 200 and len(mail.outbox) == 1


def test_whoever_has_nothing_else_to_show_is_not_kept_out(transcript, ann):
    ann.refresh_from_db()
    ann.set_unusable_password()
    ann.save()
    assert by_code(DESK).get(transcript).status_code == 200
