"""Signing in and out, and a new password."""

import re

from django.core import mail

from dialogue.models import Person
from tests.accounts.forms import RESET, SIGN_IN, TELLING, sign_in, sign_up, signed_in
from tests.support.cast import PASSWORD
from tests.support.page import Page, code_in


def test_ann_signs_in_however_she_writes_her_address_and_goes_where_she_was_going(browser, ann):
    client = browser()
    assert sign_in(client, "ANN@example.org", next="/profile").url == "/profile"
    assert signed_in(client)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(browser, ann):
    wrong = Page(sign_in(browser(), password="not this one"))
    unknown = Page(sign_in(browser(), "nobody@example.org"))
    assert wrong.alert and wrong.alert == unknown.alert
    assert PASSWORD not in wrong.html and "not this one" not in wrong.html


def test_a_closed_account_does_not_open_and_says_so_only_to_who_knows_the_password(browser, ann):
    Person.objects.update(is_active=False)
    client = browser()
    assert sign_in(client).url == "/account/inactive/"
    assert Page(client.get("/account/inactive/")).heading == "This account is closed"
    assert not signed_in(client)
    wrong = Page(sign_in(client, password="not this one"))
    assert wrong.alert == Page(sign_in(client, "nobody@example.org")).alert


def test_an_account_that_is_closed_while_ann_is_here_ends_her_login(browser, ann):
    client = browser(ann)
    assert client.get("/sessions").status_code == 200
    Person.objects.update(is_active=False)
    assert client.get("/sessions").url == "/account/login/?next=/sessions"


def test_guessing_ann_s_password_is_slowed_down_and_calmly(browser, ann):
    pages = [Page(sign_in(browser(), password=f"guess {number}")) for number in range(6)]
    assert "Too many wrong passwords" in pages[-1].alert
    assert not signed_in(client := browser()) and sign_in(client).status_code == 200
    assert not signed_in(client)
    many = [sign_in(browser(), f"{number}@example.org") for number in range(30)]
    assert Page(many[-1]).heading == "That was a little fast" and many[-1].status_code == 429


def test_signing_out_asks_first_and_then_ends_the_login(browser, ann):
    client = browser(ann)
    assert Page(client.get("/account/logout/")).heading == "Sign out?"
    assert signed_in(client)
    assert client.post("/account/logout/").url == "/"
    assert client.get("/sessions").status_code == 302


def test_a_login_gets_a_new_cookie_and_lasts_twelve_hours_at_most(browser, ann):
    client = browser()
    client.get(SIGN_IN)
    client.cookies["sessionid"] = "a-session-of-the-attacker"
    sign_in(client)
    cookie = client.cookies["sessionid"]
    assert cookie.value != "a-session-of-the-attacker"
    assert cookie["httponly"] and cookie["samesite"] == "Lax" and not cookie["max-age"]
    assert client.session.get_expiry_age() <= 12 * 3600


def test_asking_for_a_new_password_does_not_tell_that_ann_is_here(browser, ann):
    known, unknown = browser(), browser()
    answers = [
        known.post(RESET, {"email": "ann@example.org"}),
        unknown.post(RESET, {"email": "nobody@example.org"}),
    ]
    assert {(answer.status_code, answer.url) for answer in answers} == {
        (302, "/account/password/reset/confirm/")
    }
    pages = [Page(one.get(answers[0].url)).text for one in (known, unknown)]
    assert pages[0] == pages[1].replace("nobody@", "ann@")
    assert [message.to for message in mail.outbox] == [["ann@example.org"], ["nobody@example.org"]]


def test_the_mail_names_nobody_and_nothing_that_is_done_here(browser, ann):
    browser().post(RESET, {"email": "ann@example.org"})
    browser().post(RESET, {"email": "nobody@example.org"})
    sign_up(browser(), email="somebody@example.org")
    for message in mail.outbox:
        said = re.sub(r"http://\S+", "", f"{message.subject} {message.body} {message.from_email}")
        assert not TELLING.search(said), said
        assert message.message().get_content_type() == "text/plain"
    assert len(mail.outbox) == 3


def test_ann_chooses_a_new_password_with_the_code_and_it_ends_her_other_logins(browser, ann):
    elsewhere, client = browser(ann), browser()
    confirm = client.post(RESET, {"email": "ann@example.org"}).url
    where = client.post(confirm, {"code": code_in(mail.outbox[0])}).url
    assert Page(client.post(where, {"password1": "short"})).field("password1").errors
    new = {"password1": "another walk by the sea", "password2": "another walk by the sea"}
    assert client.post(where, new).url == "/account/password/reset/done/"
    ann.refresh_from_db()
    assert ann.check_password("another walk by the sea")
    assert elsewhere.get("/sessions").status_code == 302
    assert client.get(where).url == RESET and client.get(confirm).url == SIGN_IN  # once


def test_a_new_password_closes_the_rooms_that_the_old_one_opened(
    browser, ann, monkeypatch, django_capture_on_commit_callbacks
):
    asked_again = []
    monkeypatch.setattr(
        "dialogue.accounts.adapters.login_changed",
        lambda *, person_id: asked_again.append(person_id),
    )
    new = {"password1": "another walk by the sea", "password2": "another walk by the sea"}
    with django_capture_on_commit_callbacks(execute=True):
        browser(ann).post("/account/password/change/", {"oldpassword": PASSWORD} | new)
    ann.refresh_from_db()
    assert ann.check_password(new["password1"]) and asked_again == [ann.pk]
