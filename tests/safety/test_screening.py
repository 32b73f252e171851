"""What the private screen makes of answers, and how they are kept."""

from datetime import UTC, datetime
from itertools import product

import pytest
from django.apps import apps

from dialogue.base import vault
from dialogue.home import ending
from dialogue.models.screening import Screen
from dialogue.safety import own_consent, screening
from dialogue.safety.questions import hark, ours
from dialogue.safety.screening import (
    CAUTIONS,
    HARK,
    OURS,
    QUESTIONS,
    Screening,
    screening_of,
)

AT = datetime(2026, 5, 4, 18, 31, tzinfo=UTC)


@pytest.mark.parametrize("name", [*HARK, "controlled"])
def test_one_yes_closes_unless_it_is_about_somebody_before(name):
    assert Screening({name: "yes"}).closes and not Screening({name: "no"}).closes
    assert Screening({name: "yes"}, about="partner").closes
    assert not Screening({name: "yes"}, about="before").closes


def test_not_being_free_to_say_no_closes_whoever_it_is_about_and_an_open_question_does_not():
    assert Screening({"free_to_say_no": "no"}, about="before").closes
    assert not Screening({"free_to_say_no": "yes"}).closes and not Screening().closes


@pytest.mark.parametrize("name", CAUTIONS)
def test_alcohol_drugs_a_child_and_a_crisis_are_a_caution_and_no_lock(name):
    look = Screening({name: "yes"})
    assert look.cautions == [name] and not look.closes


def test_the_four_items_of_hark_stand_word_for_word():
    """Sohal, Eldridge and Feder 2007; 8:49, table of the items. Other words, another instrument."""
    assert list(hark().values()) == [
        "Within the last year, have you been humiliated or emotionally abused in other ways by your"
        " partner or your ex-partner?",
        "Within the last year, have you been afraid of your partner or ex-partner?",
        "Within the last year, have you been raped or forced to have any kind of sexual activity by"
        " your partner or ex-partner?",
        "Within the last year, have you been kicked, hit, slapped or otherwise physically hurt by your"
        " partner or ex-partner?",
    ]
    assert tuple(hark()) == HARK and tuple(ours()) == OURS


def test_answers_come_back_to_ann_and_only_sealed_bytes_are_kept(ann):
    given = Screening({"afraid": "yes", "crisis": "no"}, at=AT, told=7)
    screening.keep(person_id=ann.pk, look=given)
    assert screening_of(person_id=ann.pk) == given
    row = Screen.objects.get()
    for kept in (bytes(row.sealed), bytes(row.wrapped_key), bytes(row.whose)):
        assert b"afraid" not in kept and b"yes" not in kept


def test_every_row_is_of_one_size(ann):
    sizes = set()
    for answers in product(("yes", "no", ""), repeat=3):
        given = dict(zip(QUESTIONS[2:5], answers, strict=True))
        for told in (None, 2**40):
            screening.keep(person_id=ann.pk, look=Screening(given, at=AT, told=told))  # type: ignore[arg-type]
            row = Screen.objects.get()
            sizes.add((len(row.sealed), len(row.wrapped_key), len(row.whose)))
    assert len(sizes) == 1


def test_a_row_opens_by_the_screening_s_own_keys_alone_and_in_its_place(ann, ben):
    screening.keep(person_id=ann.pk, look=Screening(at=AT))
    row = Screen.objects.get()
    whose = bytes(row.whose).hex()
    for purpose, place in (("notes", whose), ("screening", "another row")):
        with pytest.raises(vault.CannotOpen):
            vault.opened_key(purpose, bytes(row.wrapped_key), place)
    Screen.objects.update(whose=vault.prints("screening", str(ben.pk))[0])
    with pytest.raises(vault.CannotOpen):
        screening_of(person_id=ben.pk)


def test_answers_under_an_older_master_key_are_found_and_move_to_the_newest(ann, settings):
    screening.keep(person_id=ann.pk, look=Screening({"afraid": "yes"}, at=AT))
    settings.IMAGO_MASTER_KEYS = {"new": b"n" * 32} | settings.IMAGO_MASTER_KEYS
    assert screening_of(person_id=ann.pk).closes
    screening.keep(person_id=ann.pk, look=Screening(at=AT))
    settings.IMAGO_MASTER_KEYS = {"new": b"n" * 32}
    assert screening_of(person_id=ann.pk).at == AT and Screen.objects.count() == 1


def test_no_relation_leads_here():
    assert not [field for field in Screen._meta.get_fields() if field.is_relation]
    assert Screen in apps.get_models()
    for model in apps.get_models():
        assert Screen not in [field.related_model for field in model._meta.get_fields()]


def test_erasing_leaves_nothing_of_the_answers_and_a_row_of_the_same_size(at_home, couple, ann):
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    before = Screen.objects.get(whose=vault.prints("screening", str(ann.pk))[0])
    at_home(ann).post("/side", {"act": "erase"})
    after = Screen.objects.get(pk=before.pk)
    assert screening_of(person_id=ann.pk) == Screening()
    assert bytes(after.wrapped_key) != bytes(before.wrapped_key)  # under which alone it opened
    assert len(after.sealed) == len(before.sealed)


def test_an_erased_account_leaves_no_row(couple, ann, ada):
    assert Screen.objects.count() == 2
    ending.erase(person=ann, by=ada)
    assert Screen.objects.count() == 1
