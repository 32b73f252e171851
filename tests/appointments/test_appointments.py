"""Ann proposes a time, Ben answers; each reads it on their own clock."""

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from dialogue.appointments import service as times
from dialogue.appointments.meetings import meetings, occurrence
from dialogue.appointments.service import AppointmentProblem, propose
from dialogue.models import Appointment, Person
from tests.support.page import Page
from tests.support.rooms import TOPIC, asked_by, done


def say(person, time, accepted=True):
    time.refresh_from_db()
    times.answer(person=person, appointment_id=time.pk, revision=time.revision, accepted=accepted)


def only(person):
    (meeting,) = meetings(person=person)
    return meeting


# --- proposing and answering -----------------------------------------------------------------


def test_a_time_within_a_day_is_preselected_and_one_press_proposes_it(browser, couple, ann, ben):
    client = browser(ann)
    shown = Page(client.get("/appointments"))
    (chosen,) = (one for one in shown.all("input") if "checked" in one.attributes)
    slot = chosen.attributes["value"]
    assert timezone.now() < datetime.fromisoformat(slot) <= timezone.now() + timedelta(hours=24)
    assert client.post("/appointments", {"slot": slot, "minutes": "45"}).url == "/appointments"
    assert only(ben).minutes == 45 and only(ben).mine is None and only(ann).mine
    assert "Does this work for you?" in Page(browser(ben).get("/appointments")).text
    assert "Someone suggested a time" in Page(browser(ben).get("/sessions")).text


def test_any_other_time_is_meant_on_ann_s_own_clock(browser, couple, ann):
    Person.objects.filter(pk=ann.pk).update(time_zone="America/New_York")
    day = (timezone.now() + timedelta(days=9)).strftime("%Y-%m-%d")
    form = {"slot": "other", "at": f"{day}T20:30", "minutes": "60"}
    browser(ann).post("/appointments", form)
    ann.refresh_from_db()
    at = only(ann).begins_at.astimezone(UTC).strftime("%H:%M")
    assert at in ("00:30", "01:30")


@pytest.mark.parametrize(
    ("form", "field", "said"),
    [
        ({"slot": "other"}, "at", "Enter a date and a time."),
        ({"slot": "other", "at": "soon"}, "at", "Enter a date and a time."),
        ({"slot": "other", "at": "2001-01-01T10:00"}, "at", "That time has passed."),
        ({"slot": "other", "at": "2999-01-01T10:00"}, "at", "within a year"),
    ],
)
def test_what_is_wrong_with_a_time_is_said_beside_it(browser, couple, ann, form, field, said):
    answer = Page(browser(ann).post("/appointments", {"minutes": "60"} | form))
    assert answer.status == 422 and said in answer.field(field).errors
    assert not Appointment.objects.exists()


def test_ben_accepts_and_it_is_agreed(browser, time, ann, ben):
    form = {"answer": "yes", "revision": "0"}
    browser(ben).post(f"/appointments/{time.pk}/answer", form)
    assert only(ann).agreed and only(ben).agreed
    assert "Agreed" in Page(browser(ann).get("/appointments")).text


def test_ben_declines_without_a_reason(browser, time, ann, ben):
    browser(ben).post(f"/appointments/{time.pk}/answer", {"answer": "no", "revision": "0"})
    assert only(ann).declined and not only(ann).agreed


def test_ben_moves_it_and_ann_is_asked_again(time, ann, ben, evening):
    say(ben, time)
    later = evening + timedelta(days=1)
    times.move(person=ben, appointment_id=time.pk, revision=0, begins_at=later)
    assert only(ann).begins_at == later and only(ann).mine is None and only(ben).mine
    with pytest.raises(AppointmentProblem, match="moved"):
        times.answer(person=ann, appointment_id=time.pk, revision=0, accepted=True)


def test_with_thea_all_three_must_accept(couple, ann, ben, thea, evening):
    time = propose(person=ann, begins_at=evening, minutes=60, with_therapist=True)
    say(ben, time)
    assert not only(thea).agreed
    say(thea, time)
    assert only(ann).agreed and only(thea).others == (ann, ben)


def test_thea_proposes_to_her_couple_and_sees_nothing_of_the_two_alone(
    browser, couple, ann, thea, time, evening
):
    assert not meetings(person=thea)
    slot = (evening + timedelta(hours=1)).isoformat()
    form = {"couple_id": str(couple.pk), "slot": slot, "minutes": "60"}
    assert browser(thea).post("/appointments", form).url == "/appointments"
    assert only(thea).with_therapist and len(meetings(person=ann)) == 2


def test_either_calls_it_off(browser, time, ann, ben):
    browser(ben).post(f"/appointments/{time.pk}/cancel")
    assert not meetings(person=ann) and not meetings(person=ben)


def test_omar_and_thea_find_the_two_s_time_as_little_as_one_that_never_was(
    browser, time, omar, thea
):
    for person in (omar, thea):
        for number, key in ((time.pk, f"a{time.pk}"), (7007, "a7007")):
            client = browser(person)
            assert client.get(f"/appointments/{number}/move").status_code == 404
            for act in ("answer", "move", "cancel"):
                assert client.post(f"/appointments/{number}/{act}").status_code == 404
            assert client.get(f"/appointments/{key}.ics").status_code == 404
    time.refresh_from_db()
    assert time.cancelled_at is None and time.answers.count() == 1


# --- when ------------------------------------------------------------------------------------


def test_both_clocks_are_shown_where_they_differ(page, time, ann, ben):
    assert "Ben:" not in page(ann, "/appointments").text
    Person.objects.filter(pk=ben.pk).update(time_zone="Asia/Tokyo")
    assert "Ben:" in page(ann, "/appointments").text
    assert "Ann:" in page(ben, "/appointments").text


def test_every_week_is_the_same_hour_of_the_clock_when_the_clocks_change():
    begins_at = datetime(2026, 10, 20, 18, tzinfo=UTC)  # 20:00 in Berlin, in summer
    after = occurrence(begins_at, "Europe/Berlin", begins_at)
    assert after == datetime(2026, 10, 27, 19, tzinfo=UTC)
    assert occurrence(begins_at, "Europe/Berlin", after) == after + timedelta(days=7)


def test_what_is_missed_fades_without_a_word(page, time, ann, ben):
    say(ben, time)
    Appointment.objects.update(starts_at=timezone.now() - timedelta(hours=3))
    read = page(ann, "/appointments").text
    assert "Earlier" in read and "missed" not in read.lower()
    assert not meetings(person=ann)


def test_a_dialogue_that_was_kept_for_a_time_is_in_the_list(page, couple, ann, ben, evening):
    room = asked_by(ann)
    done(ben, room, "propose", time=evening)
    assert only(ann).dialogue_id == room and only(ann).begins_at == evening
    read = page(ann, "/appointments")
    assert "A dialogue you saved for this time" in read.text and TOPIC not in read.html


def test_what_ann_has_called_off_is_no_empty_page_for_ben(browser, couple, ann, ben, omar, time):
    """Who has the page of before, or another device, reads what became of it."""
    cancel = reverse("cancel_appointment", args=[time.pk])
    browser(ann).post(cancel)
    for person in (ann, ben):
        for act in ("cancel", "answer", "move", "skip", "bring_back"):
            form = {"answer": "yes", "revision": "0", "begins_at": time.starts_at.isoformat()}
            address = reverse(f"{act}_appointment", args=[time.pk])
            answer = browser(person).post(address, form, follow=True)
            assert "was canceled in the meantime" in Page(answer).text, act
    assert browser(omar).post(cancel).status_code == 404
