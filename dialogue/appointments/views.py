"""Times to meet: the list, proposing, answering, moving, calling off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext

from dialogue import clocks
from dialogue.appointments import meetings
from dialogue.appointments import service as times
from dialogue.appointments.forms import ProposeForm, RhythmForm, TimeForm, instant
from dialogue.appointments.meetings import Meeting
from dialogue.appointments.service import AppointmentProblem
from dialogue.base.http import PersonRequest, number, page, posted
from dialogue.base.names import pair
from dialogue.models import Couple, Person


@dataclass(frozen=True, slots=True)
class Row:
    meeting: Meeting
    line: str
    elsewhere: list[tuple[str, datetime]]  # the same moment on another's clock
    names: str
    not_on: list[datetime]  # left out of a weekly one, and still to come
    collides: bool  # with something else of this person


@page
def appointments(request: PersonRequest) -> HttpResponse:
    person = request.user
    can_propose = _has_someone(person)
    form = ProposeForm(request.POST or None, person=person) if can_propose else None
    if request.method == "POST" and form and form.is_valid():
        try:
            made = times.propose(
                person=person,
                begins_at=form.cleaned_data["begins_at"],
                minutes=form.cleaned_data["minutes"],
                weekly=form.cleaned_data["weekly"],
                with_therapist=form.cleaned_data.get("with_therapist", False),
                couple_id=form.cleaned_data.get("couple_id"),
            )
        except AppointmentProblem as problem:
            form.add_error(None, problem.said)
        else:
            messages.success(
                request, gettext("Suggested. Now the others can say if it works for them.")
            )
            _say_beside(request, made.pk)
            return redirect("appointments")
    ahead = meetings.meetings(person=person)
    context = {
        "form": form,
        "ahead": [_row(person, meeting, ahead) for meeting in ahead],
        "earlier": [_row(person, meeting, []) for meeting in meetings.earlier(person=person)],
        "as_therapist": person.role == Person.Role.THERAPIST,
        "zone": clocks.place(person.time_zone),
    }
    status = 422 if form and form.errors else 200
    return render(request, "appointments/appointments.html", context, status=status)


@posted(back_to="us")
def suggest_rhythm(request: PersonRequest) -> HttpResponse:
    """A weekly time of the two's own. The other is asked; until then it is only suggested."""
    form = RhythmForm(request.POST)
    try:
        if not form.is_valid():
            messages.warning(request, gettext("Choose a day and a time."))
        else:
            person, at = request.user, form.begins_at
            made = times.propose(person=person, begins_at=at, minutes=form.MINUTES, weekly=True)
            messages.success(request, gettext("Suggested. It’s set once you’ve both said yes."))
            _say_beside(request, made.pk)
    except AppointmentProblem as problem:
        messages.warning(request, problem.said)
    return redirect("us")


@posted(back_to="appointments")
def answer_appointment(request: PersonRequest, appointment_id: int) -> HttpResponse:
    accepted = request.POST.get("answer") == "yes"
    try:
        times.answer(
            person=request.user,
            appointment_id=appointment_id,
            revision=number(request.POST.get("revision", "")),
            accepted=accepted,
        )
        if accepted:
            _say_beside(request, appointment_id)
    except AppointmentProblem as problem:
        messages.warning(request, problem.said)
    back = request.POST.get("back", "")
    return redirect(back if back in ("today", "us") else "appointments")


@page
def move_appointment(request: PersonRequest, appointment_id: int) -> HttpResponse:
    person = request.user
    try:
        appointment = times.found(person=person, appointment_id=appointment_id)
        form = TimeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            times.move(
                person=person,
                appointment_id=appointment_id,
                revision=number(request.POST.get("revision", "")),
                begins_at=form.cleaned_data["begins_at"],
            )
            messages.success(request, gettext("Moved. The others will be asked again."))
            _say_beside(request, appointment_id)
            return redirect("appointments")
    except AppointmentProblem as problem:
        messages.warning(request, problem.said)
        return redirect("appointments")
    context = {"form": form, "appointment": appointment, "zone": clocks.place(person.time_zone)}
    return render(request, "appointments/move.html", context, status=422 if form.errors else 200)


@posted(back_to="appointments")
def skip_appointment(request: PersonRequest, appointment_id: int) -> HttpResponse:
    done = gettext("Skipped this time. The other weeks stay as they are.")
    return _one_week(request, appointment_id, times.skip, done)


@posted(back_to="appointments")
def bring_back_appointment(request: PersonRequest, appointment_id: int) -> HttpResponse:
    done = gettext("It’s back on.")
    return _one_week(request, appointment_id, times.bring_back, done)


def _one_week(
    request: PersonRequest, appointment_id: int, act: Callable[..., None], done: str
) -> HttpResponse:
    person = request.user
    at = instant(request.POST.get("begins_at", ""))
    try:
        appointment = times.found(person=person, appointment_id=appointment_id)
        act(person=person, appointment_id=appointment.pk, begins_at=at or appointment.made_at)
    except AppointmentProblem as problem:
        messages.warning(request, problem.said)
    else:
        messages.success(request, done)
    return redirect("appointments")


@posted(back_to="appointments")
def cancel_appointment(request: PersonRequest, appointment_id: int) -> HttpResponse:
    try:
        times.cancel(person=request.user, appointment_id=appointment_id)
        messages.success(request, gettext("Canceled."))
    except AppointmentProblem as problem:  # by somebody else, or on another device
        messages.warning(request, problem.said)
    return redirect("appointments")


def _say_beside(request: PersonRequest, appointment_id: int) -> None:
    """Taken all the same: it is for them to know why."""
    ahead = meetings.meetings(person=request.user)
    taken = [one for one in ahead if one.appointment_id == appointment_id]
    if any(meetings.beside(one, ahead) for one in taken):
        messages.warning(request, gettext("You already have something at that time."))


def _row(person: Person, meeting: Meeting, ahead: list[Meeting]) -> Row:
    names = [other.name for other in meeting.others]
    joined = pair(names, meeting.told_apart)
    elsewhere = meetings.local_times(meeting, beside=person.time_zone)
    theirs = [(one.name, at) for one, at in elsewhere]
    not_on = [at for at in meeting.skipped if at > timezone.now()]
    collides = meetings.beside(meeting, ahead)
    return Row(meeting, _line(meeting), theirs, joined, not_on, collides)


def _line(meeting: Meeting) -> str:
    if meeting.dialogue_id:
        return gettext("A dialogue you saved for this time")
    if meeting.agreed:
        return gettext("Agreed")
    if meeting.mine is False:
        return gettext("You said it doesn’t work for you")
    if meeting.declined:
        return gettext("Doesn’t work for everyone")
    if meeting.mine is None:
        return gettext("Does this work for you?")
    return gettext("Waiting for an answer")


def _has_someone(person: Person) -> bool:
    if person.role == Person.Role.THERAPIST:
        return person.couples_in_care.going_on().exists()
    return Couple.objects.current_of(person.pk) is not None
