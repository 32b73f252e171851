"""Six digits by e-mail: enough for whoever has the mailbox, and not for whoever tries."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from dialogue.accounts.codes import WRONG_A_DAY, new_code
from dialogue.base import fresh
from dialogue.models import Person
from tests.accounts.forms import sign_up, signed_in
from tests.support.page import Page, code_in

HERE = "/account/confirm-email/"
DIGITS = re.compile(r"\d{6}")


def asks_for_a_code(browser, email="ann@example.org"):
    client = browser()
    client.post("/account/login/code/", {"email": email})
    return client


def opens(client, code, address="/account/login/code/confirm/"):
    client.post(address, {"code": code})
    return signed_in(client)


def test_a_code_is_six_digits_and_the_field_asks_for_digits(browser):
    client = browser()
    sign_up(client)
    page = Page(client.get(HERE))
    assert DIGITS.fullmatch(code_in(mail.outbox[-1]))
    assert page.field("code").attributes["inputmode"] == "numeric"
    assert page.field("code").attributes["autocomplete"] == "one-time-code"
    assert client.post(HERE, {"code": code_in(mail.outbox[-1])}).url == "/invite"


def test_after_many_wrong_ones_no_short_code_opens_and_nobody_is_locked_out(browser, ann, settings):
    settings.ACCOUNT_RATE_LIMITS = False
    anns, omars = asks_for_a_code(browser), asks_for_a_code(browser)
    short = code_in(mail.outbox[0])
    for _ in range(WRONG_A_DAY):
        omars = omars if "account_login" in omars.session else asks_for_a_code(browser)
        assert not opens(omars, "000000")
    assert not opens(anns, short)  # which was right
    later = asks_for_a_code(browser)
    long = code_in(mail.outbox[-1])
    assert not DIGITS.fullmatch(long) and not DIGITS.fullmatch(new_code())
    shown = Page(later.get("/account/login/code/confirm/")).field("code").attributes
    assert "inputmode" not in shown
    assert opens(later, long)


def test_a_code_that_was_mistyped_a_few_times_costs_nobody_anything(browser, ann):
    client = asks_for_a_code(browser)
    assert not opens(client, "000000")
    assert opens(client, code_in(mail.outbox[-1])) and DIGITS.fullmatch(new_code())


def test_ann_asks_for_a_new_code_and_only_the_new_one_opens(browser, ann):
    known, unknown = browser(), browser()
    sign_up(known, email="ann@example.org"), sign_up(unknown, email="cleo@example.org")
    first = code_in(mail.outbox[-1])
    for client in (known, unknown):
        assert "That was a little fast" in Page(resend(client)).text  # and the first goes on
    cache.clear()  # ten seconds later
    answers = [Page(resend(client)).text for client in (known, unknown)]
    assert answers[0] == answers[1].replace("cleo@", "ann@") and "a new code" in answers[0]
    assert [one.to for one in mail.outbox[-2:]] == [["ann@example.org"], ["cleo@example.org"]]
    second = code_in(mail.outbox[-1])
    assert first == second or not opens(unknown, first, HERE)
    assert opens(unknown, second, HERE) and not signed_in(known)


def resend(client):
    return client.post(HERE, {"action": "resend"}, follow=True)


@pytest.mark.parametrize("door", ["/account/login/code/", "/account/password/reset/"])
def test_whoever_waits_for_a_code_asks_for_a_new_one_where_they_are(browser, ann, door):
    client = browser()
    page = Page(client.get(client.post(door, {"email": "ann@example.org", "next": "/us"}).url))
    (again,) = [form for form in page.all("form") if form.attributes.get("action") == door]
    sent = {one.attributes.get("value") for one in page.all("input") if one.form is again}
    assert {"ann@example.org", "/us"} <= sent


# --- who has signed up just now --------------------------------------------------------------


def newcomer(browser):
    client = browser()
    sign_up(client, email="cleo@example.org")
    client.post(HERE, {"code": code_in(mail.outbox[-1])})
    return client


def test_whoever_has_just_signed_up_is_not_asked_for_the_password_again(browser):
    client = newcomer(browser)
    client.get("/invite")
    assert client.get("/side").status_code == 200
    session = client.session
    session[fresh.SIGNED_IN_AT] -= fresh.SECONDS
    session.save()
    assert client.get("/side").url == "/account/reauthenticate/?next=/side"


def test_a_code_by_email_alone_opens_no_private_page(browser, ann):
    """Somebody else may read that mailbox."""
    client = asks_for_a_code(browser)
    assert opens(client, code_in(mail.outbox[-1]))
    client.get("/sessions")
    assert client.get("/side").url == "/account/reauthenticate/?next=/side"


def test_the_zone_and_the_language_of_the_browser_are_taken_along_if_there_are_such(
    browser, settings
):
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    for number, (zone, language, kept) in enumerate(
        [
            ("Europe/Berlin", "de-AT,de;q=0.9", ("Europe/Berlin", "de")),
            ("Europe/Atlantis", "tlh,xx;q=0.5", ("UTC", "en")),
            ("../../etc/passwd", "", ("UTC", "en")),
        ]
    ):
        client = browser()
        client.post(
            "/account/signup/",
            {
                "name": "Cleo",
                "email": f"cleo{number}@example.org",
                "password1": "four words of my own",
                "time_zone": zone,
            },
            headers={"accept-language": language},
        )
        cleo = Person.objects.get(email=f"cleo{number}@example.org")
        assert (cleo.time_zone, cleo.language) == kept
