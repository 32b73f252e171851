"""What goes wrong is said calmly, and says nothing about how things are made here."""

import re

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.test import Client

from imago.logs import WithoutWords
from tests.pages.test_every_page import content_policy, headers, markup, title
from tests.support.page import Page

INSIDE = ("Traceback", "Exception", "Error", "django", "urlconf", "/site-packages/")


def check_calm(answer, status, heading):
    page = Page(answer)
    assert (answer.status_code, page.heading) == (status, heading)
    assert not [word for word in INSIDE if word in page.text]
    assert "/leave" in [link.attributes.get("href") for link in page.all("a")]
    assert "/static/js/safety/quick_exit.js" in [
        one.attributes.get("src") for one in page.all("script")
    ]
    for check in (headers, content_policy, markup, title):
        assert not list(check(page))


@pytest.fixture
def failing(monkeypatch):
    """Let the sessions page fail with an error that carries words."""

    def fail_with(error):
        def fail(*_):
            raise error

        monkeypatch.setattr("dialogue.home.views._page", fail)

    return fail_with


def test_our_own_mistake_is_ours(ann, failing):
    failing(ValueError("Sunday at the lake"))
    client = Client(raise_request_exception=False)
    client.force_login(ann)
    answer = client.get("/sessions")
    check_calm(answer, 500, "Something went wrong on our side")
    assert b"lake" not in answer.content


def test_our_own_mistake_is_written_down_without_the_words(ann, failing, caplog):
    failing(ValueError("Sunday at the lake"))
    client = Client(raise_request_exception=False)
    client.force_login(ann)
    client.get("/sessions?private=yes")
    lines = [WithoutWords("%(message)s").format(record) for record in caplog.records]
    assert lines and not [line for line in lines if "lake" in line or "private" in line]


def test_the_page_and_the_log_have_the_same_reference(ann, failing, caplog):
    failing(ValueError("Sunday at the lake"))
    client = Client(raise_request_exception=False)
    client.force_login(ann)
    references = []
    for _ in range(2):
        caplog.clear()
        said = re.search(r"mention ([0-9A-Z]{6})\.", client.get("/sessions").content.decode())
        [line] = [WithoutWords("%(message)s").format(one) for one in caplog.records]
        assert said and line.splitlines()[0] == f"Internal Server Error: sessions [{said[1]}]"
        references.append(said[1])
    assert references[0] != references[1]


@pytest.mark.parametrize("kind", [OperationalError, InterfaceError])
def test_a_database_that_is_away_is_said_in_one_sentence(ann, failing, caplog, kind):
    failing(kind("postgres://imago:secret-word@db"))
    client = Client(raise_request_exception=False)
    client.force_login(ann)
    answer = client.get("/sessions")
    check_calm(answer, 503, "We can’t reach what’s saved right now")
    assert answer.headers["Retry-After"] and b"secret-word" not in answer.content
    [line] = [WithoutWords("%(message)s").format(one) for one in caplog.records]
    assert line == f"Service Unavailable: sessions ({kind.__name__})"


def test_what_is_not_there_or_not_open(browser, ann, failing):
    check_calm(browser().get("/nowhere"), 404, "There’s nothing here")
    check_calm(browser(ann).get("/nowhere"), 404, "There’s nothing here")
    failing(PermissionDenied("Sunday"))
    check_calm(browser(ann).get("/sessions"), 403, "You can’t open this page")


def test_what_cannot_be_read(browser, ann, failing):
    failing(SuspiciousOperation("Sunday"))
    check_calm(browser(ann).get("/sessions"), 400, "That didn’t work")
    many = {f"field{number}": "x" for number in range(1100)}
    check_calm(browser(ann).post("/profile", many), 400, "That didn’t work")


def test_a_request_for_another_host(browser):
    answer = browser().get("/", headers={"host": "evil.example"})
    page = Page(answer)
    assert (page.status, page.heading) == (400, "That didn’t work")
    assert not list(content_policy(page)) and "evil" not in page.html


def test_a_form_from_elsewhere_or_of_long_ago(ann):
    client = Client(enforce_csrf_checks=True)
    client.force_login(ann)
    for address in ("/profile", "/sessions/start", "/invite", "/account/logout/"):
        check_calm(client.post(address, {}), 403, "This page was open for too long")
    assert client.get("/profile").status_code == 200


def test_what_no_browser_sends_is_no_matter_of_cookies(db):
    for method in ("PUT", "DELETE", "PATCH"):
        answer = Client(enforce_csrf_checks=True).generic(method, "/safety")
        check_calm(answer, 405, "You can’t do that here")


def test_hands_that_are_too_fast(browser, ann):
    client = browser(ann)
    form = {"oldpassword": "x", "password1": "x"}
    for _ in range(5):
        client.post("/account/password/change/", form)
    check_calm(client.post("/account/password/change/", form), 429, "That was a little fast")
