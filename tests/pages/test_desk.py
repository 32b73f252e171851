"""The admin's pages: who comes in, what is shown there, and what a change does at once."""

import re
from typing import Any

import pytest
from django.core import mail

from dialogue.models import (
    Partner,
    Person,
)
from tests.pages.who_may import addresses
from tests.support.cast import PASSWORD
from tests.support.history import SECRET, the_two
from tests.support.page import code_in

pytestmark = pytest.mark.long


def admin_addresses():
    for namespace, _name, route in addresses():
        if namespace == "admin" and "(" not in route:
            yield re.sub("<path:[a-z_]+>", "1", route)


@pytest.mark.parametrize("who", ["nobody", "Ann", "Thea", "Omar"])
def test_nobody_but_ada_comes_into_the_admin_s_pages(browser, couple, omar, who):
    person = Person.objects.filter(name=who).first()
    found = list(admin_addresses())
    assert len(found) > 15
    for address in [*found, "/admin/dialogue/", "/admin/nothing"]:
        client = browser(person)
        for method in ("get", "post"):
            answer = getattr(client, method)(address, follow=True)
            outside = answer.request["PATH_INFO"] in ("/", "/account/login/")
            assert outside or answer.status_code in (403, 405), address
            assert b"example.org" not in answer.content


def test_a_therapist_with_all_permissions_of_django_still_is_no_admin(browser, thea):
    Person.objects.filter(pk=thea.pk).update(is_superuser=True)
    assert browser(thea).get("/admin/", follow=True).status_code == 403


def test_ada_sees_accounts_and_couples_and_never_words(browser, couple, ada, at):
    ann, _ben = the_two()
    client = browser(ada)
    for address in (
        "",
        "person/",
        f"person/{ann.pk}/change/",
        "couple/",
        f"couple/{couple.pk}/change/",
    ):
        answer = client.get(f"/admin/dialogue/{address}")
        assert answer.status_code == 200 and SECRET.encode() not in answer.content
    assert b"Annabel, Benedict" in answer.content
    assert client.get(at("room")).status_code == client.get(at("transcript")).status_code == 404
    for model in ("dialoguesession", "event", "draft", "turn", "invitation"):
        assert client.get(f"/admin/dialogue/{model}/").status_code == 404


def test_ada_makes_thea_s_account_and_thea_chooses_her_password(browser, ada):
    form = {"name": "Thea", "email": "thea@example.org", "role": "therapist", "language": "en"}
    client = browser(ada)
    client.post("/admin/dialogue/person/add/", form | {"time_zone": "UTC", "is_active": "on"})
    thea = Person.objects.get(name="Thea")
    assert thea.role == "therapist" and not thea.check_password("")
    browser().post("/account/password/reset/", {"email": "thea@example.org"})
    assert code_in(mail.outbox[0])


@pytest.fixture
def woken(monkeypatch):
    rooms: list[Any] = []
    monkeypatch.setattr("dialogue.base.live.wake", rooms.append)
    return rooms


def test_what_ada_changes_is_asked_again_in_open_rooms_at_once(
    browser, couple, ada, ann, dialogue_id, woken, django_capture_on_commit_callbacks
):
    client = browser(ada)
    kept = {"name": "Ann", "email": ann.email, "role": "partner", "language": "en"}
    person = kept | {"time_zone": "UTC"}  # without is_active: closed
    end = {"action": "end", "_selected_action": [str(couple.pk)]}
    for address, form in (
        (f"person/{ann.pk}/change/", person),
        (f"couple/{couple.pk}/change/", {"therapist": ""}),
        ("couple/", end),
    ):
        woken.clear()
        with django_capture_on_commit_callbacks(execute=True):
            assert client.post(f"/admin/dialogue/{address}", form).status_code == 302
        assert woken == [dialogue_id], address
    ann.refresh_from_db()
    couple.refresh_from_db()
    assert not ann.is_active and couple.therapist is None and couple.ended_at
    assert not Partner.objects.filter(couple=couple, left_at=None).exists()


def test_the_admin_s_pages_know_no_second_door(browser, ada):
    assert browser().get("/admin/login/").url.startswith("/account/login/")
    form = {"username": "ada@example.org", "password": PASSWORD}
    client = browser()
    assert client.post("/admin/login/", form).url.startswith("/account/login/")
    assert "_auth_user_id" not in client.session
