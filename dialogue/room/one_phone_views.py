"""One phone for two: whoever has no device at hand lends the seat on the other's, by the password."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from dialogue.access import lending
from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated
from dialogue.access.proof import NotProven, prove
from dialogue.base.forms import PasswordField
from dialogue.base.http import PersonRequest, page
from dialogue.engine.protocol import PARTNERS, other
from dialogue.engine.state import State
from dialogue.models import Person
from dialogue.room.attempts import Attempt, Command, Refused
from dialogue.room.people import people_in
from dialogue.room.turns import take_turn
from dialogue.room.views import found_dialogue
from dialogue.room.wire.refusals import message


class PasswordForm(forms.Form):
    """The other partner's, on a phone that is not theirs: nothing is asked to remember it."""

    password = PasswordField(
        label=_("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Enter your password, or go back.")},
    )

    def __init__(self, *args: Any, lender: Person) -> None:
        super().__init__(*args)
        if lender.name:
            label = gettext("%(name)s, your password") % {"name": lender.name}
            self.fields["password"].label = label


@sensitive_post_parameters("password")
@page
def one_phone(request: PersonRequest, dialogue_id: UUID) -> HttpResponse:
    """Asked by the partner who is signed in here, answered by the other one, who is not and will
    not be: the password opens nothing but this loan."""
    seated = found_dialogue(request, dialogue_id)
    people = people_in(row=seated.row)
    if seated.seat not in PARTNERS or other(seated.seat) not in people:
        raise Http404
    lender = people[other(seated.seat)]
    form = PasswordForm(*([request.POST] if request.method == "POST" else []), lender=lender)
    if request.method == "POST" and form.is_valid() and _lent(request, form, seated, lender):
        return redirect("room", dialogue_id=dialogue_id)
    state = lending.as_it_stands(row=seated.row, state=seated.state)
    context = {
        "form": form,
        "dialogue_id": dialogue_id,
        "holder": request.user,
        "lender": lender,
        "therapist": people.get("therapist"),
        "open": _may_be_lent(seated, state),
    }
    return render(request, "room/one_phone.html", context, status=422 if form.errors else 200)


def _lent(request: PersonRequest, form: PasswordForm, seated: Seated, lender: Person) -> bool:
    try:
        prove(request, lender, form.cleaned_data["password"])
    except NotProven as problem:
        form.add_error("password", str(problem))
        return False
    # Whoever lends to talk on one phone has said yes to talking, too.
    for name in ("lend",) if seated.state.medium == "spoken" else ("speak", "lend"):
        command = Command(id=uuid4(), name=name)
        taken = take_turn(Attempt(Asker(lender.pk), seated.row.pk, command))
        if isinstance(taken, Refused) and taken.code != "already_done":
            form.add_error(None, message(taken.code))
            return False
    return True


def _may_be_lent(seated: Seated, state: State) -> bool:
    aloud = state.medium == "spoken" or seated.seat in state.turning
    return aloud and state.lent is None and not state.outcome
