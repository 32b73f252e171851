"""A pause that one asks for and both read as the app's; and what a therapist records."""

from datetime import timedelta
from unittest import mock

import pytest
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.couple.couples import form_couple
from dialogue.models import CoupleTherapist, Pause
from dialogue.safety import joint_work, own_consent, pauses
from dialogue.safety.closing import NotNow
from tests.safety.test_consent import agree, step
from tests.support.cast import agreed_again
from tests.support.page import Page


def worried(person):
    own_consent.answer_screen(person_id=person.pk, answers={"afraid": "yes"})
    own_consent.say_about(person_id=person.pk, about="partner")


def later(**time):
    at = timezone.now() + timedelta(**time)
    return mock.patch("django.utils.timezone.now", return_value=at)


def test_ann_sets_a_pause_both_read_it_as_the_app_s_and_only_she_reads_that_it_is_hers(
    at_home, couple, ann, ben
):
    at_home(ann).post("/side", {"act": "pause", "weeks": "6"})
    anns, bens = (Page(at_home(person).get("/side")).text for person in (ann, ben))
    for page in (anns, bens):
        assert "The app has set a pause" in page and "I agree" not in page
    assert "You asked for this pause" in anns and "You asked for this pause" not in bens
    assert not is_open(couple=couple)
    for person in (ann, ben):
        with pytest.raises(NotNow):
            own_consent.agree(person_id=person.pk)


@pytest.mark.parametrize("weeks", ["1", "13", "-4", "", "x", "5" * 5000])
def test_it_lasts_from_two_weeks_to_twelve(at_home, couple, ann, weeks):
    at_home(ann).post("/side", {"act": "pause", "weeks": weeks})
    assert is_open(couple=couple) and not Pause.objects.exists()


def test_it_ends_by_itself_or_by_ann_and_then_both_begin_anew(couple, ann, ben):
    pauses.set_pause(person_id=ann.pk, weeks=2)
    with later(days=13):
        assert step(ann) == step(ben) == "pause"
    with later(days=14, seconds=1):
        assert step(ann) == step(ben) == "screen"
    pauses.end_pause(person_id=ann.pk)
    assert step(ann) == step(ben) == "screen" and not is_open(couple=couple)
    agreed_again(couple)
    assert is_open(couple=couple)


def test_of_two_pauses_the_later_end_counts_and_each_ends_their_own(couple, ann, ben):
    pauses.set_pause(person_id=ann.pk, weeks=4)
    pauses.set_pause(person_id=ben.pk, weeks=2)
    pauses.end_pause(person_id=ben.pk)
    with later(weeks=3):
        assert step(ben) == "pause"
    pauses.set_pause(person_id=ben.pk, weeks=2)
    pauses.end_pause(person_id=ann.pk)
    assert step(ann) == "pause"
    with later(weeks=3):
        assert step(ann) == step(ben) == "screen"


def test_answers_may_be_given_and_erased_in_a_pause_and_it_goes_on(couple, ann, ben):
    pauses.set_pause(person_id=ann.pk, weeks=4)
    worried(ann)
    own_consent.erase_answers(person_id=ann.pk)
    own = own_consent.own_consent_of(person_id=ann.pk)
    assert own and own.step == "pause" and own.pause_until


def test_a_pause_of_an_earlier_couple_is_none_of_the_next(ann, ben, omar):
    from dialogue.home import ending

    first = form_couple(first=ann, second=omar)
    pauses.set_pause(person_id=ann.pk, weeks=12)
    ending.end_couple(couple=first)
    couple = form_couple(first=ann, second=ben)
    pauses.set_pause(person_id=ben.pk, weeks=2)
    own = own_consent.own_consent_of(person_id=ann.pk)
    assert own and own.pause_until is None
    assert Pause.objects.get(couple=couple).until < timezone.now() + timedelta(weeks=3)


def test_who_is_in_no_couple_sets_no_pause(at_home, omar):
    with pytest.raises(NotNow):
        pauses.set_pause(person_id=omar.pk, weeks=4)
    pauses.end_pause(person_id=omar.pk)
    assert at_home(omar).post("/side", {"act": "pause", "weeks": "4"}).status_code == 302


# --- the therapist ---------------------------------------------------------------------------


def test_a_wait_is_read_as_a_pause_by_both(at_home, couple, ann, ben, thea):
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    for person in (ann, ben):
        page = Page(at_home(person).get("/side")).text
        assert "The app has set a pause" in page and "Thea" not in page.split("Someone to talk")[0]


def test_thea_records_that_she_saw_each_alone_and_ann_may_agree_again(
    at_home, couple, ann, ben, thea, omar
):
    worried(ann)
    agree(ben)
    client, address = at_home(thea), f"/joint/{couple.pk}"
    client.post(address, {"act": "suitable"})  # without saying that she saw each alone
    assert step(ann) == "care"
    assert at_home(omar).post(address, {"act": "suitable", "seen_alone": "yes"}).status_code == 404
    joint_work.record_suitable(therapist_id=omar.pk, couple=couple)
    assert step(ann) == "care"
    client.post(address, {"act": "suitable", "seen_alone": "yes"})
    assert "seen alone; dialogues are suitable" in Page(client.get(address)).text
    assert step(ann) == "agree" and not is_open(couple=couple)  # nobody agrees in her place
    assert "Thea has seen each of you alone" in Page(at_home(ann).get("/side")).text
    assert "seen each of you" not in Page(at_home(ben).get("/side")).text
    own_consent.agree(person_id=ann.pk)
    assert is_open(couple=couple)


def test_the_record_counts_for_answers_before_it_and_ends_with_a_wait_or_by_taking_it_back(
    couple, ann, thea
):
    def record():
        worried(ann)
        joint_work.record_suitable(therapist_id=thea.pk, couple=couple)
        assert step(ann) == "agree"

    record()
    worried(ann)
    assert step(ann) == "care"
    record()
    joint_work.take_back_suitable(therapist_id=thea.pk, couple=couple)
    assert step(ann) == "care"
    record()
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    joint_work.resume_joint_work(therapist_id=thea.pk, couple=couple)
    assert CoupleTherapist.objects.get().suitable_at is None
