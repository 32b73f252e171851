"""Thea looks at her couples before a session: at what each shares with her, and at nothing else."""

import pytest

from dialogue.couple.couples import form_couple
from dialogue.measures import answers, sharing
from dialogue.models import Access
from dialogue.records import homework, tasks
from tests.measures.courses import answer
from tests.support import cast
from tests.support.page import Page
from tests.support.rooms import asked_by, completed, given

LOW = {"happiness": 0, "warm": 0, "rewarding": 0, "satisfied": 0}
SIGN, SILENT = "two answers in a row below the line", "no answer for three dialogues"


@pytest.fixture
def others(couple, thea):
    """Thea's other couple, whose names come first."""
    return form_couple(first=cast.person("Abe"), second=cast.person("Bea"), therapist=thea)


def share(person, on=True):
    sharing.set_share(person_id=person.pk, measure="csi4", who="therapist", on=on)


def read(at_home, person, address="/caseload"):
    return Page(at_home(person).get(address)).text


def test_whose_shared_answers_are_low_comes_first_and_nothing_that_is_not_shared_is_a_sign(
    at_home, couple, others, ann, ben, thea
):
    for person in (ann, ben):
        answer(person, "csi4", LOW, weeks_ago=2)
        answer(person, "csi4", LOW)
    told = read(at_home, thea)
    assert told.index("Abe and Bea") < told.index("Ann and Ben") and SIGN not in told
    share(ann)
    told = read(at_home, thea)
    assert told.index("Ann and Ben") < told.index("Abe and Bea")
    assert f"Ann: {SIGN}" in told and "Ben:" not in told
    assert f"Ann: {SIGN}" in read(at_home, thea, f"/caseload/{couple.pk}")
    share(ann, on=False)
    assert SIGN not in read(at_home, thea)


def test_who_answered_and_no_more_for_three_dialogues_is_silent(at_home, couple, ann, ben, thea):
    answers.keep(person_id=ann.pk, measure="csi4", answers=LOW)
    share(ann)
    share(ben)  # who has answered nothing: that is not to be told from not sharing
    for count in (1, 2, 3):
        assert SILENT not in read(at_home, thea), count
        completed(asked_by(ann))
    told = read(at_home, thea)
    assert f"Ann: {SILENT}" in told and "Ben:" not in told and "3 dialogues" in told


def test_one_couple_at_a_glance(at_home, couple, ann, ben, thea, time):
    given(ann, ben)
    hers = {"therapist_id": thea.pk, "couple_id": couple.pk}
    tasks.give(**hers, who="both", what="Ten minutes.", until=None, share=True)
    (task,) = homework.shared_with(couple=couple)
    homework.answer(person_id=ben.pk, homework_id=task.id, done=True, words="It was good.")
    told = read(at_home, thea, f"/caseload/{couple.pk}")
    for words in ("would you sit with me", "Ten minutes.", "Ben has done it.", "It was good."):
        assert words in told
    looks = Access.objects.filter(actor=thea, what=Access.What.SAW_ACCOUNT)
    assert {look.subject_id for look in looks} == {ann.pk, ben.pk}


def test_nobody_else_looks(at_home, browser, couple, others, ann, ben, thea, omar, ada):
    for person in (ann, ben, omar, ada):
        for address in ("/caseload", f"/caseload/{couple.pk}"):
            assert at_home(person).get(address).status_code == 404
    other = cast.therapist("Theodora")
    assert at_home(other).get(f"/caseload/{couple.pk}").status_code == 404
    assert "Ann" not in read(at_home, other)
    assert browser(thea).get("/caseload").status_code == 302  # her password first
