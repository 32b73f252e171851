"""Whether Ann answers, skips, or wants to be reminded is told to nobody; nor is it to who holds her phone."""

import pytest
from django.core import mail
from django.core.management import call_command

from dialogue.accounts import people
from dialogue.appointments import calendar_links
from tests.course.conftest import form_of
from tests.support.pairs import FRESH, shown
from tests.support.rollback import rolled_back

pytestmark = pytest.mark.django_db
SKIP = {"act": "skip", "occasion": "before"}
RUNS = {  # what Ann sends, and whether she wants to be reminded
    "nothing": ([], False),
    "is reminded": ([], True),
    "answers the lowest": ([form_of("csi4", min), form_of("areas", min)], False),
    "answers the highest": ([form_of("csi4"), form_of("areas")], True),
    "skips": ([SKIP], False),
    "skips one and answers one": ([SKIP | {"measure": "csi4"}, form_of("areas")], True),
}
ASKED_BY_ANN = ["/sessions", "/course", "/course/questions"]


def done(at_home, ann, forms):
    for form in forms:
        assert at_home(ann).post("/course/questions", form).status_code == 302


def test_ben_thea_and_ada_get_the_same_bytes_whatever_ann_does(
    at_home, couple, ann, ben, thea, ada, course_id, clock
):
    bens = ["/sessions", "/course", "/course/questions", "/path", "/progress", "/progress/partner"]
    bens += ["/appointments/calendar", "/copies/ours.md"]
    theas = ["/sessions", f"/couples/{couple.pk}/record", f"/progress/couple/{couple.pk}"]
    adas = [f"/admin/dialogue/person/{ann.pk}/change/", "/admin/dialogue/couple/"]
    calendar_links.set_reminders(person=ben, wanted=False, of_course=True, address_is_safe=True)

    def run(forms, reminded):
        mail.outbox.clear()
        calendar_links.set_reminders(
            person=ann, wanted=False, of_course=reminded, address_is_safe=True
        )
        done(at_home, ann, forms)
        clock.on(days=2)
        call_command("tick")
        seen = [
            list(shown(at_home(ben), bens)),
            list(shown(at_home(thea), theas)),
            list(shown(at_home(ada), adas)),
            FRESH.sub("·", str(people.export(person=ann, by=ada))),
            [(one.to, one.subject, one.body) for one in mail.outbox if ann.email not in one.to],
        ]
        clock.on(days=-2)
        return seen

    rolled_back(lambda: run([], False))  # after which Django remembers what it asks for only once
    first, *others = [rolled_back(lambda one=one: run(*one)) for one in RUNS.values()]
    for other in others:
        assert other == first
    assert first[-1] == [(["ben@example.org"], "Reminder", "Here’s the reminder you asked for.\n")]


def test_whoever_holds_ann_s_phone_cannot_tell_answered_from_skipped(
    browser, couple, ann, course_id
):
    def run(*forms):
        client = browser(ann)
        for form in forms:
            client.post("/course/questions", form)
            client.get("/sessions")  # where it says once that it was saved, or not this time
        return list(shown(client, ASKED_BY_ANN))

    rolled_back(run)
    one = SKIP | {"measure": "csi4"}
    assert rolled_back(lambda: run(form_of("csi4"))) == rolled_back(lambda: run(one))
    all_answered = rolled_back(lambda: run(form_of("csi4", min), form_of("areas")))
    assert (
        all_answered
        == rolled_back(lambda: run(SKIP))
        == rolled_back(lambda: run(one, form_of("areas")))
    )
