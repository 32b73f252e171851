"""The couple's therapist: finding one, agreeing to one, and ending it alone."""

from typing import Any, cast

from allauth.core import ratelimit
from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.base.forms import LineField
from dialogue.base.http import PersonRequest, number, page
from dialogue.couple import couple_therapist
from dialogue.couple.couple_therapist import TherapistProblem
from dialogue.couple.therapist_rows import therapist_row
from dialogue.models import Couple, Person, Practice


class CodeForm(forms.Form):
    code = LineField(
        label=_("Your therapist’s code"),
        help_text=_("Eight letters and numbers. Your therapist gives it to you."),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Enter the code you were given.")},
    )

    def clean_code(self) -> Practice:
        practice = couple_therapist.practice_by_code(code=self.cleaned_data["code"])
        if practice is None:
            raise forms.ValidationError(
                gettext("No therapist here has this code. Please check it.")
            )
        return practice


@page
def therapist(request: PersonRequest) -> HttpResponse:
    """A partner's page about the couple's therapist; who is in no couple may look at the list. A
    therapist's own page is the practice."""
    person = request.user
    if person.role == Person.Role.THERAPIST:
        return redirect("practice")
    couple = Couple.objects.current_of(person.pk)
    if couple is None:
        if person.role != Person.Role.PARTNER or request.method == "POST":
            return redirect("sessions")
        return render(
            request,
            "couple/therapist.html",
            {"practices": couple_therapist.practices(), "alone": True},
        )
    if "code" in request.POST and not ratelimit.consume(request, action="therapist_code"):
        # Asked before looking: a right code and a wrong one are answered alike from now on.
        return cast(HttpResponse, ratelimit.respond_429(request))
    form = CodeForm(request.POST if "code" in request.POST else None)
    if request.method == "POST":
        practice = _chosen(request, form)
        if practice is not None:
            try:
                couple_therapist.ask_for_therapist(person=person, practice=practice)
            except TherapistProblem as problem:
                messages.warning(request, problem.said)
            return redirect("therapist")
    agreement = couple_therapist.couple_therapist_of(couple=couple)
    code, address = (
        couple_therapist.known_by(therapist=agreement.therapist) if agreement else ("", "")
    )
    context: dict[str, Any] = {
        "form": form,
        "code": f"{code[:4]} {code[4:]}".strip(),
        "address": address,
        "partner": couple.partner_of(person.pk),
        "row": therapist_row(person, agreement) if agreement else None,
        "practices": [] if agreement else couple_therapist.practices(),
    }
    return render(request, "couple/therapist.html", context, status=422 if form.errors else 200)


def _chosen(request: PersonRequest, form: CodeForm) -> Practice | None:
    if "practice" in request.POST:
        practice = couple_therapist.practices().filter(pk=number(request.POST["practice"])).first()
        if practice is None:
            messages.warning(request, TherapistProblem("not_taking").said)
        return practice
    return form.cleaned_data["code"] if form.is_valid() else None


@page
def agree_to_therapist(request: PersonRequest, couple_therapist_id: int) -> HttpResponse:
    person = request.user
    if request.method == "POST":
        agreed = couple_therapist.agree_to_therapist(
            person=person, couple_therapist_id=couple_therapist_id
        )
        begun = agreed.couple.therapist_id is not None
        messages.success(
            request, gettext("You’re working together now.") if begun else gettext("You’ve agreed.")
        )
    return redirect("sessions" if person.role == Person.Role.THERAPIST else "therapist")


@page
def end_with_therapist(request: PersonRequest, couple_therapist_id: int) -> HttpResponse:
    """What it means is said before; then it is done at once."""
    person = request.user
    agreement = (
        couple_therapist.couple_therapists_of(person=person).filter(pk=couple_therapist_id).first()
    )
    if agreement is None:
        raise Http404
    if request.method == "POST":
        couple_therapist.end_with_therapist(person=person, couple_therapist_id=couple_therapist_id)
        messages.success(request, gettext("It’s ended."))
        return redirect("sessions" if person.role == Person.Role.THERAPIST else "therapist")
    context = {
        "row": therapist_row(person, agreement),
        "as_therapist": agreement.therapist_id == person.pk,
    }
    return render(request, "couple/end_with_therapist.html", context)
