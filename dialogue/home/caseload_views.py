"""For a therapist: all couples with what there is to look at, and one couple before a session."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from dialogue.access.consent import is_open
from dialogue.access.therapists import couple_in_care
from dialogue.appointments import meetings
from dialogue.base import audit
from dialogue.base.http import PersonRequest, step_up
from dialogue.gifts import reading as gifts
from dialogue.gifts.views import gift_line
from dialogue.home.caseload import case
from dialogue.home.caseload import caseload as all_cases
from dialogue.models import Access, Couple, Person
from dialogue.records import homework
from dialogue.records.homework import Said, Shared


@require_safe
def caseload(request: PersonRequest) -> HttpResponse:
    if request.user.role != Person.Role.THERAPIST:
        raise Http404
    response: HttpResponse = _caseload(request)
    return response


@step_up
def _caseload(request: PersonRequest) -> HttpResponse:
    cases = all_cases(therapist_id=request.user.pk)
    # The same for all, and whether or not anything is shared: who reads this learns nothing.
    people = [person for one in cases for person in one.people]
    audit.record(actor=request.user, what=Access.What.SAW_ACCOUNT, subjects=people)
    return render(request, "home/caseload.html", {"cases": cases})


@require_safe
def glance(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    couple = couple_in_care(therapist_id=request.user.pk, couple_id=couple_id)
    if couple is None:
        raise Http404
    response: HttpResponse = _glance(request, couple)
    return response


@step_up
def _glance(request: PersonRequest, couple: Couple) -> HttpResponse:
    therapist = request.user
    found = case(therapist_id=therapist.pk, couple=couple)
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=found.people)
    going_on = [one for one in gifts.going_on(person=therapist) if one.couple_id == couple.pk]
    two = {person.pk for person in found.people}
    ahead = [
        one
        for one in meetings.meetings(person=therapist)
        if {other.pk for other in one.others} == two
    ]
    context = {
        "case": found,
        "opened": is_open(couple=couple),
        "next": next((one for one in ahead if one.agreed), None),
        "promises": [(one, gift_line(one)) for one in going_on],
        "homework": [(one, _said(couple, one)) for one in homework.shared_with(couple=couple)],
    }
    return render(request, "home/glance.html", context)


def _said(couple: Couple, task: Shared) -> list[tuple[str, Said]]:
    names = {place.seat: place.person.name for place in couple.partners.select_related("person")}
    return [(names.get(seat, ""), one) for seat, one in sorted(task.said.items())]
