"""Nobody learns at the door who is here: not from the answer, and not from how long it takes."""

import re
import time
from statistics import median

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, MD5PasswordHasher
from django.core import mail
from django.core.cache import cache

from tests.support.cast import PASSWORD
from tests.support.page import Page

ASKS = {
    "sign-up": ("/account/signup/", {"name": "X", "email": "?", "password1": PASSWORD}),
    "sign-in": ("/account/login/", {"login": "?", "password": "not this one"}),
    "reset": ("/account/password/reset/", {"email": "?"}),
    "code": ("/account/login/code/", {"email": "?"}),
}
HERE, NOT_HERE = "ann@example.org", "eve@example.org"


def ask(client, what, email):
    address, form = ASKS[what]
    return client.post(
        address, {key: email if value == "?" else value for key, value in form.items()}
    )


def told(client, answer, email):
    """All that somebody at the browser can tell from the answer, and from where it leads."""
    page = answer if answer.status_code == 200 else client.get(answer.url)
    body = re.sub(r'(nonce-?="?|csrfmiddlewaretoken" value=")[^"]+', "", page.content.decode())
    headers = {
        name: value
        for name, value in answer.headers.items()
        if "Policy" not in name and name != "Expires"
    }
    cookies = sorted((name, bool(one.value)) for name, one in client.cookies.items())
    return (
        answer.status_code,
        str(sorted(headers.items())).replace(email, "?"),
        re.sub(r'nonce="[^"]*"', "", body).replace(email, "?"),
        cookies,
    )


@pytest.fixture(params=ASKS)
def what(request):
    return request.param


def test_the_answer_is_the_same_for_who_is_here_and_who_is_not(browser, ann, what):
    answers = []
    for email in (HERE, NOT_HERE):
        client = browser()
        answer = ask(client, what, email)
        answers.append(told(client, answer, email))
        if answer.status_code == 302:  # a wrong code, then
            wrong = client.post(answer.url, {"code": "AAAA-AAAA"})
            answers[-1] += (wrong.status_code, Page(wrong).field("code").errors)
    here, not_here = answers
    # The length of an address is in the length of the page.
    assert [x for x in here if not isinstance(x, str)] == [
        x for x in not_here if not isinstance(x, str)
    ]
    assert [x for x in here if isinstance(x, str)] == [x for x in not_here if isinstance(x, str)]


def test_each_is_sent_one_mail(browser, ann, what):
    for email in (HERE, NOT_HERE):
        ask(browser(), what, email)
    sent = [message.to for message in mail.outbox]
    assert sent == ([] if what == "sign-in" else [[HERE], [NOT_HERE]])


def test_a_password_is_hashed_as_often_for_both(browser, ann, what, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode  # verifying encodes, too

    def counted(self, password, salt):
        hashed.append(1)
        return encode(self, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counted)
    counts = []
    for email in (HERE, NOT_HERE):
        hashed.clear()
        ask(browser(), what, email)
        counts.append(len(hashed))
    assert counts == [1 if what in ("sign-up", "sign-in") else 0] * 2


class QuarterOfArgon2(Argon2PasswordHasher):
    """The real hashing, with a quarter of its work: still several times that of all the rest."""

    time_cost = 1
    memory_cost = Argon2PasswordHasher.memory_cost // 2


@pytest.mark.parametrize("what", ["sign-up", "sign-in"], indirect=False)
def test_it_takes_about_as_long_for_both(browser, ann, settings, what):
    """With the real hashing; generous, since other tests run beside this one."""
    settings.PASSWORD_HASHERS = [f"{__name__}.QuarterOfArgon2"]
    assert Argon2PasswordHasher.time_cost == 2 and QuarterOfArgon2.algorithm == "argon2"
    ann.set_password(PASSWORD)
    ann.save()
    took: dict[str, list[float]] = {HERE: [], NOT_HERE: []}
    for number in range(9):
        for email, times in took.items():
            cache.clear()
            client = browser()
            client.get("/account/login/")
            asked = email if email == HERE else f"eve{number}@example.org"
            began = time.perf_counter()
            ask(client, what, asked)
            times.append(time.perf_counter() - began)
    ratio = median(took[HERE]) / median(took[NOT_HERE])
    assert 0.5 < ratio < 2, ratio


def test_too_many_attempts_are_refused_alike(browser, ann):
    refusals = []
    for email in (HERE, NOT_HERE):
        cache.clear()
        pages = [Page(ask(browser(), "sign-in", email)) for _ in range(7)]
        refusals.append([page.alert for page in pages])
    assert refusals[0] == refusals[1] and "Too many" in refusals[0][-1]
