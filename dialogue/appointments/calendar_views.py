"""Calendar files, the personal subscription link, and reminders."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue.appointments import calendar_links, meetings
from dialogue.appointments.icalendars import icalendar_of
from dialogue.base.http import PersonRequest, page
from dialogue.models import Person


class RemindersForm(forms.Form):
    reminders = forms.BooleanField(
        label=_("Remind me by email of a time, up to three hours before"), required=False
    )
    of_course = forms.BooleanField(
        label=_("Remind me by email of the questions in our course, a day after they come up"),
        required=False,
    )
    waiting = forms.BooleanField(
        label=_("Email me when something’s waiting for me here, just once until I come back"),
        required=False,
    )
    address_is_safe = forms.BooleanField(required=False)

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if person.role != Person.Role.PARTNER:
            del self.fields["of_course"], self.fields["waiting"]
        self.fields["address_is_safe"].label = gettext("Only I read what’s sent to %(email)s") % {
            "email": person.email
        }

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        wanted = any(given.get(name) for name in ("reminders", "of_course", "waiting"))
        if wanted and not given.get("address_is_safe"):
            self.add_error(
                "address_is_safe",
                gettext("We only send reminders to an address that nobody else reads."),
            )
        return given


@page
def calendar(request: PersonRequest) -> HttpResponse:
    """Reminders, and the link for a calendar program, which is shown once."""
    person = request.user
    kept = calendar_links.wishes_of(person=person)
    asked = request.POST.get(
        "tell", ""
    )  # on Today: whether something may be sent when something waits
    answered = kept | {
        "waiting": asked == "yes",
        "address_is_safe": kept["address_is_safe"] or "address_is_safe" in request.POST,
    }
    given = answered if asked else request.POST if "save" in request.POST else None
    form = RemindersForm(given, person=person, initial=kept)
    link = None
    if request.method == "POST" and "link" in request.POST:
        token = calendar_links.new_link(person=person)
        link = request.build_absolute_uri(reverse("subscription", args=[token]))
    elif request.method == "POST" and "revoke" in request.POST:
        calendar_links.revoke_link(person=person)
        messages.success(request, gettext("The link no longer works."))
        return redirect("calendar")
    elif request.method == "POST" and form.is_valid():
        calendar_links.set_reminders(
            person=person,
            wanted=form.cleaned_data["reminders"],
            of_course=form.cleaned_data.get("of_course", False),
            waiting=form.cleaned_data.get("waiting", False),
            address_is_safe=form.cleaned_data["address_is_safe"],
        )
        messages.success(request, _said(asked))
        return redirect("today" if asked else "calendar")
    has_link = bool(calendar_links.calendar_of(person=person).token_hash)
    context = {"form": form, "link": link, "has_link": has_link}
    return render(
        request, "appointments/calendar.html", context, status=422 if form.errors else 200
    )


def _said(asked: str) -> str:
    if asked == "yes":
        return gettext(
            "All right. We’ll email you when something’s waiting, just once until you come back."
        )
    return gettext("All right. We won’t email you about this.") if asked else gettext("Saved.")


@require_safe
def appointment_file(request: PersonRequest, key: str) -> HttpResponse:
    """One time as a file, for whom it concerns."""
    ahead = meetings.meetings(person=request.user)
    found = [meeting for meeting in ahead if meeting.key == key]
    if not found:
        raise Http404
    return _file(icalendar_of(meetings=found))


@login_not_required
@require_safe
def subscription(request: PersonRequest, token: str) -> HttpResponse:
    """For calendar programs, which do not sign in: whoever holds the link reads times, no more."""
    person = calendar_links.subscriber(token=token)
    if person is None:
        raise Http404
    ahead = meetings.meetings(person=person)
    with translation.override(person.language):
        return _file(icalendar_of(meetings=[meeting for meeting in ahead if meeting.agreed]))


def _file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="together.ics"'
    return response
