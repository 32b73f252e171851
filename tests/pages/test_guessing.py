"""Guessing is slowed down, and never locks out whose account it is."""

import hashlib
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError

from dialogue.models import Person
from tests.support.cast import PASSWORD, SECRET
from tests.support.page import Page, code_in

SIGN_IN, ASKED = "/account/login/", "/account/keys/authenticate/"


def sign_in(client, password, network="192.0.2.7", name="ann"):
    form = {"login": f"{name}@example.org", "password": password}
    return client.post(SIGN_IN, form, REMOTE_ADDR=network)


def test_who_guesses_ann_s_password_elsewhere_does_not_lock_her_out(browser, ann):
    for number in range(6):
        refused = Page(sign_in(browser(), f"guess {number}", "198.51.100.9"))
    assert "sign in with a code by email. That still works" in refused.alert
    assert Page(sign_in(browser(), PASSWORD, "198.51.100.200")).alert == refused.alert  # beside it
    assert sign_in(browser(), PASSWORD).url == "/sessions"


@pytest.mark.parametrize(
    ("one", "beside", "elsewhere"),
    [
        ("192.0.2.7", "192.0.2.200", "192.0.3.7"),
        ("2001:db8:0:100::7", "2001:db8:0:1ff::1", "2001:db8:0:200::7"),
    ],
)
def test_a_network_is_about_a_household(browser, ann, one, beside, elsewhere):
    for number in range(6):
        sign_in(browser(), f"guess {number}", one)
    assert "Too many" in Page(sign_in(browser(), PASSWORD, beside)).alert
    assert sign_in(browser(), PASSWORD, elsewhere).url == "/sessions"


def test_who_is_locked_out_at_home_comes_in_by_a_code(browser, ann):
    client = browser()
    for number in range(6):
        page = Page(sign_in(client, f"guess {number}"))
    code_link = next(one for one in page.all("a") if "Email me a code" in one.text)
    confirm = client.post(code_link.attributes["href"], {"email": "ann@example.org"}).url
    assert client.post(confirm, {"code": code_in(mail.outbox[-1])}).url == "/sessions"


# --- codes of an app -------------------------------------------------------------------------


@pytest.fixture
def clock(monkeypatch):
    """Stands in the middle of a step, and moves when it is told."""
    now = [float(int(time.time()) // 30 * 30 + 15)]
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time.time", lambda: now[0])
    return now


def shown(clock, seconds=0):
    """What Thea's phone shows, whose clock is so many seconds off."""
    return format_hotp_value(hotp_value(SECRET, int(clock[0] + seconds) // 30))


def comes_in(browser, code):
    client = browser()
    sign_in(client, PASSWORD, name="thea")
    return getattr(client.post(ASKED, {"code": code}), "url", "") == "/sessions"


@pytest.mark.parametrize(
    ("off", "opens"), [(-60, False), (-31, True), (0, True), (31, True), (60, False)]
)
def test_a_phone_may_be_half_a_minute_off(browser, thea, clock, off, opens):
    assert comes_in(browser, shown(clock, off)) is opens


def test_a_code_opens_once_for_as_long_as_it_would_open(browser, thea, clock, monkeypatch):
    """allauth itself forgets after 30 seconds what was used; the code is good for 90."""
    code = shown(clock, 31)
    assert comes_in(browser, code)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.TOTP._mark_code_used", lambda *_: True)
    for _ in range(2):
        assert not comes_in(browser, code)
        clock[0] += 30
    assert comes_in(browser, shown(clock, 0))


# --- passwords -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "password",
    [
        " " * 12,
        "a" + " " * 11,
        "Password1!!",
        "Password1!!aa",
        "letmein2026",
        "letmein2026!!",
        "imago12345",
        "imago1234567",
        "imagoimagoimago",
        "P@ssw0rdP@ssw0rd",
        "passwordpassword",
        "qwertyuiop12",
        "abcdefghijkl",
        "210987654321",
        "aaaaaaaaaaaa",
        "iloveyou2024",
        "Together2026!",
        "elevenchars",
    ],
)
def test_what_everybody_would_try_first_is_no_password(password):
    with pytest.raises(ValidationError) as refused:
        validate_password(password)
    assert refused.value.messages == [
        "At least 12 characters, and hard to guess: for example, four unrelated words."
    ]


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "two chairs and tea",
        "another walk by the sea",
        "correct horse battery staple",
        "k7#Rv2mQx9!w",
        "vier Wörter ohne Sinn",
        "چهار کلمه بی‌ربط",
        "xkcdfjwlqpzt",
    ],
)
def test_what_is_hard_to_guess_is_taken(password):
    validate_password(password, Person(email="ann@example.org", name="Ann"))


def test_a_password_like_the_address_is_none():
    with pytest.raises(ValidationError):
        validate_password("annabel.winter", Person(email="annabel.winter@example.org", name="Ann"))


def test_a_password_from_a_leak_is_none(settings, tmp_path):
    """Wherever it stands in the list; and where there is no list, nobody is asked."""
    leaked = [f"somebody chose number {n}" for n in range(50)]
    digests = sorted(hashlib.sha1(one.encode()).hexdigest().upper() for one in leaked)
    counted = [f"{digest}:{n * 997}" for n, digest in enumerate(digests)]
    validate_password(leaked[0])
    for lines in (counted, digests):
        (tmp_path / "leaked.txt").write_text("\r\n".join(lines) + "\r\n")
        settings.IMAGO_LEAKED_PASSWORDS = str(tmp_path / "leaked.txt")
        for password in leaked:
            with pytest.raises(ValidationError, match="in a data leak"):
                validate_password(password)
        validate_password("nobody chose number 7")
        validate_password(PASSWORD)
