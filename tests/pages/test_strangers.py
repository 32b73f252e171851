"""What somebody gets who is not meant: at every address that there is, signed out and as Omar."""

import re

import pytest

from dialogue.models import (
    Answer,
    Appointment,
    Commitment,
    CoupleTherapist,
    DialogueSession,
    Invitation,
    Partner,
    Person,
    Tick,
)
from tests.pages.who_may import (
    ANYBODY,
    CONCERNED,
    EACH_ALONE,
    OURS,
    OWN,
    SIGNED_IN,
    THE_TWO,
    THEIR_THERAPIST,
    addresses,
)
from tests.support.history import NAMES, SECRET
from tests.support.kept import rows_of
from tests.support.rollback import rollback

pytestmark = pytest.mark.long

CONCERNING_THE_TWO = (
    DialogueSession,
    Partner,
    Invitation,
    CoupleTherapist,
    Appointment,
    Answer,
    Commitment,
    Tick,
)

METHODS = ("put", "delete", "get", "head", "post")  # the one that could sign out comes last

FORM = {
    "name": "Omar",
    "email": "omar@example.org",
    "topic": "Us",
    "exercise": "appreciation",
    "action_primary": "",
}


def everything():
    """What must not change by what strangers do."""
    the_two = Person.objects.filter(name__in=NAMES).order_by("pk").values()
    return [*rows_of(CONCERNING_THE_TWO).values(), list(the_two)]


def names_somebody(answer):
    said = answer.content.decode() + str(answer.headers)
    return any(secret in said for secret in (SECRET, *NAMES, "annabel", "ann@", "ben@"))


def test_every_address_is_known_here():
    assert set(OURS) == (
        ANYBODY | SIGNED_IN | THE_TWO | CONCERNED | THEIR_THERAPIST | EACH_ALONE | OWN
    )
    assert {namespace for namespace, _name, _route in addresses()} == {"", "admin"}


def test_who_is_not_signed_in_gets_what_is_for_anybody_or_is_asked_to_sign_in(
    browser, at, subtests
):
    for name in OURS:
        with subtests.test(name), rollback():
            knocks_as_nobody(browser, at(name), name)


def knocks_as_nobody(browser, address, name):
    before, client = everything(), browser()
    for method in METHODS:
        answer = getattr(client, method)(address, FORM if method == "post" else None)
        assert not names_somebody(answer) and answer.status_code < 500
        if name not in ANYBODY:
            assert answer.url == f"/account/login/?next={address}"
    assert everything() == before


def test_omar_gets_his_own_and_nothing_of_ann_and_ben(browser, at, omar, subtests):
    for name in OURS:
        with subtests.test(name), rollback():
            knocks_as_omar(browser, omar, at(name), name)


def knocks_as_omar(browser, omar, address, name):
    before, client = everything()[1:3], browser(omar)
    for method in METHODS:
        answer = getattr(client, method)(address, FORM if method == "post" else None)
        assert not names_somebody(answer) and answer.status_code < 500
        if name in THE_TWO:
            takes = ("get", "head", "post") if name == "transcript" else ("get", "head")
            assert answer.status_code == (404 if method in takes else 405)
        if name in CONCERNED and method == "post":
            absent = re.sub(r"\d+", "7007", address)
            never = browser(omar).post(absent, FORM)
            assert (answer.status_code, answer.content) == (never.status_code, never.content)
            assert answer.status_code in (404, 405)
        if name in THEIR_THERAPIST:
            read, write = ("get", "head"), ("post",)
            allowed = {
                "note_draft": write,
                "read_together": read,
                "couple_progress": read,
                "glance": read,
                "read_intake": read,
                "couple_forms": read,
            }.get(name, read + write)
            assert answer.status_code == (404 if method in allowed else 405)
        if name in OWN:
            assert answer.status_code in (404, 405)
        if name in EACH_ALONE:
            taken = ("post",) if name == "pick_feelings" else ("get", "head", "post")
            assert answer.status_code == (404 if method in taken else 405)
    assert everything()[0] and everything()[1] == before[0]


def test_ann_and_ben_and_thea_do_get_it(browser, at, couple, ann, ben, thea):
    for name in sorted(THE_TWO):
        for person in (ann, ben, thea):
            assert names_somebody(browser(person).get(at(name))), (name, person)


def test_methods_that_make_no_sense_are_refused_without_a_fuss(browser, at, ann):
    for name in sorted({"sessions", "room", "profile", "invite", "start", "home", "safety"}):
        answer = browser(ann).delete(at(name))
        assert answer.status_code == 405 and answer.headers["Allow"]
        assert "You can’t do that here" in answer.content.decode()


FIELDS = ("pk", "email", "password", "role", "is_active")
