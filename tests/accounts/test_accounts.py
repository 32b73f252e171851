"""Signing up, one's own settings, and whose address it is."""

from datetime import UTC, datetime

import pytest
from django.core import mail
from django.core.cache import cache

from dialogue.models import DialogueSession, Person
from tests.accounts.forms import SIGN_UP, sign_in, sign_up, signed_in
from tests.support.cast import PASSWORD
from tests.support.page import Page, code_in
from tests.support.rooms import asked_by


def test_ann_signs_up_with_a_name_an_address_and_a_password(browser):
    page = Page(browser().get(SIGN_UP))
    assert [field.name for field in page.fields] == ["name", "email", "password1"]
    client = browser()
    assert sign_up(client, email="Ann@Example.org").url == "/account/confirm-email/"
    assert (
        client.post("/account/confirm-email/", {"code": code_in(mail.outbox[0])}).url == "/invite"
    )
    ann = Person.objects.get()
    assert (ann.name, ann.email, ann.role) == ("Ann", "ann@example.org", "partner")
    assert signed_in(client) and not ann.is_staff


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "A" * 61),
        ("name", "\u200b\u3164"),
        ("email", "ann"),
        ("email", ""),
        ("password1", ""),
        ("password1", "tooshort"),
        ("password1", "password1234"),
    ],
)
def test_what_is_wrong_stands_next_to_its_field(browser, field, value):
    client = browser()
    page = Page(sign_up(client, **{field: value}))
    assert [one.name for one in page.fields if one.errors] == [field]
    assert page.field(field).attributes["aria-invalid"] == "true"
    assert not Person.objects.exists() and not signed_in(client)


def test_nobody_signs_up_as_a_therapist_or_an_admin(browser):
    sign_up(browser(), role="admin", is_superuser="1", is_staff="1", is_active="0")
    ann = Person.objects.get()
    assert (ann.role, ann.is_superuser, ann.is_active) == ("partner", False, True)


def test_signing_up_does_not_tell_that_ann_is_here(browser, ann):
    known, unknown = browser(), browser()
    answers = [sign_up(known), sign_up(unknown, email="somebody@example.org")]
    assert [(answer.status_code, answer.url) for answer in answers] == [
        (302, "/account/confirm-email/")
    ] * 2
    assert not signed_in(known) and not signed_in(unknown)
    pages = [Page(one.get(answers[0].url)).text for one in (known, unknown)]
    assert pages[0] == pages[1].replace("somebody@", "ann@")
    assert Person.objects.get(email="ann@example.org").check_password(PASSWORD)


def test_the_address_is_confirmed_before_the_first_page_and_then_one_is_where_one_was_going(
    browser,
):
    client = browser()
    answer = sign_up(client, next="/invitation/a-token")
    assert Page(client.get(answer.url)).heading == "Your email address"
    assert not signed_in(client) and "http" not in str(mail.outbox[0].body)
    assert client.post(answer.url, {"code": code_in(mail.outbox[0])}).url == "/invitation/a-token"
    assert signed_in(client)


def test_a_browser_that_goes_elsewhere_after_signing_up_or_in_stays_here(browser, ann):
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        client = browser()
        answer = sign_up(client, email="o@example.org", next=elsewhere)
        assert client.post(answer.url, {"code": code_in(mail.outbox[-1])}).url == "/invite"
        Person.objects.filter(email="o@example.org").delete()
        cache.clear()  # one mail to one address in ten seconds
        assert sign_in(browser(), next=elsewhere).url == "/sessions"


def change(client, **changed):
    kept = {"name": "Ann", "pronoun": "she", "language": "en", "time_zone": "Europe/Berlin"}
    return client.post("/profile", kept | changed)


