"""A session note: written, signed, added to."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from dialogue import text
from dialogue.access.dialogues import dialogues_of
from dialogue.base import autosave
from dialogue.base.http import CONFLICT, UNPROCESSABLE, PersonRequest, page
from dialogue.records import notes
from dialogue.records.acts import found_for
from dialogue.records.forms import AdditionForm, NoteForm, labels, titles
from dialogue.records.notes import Note
from dialogue.records.record import NoSuchRecord, RecordProblem

NOBODY = UUID(int=0)


@sensitive_post_parameters()
@page
def note(request: PersonRequest, couple_id: UUID, note_id: UUID) -> HttpResponse:
    on_record = found_for(request, couple_id)
    try:
        kept = _note(request, couple_id, note_id)
        wrong = _obeyed(request, kept, couple_id) if request.method == "POST" else {}
    except RecordProblem as problem:
        messages.warning(request, problem.said)
        return redirect(request.path)
    if isinstance(wrong, HttpResponse):
        return wrong
    head = kept.head
    readable = dialogues_of(on_record.therapist_id).filter(pk=head.dialogue_id or NOBODY)
    context = {
        "on_record": on_record,
        "pair": on_record.pair,
        "name": on_record.names.get(head.whose, ""),
        "note": kept,
        "title": titles()[head.template],
        "said": [(labels()[name], words) for name, words in kept.content.items() if words],
        "dialogue_id": head.dialogue_id if readable.exists() else None,
        "form": _form(kept),
        "addition_form": AdditionForm(),
    } | wrong
    return render(request, "records/note.html", context, status=wrong.get("status", 200))


@sensitive_post_parameters()
@require_POST
def note_draft(request: PersonRequest, couple_id: UUID, note_id: UUID) -> JsonResponse:
    """Keep what is being written: see dialogue.base.autosave. A code is one of "changed", "signed",
    "invalid" and "gone"."""
    try:
        draft = _note(request, couple_id, note_id)
        form = NoteForm(request.POST, template=draft.head.template)
        if not form.is_valid():
            return autosave.not_kept("invalid")
        revision = notes.keep_note(**_at(request, couple_id, note_id), **_given(form))
    except NoSuchRecord:
        return autosave.not_kept("gone")
    except RecordProblem as problem:
        return autosave.not_kept(problem.code)
    return autosave.kept(revision=revision)


def _obeyed(request: PersonRequest, kept: Note, couple_id: UUID) -> HttpResponse | dict[str, Any]:
    at = _at(request, couple_id, kept.head.id)
    match request.POST.get("act"):
        case "add":
            form = AdditionForm(request.POST)
            if not form.is_valid():
                return {"addition_form": form, "status": UNPROCESSABLE}
            notes.add_to_note(**at, words=form.cleaned_data["words"])
            messages.success(request, _("Added, with today’s date."))
        case "discard":
            notes.discard_note(**at)
            messages.success(request, _("The draft is deleted."))
            return _to_record(kept, couple_id)
        case "save" | "sign" if kept.head.signed_at:
            return _too_late(request, kept)
        case "save" | "sign" as act:
            return _written(request, kept, at, sign=act == "sign")
    return redirect(request.path)


def _written(
    request: PersonRequest, kept: Note, at: dict[str, Any], *, sign: bool
) -> HttpResponse | dict[str, Any]:
    form = NoteForm(request.POST, template=kept.head.template)
    if not form.is_valid():
        return {"form": form, "status": UNPROCESSABLE}
    write = notes.sign_note if sign else notes.keep_note
    try:
        write(**at, **_given(form))
    except RecordProblem as problem:
        if problem.code == "changed":
            form.over(kept.revision)
            return {"form": form, "elsewhere": True, "status": CONFLICT}
        if problem.code != "empty":
            raise
        form.add_error(form.names[0], problem.said)
        return {"form": form, "status": UNPROCESSABLE}
    messages.success(request, _("Signed.") if sign else _("Saved."))
    return redirect(request.path)


def _too_late(request: PersonRequest, kept: Note) -> dict[str, Any]:
    """It was signed elsewhere: what this tab has that the signed note has not can be added to it."""
    messages.warning(request, RecordProblem("signed").said)
    given = ((text.cleaned(request.POST.get(name, "")), old) for name, old in kept.content.items())
    new = [words for words, old in given if words != old.strip()]
    form = AdditionForm(initial={"words": "\n\n".join(filter(None, new))})
    return {"addition_form": form, "status": CONFLICT}


def _to_record(kept: Note, couple_id: UUID) -> HttpResponse:
    if kept.head.whose:
        return redirect("partner_record", couple_id=couple_id, seat=kept.head.whose)
    return redirect("record", couple_id=couple_id)


def _note(request: PersonRequest, couple_id: UUID, note_id: UUID) -> Note:
    return notes.note(**_at(request, couple_id, note_id))


def _at(request: PersonRequest, couple_id: UUID, note_id: UUID) -> dict[str, Any]:
    return {"therapist_id": request.user.pk, "couple_id": couple_id, "note_id": note_id}


def _given(form: NoteForm) -> dict[str, Any]:
    given = form.cleaned_data
    return {"revision": given["revision"], "met_on": given["met_on"], "content": form.content()}


def _form(kept: Note) -> NoteForm:
    initial = {"revision": kept.revision, "met_on": kept.head.met_on, **kept.content}
    return NoteForm(initial=initial, template=kept.head.template)
