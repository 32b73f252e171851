"""A therapist's own records: of a couple, and of each partner. For nobody else do they exist."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.forms import number
from dialogue.models import Access, DialogueSession, Person
from dialogue.services import audit
from dialogue.services.access import dialogues_of
from dialogue.services.records import keeping, notes, standing, starts, tasks
from dialogue.services.records.found import Found, NoSuchRecord, RecordProblem, Whose, find
from dialogue.services.records.notes import Head
from dialogue.services.records.starts import Start
from dialogue.views.record_forms import (
    AboutForm,
    AgendaForm,
    BeginForm,
    CourseForm,
    Revised,
    StartForm,
    TaskForm,
    titles,
)

SEATS = ("first", "second")
_WITHOUT_A_NOTE = 5  # of the newest dialogues, so many are offered
CONFLICT = 409
_WORDS = ("goals", "agenda", "text", "what")  # the fields in which somebody may have written much

Wrong = dict[str, Any]  # what a page shows instead, when something was not taken


def found_for(request: HttpRequest, couple_id: UUID) -> Found:
    """The couple, for its therapist of now or earlier. That the record was opened is written down
    alike for both, whichever part of it was."""
    therapist = cast(Person, request.user)
    try:
        found = find(therapist_id=therapist.pk, couple_id=couple_id)
    except NoSuchRecord:
        raise Http404 from None
    people = Person.objects.filter(partnerships__couple=found.couple)
    audit.record(actor=therapist, what=Access.What.OPENED_RECORD, subjects=people)
    return found


def pair(found: Found) -> str:
    names = list(found.names.values())
    if len(names) != 2:
        return "".join(names)
    return _("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}


@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """Couples that one worked with before; those of now are on the first page."""
    person = cast(Person, request.user)
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    earlier = keeping.former(therapist_id=person.pk)
    return render(
        request, "records/records.html", {"earlier": [(pair(one), one) for one in earlier]}
    )


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """The couple's record: course, next session, homework, notes."""
    found = found_for(request, couple_id)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = _obeyed(request, found)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    course = standing.course_of(found)
    heads = notes.heads(found, whose="")
    begin = BeginForm()
    given = {"goals": course.goals, "planned": course.planned, "last_on": course.last_on}
    context = {
        "found": found,
        "pair": pair(found),
        "whose": "",
        "course": course,
        "stones": ["held" if n < course.held else "" for n in range(course.planned)],
        "tasks": [_named(found, task) for task in tasks.tasks(found)],
        "notes": note_rows(heads),
        "unwritten": _unwritten(found, heads),
        "asked": [_last_start(found, seat) for seat in SEATS],
        "course_form": CourseForm(initial=given | {"revision": course.revision}),
        "agenda_form": AgendaForm(
            initial={"agenda": course.agenda, "revision": course.revision}, auto_id="agenda_%s"
        ),
        "task_form": TaskForm(names=found.names, auto_id="task_%s"),
        "begin_form": begin,
    } | wrong
    return render(request, "records/record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def partner_record(request: HttpRequest, couple_id: UUID, seat: str) -> HttpResponse:
    """What the therapist keeps about one of the two."""
    found, whose = _of_one(request, couple_id, seat)
    wrong: Wrong = {}
    if request.method == "POST":
        answer = _obeyed(request, found, whose)
        if isinstance(answer, HttpResponse):
            return answer
        wrong = answer
    about = standing.about(found, whose)
    context = {
        "found": found,
        "pair": pair(found),
        "whose": whose,
        "name": found.names[whose],
        "about": about,
        "about_form": AboutForm(initial={"text": about.text, "revision": about.revision}),
        "notes": note_rows(notes.heads(found, whose=whose)),
        "begin_form": BeginForm(),
        "starts": starts.starts(found, whose=whose),
    } | wrong
    return render(request, "records/partner_record.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def session_start(request: HttpRequest, couple_id: UUID) -> HttpResponse:
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
        if form.is_valid() and _noted(request, found, cast(Whose, seat), form):
            return redirect("session_start", couple_id=couple_id)
        bound[seat] = form
    rows = []
    for seat in found.names:
        last = next(iter(starts.starts(found, whose=cast(Whose, seat), most=1)), None)
        offered = {"where": last.where, "contact": last.contact} if last else {}
        form = bound.get(seat) or StartForm(initial=offered, prefix=seat)
        rows.append({"seat": seat, "name": found.names[seat], "last": last, "form": form})
    context = {"found": found, "pair": pair(found), "rows": rows}
    context["agenda"] = standing.course_of(found).agenda
    return render(request, "records/session_start.html", context, status=422 if bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def erase_record(request: HttpRequest, couple_id: UUID) -> HttpResponse:
    """At the end of the time for which it must be kept. What it means is said before."""
    found = found_for(request, couple_id)
    if found.in_care:
        raise Http404
    if request.method == "POST":
        keeping.erase(therapist_id=found.therapist_id, couple_id=couple_id)
        messages.success(request, _("The record is erased."))
        return redirect("records")
    return render(request, "records/erase_record.html", {"found": found, "pair": pair(found)})


def note_rows(heads: list[Head]) -> list[tuple[Head, str]]:
    return [(head, titles()[head.template]) for head in heads]


def _obeyed(request: HttpRequest, found: Found, whose: Whose = "") -> HttpResponse | Wrong:
    """Where to go next, or what is wrong."""
    try:
        answer = _acted(request, found, whose)
    except NoSuchRecord:
        raise Http404 from None
    except RecordProblem as problem:
        why = _problem(problem.code)
        if words := "\n\n".join(filter(None, map(request.POST.get, _WORDS))):
            return {"not_kept": {"why": why, "words": words}, "status": CONFLICT}
        messages.warning(request, why)
        answer = None
    here = redirect(request.path)
    return here if answer is None else answer


def _acted(request: HttpRequest, found: Found, whose: Whose) -> HttpResponse | Wrong | None:
    at: dict[str, Any] = {"therapist_id": found.therapist_id, "couple_id": found.couple.pk}
    task: dict[str, Any] = at | {"task_id": number(request.POST.get("task", ""))}
    match request.POST.get("act"):
        case "course":
            return _kept(request, found, "course_form", CourseForm(request.POST))
        case "agenda":
            form: Any = AgendaForm(request.POST, auto_id="agenda_%s")
            return _kept(request, found, "agenda_form", form)
        case "about" if whose:
            return _kept(request, found, "about_form", AboutForm(request.POST), whose)
        case "begin":
            return _begun(request, found, whose)
        case "give":
            form = TaskForm(request.POST, names=found.names, auto_id="task_%s")
            if not form.is_valid():
                return {"task_form": form, "status": 422}
            tasks.give(**at, **form.cleaned_data)
        case "share":
            tasks.share(**task)
            messages.success(request, _("Both of them read it now."))
        case "take_back":
            tasks.take_back(**task)
            messages.success(request, _("They read it no longer."))
        case "done" | "undone" as act:
            tasks.mark_done(**task, done=act == "done")
        case "drop":
            tasks.drop(**task)
            messages.success(request, _("Removed."))
    return None


def _kept(
    request: HttpRequest, found: Found, name: str, form: Revised, whose: Whose = ""
) -> Wrong | None:
    if not form.is_valid():
        return {name: form, "status": 422}
    at: dict[str, Any] = {"therapist_id": found.therapist_id, "couple_id": found.couple.pk}
    try:
        if name == "course_form":
            standing.keep_course(**at, **form.cleaned_data)
        elif name == "agenda_form":
            standing.keep_agenda(**at, **form.cleaned_data)
        else:
            standing.keep_about(**at, whose=whose, **form.cleaned_data)
    except RecordProblem as problem:
        if problem.code != "changed":
            raise
        now = standing.about(found, whose) if whose else standing.course_of(found)
        form.over(now.revision)
        return {name: form, "elsewhere": name, "status": CONFLICT}
    messages.success(request, _("Saved."))
    return None


def _begun(request: HttpRequest, found: Found, whose: Whose) -> HttpResponse | Wrong:
    at: dict[str, Any] = {"therapist_id": found.therapist_id, "couple_id": found.couple.pk}
    if "dialogue" in request.POST:
        row = _theirs(found).filter(pk=_uuid(request.POST["dialogue"])).first()
        if row is None:
            raise NoSuchRecord
        met_on = timezone.localtime(row.opened_at).date()
        note = notes.begin_note(**at, template="session", met_on=met_on, dialogue_id=row.pk)
    else:
        form = BeginForm(request.POST)
        if not form.is_valid():
            return {"begin_form": form, "status": 422}
        note = notes.begin_note(**at, whose=whose, **form.cleaned_data)
    return redirect("note", couple_id=found.couple.pk, note_id=note)


def _noted(request: HttpRequest, found: Found, whose: Whose, form: StartForm) -> bool:
    at: dict[str, Any] = {"therapist_id": found.therapist_id, "couple_id": found.couple.pk}
    try:
        starts.note_start(**at, whose=whose, start=Start(**form.cleaned_data))
    except RecordProblem as problem:
        form.add_error("where" if problem.code == "empty" else None, _problem(problem.code))
        return False
    messages.success(request, _("Noted for %(name)s.") % {"name": found.names[whose]})
    return True


def _of_one(request: HttpRequest, couple_id: UUID, seat: str) -> tuple[Found, Whose]:
    found = found_for(request, couple_id)
    if seat not in found.names:
        raise Http404
    return found, cast(Whose, seat)


def _named(found: Found, task: tasks.Kept) -> tuple[tasks.Kept, str]:
    return task, found.names.get(task.who, _("Both"))


def _last_start(found: Found, seat: str) -> tuple[str, Start | None]:
    last = starts.starts(found, whose=cast(Whose, seat), most=1)
    return found.names.get(seat, ""), next(iter(last), None)


def _theirs(found: Found) -> Any:
    return dialogues_of(found.therapist_id).filter(couple=found.couple)


def _unwritten(found: Found, heads: list[Head]) -> list[DialogueSession]:
    """Dialogues that ended and have no note yet, the newest first."""
    if not found.in_care:
        return []
    ended = _theirs(found).exclude(closed_at=None).exclude(state__outcome="declined")
    written = {head.dialogue_id for head in heads}
    newest = ended.order_by("-opened_at")[: _WITHOUT_A_NOTE + len(written)]
    return [row for row in newest if row.pk not in written][:_WITHOUT_A_NOTE]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _problem(code: str) -> str:
    return {
        "closed": _("Your work with them has ended: nothing new is begun in the record."),
        "empty": _("Write something first."),
    }.get(code, _("That did not work. Look at the page again."))
