"""A therapist's own page: what couples read who look for one, and the code to be found by."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from dialogue.base.http import PersonRequest, page
from dialogue.couple import couple_therapist
from dialogue.couple.forms import PracticeForm
from dialogue.models import Person, Practice


@page
def practice(request: PersonRequest) -> HttpResponse:
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    form = PracticeForm(
        request.POST or None, instance=couple_therapist.practice_of(therapist=person)
    )
    if request.method == "POST" and form.is_valid():
        couple_therapist.keep_practice(practice=form.save(commit=False))
        messages.success(request, gettext("Saved."))
        return redirect("practice")
    code = Practice.objects.filter(therapist=person).values_list("code", flat=True).first() or ""
    context = {"form": form, "code": f"{code[:4]} {code[4:]}".strip()}
    return render(request, "couple/practice.html", context, status=422 if form.errors else 200)


@page
def new_code(request: PersonRequest) -> HttpResponse:
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    if request.method == "POST":
        couple_therapist.change_code(therapist=person)
        messages.success(request, gettext("You have a new code. The old one no longer works."))
    return redirect("practice")
