"""The pages about how it is going: answer, look, share, take back, take along.

Whoever reads answers has written their password lately; answering needs none, and shows nothing. No
page, address or header says whether there is an answer, but to who gave it, and to whom they share it with.
"""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.access.therapists import couple_in_care
from dialogue.base import audit
from dialogue.base.fresh import is_fresh
from dialogue.base.http import PersonRequest, page, step_up
from dialogue.measures import answers, fhir, sharing
from dialogue.measures.events import events_of, shown_in
from dialogue.measures.forms import MeasureForm
from dialogue.measures.instruments import EVERY, OFFERED, instrument
from dialogue.measures.panels import Answered, by_measure, groups, times_of
from dialogue.measures.words import language_of
from dialogue.models import Access, Partner, Person


@page
@step_up
def progress(request: PersonRequest) -> HttpResponse:
    """One's own answers. By POST: erase those to one measure, for good."""
    person = _partner_or_404(request)
    if request.method == "POST":
        measure = request.POST.get("measure", "")
        if request.POST.get("act") == "erase" and measure in EVERY:
            answers.erase(person_id=person.pk, measure=measure)
            messages.success(request, _("Deleted."))
        return redirect("progress")
    own = by_measure(answers.answers_of(person_id=person.pk))
    around = sharing.around(person_id=person.pk)
    together = {}
    if around.partner:
        shared = sharing.shared_with(reader_id=person.pk, author_id=around.partner.pk)
        both = sharing.side_by_side(person_id=person.pk)
        together = {measure: given for measure, given in shared.items() if measure in both}
    events = events_of(reader=person, couple_id=around.couple_id)
    marked = shown_in(events, times_of(own, together))
    context = {
        "groups": groups(own, together, marked),
        "events": marked,
        "offered": OFFERED,
        "around": around,
        "own_name": _("You"),
        "other_name": around.partner.name if around.partner else "",
    }
    return render(request, "measures/progress.html", context)