def test_ann_changes_how_she_is_called_and_where_she_is(browser, ann, omar):
    client = browser(ann)
    assert change(client, name=" Anna ").url == "/profile"
    assert "Saved." in Page(client.get("/profile")).text
    ann.refresh_from_db()
    assert (ann.name, ann.pronoun, ann.time_zone) == ("Anna", "she", "Europe/Berlin")
    omar.refresh_from_db()
    assert omar.name == "Omar"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", " "),
        ("time_zone", "Europe/Atlantis"),
        ("time_zone", "../../etc/passwd"),
        ("time_zone", ""),
        ("language", "xx"),
    ],
)
def test_a_wrong_setting_is_said_next_to_its_field_and_nothing_is_kept(browser, ann, field, value):
    page = Page(change(browser(ann), **{"pronoun": "they", field: value}))
    assert page.status == 422
    assert [one.name for one in page.fields if one.errors] == [field]
    ann.refresh_from_db()
    assert (ann.name, ann.pronoun, ann.time_zone) == ("Ann", "", "UTC")


def test_ann_cannot_make_herself_somebody_else(browser, ann):
    change(browser(ann), role="admin", is_superuser="1", email="ada@example.org", id="1")
    ann.refresh_from_db()
    assert (ann.role, ann.is_superuser, ann.email) == ("partner", False, "ann@example.org")


def test_times_are_shown_in_the_reader_s_own_time_zone(browser, couple, ann, ben):
    row = asked_by(ann)
    DialogueSession.objects.filter(pk=row).update(opened_at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    Person.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    assert "July 1, 2026, 12:00 PM" in Page(browser(ann).get("/sessions")).text
    assert "July 1, 2026, 9:00 PM" in Page(browser(ben).get("/sessions")).text
    assert "12:00 PM" in Page(browser(ann).get("/sessions")).text  # Ben's zone did not stay


def test_the_address_of_another_account_cannot_be_taken_over(browser, ann, omar):
    client = browser(ann)
    answers = [add_address(client, email) for email in ("omar@example.org", "new@example.org")]
    assert [answer.url for answer in answers] == ["/account/confirm-email/"] * 2
    assert client.post(answers[1].url, {"code": code_in(mail.outbox[1])}).status_code == 302
    client.post("/account/email/", {"action_primary": "", "email": "new@example.org"})
    cache.clear()  # one mail to one address in ten seconds
    answer = add_address(client, "omar@example.org")
    read_in_omar_s_mailbox = code_in(mail.outbox[-1])
    assert Page(client.post(answer.url, {"code": read_in_omar_s_mailbox})).field("code").errors
    ann.refresh_from_db()
    omar.refresh_from_db()
    assert (ann.email, omar.email) == ("new@example.org", "omar@example.org")


def add_address(client, email):
    return client.post("/account/email/", {"action_add": "", "email": email})


def by_code(client, address):
    """Sign in by the code that is mailed to ``address``."""
    client.post("/account/login/code/", {"email": address})
    client.post("/account/login/code/confirm/", {"code": code_in(mail.outbox[-1])})
    return signed_in(client)


def test_who_signed_up_with_another_s_address_has_no_way_in_once_she_comes(browser):
    """Omar signs up as Cleo before she does, with a password of his own, and waits."""
    omars, cleos = browser(), browser()
    sign_up(omars, email="cleo@example.org", password1="a password of Omar's own")
    assert not signed_in(omars)
    assert by_code(cleos, "cleo@example.org")
    later = browser()
    sign_in(later, "cleo@example.org", "a password of Omar's own")
    assert not signed_in(later)
    omars.get("/account/confirm-email/")  # where he was left waiting
    assert not signed_in(omars)
    assert not Person.objects.get(email="cleo@example.org").has_usable_password()


def test_who_signed_up_and_confirms_keeps_the_password_also_from_another_browser(browser):
    for name, finish in (("cleo", "same"), ("dora", "other")):
        address = f"{name}@example.org"
        client = browser()
        sign_up(client, email=address)
        if finish == "other":
            client = browser()
            cache.clear()  # a code a minute is enough
            sign_in(client, address)
        client.post("/account/confirm-email/", {"code": code_in(mail.outbox[-1])})
        assert signed_in(client)
        again = browser()
        sign_in(again, address)
        assert signed_in(again)
