"""Times to meet: the list, proposing, answering, moving, calling off."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from dialogue.forms import number
from dialogue.models import Person
from dialogue.services import appointments as times
from dialogue.services import couples
from dialogue.services.appointments import AppointmentProblem, Meeting

_HOURS = ((9, 0), (12, 30), (18, 0), (20, 0))
_OTHER = "other"
_LENGTHS = (30, 45, 60, 90)


class _Slots(forms.ChoiceField):
    """The offered times move on with the clock; one that was offered when the page was made is good
    for as long as it lies ahead."""

    def valid_value(self, value: Any) -> bool:
        return value == _OTHER or _instant(value) is not None


class TimeForm(forms.Form):
    """When: within 24 hours by one press, or any other time. In the person's own time zone."""

    slot = _Slots(
        label=_("When?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose a time."),
            "invalid_choice": _("Choose a time."),
        },
    )
    at = forms.DateTimeField(
        label=_("Another time"),
        required=False,
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        error_messages={"invalid": _("Write a date and a time.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        soon = _soon()
        slot = cast(forms.ChoiceField, self.fields["slot"])
        slot.choices = [(_value(at), _day_and_time(at)) for at in soon] + [
            (_OTHER, gettext("Another time, as below"))
        ]
        evening = [at for at in soon if at.hour >= 18]
        slot.initial = _value((evening or soon)[0])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        field = "at" if given.get("slot") == _OTHER else "slot"
        if field == "at" and not given.get("at") and "at" not in self.errors:
            self.add_error("at", gettext("Write a date and a time."))
        begins_at = given.get("at") if field == "at" else _instant(given.get("slot", ""))
        if begins_at and begins_at <= timezone.now():
            self.add_error(
                field, gettext("This time has passed. Choose one that is still to come.")
            )
        elif begins_at and begins_at > timezone.now() + timedelta(days=times.FURTHEST_DAYS):
            self.add_error(field, gettext("Choose a time within a year."))
        given["begins_at"] = begins_at
        return given


class ProposeForm(TimeForm):
    minutes = forms.TypedChoiceField(label=_("For how long?"), coerce=int, initial=60)
    weekly = forms.BooleanField(label=_("Every week at this time"), required=False, initial=False)
    with_therapist = forms.BooleanField(required=False)
    couple_id = forms.ChoiceField(label=_("With whom?"))

    field_order = ("couple_id", "slot", "at", "minutes", "weekly", "with_therapist")

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        minutes = cast(forms.ChoiceField, self.fields["minutes"])
        minutes.choices = [
            (number, ngettext("%d minute", "%d minutes", number) % number) for number in _LENGTHS
        ]
        if person.role == Person.Role.THERAPIST:
            del self.fields["with_therapist"]
            couple_id = cast(forms.ChoiceField, self.fields["couple_id"])
            couple_id.choices = [
                (str(couple.pk), couple_names(couple.partners.all()))
                for couple in person.couples_in_care.filter(ended_at=None).prefetch_related(
                    "partners__person"
                )
            ]
            return
        del self.fields["couple_id"]
        couple = couples.couple_of(person_id=person.pk)
        therapist = couple.therapist if couple else None
        if therapist is None:
            del self.fields["with_therapist"]
        else:
            self.fields["with_therapist"].label = gettext("With %(name)s") % {
                "name": therapist.name
            }


@dataclass(frozen=True, slots=True)
class Row:
    meeting: Meeting
    line: str
    elsewhere: list[tuple[str, datetime]]  # the same moment on another's clock
    names: str
    not_on: list[datetime]  # left out of a weekly one, and still to come


@require_http_methods(["GET", "HEAD", "POST"])
def appointments(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    can_propose = _has_someone(person)
    form = ProposeForm(request.POST or None, person=person) if can_propose else None
    if request.method == "POST" and form and form.is_valid():
        try:
            times.propose(
                person=person,
                begins_at=form.cleaned_data["begins_at"],
                minutes=form.cleaned_data["minutes"],
                weekly=form.cleaned_data["weekly"],
                with_therapist=form.cleaned_data.get("with_therapist", False),
                couple_id=form.cleaned_data.get("couple_id"),
            )
        except AppointmentProblem as problem:
            form.add_error(None, _problem(problem.code))
        else:
            messages.success(request, gettext("Proposed. Now the others can say if it suits them."))
            return redirect("appointments")
    context = {
        "form": form,
        "ahead": [_row(person, meeting) for meeting in times.meetings(person=person)],
        "earlier": [_row(person, meeting) for meeting in times.earlier(person=person)],
        "as_therapist": person.role == Person.Role.THERAPIST,
        "zone": person.time_zone.replace("_", " "),
    }
    status = 422 if form and form.errors else 200
    return render(request, "appointments/appointments.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def answer_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("appointments")
    try:
        times.answer(
            person=cast(Person, request.user),
            appointment_id=appointment_id,
            revision=number(request.POST.get("revision", "")),
            accepted=request.POST.get("answer") == "yes",
        )
    except AppointmentProblem as problem:
        if problem.code == "not_here":
            raise Http404 from None
        messages.warning(request, _problem(problem.code))
    return redirect("appointments")


@require_http_methods(["GET", "HEAD", "POST"])
def move_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    person = cast(Person, request.user)
    try:
        found = times.appointment_for(person=person, appointment_id=appointment_id)
        form = TimeForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            times.move(
                person=person,
                appointment_id=appointment_id,
                revision=number(request.POST.get("revision", "")),
                begins_at=form.cleaned_data["begins_at"],
            )
            messages.success(request, gettext("Moved. The others are asked again."))
            return redirect("appointments")
    except AppointmentProblem as problem:
        if problem.code == "not_here":
            raise Http404 from None
        messages.warning(request, _problem(problem.code))
        return redirect("appointments")
    context = {"form": form, "appointment": found, "zone": person.time_zone.replace("_", " ")}
    return render(request, "appointments/move.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def skip_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    done = gettext("Left out this once. The weeks after it stay.")
    return _one_week(request, appointment_id, times.skip, done)


@require_http_methods(["GET", "HEAD", "POST"])
def bring_back_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    done = gettext("It takes place, as before.")
    return _one_week(request, appointment_id, times.bring_back, done)


def _one_week(
    request: HttpRequest, appointment_id: int, act: Callable[..., None], done: str
) -> HttpResponse:
    if request.method != "POST":
        return redirect("appointments")
    person = cast(Person, request.user)
    at = _instant(request.POST.get("begins_at", ""))
    try:
        found = times.appointment_for(person=person, appointment_id=appointment_id)
        act(person=person, appointment_id=found.pk, begins_at=at or found.made_at)
    except AppointmentProblem as problem:
        if problem.code == "not_here":
            raise Http404 from None
        messages.warning(request, _problem(problem.code))
    else:
        messages.success(request, done)
    return redirect("appointments")


@require_http_methods(["GET", "HEAD", "POST"])
def cancel_appointment(request: HttpRequest, appointment_id: int) -> HttpResponse:
    if request.method != "POST":
        return redirect("appointments")
    try:
        times.cancel(person=cast(Person, request.user), appointment_id=appointment_id)
    except AppointmentProblem:
        raise Http404 from None
    messages.success(request, gettext("Called off."))
    return redirect("appointments")


def couple_names(partners: Any) -> str:
    names = [partner.person.name for partner in sorted(partners, key=lambda one: one.seat)]
    if len(names) != 2:
        return "".join(names)
    return gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}


def _row(person: Person, meeting: Meeting) -> Row:
    names = [other.name for other in meeting.others]
    joined = (
        gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
        if len(names) == 2
        else "".join(names)
    )
    elsewhere = times.local_times(meeting, beside=person.time_zone)
    clocks = [(one.name, at) for one, at in elsewhere]
    not_on = [at for at in meeting.skipped if at > timezone.now()]
    return Row(meeting, _line(meeting), clocks, joined, not_on)


def _line(meeting: Meeting) -> str:
    if meeting.dialogue_id:
        return gettext("A dialogue that you kept for this time")
    if meeting.agreed:
        return gettext("Agreed")
    if meeting.mine is False:
        return gettext("You said that it does not suit you")
    if meeting.declined:
        return gettext("Does not suit everybody")
    if meeting.mine is None:
        return gettext("Does this suit you?")
    return gettext("Waiting for an answer")


def _has_someone(person: Person) -> bool:
    if person.role == Person.Role.THERAPIST:
        return person.couples_in_care.filter(ended_at=None).exists()
    return couples.couple_of(person_id=person.pk) is not None


def _soon() -> list[datetime]:
    """The usual hours within the next 24, on the person's clock."""
    now = timezone.localtime()
    earliest = now + timedelta(minutes=30)
    days = (now.date(), now.date() + timedelta(days=1))
    offered = [
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=now.tzinfo)
        for day in days
        for hour, minute in _HOURS
    ]
    return [at for at in offered if earliest <= at <= now + timedelta(hours=24)]


def _day_and_time(at: datetime) -> str:
    time = formats.date_format(at, "TIME_FORMAT")
    if at.date() == timezone.localdate():
        return gettext("Today, %(time)s") % {"time": time}
    return gettext("Tomorrow, %(time)s") % {"time": time}


def _value(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="minutes")


def _instant(value: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(value)
        return at.astimezone(UTC) if at.tzinfo else None
    except (ValueError, OverflowError):
        return None


def _problem(code: str) -> str:
    return {
        "moved": gettext("The time was changed in the meantime. Look at the new one."),
        "past": gettext("This time has passed. Choose one that is still to come."),
    }.get(code, gettext("That did not work. Look at the page again."))
