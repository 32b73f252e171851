"""Every way in which an account leads to the words of others."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.utils import timezone

from dialogue.couple import couple_therapist
from dialogue.home import ending
from dialogue.measures import answers
from dialogue.models import Couple, Person
from dialogue.records import notes
from dialogue.workup import service as workup
from tests.support import cast

MINE = "ada-herself@example.org"


def asked(couple, thea):
    """Both have asked for Thea, who has not answered."""
    couple.couple_therapists.update(therapist_agreed_at=None)
    Couple.objects.update(therapist=None)


def kept_a_record(couple, thea):
    """Their work is over; what Thea noted of it is still hers."""
    today = timezone.localdate()
    notes.begin_note(therapist_id=thea.pk, couple_id=couple.pk, template="free", met_on=today)
    couple_therapist.assign(couple=couple, therapist=None)
    couple.couple_therapists.all().delete()


def answered_and_left(couple, thea):
    """Ann is in no couple any more; what she answered is still hers."""
    ann = Person.objects.get(name="Ann")
    answers.keep(person_id=ann.pk, measure="csi4", answers={"happiness": 2})
    ending.end_couple(couple=couple)
    Couple.objects.update(forget_at=timezone.now())


# What makes an account one that leads to words: whose, and how it came to it.
STATES: dict[str, tuple[str, Any]] = {
    "a partner": ("Ann", lambda couple, thea: None),
    "the other partner": ("Ben", lambda couple, thea: None),
    "disabled meanwhile": ("Ann", lambda c, t: Person.objects.update(is_active=False)),
    "left lately": ("Ann", lambda couple, thea: ending.end_couple(couple=couple)),
    "was left lately": ("Ben", lambda couple, thea: ending.end_couple(couple=couple)),
    "their therapist": ("Thea", lambda couple, thea: None),
    "made a partner meanwhile": ("Thea", lambda c, t: Person.objects.update(role="partner")),
    "asked for as a therapist": ("Thea", asked),
    "their therapist since before there were cares": (
        "Thea",
        lambda couple, thea: couple.couple_therapists.all().delete(),
    ),
    "keeps a record of earlier times": ("Thea", kept_a_record),
    "has a workup": ("Carl", lambda c, t: workup.begin(person_id=cast.person("Carl").pk)),
    "has answered a measure": ("Ann", answered_and_left),
    "without a key any more": ("Thea", lambda c, t: Authenticator.objects.all().delete()),
}


def form_of(person, **changed):
    kept = {"name": person.name, "email": person.email, "role": person.role, "language": "en"}
    return kept | {"time_zone": "UTC", "is_active": "on"} | changed


def page_of(person):
    return f"/admin/dialogue/person/{person.pk}/change/"
