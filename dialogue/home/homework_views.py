"""Homework, for the two who do it: ticked and answered, if they like."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.access.seats import seat_of
from dialogue.base.forms import READ_BY_PARTNER, TextField
from dialogue.base.http import NOT_OPEN, UNPROCESSABLE, PersonRequest, number, page
from dialogue.base.problems import NotOpen
from dialogue.records import homework as records
from dialogue.records.homework import Said, Shared


class AnswerForm(forms.Form):
    done = forms.BooleanField(label=_("Done"), required=False)
    words = TextField(
        label=_("How was it?"),
        required=False,
        max_length=records.ANSWER_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3, **READ_BY_PARTNER}),
    )

    def __init__(self, *given: Any, id: int, **options: Any) -> None:
        options["auto_id"] = f"id_%s_{id}"
        super().__init__(*given, **options)


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """``who`` is to do it; ``form``, if that is also who looks; ``said``: by name."""

    task: Shared
    who: str
    said: list[tuple[str, Said]]
    form: AnswerForm | None


@page
def homework(request: PersonRequest) -> HttpResponse:
    place = seat_of(person_id=request.user.pk)
    if place is None or not place.couple.therapist_id:
        return redirect("sessions")
    if request.method != "POST":
        return _page(request, homework_of(person_id=request.user.pk), place.is_open, 200)
    task = number(request.POST.get("homework", ""))
    form = AnswerForm(request.POST, id=task)
    if form.is_valid():
        try:
            records.answer(person_id=request.user.pk, homework_id=task, **form.cleaned_data)
        except NotOpen:
            why = gettext(
                "Not saved: dialogues aren’t open right now. Copy it if you want it later."
            )
            context: dict[str, Any] = {
                "not_kept": {"why": why, "words": form.cleaned_data["words"]}
            }
            context |= {"rows": homework_of(person_id=request.user.pk), "opened": False}
            return render(request, "home/homework_page.html", context, status=NOT_OPEN)
        messages.success(request, gettext("Saved."))
        return redirect("homework")
    rows = homework_of(person_id=request.user.pk, sent=form, to=task)
    return _page(request, rows, place.is_open, UNPROCESSABLE)


def homework_of(*, person_id: int, sent: AnswerForm | None = None, to: int = 0) -> list[Row]:
    """All of the couple's, as this partner sees it; ``sent`` is what they have just sent ``to`` one."""
    place = seat_of(person_id=person_id)
    if place is None or not place.couple.therapist_id:
        return []
    rows = []
    for task in records.shared_with(couple=place.couple):
        mine = task.said.get(place.seat)
        kept = {"done": mine.done, "words": mine.words} if mine else {}
        form = sent if sent and task.id == to else AnswerForm(initial=kept, id=task.id)
        rows.append(
            Row(
                task=task,
                who=place.names.get(task.who, gettext("For both of you")),
                said=[(place.names.get(seat, ""), one) for seat, one in sorted(task.said.items())],
                form=form if place.seat in task.seats else None,
            )
        )
    return rows


def _page(request: PersonRequest, rows: list[Row], opened: bool, status: int) -> HttpResponse:
    context: dict[str, Any] = {"rows": rows, "opened": opened}
    return render(request, "home/homework_page.html", context, status=status)
