"""Two runs that differ only in what Ann answers are one and the same in the database."""

from itertools import combinations, product
from typing import Any

import pytest
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.couple.couples import form_couple
from dialogue.models import Consent, ConsentText
from dialogue.models.screening import Screen
from dialogue.safety import own_consent
from dialogue.safety.screening import QUESTIONS, Screening, written
from tests.safety.paired import (
    ALL,
    ALL_NO,
    ALL_YES,
    NONE,
    SKIPPED,
    SOME,
    WAYS,
    answers_in,
    asked_of_the_database,
    assert_alike,
    tables,
)
from tests.support.cast import agreed, agreed_again
from tests.support.rollback import rolled_back
from tests.support.rooms import asked_by

pytestmark = pytest.mark.long


@pytest.fixture
def first_text(db):
    ConsentText.objects.get_or_create(version=1, defaults={"body": "What you agree to."})


def test_all_answers_ask_the_same_of_the_database_and_wake_the_same_rooms(
    couple, ann, ben, before, woken
):
    """2,187 spread over all 19,683, and skipping; where no side is open, which is a part of the same
    way, every tenth.

    From the same rows on, the same statements with the same values lead to the same rows: so this
    says of every one what the next test reads in the tables for some, at a tenth of the time.
    """

    def run(form):
        woken.clear()
        asked = asked_of_the_database(
            lambda: own_consent.answer_screen(person_id=ann.pk, answers=answers_in(form))
        )
        return asked, list(woken)

    rolled_back(lambda: run(SKIPPED))  # after which Django remembers what it asks for only once
    expected = rolled_back(lambda: run(SKIPPED))
    writes = [sql.split(" ")[0] for sql, _many, _given in expected[0]]
    assert {"UPDATE", "INSERT"} & set(writes) and expected[1] == [before]
    assert len({tuple(form.items()) for form in ALL}) == len(ALL) == 3**7 and ALL_YES in ALL
    opened = Consent.objects.filter(withdrawn_at=None).exists()
    for form in [NONE, ALL_NO, *(ALL if opened else ALL[::10])]:
        assert rolled_back(lambda form=form: run(form)) == expected, form


def test_any_five_questions_stand_in_every_combination():
    assert len(QUESTIONS) == 9
    for five in combinations(range(9), 5):
        assert len({tuple(ways[one] for one in five) for ways in WAYS}) == 3**5


def test_whatever_is_sealed_is_of_one_length():
    """All 19,683 answers, and the rest that a row can hold, at its shortest and its longest."""
    at = timezone.now()
    rest: list[dict[str, Any]] = [
        {},
        {"at": at, "told": 2**40, "about": "partner", "went_on": True}
        | {"pause_until": at, "pause_of": "f" * 32},
    ]
    words = ("", "yes", "no")
    lengths = {
        len(written(Screening(dict(zip(QUESTIONS, given, strict=True)), **more)))  # type: ignore[arg-type]
        for given in product(words, repeat=len(QUESTIONS))
        for more in rest
    }
    assert len(lengths) == 1


def test_some_answers_leave_the_same_rows(couple, ann, ben, before):
    def run(form):
        own_consent.answer_screen(person_id=ann.pk, answers=answers_in(form))
        return tables(), is_open(couple=couple)

    runs = [rolled_back(lambda form=form: run(form)) for form in SOME]
    assert_alike(runs)
    assert not runs[0][1] and len(runs[0][0]["dialogue.Screen"]) == 2


def test_of_answers_without_a_worry_none_differs_from_skipping_once_the_side_is_open(
    at_home, couple, ann, ben, first_text
):
    def run(form):
        for person, answers in ((ann, form), (ben, SKIPPED)):  # hers ended his agreement as well
            for one in (answers, {"act": "open", "version": "1"}):
                at_home(person).post("/side", one)
        assert is_open(couple=couple)
        return tables()

    quiet = [form for form in SOME if not _worries(form)]
    assert len(quiet) >= 10
    runs = [rolled_back(lambda form=form: run(form)) for form in quiet]
    for one in runs:
        one.pop("sessions.Session")  # of their own browsers
        one.pop("usersessions.UserSession", None)
    assert_alike(runs)
    assert Screen.objects.count() == 2


def _worries(form):
    """So that the agreement is not the next thing at once."""
    look = Screening(answers_in(form))
    return look.closes or look.cautions


def test_a_room_asked_for_before_is_as_closed_after_as_any(couple, ann, ben):
    asked_by(ann)
    own_consent.answer_screen(person_id=ann.pk, answers={"crisis": "yes"})
    assert not is_open(couple=couple)


def test_those_who_have_agreed_in_tests_have_left_what_looking_and_opening_leave(ann, ben, thea):
    couple = form_couple(first=ann, second=ben, therapist=thea)

    at_once = rolled_back(lambda: (agreed(couple) and tables(), is_open(couple=couple)))
    by_services = rolled_back(lambda: (agreed_again(couple) and tables(), is_open(couple=couple)))
    assert at_once == by_services and at_once[1]
