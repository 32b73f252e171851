"""Our course: agreeing on it, where we are, what might come next; and the questions, each in private.

No page shows whether somebody has answered: what was answered and what was skipped look alike here, to
whoever holds the phone as well. What one answered is read where the password is asked for once more.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from dialogue import text
from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base.follow_ups import MONTHS, months_after
from dialogue.base.http import CONFLICT, NOT_OPEN, UNPROCESSABLE, PersonRequest, number, page
from dialogue.base.problems import NotOpen
from dialogue.course import changing, occasions, reading
from dialogue.course import service as courses
from dialogue.course.forms import GoalForm, NumberForm, ProposeForm
from dialogue.course.service import CourseProblem
from dialogue.home.path import path_of
from dialogue.home.path_views import named
from dialogue.measures import answers
from dialogue.measures.forms import MeasureForm
from dialogue.measures.instruments import instrument
from dialogue.measures.words import language_of

NEXT_OTHERWISE = "couples_dialogue"  # where the path has been gone


@sensitive_post_parameters()
@page
def our_course(request: PersonRequest) -> HttpResponse:
    place = seat_of(person_id=request.user.pk)
    if place is None:
        return redirect("sessions")
    act = request.POST.get("act", "")
    form = _form(request, act, place)
    status, why = 200, ""
    if request.method == "POST":
        try:
            if done := _obey(request, act, form, place):
                messages.success(request, done)
                return redirect("course")
            status = UNPROCESSABLE
        except CourseProblem as problem:
            status, why = CONFLICT, problem.said
        except NotOpen:
            status, why = NOT_OPEN, _("This wasn’t saved: your dialogues aren’t open right now.")
    words = text.cleaned(request.POST.get("goal", "")) if why else ""
    if why and not words:
        messages.warning(request, why)
        return redirect("course")
    context = _shown(request, place, act, form, status == UNPROCESSABLE)
    context |= {"not_kept": {"why": why, "words": words} if words else None}
    return render(request, "course/course.html", context, status=status)


@sensitive_post_parameters()
@page
def course_questions(request: PersonRequest) -> HttpResponse:
    """One measure after the other, each saved by itself: whoever is called away goes on later."""
    person = request.user
    due = occasions.current(person_id=person.pk)
    measure = request.POST.get("measure", "")
    if due is None or not (due.measures or measure in due.occasion.measures):
        return redirect("course")
    if request.method == "POST" and request.POST.get("act") == "skip":
        occasions.skip(person=person, occasion_id=request.POST.get("occasion", ""), measure=measure)
        said = _("All right, not this time.")
        return _next(request, said, after_all="course" if measure else "sessions")
    # What was answered in another tab meanwhile is changed by what is saved here, not lost.
    sent = measure in due.occasion.measures
    asked = instrument(measure if sent else due.measures[0])
    form = MeasureForm(asked, request.POST if sent else None)
    if sent and form.is_valid():
        answers.keep(
            person_id=person.pk, measure=asked.id, answers=form.answers, since=due.occasion.at
        )
        return _next(request, _("Saved. You can change it for a day."))
    context = {
        "form": form,
        "instrument": asked,
        "foreign": language_of(asked),
        "due": due,
        "last": due.measures in ((), (asked.id,)),
    }
    return render(request, "course/questions.html", context, status=422 if form.errors else 200)


# --- within ------------------------------------------------------------------------------------


def _next(request: PersonRequest, said: str, after_all: str = "course") -> HttpResponse:
    messages.success(request, said)
    more = occasions.due(person_id=request.user.pk)
    return redirect("course_questions" if more else after_all)


def _form(request: PersonRequest, act: str, place: PartnerSeat) -> forms.Form | None:
    match act:
        case "change":
            choices = changing.standing(place=place).choices
            return NumberForm(request.POST, choices=choices)
        case "propose":
            return ProposeForm(request.POST)
        case "agree" | "goal":
            return GoalForm(request.POST)
    return None


def _obey(request: PersonRequest, act: str, form: forms.Form | None, place: PartnerSeat) -> str:
    """What was done; nothing where something is wrong with the form."""
    one: dict[str, Any] = {
        "person_id": request.user.pk,
        "course_id": number(request.POST.get("course", "")),
    }
    partner = place.names.get(place.other, "")
    given = form.cleaned_data if form and form.is_valid() else None
    match act:
        case "propose" if given is not None:
            courses.propose(person_id=request.user.pk, **given)
            return _("You asked %(name)s.") % {"name": partner}
        case "agree" if given is not None:
            courses.agree(**one, **given)
            return _("Agreed. Your course begins now.")
        case "goal" if given is not None:
            courses.set_goal(**one, **given)
            return _("Saved.")
        case "decline":
            courses.decline(**one)
            return _("All right, not this time.")
        case "take_back":
            courses.decline(**one)
            return _("You took it back.")
        case "change" if given is not None:
            changing.suggest(**one, **given)
            return _("You asked %(name)s.") % {"name": partner}
        case "change_agree":
            planned = number(request.POST.get("planned", ""))
            changing.agree(**one, planned=planned if planned > 0 else None)
            return _("Agreed. That’s the number from now on.")
        case "change_decline" | "change_take_back":
            changing.decline(**one)
            return _("Nothing has changed.")
        case "end":
            courses.end(**one)
            return _("Your course has ended.")
    return ""


def _shown(
    request: PersonRequest, place: PartnerSeat, act: str, form: forms.Form | None, wrong: bool
) -> dict[str, Any]:
    person_id = request.user.pk
    now = reading.standing(place=place)
    kept = now.proposal if now.proposal and now.proposal.opener == place.seat else now.course
    mine = kept.goals.get(place.seat, "") if kept else ""
    refused = {act: form} if wrong else {}
    due = occasions.due(person_id=person_id)
    change = changing.standing(place=place)
    return {
        "change": change,
        "change_is_mine": change.suggested is not None and change.suggested.by == place.seat,
        "change_form": refused.get("change", NumberForm(choices=change.choices)),
        "place": place,
        "now": now,
        "asked_by_me": now.proposal is not None and now.proposal.opener == place.seat,
        "partner": place.names.get(place.other, ""),
        "goals": _goals(now.course, place),
        "their_goal": now.proposal.goals.get(place.other, "") if now.proposal else "",
        "propose_form": refused.get("propose", ProposeForm()),
        "agree_form": refused.get("agree", GoalForm()),
        "goal_form": refused.get("goal", GoalForm(initial={"goal": mine})),
        "goal_refused": "goal" in refused,
        "marks": _marks(now.progress),
        "due": due,
        "looks_back": _looks_back(now.progress),
        "next": _suggested(person_id),
        "therapist": place.couple.therapist,
    }


def _goals(course: reading.Agreed | None, place: PartnerSeat) -> list[tuple[str, str]]:
    """Of both, one's own first."""
    goals = course.goals if course else {}
    names = {place.seat: _("You"), place.other: place.names.get(place.other, "")}
    return [(name, goals[seat]) for seat, name in names.items() if seat in goals]


def _marks(progress: reading.Progress | None) -> list[bool]:
    """Of each dialogue that was planned, whether it was held."""
    if progress is None or progress.planned is None:
        return []
    return [place < len(progress.held) for place in range(progress.planned)]


def _looks_back(progress: reading.Progress | None) -> list[Any]:
    last = progress.last_at if progress else None
    return [months_after(last, months) for months in MONTHS] if last else []


def _suggested(person_id: int) -> dict[str, str]:
    found = (station.id for station in path_of(person_id=person_id) if station.next)
    return named(next(found, NEXT_OTHERWISE))
