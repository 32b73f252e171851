"""No mail goes: who waits for one hears so in one sentence, and what is done stays done."""

import socket
import time

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.cache import cache
from django.test import Client

from dialogue.models import Person
from tests.pages.test_errors import check_calm
from tests.support.cast import PASSWORD
from tests.support.page import Page, code_in
from tests.support.processes import free_port

pytestmark = pytest.mark.django_db(transaction=True)
NEW = "another walk by the sea"
LOGIN = "/account/login/"
DOORS = {  # each sends a mail that what follows needs
    "/account/signup/": {"name": "Mia", "email": "mia@example.org", "password1": PASSWORD},
    "/account/password/reset/": {"email": "ann@example.org"},
    "/account/login/code/": {"email": "ann@example.org"},
    LOGIN: {"login": "omar@example.org", "password": PASSWORD},  # not yet confirmed
}


@pytest.fixture(params=["refuses", "is silent"])
def no_mail(request, settings):
    """A mail server that refuses, or that takes the call and says nothing."""
    assert settings.EMAIL_TIMEOUT <= 8
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "127.0.0.1", 1
    if request.param == "refuses":
        settings.EMAIL_PORT = free_port()
        yield
        return
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_PORT = silent.getsockname()[1]
        yield


@pytest.fixture
def visitor(ann, omar):
    EmailAddress.objects.filter(user=omar).update(verified=False)
    return Client(raise_request_exception=False)


# (Who is not here and signs in is sent no mail.)
@pytest.mark.parametrize(
    ("door", "known"),
    [*((door, True) for door in DOORS), *((door, False) for door in DOORS if door != LOGIN)],
)
def test_it_is_said_in_one_sentence_alike_for_who_is_here_and_who_is_not(
    visitor, no_mail, caplog, door, known
):
    form = DOORS[door]
    if not known:
        form = form | {"email": "nobody@example.org"}
    elif door == "/account/signup/":
        form = form | {"email": "ann@example.org"}
    began = time.monotonic()
    answer = visitor.post(door, form)
    assert time.monotonic() - began < 5
    check_calm(answer, 503, "We couldn’t send the email")
    assert answer.headers["Retry-After"] and "_auth_user_id" not in visitor.session
    assert "example.org" not in caplog.text


def test_who_could_not_be_sent_a_code_signs_up_again_as_if_for_the_first_time(
    visitor, settings, no_mail
):
    door = "/account/signup/"
    assert visitor.post(door, DOORS[door]).status_code == 503
    assert not Person.objects.filter(email="mia@example.org").exists()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()  # a minute later
    answer = visitor.post(door, DOORS[door])
    assert visitor.post(answer.url, {"code": code_in(mail.outbox[-1])}).url == "/invite"
    assert Person.objects.get(email="mia@example.org").check_password(PASSWORD)


def test_who_was_here_already_stays_though_somebody_signs_up_with_the_address(visitor, no_mail):
    answer = visitor.post(
        "/account/signup/", DOORS["/account/signup/"] | {"email": "ann@example.org"}
    )
    assert answer.status_code == 503
    assert Person.objects.get(email="ann@example.org").check_password(PASSWORD)


def test_a_changed_password_is_changed_though_its_notice_does_not_go(visitor, no_mail, ann, caplog):
    elsewhere = Client()
    elsewhere.force_login(ann)
    visitor.force_login(ann)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    answer = visitor.post("/account/password/change/", form)
    assert answer.status_code == 302
    ann.refresh_from_db()
    assert ann.check_password(NEW) and elsewhere.get("/sessions").status_code == 302
    assert "a notice could not be sent" in caplog.text and "example.org" not in caplog.text


def test_with_mail_there_is_a_notice(visitor, ann):
    visitor.force_login(ann)
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    visitor.post("/account/password/change/", form)
    assert [message.to for message in mail.outbox] == [["ann@example.org"]]
    assert Page(visitor.get("/account/login/")).status == 200
