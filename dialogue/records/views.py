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
    on_record = found_for(request, couple_id)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = obeyed(request, on_record)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    kept = course.course_of(on_record)
    heads = notes.heads(on_record, whose="")
    begin = BeginForm()
    given = {"goals": kept.goals, "planned": kept.planned, "last_on": kept.last_on}
    context = {
        "on_record": on_record,
        "pair": on_record.pair,
        "whose": "",
        "course": kept,
        "stones": ["held" if n < kept.held else "" for n in range(kept.planned)],
        "tasks": [_named(on_record, task) for task in tasks.tasks(on_record)],
        "notes": note_rows(heads),
        "unwritten": _unwritten(on_record, heads),
        "asked": [_last_start(on_record, seat) for seat in PARTNERS],
        "course_form": CourseForm(initial=given | {"revision": kept.revision}),
        "agenda_form": AgendaForm(
            initial={"agenda": kept.agenda, "revision": kept.revision}, auto_id="agenda_%s"
        ),
        "task_form": TaskForm(names=on_record.names, auto_id="task_%s"),
        "begin_form": begin,
    } | wrong
    return render(request, "records/record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@page
def partner_record(request: PersonRequest, couple_id: UUID, seat: str) -> HttpResponse:
    """What the therapist keeps about one of the two."""
    on_record, whose = of_one(request, couple_id, seat)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = obeyed(request, on_record, whose)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    about = course.about(on_record, whose)
    context = {
        "on_record": on_record,
        "pair": on_record.pair,
        "whose": whose,
        "name": on_record.names[whose],
        "about": about,
        "about_form": AboutForm(initial={"text": about.text, "revision": about.revision}),
        "notes": note_rows(notes.heads(on_record, whose=whose)),
        "begin_form": BeginForm(),
        "starts": remote_starts.starts(on_record, whose=whose),
    } | wrong
    return render(request, "records/partner_record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@page
def session_start(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """At the start of a remote session, each partner is asked where they are, and whom to reach."""
    on_record = found_for(request, couple_id)
    if not on_record.in_care and request.method != "POST":
        return redirect("record", couple_id=couple_id)
    bound: dict[str, StartForm] = {}
    if request.method == "POST":
        seat = request.POST.get("seat", "")
        if seat not in on_record.names:
            raise Http404
        form = StartForm(request.POST, prefix=seat)
        if form.is_valid() and noted(request, on_record, cast(Whose, seat), form):
            return redirect("session_start", couple_id=couple_id)
        bound[seat] = form
    rows = []
    for seat in on_record.names:
        last = next(iter(remote_starts.starts(on_record, whose=cast(Whose, seat), most=1)), None)
        offered = {"where": last.where, "contact": last.contact} if last else {}
        form = bound.get(seat) or StartForm(initial=offered, prefix=seat)
        rows.append({"seat": seat, "name": on_record.names[seat], "last": last, "form": form})
    context = {"on_record": on_record, "pair": on_record.pair, "rows": rows}
    context["agenda"] = course.course_of(on_record).agenda
    return render(request, "records/session_start.html", context, status=422 if bound else 200)


@page
def erase_record(request: PersonRequest, couple_id: UUID) -> HttpResponse:
    """At the end of the time for which it must be kept. What it means is said before."""
    on_record = found_for(request, couple_id)
    if on_record.in_care:
        raise Http404
    if request.method == "POST":
        archive.erase(therapist_id=on_record.therapist_id, couple_id=couple_id)
        messages.success(request, _("The record is deleted."))
        return redirect("records")
    return render(
        request, "records/erase_record.html", {"on_record": on_record, "pair": on_record.pair}
    )


def note_rows(heads: list[Head]) -> list[tuple[Head, str]]:
    return [(head, titles()[head.template]) for head in heads]


def _named(on_record: CoupleOnRecord, task: tasks.Kept) -> tuple[tasks.Kept, str, list[Any]]:
    """With who is to do it, and who says what of it."""
    said = [(on_record.names.get(seat, ""), one) for seat, one in sorted(task.said.items())]
    return task, on_record.names.get(task.who, _("Both")), said


def _last_start(on_record: CoupleOnRecord, seat: str) -> tuple[str, Start | None]:
    last = remote_starts.starts(on_record, whose=cast(Whose, seat), most=1)
    return on_record.names.get(seat, ""), next(iter(last), None)


def _unwritten(on_record: CoupleOnRecord, heads: list[Head]) -> list[DialogueSession]:
    """Dialogues that ended and have no note yet, the newest first."""
    if not on_record.in_care:
        return []
    ended = theirs(on_record).exclude(closed_at=None).exclude(state__outcome="declined")
    written = {head.dialogue_id for head in heads}
    newest = ended.order_by("-opened_at")[: _WITHOUT_A_NOTE + len(written)]
    return [row for row in newest if row.pk not in written][:_WITHOUT_A_NOTE]
