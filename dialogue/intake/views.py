"""The page on which it is written, and the one on which a therapist reads what was sent."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.access.therapists import couple_in_care
from dialogue.base import audit, autosave
from dialogue.base.http import UNPROCESSABLE, PersonRequest, page, step_up
from dialogue.intake import service
from dialogue.intake.forms import IntakeForm
from dialogue.models import Access, Couple


@sensitive_post_parameters()
@page
@step_up
def intake(request: PersonRequest) -> HttpResponse:
    """For its author. Kept while it is written; sent only by its button."""
    person_id = request.user.pk
    therapist = service.therapist_of(person_id=person_id)
    form = IntakeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        act = request.POST.get("act", "")
        if act in ("take_back", "erase"):
            done = service.take_back if act == "take_back" else service.erase
            done(person_id=person_id)
            messages.success(request, _("Taken back.") if act == "take_back" else _("Deleted."))
            return redirect("intake")
        meanwhile = autosave.is_autosave(request)
        if form.is_valid():
            send = act == "send" and not meanwhile
            service.keep(person_id=person_id, answers=form.cleaned_data, send=send)
            if meanwhile:
                return autosave.kept()
            messages.success(request, _("Sent.") if send else _("Saved. Only you can read it."))
            return redirect("intake")
        if meanwhile:
            return autosave.not_kept("invalid")
    written = service.own(person_id=person_id)
    if request.method != "POST":
        form = IntakeForm(initial=written.answers)
    context = {
        "form": form,
        "therapist": therapist,
        "written": written,
        "changed": bool(written.sent_at) and written.sent != written.answers,
    }
    return render(
        request, "intake/intake.html", context, status=UNPROCESSABLE if form.errors else 200
    )


@require_safe
def read_intake(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """For the couple's therapist: what each of the two has sent."""
    couple = couple_in_care(therapist_id=request.user.pk, couple_id=couple_id)
    if couple is None:
        raise Http404
    response: HttpResponse = _read(request, couple)
    return response


@step_up
def _read(request: PersonRequest, couple: Couple) -> HttpResponse:
    therapist = request.user
    places = couple.partners.in_place().select_related("person").order_by("seat")
    people = [place.person for place in places]
    # The same for both, and whether or not anything was sent: who reads this learns nothing.
    audit.record(actor=therapist, what=Access.What.SAW_ACCOUNT, subjects=people)
    sent = service.sent_to(therapist_id=therapist.pk, couple=couple)
    labels = {name: field.label for name, field in IntakeForm.base_fields.items()}
    told = [
        (
            person,
            sent.get(person.pk),
            [(labels[name], words) for name, words in sent[person.pk].sent.items()]
            if person.pk in sent
            else [],
        )
        for person in people
    ]
    return render(request, "intake/read.html", {"people": told, "couple": couple})
