"""Ben has no phone with him: he lends his seat on Ann's, by his password, and is signed in nowhere."""

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from dialogue.access.logins import end_other_logins
from dialogue.models import DialogueSession
from tests.support.cast import PASSWORD, with_second_factor
from tests.support.page import Page
from tests.support.rooms import done, refused, state_of, to_sending, turned


@pytest.fixture
def room(couple, ann, ben):
    """They speak, on Ann's phone; Ann is to send."""
    room = to_sending(ann, ben)
    turned(ann, ben, room, "speak")
    return room


@pytest.fixture
def lend(browser, ann, room):
    client = browser(ann)
    return lambda password: client.post(f"/room/{room}/one-phone", {"password": password})


def test_ben_lends_his_seat_on_ann_s_phone_and_nobody_is_signed_in_or_out(
    browser, ann, ben, room, lend
):
    page = Page(browser(ann).get(f"/room/{room}/one-phone"))
    assert "Ben, your password" in page.text and "to Ann’s phone" in page.text
    field = next(one for one in page.fields if one.name == "password")
    assert field.labelled and field.attributes["autocomplete"] == "off"
    before = set(Session.objects.values_list("pk", flat=True))
    answer = lend(PASSWORD)
    assert (answer.status_code, answer.url) == (302, f"/room/{room}")
    assert answer.wsgi_request.user == ann and not UserSession.objects.filter(user=ben).exists()
    assert len(set(Session.objects.values_list("pk", flat=True)) - before) <= 1  # Ann's own
    assert state_of(room).lent == "second"
    done(ann, room, "send")
    done(ann, room, "mirror", seat="second")
    assert lend(PASSWORD).url == f"/room/{room}"  # a second time: it is lent, and that is all


@pytest.mark.parametrize("password", ["", "wrong", PASSWORD[:-1]])
def test_without_ben_s_password_nothing_is_lent(room, ann, lend, password):
    page = Page(answer := lend(password))
    assert answer.status_code == 422 and next(f for f in page.fields if f.name == "password").errors
    assert PASSWORD not in page.html and state_of(room).lent is None
    assert refused(ann, room, "hold", seat="second") == "not_lent"


def test_ann_s_own_password_is_not_ben_s(room, ben, lend):
    ben.set_password("another walk by the sea")
    ben.save()
    assert lend(PASSWORD).status_code == 422 and state_of(room).lent is None
    assert lend("another walk by the sea").status_code == 302


def test_guesses_count_together_with_those_at_signing_in(browser, room, lend):
    for _ in range(5):
        lend("a guess")
    page = Page(lend(PASSWORD))
    assert "Too many" in page.text and state_of(room).lent is None
    form = {"login": "ben@example.org", "password": PASSWORD}
    assert "Too many" in Page(browser().post("/account/login/", form)).text
    cache.clear()
    assert lend(PASSWORD).status_code == 302


def test_who_signs_in_with_a_second_step_is_not_lent_by_half_of_it(ben, room, lend):
    with_second_factor(ben)
    page = Page(lend(PASSWORD))
    assert page.status == 422 and "second step" in page.text and state_of(room).lent is None


def test_while_they_write_or_when_it_is_over_there_is_nothing_to_fill_in(
    browser, ann, ben, room, lend
):
    for name in ("write", "end"):
        if name == "write":
            done(ann, room, name)
        done(ben, room, name)
        page = Page(browser(ann).get(f"/room/{room}/one-phone"))
        assert not [one for one in page.fields if one.name == "password"]
        assert lend(PASSWORD).status_code == 422 and state_of(room).lent is None


def test_thea_and_omar_find_no_such_page(browser, thea, omar, room):
    for person in (thea, omar):
        for method in ("get", "post"):
            answer = getattr(browser(person), method)(f"/room/{room}/one-phone")
            assert answer.status_code == 404 and b"Ben" not in answer.content


def test_a_new_password_of_ben_s_ends_the_loan(browser, ann, ben, room, lend):
    lend(PASSWORD)
    client = browser(ben)
    new = {"oldpassword": PASSWORD, "password1": "the lake in May", "password2": "the lake in May"}
    assert client.post("/account/password/change/", new).status_code == 302
    assert refused(ann, room, "hold", seat="second") == "not_lent"


def test_ending_the_other_logins_ends_the_loan_too(browser, ann, ben, room, lend):
    lend(PASSWORD)
    end_other_logins(person_id=ann.pk, but=None)
    assert DialogueSession.objects.get(pk=room).state["lent"] == "second"
    browser(ben).post("/account/logins/", {})
    assert refused(ann, room, "hold", seat="second") == "not_lent"
