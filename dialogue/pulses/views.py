"""How a session was: asked of each partner afterwards, in private; skipping is as good as answering.

No page shows whether somebody has answered but the one of the answers, which asks for the password
once more: a phone may be in other hands.
"""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from dialogue.access.askers import NoSuchDialogue
from dialogue.base.http import PersonRequest, page, step_up
from dialogue.base.problems import NotOpen
from dialogue.engine.exercises import exercise
from dialogue.models import Couple
from dialogue.pulses import service as pulses
from dialogue.pulses.service import HIGHEST, Answers
from dialogue.safety.help_views import lines_by_country

LABELS = {
    "heard": _("I felt heard"),
    "safe": _("I felt safe"),
    "understood": _("I understand my partner better"),
    "effort": _("My partner made an effort to understand me"),
}


class PulseForm(forms.Form):
    """Four scales, each of which may be left open. Nothing is filled in beforehand: a number that
    stands there already would be half an answer."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=label,
                choices=[("", _("Leave this blank")), *((one, one) for one in range(HIGHEST + 1))],
                coerce=int,
                empty_value=None,
                required=False,
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Choose a number from 0 to 10.")},
            )

    def clean(self) -> None:
        given = self.cleaned_data
        if not self.errors and all(given.get(name) is None for name in LABELS):
            raise forms.ValidationError(
                gettext("Choose a number on at least one of the scales, or skip this."),
                code="nothing",
            )


@sensitive_post_parameters()
@page
def pulse(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    person = request.user
    try:
        seated = pulses.offered(person_id=person.pk, dialogue_id=dialogue_id)
        form = PulseForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            return _kept(request, dialogue_id, Answers(**form.cleaned_data))
    except (NoSuchDialogue, NotOpen):
        raise Http404 from None
    couple = Couple.objects.current_of(person.pk)
    context = {
        "form": form,
        "highest": HIGHEST,
        "therapist": couple.therapist if couple else None,
        "partner": couple.partner_of(person.pk) if couple else None,
        "when": seated.row.opened_at,
        "exercise": gettext(seated.exercise.title),
    }
    return render(request, "pulses/pulse.html", context, status=422 if form.errors else 200)


def _kept(request: PersonRequest, dialogue_id: UUID, answers: Answers) -> HttpResponse:
    """Whatever was answered, the same page comes next."""
    person_id = request.user.pk
    try:
        pulses.give(person_id=person_id, dialogue_id=dialogue_id, answers=answers)
    except pulses.TooLate:
        messages.warning(
            request, gettext("You answered this more than a day ago, so you can’t change it now.")
        )
        return redirect("sessions")
    messages.success(request, gettext("Thank you. You can change it for a day."))
    return redirect("pulse_saved", dialogue_id=dialogue_id)


@page
def pulse_saved(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    """Help first; then, if one likes, a word to the therapist. One page for everybody, whether and
    whatever they answered: who looks over a shoulder learns nothing."""
    person = request.user
    try:
        if request.method == "POST":
            tell = request.POST.get("act") == "tell"
            pulses.tell(person_id=person.pk, dialogue_id=dialogue_id, tell=tell)
            messages.success(request, gettext("Done."))
            return redirect("sessions")
        pulses.offered(person_id=person.pk, dialogue_id=dialogue_id)
    except (NoSuchDialogue, NotOpen):
        raise Http404 from None
    couple = Couple.objects.current_of(person.pk)
    context = {"therapist": couple.therapist if couple else None, "dialogue_id": dialogue_id}
    return render(request, "pulses/pulse_saved.html", context | lines_by_country())


@require_safe
@step_up
def own_pulses(request: PersonRequest) -> HttpResponse:
    """What one has answered oneself."""
    given = [
        {
            "exercise": gettext(exercise(one.exercise, one.version).title),
            "when": one.began_at,
            "told": one.told,
            "id": one.dialogue_id,
            "answers": [(label, getattr(one.answers, name)) for name, label in LABELS.items()],
        }
        for one in pulses.own(person_id=request.user.pk)
    ]
    return render(request, "pulses/pulses.html", {"given": given, "highest": HIGHEST})


@require_safe
@step_up
def pulses_file(request: PersonRequest) -> HttpResponse:
    """The same, to take along."""
    given = [
        {
            "dialogue": str(one.dialogue_id),
            "exercise": one.exercise,
            "began_at": one.began_at.isoformat(),
            "given_at": one.given_at.isoformat(),
            "felt_heard": one.answers.heard,
            "felt_safe": one.answers.safe,
            "understand_my_partner_better": one.answers.understood,
            "partner_made_an_effort": one.answers.effort,
        }
        for one in pulses.own(person_id=request.user.pk)
    ]
    response = JsonResponse(
        {"scale": [0, HIGHEST], "answers": given}, json_dumps_params={"indent": 1}
    )
    response.headers["Content-Disposition"] = 'attachment; filename="answers.json"'
    return response
