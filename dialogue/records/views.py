"""A therapist's own records: of a couple, and of each partner. For nobody else do they exist."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.base.http import PersonRequest, page
from dialogue.engine.protocol import PARTNERS
from dialogue.models import DialogueSession, Person
from dialogue.records import (
    archive,
    course,
    notes,
    remote_starts,
    tasks,
)
from dialogue.records.acts import Wrong, found_for, noted, obeyed, of_one, theirs
from dialogue.records.forms import (
    AboutForm,
    AgendaForm,
    BeginForm,
    CourseForm,
    StartForm,
    TaskForm,
    titles,
)
from dialogue.records.notes import Head
from dialogue.records.record import CoupleOnRecord, Whose
from dialogue.records.remote_starts import Start

_WITHOUT_A_NOTE = 5  # of the newest dialogues, so many are offered


@require_safe
def records(request: PersonRequest) -> HttpResponse:
    """Couples that one worked with before; those of now are on the first page."""
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    earlier = archive.former(therapist_id=person.pk)
    return render(
        request,
        "records/records.html",
        {"earlier": [(one.pair, one) for one in earlier]},
    )


@sensitive_post_parameters()
@page
def record(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """The couple's record: course, next session, homework, notes."""
    found = found_for(request, couple_id)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = obeyed(request, found)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    kept = course.course_of(found)
    heads = notes.heads(found, whose="")
    begin = BeginForm()
    given = {"goals": kept.goals, "planned": kept.planned, "last_on": kept.last_on}
    context = {
        "found": found,
        "pair": found.pair,
        "whose": "",
        "course": kept,
        "stones": ["held" if n < kept.held else "" for n in range(kept.planned)],
        "tasks": [_named(found, task) for task in tasks.tasks(found)],
        "notes": note_rows(heads),
        "unwritten": _unwritten(found, heads),
        "asked": [_last_start(found, seat) for seat in PARTNERS],
        "course_form": CourseForm(initial=given | {"revision": kept.revision}),
        "agenda_form": AgendaForm(
            initial={"agenda": kept.agenda, "revision": kept.revision}, auto_id="agenda_%s"
        ),
        "task_form": TaskForm(names=found.names, auto_id="task_%s"),
        "begin_form": begin,
    } | wrong
    return render(request, "records/record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@page
def partner_record(request: PersonRequest, couple_id: UUID, seat: str) -> HttpResponse:
    """What the therapist keeps about one of the two."""
    found, whose = of_one(request, couple_id, seat)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = obeyed(request, found, whose)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    about = course.about(found, whose)
    context = {
        "found": found,
        "pair": found.pair,
        "whose": whose,
        "name": found.names[whose],
        "about": about,
        "about_form": AboutForm(initial={"text": about.text, "revision": about.revision}),
        "notes": note_rows(notes.heads(found, whose=whose)),
        "begin_form": BeginForm(),
        "starts": remote_starts.starts(found, whose=whose),
    } | wrong
    return render(request, "records/partner_record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@page
def session_start(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """At the start of a remote session, each partner is asked where they are, and whom to reach."""
    found = found_for(request, couple_id)
    if not found.in_care and request.method != "POST":
        return redirect("record", couple_id=couple_id)
    bound: dict[str, StartForm] = {}
    if request.method == "POST":
        seat = request.POST.get("seat", "")
        if seat not in found.names:
            raise Http404
        form = StartForm(request.POST, prefix=seat)
        if form.is_valid() and noted(request, found, cast(Whose, seat), form):
            return redirect("session_start", couple_id=couple_id)
        bound[seat] = form
    rows = []
    for seat in found.names:
        last = next(iter(remote_starts.starts(found, whose=cast(Whose, seat), most=1)), None)
        offered = {"where": last.where, "contact": last.contact} if last else {}
        form = bound.get(seat) or StartForm(initial=offered, prefix=seat)
        rows.append({"seat": seat, "name": found.names[seat], "last": last, "form": form})
    context = {"found": found, "pair": found.pair, "rows": rows}
    context["agenda"] = course.course_of(found).agenda
    return render(request, "records/session_start.html", context, status=422 if bound else 200)


@page
def erase_record(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """At the end of the time for which it must be kept. What it means is said before."""
    found = found_for(request, couple_id)
    if found.in_care:
        raise Http404
    if request.method == "POST":
        archive.erase(therapist_id=found.therapist_id, couple_id=couple_id)
        messages.success(request, _("The record is deleted."))
        return redirect("records")
    return render(request, "records/erase_record.html", {"found": found, "pair": found.pair})


def note_rows(heads: list[Head]) -> list[tuple[Head, str]]:
    return [(head, titles()[head.template]) for head in heads]


def _named(found: CoupleOnRecord, task: tasks.Kept) -> tuple[tasks.Kept, str, list[Any]]:
    """With who is to do it, and who says what of it."""
    said = [(found.names.get(seat, ""), one) for seat, one in sorted(task.said.items())]
    return task, found.names.get(task.who, _("Both")), said


def _last_start(found: CoupleOnRecord, seat: str) -> tuple[str, Start | None]:
    last = remote_starts.starts(found, whose=cast(Whose, seat), most=1)
    return found.names.get(seat, ""), next(iter(last), None)


def _unwritten(found: CoupleOnRecord, heads: list[Head]) -> list[DialogueSession]:
    """Dialogues that ended and have no note yet, the newest first."""
    if not found.in_care:
        return []
    ended = theirs(found).exclude(closed_at=None).exclude(state__outcome="declined")
    written = {head.dialogue_id for head in heads}
    newest = ended.order_by("-opened_at")[: _WITHOUT_A_NOTE + len(written)]
    return [row for row in newest if row.pk not in written][:_WITHOUT_A_NOTE]
