"""For the therapist of a couple: whether joint work may go on, and what each chose to tell them."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dialogue.access import therapists
from dialogue.base import audit
from dialogue.base.http import PersonRequest, page, step_up
from dialogue.couple import couple_therapist
from dialogue.models import Access, Couple, Person
from dialogue.pulses import service as pulses
from dialogue.safety import joint_work as work
from dialogue.safety import screening
from dialogue.safety.questions import hark, ours

SEEN = "seen_alone"  # the box that a therapist ticks before "suitable" is recorded


@page
def joint_work(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """For the therapist of a couple: whether joint work may go on, and what was told to them."""
    therapist_id = request.user.pk
    couple = therapists.couple_in_care(therapist_id=therapist_id, couple_id=couple_id)
    if couple is None:
        raise Http404
    response: HttpResponse = _joint_work(request, couple)
    return response


@step_up
def _joint_work(request: PersonRequest, couple: Couple) -> HttpResponse:
    therapist = request.user
    if request.method == "POST":
        _obey(request, couple)
        return redirect("joint_work", couple_id=couple.pk)
    people = _people(couple)
    # The same for both, and whether or not anything was told: who reads this learns nothing.
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=people)
    apart = couple_therapist.practice_of(therapist=therapist).keeps_safety_apart
    unsafe = _hardly_safe(therapist, couple) if apart else set()
    told = {person.pk: _told(therapist, person) if apart else [] for person in people}
    context = {
        "couple": couple,
        "people": [(person, told[person.pk], person.pk in unsafe) for person in people],
        "apart": apart,
        "waits": work.joint_work_waits(couple=couple),
        "suitable": work.suitable_since(couple=couple),
    }
    return render(request, "home/joint_work.html", context)


def _obey(request: PersonRequest, couple: Couple) -> None:
    therapist_id = request.user.pk
    match request.POST.get("act"):
        case "wait":
            work.let_joint_work_wait(therapist_id=therapist_id, couple=couple)
        case "resume":
            work.resume_joint_work(therapist_id=therapist_id, couple=couple)
        case "suitable" if request.POST.get(SEEN):
            work.record_suitable(therapist_id=therapist_id, couple=couple)
        case "not_recorded":
            work.take_back_suitable(therapist_id=therapist_id, couple=couple)
        case "apart":
            couple_therapist.keep_safety_apart(therapist=request.user)


def _people(couple: Couple) -> list[Person]:
    seats = couple.partners.in_place().select_related("person").order_by("seat")
    return [partner.person for partner in seats]


def _hardly_safe(therapist: Person, couple: Couple) -> set[int]:
    seats = pulses.hardly_safe(therapist_id=therapist.pk, couples=[couple.pk]).get(couple.pk, ())
    places = couple.partners.in_place().filter(seat__in=seats)
    return set(places.values_list("person", flat=True))


def _told(therapist: Person, person: Person) -> list[tuple[str, str]]:
    look = screening.read_by(therapist_id=therapist.pk, person_id=person.pk)
    if look is None:
        return []
    words = {"yes": _("Yes"), "no": _("No")}
    questions = hark() | ours()
    told = [(questions[name], words[one]) for name, one in look.answers.items() if one in words]
    if look.about:
        who = {"partner": _("Their partner here"), "before": _("Someone before")}
        told.append((_("Who it’s about"), who[look.about]))
    return told
