"""What a therapist does on a record's page: one form, one act."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.access.dialogues import dialogues_of
from dialogue.base import audit
from dialogue.base.http import CONFLICT, PersonRequest, identifier, number
from dialogue.models import Access, Person
from dialogue.records import (
    course,
    notes,
    remote_starts,
    tasks,
)
from dialogue.records.forms import (
    AboutForm,
    AgendaForm,
    BeginForm,
    CourseForm,
    Revised,
    StartForm,
    TaskForm,
)
from dialogue.records.record import CoupleOnRecord, NoSuchRecord, RecordProblem, Whose, find_record
from dialogue.records.remote_starts import Start

_WORDS = ("goals", "agenda", "text", "what")  # the fields in which somebody may have written much

Wrong = dict[str, Any]  # what a page shows instead, when something was not taken


def obeyed(
    request: PersonRequest, on_record: CoupleOnRecord, whose: Whose = ""
) -> HttpResponse | Wrong:
    """Where to go next, or what is wrong."""
    try:
        answer = _acted(request, on_record, whose)
    except RecordProblem as problem:
        why = problem.said
        if words := "\n\n".join(filter(None, map(request.POST.get, _WORDS))):
            return {"not_kept": {"why": why, "words": words}, "status": CONFLICT}
        messages.warning(request, why)
        answer = None
    here = redirect(request.path)
    return here if answer is None else answer


def _acted(
    request: PersonRequest, on_record: CoupleOnRecord, whose: Whose
) -> HttpResponse | Wrong | None:
    at: dict[str, Any] = {"therapist_id": on_record.therapist_id, "couple_id": on_record.couple.pk}
    task: dict[str, Any] = at | {"task_id": number(request.POST.get("task", ""))}
    match request.POST.get("act"):
        case "course":
            return _kept(request, on_record, "course_form", CourseForm(request.POST))
        case "agenda":
            form: Any = AgendaForm(request.POST, auto_id="agenda_%s")
            return _kept(request, on_record, "agenda_form", form)
        case "about" if whose:
            return _kept(request, on_record, "about_form", AboutForm(request.POST), whose)
        case "begin":
            return _begun(request, on_record, whose)
        case "give":
            form = TaskForm(request.POST, names=on_record.names, auto_id="task_%s")
            if not form.is_valid():
                return {"task_form": form, "status": 422}
            tasks.give(**at, **form.cleaned_data)
        case "share":
            tasks.share(**task)
            messages.success(request, _("They can both read it now."))
        case "take_back":
            tasks.take_back(**task)
            messages.success(request, _("They can’t read it anymore."))
        case "done" | "undone" as act:
            tasks.mark_done(**task, done=act == "done")
        case "drop":
            tasks.drop(**task)
            messages.success(request, _("Deleted."))
    return None


def _kept(
    request: PersonRequest, on_record: CoupleOnRecord, name: str, form: Revised, whose: Whose = ""
) -> Wrong | None:
    if not form.is_valid():
        return {name: form, "status": 422}
    at: dict[str, Any] = {"therapist_id": on_record.therapist_id, "couple_id": on_record.couple.pk}
    try:
        if name == "course_form":
            course.keep_course(**at, **form.cleaned_data)
        elif name == "agenda_form":
            course.keep_agenda(**at, **form.cleaned_data)
        else:
            course.keep_about(**at, whose=whose, **form.cleaned_data)
    except RecordProblem as problem:
        if problem.code != "changed":
            raise
        now = course.about(on_record, whose) if whose else course.course_of(on_record)
        form.over(now.revision)
        return {name: form, "elsewhere": name, "status": CONFLICT}
    messages.success(request, _("Saved."))
    return None


def _begun(request: PersonRequest, on_record: CoupleOnRecord, whose: Whose) -> HttpResponse | Wrong:
    at: dict[str, Any] = {"therapist_id": on_record.therapist_id, "couple_id": on_record.couple.pk}
    if "dialogue" in request.POST:
        row = theirs(on_record).filter(pk=identifier(request.POST["dialogue"])).first()
        if row is None:
            raise NoSuchRecord
        met_on = timezone.localtime(row.opened_at).date()
        note = notes.begin_note(**at, template="session", met_on=met_on, dialogue_id=row.pk)
    else:
        form = BeginForm(request.POST)
        if not form.is_valid():
            return {"begin_form": form, "status": 422}
        note = notes.begin_note(**at, whose=whose, **form.cleaned_data)
    return redirect("note", couple_id=on_record.couple.pk, note_id=note)


def noted(request: PersonRequest, on_record: CoupleOnRecord, whose: Whose, form: StartForm) -> bool:
    at: dict[str, Any] = {"therapist_id": on_record.therapist_id, "couple_id": on_record.couple.pk}
    try:
        remote_starts.note_start(**at, whose=whose, start=Start(**form.cleaned_data))
    except RecordProblem as problem:
        form.add_error("where" if problem.code == "empty" else None, problem.said)
        return False
    messages.success(request, _("Saved for %(name)s.") % {"name": on_record.names[whose]})
    return True


def of_one(request: PersonRequest, couple_id: UUID, seat: str) -> tuple[CoupleOnRecord, Whose]:
    on_record = found_for(request, couple_id)
    if seat not in on_record.names:
        raise Http404
    return on_record, cast(Whose, seat)


def found_for(request: PersonRequest, couple_id: UUID) -> CoupleOnRecord:
    """The couple, for its therapist of now or earlier. That the record was opened is written down
    alike for both, whichever part of it was."""
    therapist = request.user
    on_record = find_record(therapist_id=therapist.pk, couple_id=couple_id)
    people = Person.objects.filter(partnerships__couple=on_record.couple)
    audit.record(actor=therapist, what=Access.What.OPENED_RECORD, subjects=people)
    return on_record


def theirs(on_record: CoupleOnRecord) -> Any:
    return dialogues_of(on_record.therapist_id).filter(couple=on_record.couple)
