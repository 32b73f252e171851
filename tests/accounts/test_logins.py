"""One's own logins: to see them, to end them; and that they end by themselves."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.utils import timezone

from dialogue.access.askers import SignedOut
from dialogue.access.logins import login_of, login_used
from dialogue.accounts.login_views import device
from dialogue.base.fresh import SIGNED_IN_AT
from dialogue.models import Person
from tests.support.cast import PASSWORD
from tests.support.page import Page

LOGINS = "/account/logins/"
FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


@pytest.fixture
def at(browser):
    def signed_in(name, **headers):
        client = browser()
        form = {"login": f"{name.lower()}@example.org", "password": PASSWORD}
        assert client.post("/account/login/", form, headers=headers).url == "/sessions"
        return client

    return signed_in


def row(client):
    return Session.objects.get(pk=client.session.session_key)


def rests(client):
    """For how long the login may rest from now on."""
    return row(client).expire_date - timezone.now()


def put_off(client, **ago):
    """As if nothing had happened for so long."""
    Session.objects.filter(pk=client.session.session_key).update(
        expire_date=timezone.now() + timedelta(minutes=30) - timedelta(**ago)
    )


def use(client):
    """As a room's socket does it."""
    login = login_of(client.session.session_key)
    login_used(login=login.asker.login, since=login.since)


def session_of_nobody():
    """A session that no login belongs to."""
    session = SessionStore()
    session["seen"] = True
    session.save()
    return session.session_key


def is_in(client):
    return client.get("/profile").status_code == 200


# --- to see and to end them --------------------------------------------------------------------


def test_ann_sees_her_logins_and_nobody_else_s(at, ann, ben):
    at("Ann", **{"User-Agent": FIREFOX})
    at("Ben", **{"User-Agent": "Ben's own browser"})
    page = Page(at("Ann").get(LOGINS))
    assert page.heading == "Where you are signed in"
    assert "Firefox on Android" in page.text and "This device" in page.text
    assert page.text.count("Since ") == 2


def test_ann_ends_one_of_them_and_the_others_go_on(at, ann):
    lost, kept, client = at("Ann"), at("Ann"), at("Ann")
    one = UserSession.objects.get(session_key=lost.session.session_key)
    assert client.post(LOGINS, {"login": one.pk}).url == LOGINS
    assert "That device is signed out." in Page(client.get(LOGINS)).text
    assert (is_in(lost), is_in(kept), is_in(client)) == (False, True, True)


def test_ann_ends_all_others(at, ann, ben):
    others, client, bens = [at("Ann"), at("Ann")], at("Ann"), at("Ben")
    client.post(LOGINS)
    assert [is_in(other) for other in others] == [False, False]
    assert is_in(client) and is_in(bens)


def test_omar_cannot_end_ann_s(at, ann, omar):
    client, omars = at("Ann"), at("Omar")
    one = UserSession.objects.get(session_key=client.session.session_key)
    for value in (one.pk, "x", "-1", "99999999999999999999", "²", "5" * 5000):
        assert omars.post(LOGINS, {"login": value}).status_code == 302
    assert is_in(client)


def test_a_new_password_ends_them_all(at, ann):
    elsewhere, client = at("Ann"), at("Ann")
    new = {"password1": "another walk by the sea", "password2": "another walk by the sea"}
    client.post("/account/password/change/", {"oldpassword": PASSWORD} | new)
    assert not is_in(elsewhere) and not is_in(client)
    assert not Session.objects.filter(pk=elsewhere.session.session_key or "-").exists()


def test_browsers_are_named_in_few_words():
    assert device("") == "Another browser"
    assert device(FIREFOX) == "Firefox on Android"
    assert device("Mozilla/5.0 (iPhone; CPU) Version/18.0 Safari/604.1") == "Safari on iPhone"


# --- they end by themselves --------------------------------------------------------------------


def test_a_login_that_nobody_used_for_half_an_hour_is_over(at, ann):
    client = at("Ann")
    put_off(client, minutes=29)
    assert is_in(client)
    put_off(client, minutes=30)
    assert client.get("/sessions").url == "/account/login/?next=/sessions"


def test_each_page_puts_its_end_off(at, ann):
    client = at("Ann")
    client.get("/profile")
    session = client.session
    session["used_at"] -= 60
    session.save()
    put_off(client, minutes=20)
    assert rests(client) < timedelta(minutes=11)
    client.get("/profile")
    assert rests(client) > timedelta(minutes=29)


def test_no_login_lasts_longer_than_twelve_hours(at, ann):
    client = at("Ann")
    client.get("/profile")
    session = client.session
    session[SIGNED_IN_AT] -= 12 * 3600 + 1
    session.save()
    assert not is_in(client)


def test_what_is_done_in_a_room_puts_it_off_within_these_hours(at, ann):
    client = at("Ann")
    client.get("/profile")
    put_off(client, minutes=20)
    use(client)
    assert rests(client) > timedelta(minutes=29)
    session = client.session
    session[SIGNED_IN_AT] -= 12 * 3600 - 60
    session.save()
    use(client)
    assert rests(client) < timedelta(minutes=2)


def test_a_room_knows_ann_by_the_cookie_of_her_pages_and_nobody_by_any_other(at, ann, ben):
    client = at("Ann")
    login = login_of(client.session.session_key)
    assert (login.asker.person_id, login.language) == (ann.pk, "en")
    for rubbish in ("", "x" * 32, "\0", "ü", "a" * 5_000):
        with pytest.raises(SignedOut):
            login_of(rubbish)
    somebody = session_of_nobody()
    with pytest.raises(SignedOut):
        login_of(somebody)


def test_a_room_s_login_ends_with_the_password_and_the_account(at, ann):
    key = at("Ann").session.session_key
    assert login_of(key).asker.password == ann.password
    Person.objects.filter(pk=ann.pk).update(is_active=False)
    with pytest.raises(SignedOut):
        login_of(key)
    Person.objects.filter(pk=ann.pk).update(is_active=True, password="another")
    with pytest.raises(SignedOut):
        login_of(key)


def test_a_room_s_login_outlives_the_site_s_key_as_long_as_the_old_one_is_named(at, ann, settings):
    key = at("Ann").session.session_key
    old, settings.SECRET_KEY = settings.SECRET_KEY, "n" * 50
    with pytest.raises(SignedOut):
        login_of(key)
    settings.SECRET_KEY_FALLBACKS = [old]
    assert login_of(key).asker.person_id == ann.pk


def test_a_login_that_is_over_is_not_brought_back(at, ann):
    client = at("Ann")
    put_off(client, minutes=31)
    login_used(login=client.cookies["sessionid"].value, since=timezone.now())
    assert not is_in(client)


# --- a code that does not come -----------------------------------------------------------------


@pytest.mark.parametrize("again", ["/account/login/code/", "/account/login/"])
def test_whoever_waits_for_a_code_in_vain_can_begin_again(browser, ann, again):
    client = browser()
    page = client.post("/account/login/code/", {"email": "ann@example.org"}).url
    assert Page(client.get(page)).value("next") == "/account/login/code/"
    assert client.post("/account/logout/", {"next": again}).url == again
    assert client.get(again).status_code == 200
