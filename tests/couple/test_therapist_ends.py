"""Each of the three ends the work with a therapist alone, at once; and what that ends."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from dialogue.access.consent import is_open
from dialogue.appointments.service import propose
from dialogue.couple import couple_therapist
from dialogue.home import ending
from dialogue.models import Access, Appointment, Person, Practice
from dialogue.safety import joint_work, own_consent, screening
from tests.home.test_ending import posted
from tests.support import cast
from tests.support.cast import therapist_of
from tests.support.rooms import asked_by, done, to_sending


@pytest.mark.parametrize("who", ["ann", "ben", "thea"])
def test_each_of_the_three_ends_it_alone(browser, page, couple, who, request, ann, thea, evening):
    room = asked_by(ann)
    propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    person = request.getfixturevalue(who)
    browser(person).post(f"/therapist/{couple.couple_therapists.get().pk}/end")
    assert therapist_of(couple) is None
    assert page(thea, f"/room/{room}").status == 404
    assert page(ann, f"/room/{room}").status == 423  # each partner opens their own side anew
    cast.agreed_again(couple)
    assert page(ann, f"/room/{room}").status == 200
    assert page(thea, f"/room/{room}").status == 404
    assert Appointment.objects.get().cancelled_at


def test_before_it_began_each_may_say_no_and_ask_for_another(browser, two, ann, ben, practice):
    asked = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    browser(ben).post(f"/therapist/{asked.pk}/end")
    assert couple_therapist.couple_therapist_of(couple=two) is None
    assert couple_therapist.ask_for_therapist(person=ben, practice=practice).second_agreed_at


def test_what_thea_does_is_written_down_for_ann_and_ben(browser, couple, thea, ann, ben):
    browser(thea).post(f"/therapist/{couple.couple_therapists.get().pk}/end")
    written = Access.objects.filter(what=Access.What.CHANGED_THERAPIST, actor=thea)
    assert {one.subject for one in written} == {ann, ben}


def test_a_therapist_whose_role_is_taken_away_sees_nothing(page, couple, ann, thea):
    room = asked_by(ann)
    assert page(thea, f"/transcript/{room}").status == 200
    for role in (Person.Role.ADMIN, Person.Role.PARTNER):
        thea.role = role
        thea.save()
        assert page(thea, f"/transcript/{room}").status == 404
        assert page(thea, f"/room/{room}").status == 404


def test_that_joint_work_waits_is_not_lifted_by_ending_the_care(couple, ann, ben, thea):
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    couple_therapist.end_with_therapist(
        person=ben, couple_therapist_id=couple.couple_therapists.get().pk
    )
    assert not is_open(couple=couple)
    cast.agreed_again(couple)
    assert is_open(couple=couple)


def test_when_thea_s_account_is_erased_her_work_with_couples_ends_like_any_other(
    couple, ann, thea, ada, evening
):
    propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    joint_work.let_joint_work_wait(therapist_id=thea.pk, couple=couple)
    ending.erase(person=thea, by=ada)
    assert therapist_of(couple) is None and not is_open(couple=couple)
    assert Appointment.objects.get().cancelled_at


def test_what_ann_told_a_therapist_was_for_that_time(couple, ann, ben, thea):
    practice = Practice.objects.get(therapist=cast.keeps_safety_apart(thea))
    own_consent.answer_screen(person_id=ann.pk, answers={"afraid": "yes"})
    own_consent.tell_therapist(person_id=ann.pk, tell=True)
    told = screening.read_by(therapist_id=thea.pk, person_id=ann.pk)
    assert told and told.answers == {"afraid": "yes"}
    ended = couple.couple_therapists.get()
    couple_therapist.end_with_therapist(person=ben, couple_therapist_id=ended.pk)
    assert screening.read_by(therapist_id=thea.pk, person_id=ann.pk) is None
    asked = couple_therapist.ask_for_therapist(person=ann, practice=practice)
    for person in (ben, thea):
        couple_therapist.agree_to_therapist(person=person, couple_therapist_id=asked.pk)
    assert therapist_of(couple) == thea
    assert screening.read_by(therapist_id=thea.pk, person_id=ann.pk) is None
    own = screening.screening_of(person_id=ann.pk)
    assert own.answers == {"afraid": "yes"}  # which are still her own


def test_after_ninety_days_a_therapist_reads_no_answers_any_more(couple, ann, thea):
    old = screening.Screening(answers={"afraid": "yes"}, at=timezone.now(), told=thea.pk)
    for days, read in ((89, True), (91, False)):
        look = replace(old, at=timezone.now() - timedelta(days=days))
        screening.keep(person_id=ann.pk, look=look)
        told = screening.read_by(therapist_id=thea.pk, person_id=ann.pk)
        assert told == (look if read else None)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("who", ["ann", "thea"])
def test_an_unassigned_therapist_s_socket_closes_within_five_seconds(
    rooms, live, couple, ann, ben, thea, who
):
    room = to_sending(ann, ben)
    cookie = rooms._cookies[{"ann": ann, "thea": thea}[who].pk]
    address = f"/therapist/{couple.couple_therapists.get().pk}/end"

    async def scene(ann_there, thea_there):
        await asyncio.to_thread(posted, live, address, cookie)
        await thea_there.until(lambda: thea_there.closed == 4404, 5)
        # Ann is asked anew, too: what she had agreed to was with a therapist.
        await ann_there.until(lambda: ann_there.closed == 4423, 5)
        before = len(thea_there.frames)
        await asyncio.to_thread(cast.agreed, couple)
        await asyncio.to_thread(done, ann, room, "send", "Between us.")
        await asyncio.sleep(0)
        assert len(thea_there.frames) == before
        assert not any("Between us" in str(frame) for frame in thea_there.frames)

    rooms.play(room, [ann, thea], scene)