@sensitive_post_parameters()
@page
def answer_measure(request: PersonRequest, measure: str) -> HttpResponse:
    person = _partner_or_404(request)
    if measure not in OFFERED or sharing.around(person_id=person.pk).couple_id is None:
        raise Http404
    asked = instrument(measure)
    initial = _lately(person, measure) if is_fresh(request) else {}
    form = MeasureForm(asked, request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        answers.keep(person_id=person.pk, measure=measure, answers=form.answers)
        messages.success(request, _("Saved. You can change it for a day."))
        return redirect("progress" if is_fresh(request) else "sessions")
    context = {"form": form, "instrument": asked, "foreign": language_of(asked)}
    return render(request, "measures/answer.html", context, status=422 if form.errors else 200)


@page
@step_up
def share_measures(request: PersonRequest) -> HttpResponse:
    """Who else may read what. Everything is off until its author turns it on."""
    person = _partner_or_404(request)
    around = sharing.around(person_id=person.pk)
    if request.method == "POST":
        _obey(request, person, around)
        messages.success(request, _("Saved."))
        return redirect("share_measures")
    own = sharing.shares_of(person_id=person.pk)
    rows = [
        (instrument(id), own[id], sharing.may_be_shared(measure=id, who="partner")) for id in EVERY
    ]
    return render(request, "measures/share.html", {"rows": rows, "around": around})


@require_safe
@step_up
def partner_progress(request: PersonRequest) -> HttpResponse:
    """What one's partner shares: the same page whether nothing is shared or nothing was answered."""
    person = _partner_or_404(request)
    around = sharing.around(person_id=person.pk)
    partner = around.partner
    shared: Answered = (
        sharing.shared_with(reader_id=person.pk, author_id=partner.pk)
        if partner is not None
        else {}
    )
    marked = shown_in(events_of(reader=person, couple_id=around.couple_id), times_of(shared))
    context = {
        "partner": partner,
        "groups": [group for group in groups(shared, events=marked) if group.panels],
        "events": marked,
        "own_name": partner.name if partner else "",
    }
    return render(request, "measures/partner.html", context)


@require_safe
def couple_progress(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """For the therapist of a couple: what each partner shares with them."""
    therapist = request.user
    couple = couple_in_care(therapist_id=therapist.pk, couple_id=couple_id)
    if couple is None:
        raise Http404
    response: HttpResponse = _couple_progress(request, couple_id)
    return response


@step_up
def _couple_progress(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    therapist = request.user
    seats = Partner.objects.filter(couple=couple_id, left_at=None).order_by("seat")
    people = [place.person for place in seats.select_related("person")]
    # The same for both, and whether or not anything is shared: who reads this learns nothing.
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=people)
    told = [
        (person, sharing.shared_with(reader_id=therapist.pk, author_id=person.pk))
        for person in people
    ]
    events = events_of(reader=therapist, couple_id=couple_id)
    marked = shown_in(events, times_of(*(shared for _person, shared in told)))
    shown = [
        (person, [group for group in groups(shared, events=marked) if group.panels])
        for person, shared in told
    ]
    context = {"people": shown, "events": marked, "couple_id": couple_id}
    return render(request, "measures/couple.html", context)


@require_safe
@step_up
def progress_file(request: PersonRequest) -> HttpResponse:
    """One's own answers and nobody else's, to take along."""
    person = _partner_or_404(request)
    given = [
        {
            "measure": one.measure,
            "version": one.version,
            "answered_at": one.at.isoformat(),
            "dialogue": str(one.dialogue_id) if one.dialogue_id else None,
            "answers": dict(one.answers),
            "scores": one.scores,
        }
        for one in answers.answers_of(person_id=person.pk)
    ]
    about = {id: _about(id) for id in EVERY}
    response = JsonResponse(
        {"measures": about, "answers": given},
        json_dumps_params={"indent": 1, "ensure_ascii": False},
    )
    response.headers["Content-Disposition"] = 'attachment; filename="answers.json"'
    return response


@require_safe
@step_up
def doctor_file(request: PersonRequest) -> HttpResponse:
    """One's own answers for a doctor's program. Not what one told after a dialogue: that is about an
    evening with one's partner."""
    person = _partner_or_404(request)
    given = [one for one in answers.answers_of(person_id=person.pk) if one.measure in OFFERED]
    response = JsonResponse(
        fhir.bundle(name=person.plain_name, given=given),
        json_dumps_params={"indent": 1, "ensure_ascii": False},
        content_type="application/fhir+json",
    )
    response.headers["Content-Disposition"] = 'attachment; filename="answers-fhir.json"'
    return response


@login_not_required
@require_safe
def findings(request: PersonRequest) -> HttpResponse:
    """What the studies found, and what they did not."""
    every = [instrument(id) for id in EVERY]
    return render(request, "measures/findings.html", {"instruments": every})


# --- within ------------------------------------------------------------------------------------


def _partner_or_404(request: PersonRequest) -> Person:
    person = request.user
    if person.role != Person.Role.PARTNER:
        raise Http404
    return person


def _lately(person: Person, measure: str) -> dict[str, int]:
    """What the person may still change."""
    given = answers.answers_of(person_id=person.pk, measure=measure)
    fresh = given and given[-1].at + answers.CHANGEABLE_FOR > timezone.now()
    return dict(given[-1].answers) if fresh else {}


def _obey(request: PersonRequest, person: Person, around: sharing.Around) -> None:
    for id in EVERY:
        beside = f"{id}-beside" in request.POST
        if around.partner and sharing.may_be_shared(measure=id, who="partner"):
            on = f"{id}-partner" in request.POST
            sharing.set_share(
                person_id=person.pk, measure=id, who="partner", on=on, beside=beside and on
            )
        if around.therapist:
            on = f"{id}-therapist" in request.POST
            sharing.set_share(person_id=person.pk, measure=id, who="therapist", on=on)


def _about(id: str) -> dict[str, object]:
    found = instrument(id)
    return {
        "title": found.title,
        "version": found.version,
        "items": {item.id: item.text for item in found.items},
        "ranges": {scale.id: [scale.lowest, scale.highest] for scale in found.scales},
        "source": found.source,
        "licence": found.licence,
    }
