"""A therapist's own page: what couples read who look for one, and the code to be found by."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dialogue.base.http import PersonRequest, page
from dialogue.couple import couple_therapist
from dialogue.models import Person, Practice


class PracticeForm(forms.ModelForm):  # type: ignore[type-arg]
    class Meta:
        model = Practice
        fields = ("about", "languages", "times", "secrets", "takes_couples")
        labels = {  # noqa: RUF012
            "about": _("About you and how you work"),
            "languages": _("Languages"),
            "times": _("Times"),
            "secrets": _("What one partner tells you alone"),
            "takes_couples": _("Show me to couples here who look for a therapist"),
        }
        help_texts = {  # noqa: RUF012
            "times": _("When couples can usually meet you: weekday evenings, for example."),
            "secrets": _("Both partners read this before they agree to you."),
            "takes_couples": _("Without it, only who has your code can find you."),
        }
        widgets = {  # noqa: RUF012
            "about": forms.Textarea(attrs={"rows": 4}),
            "secrets": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secrets"] = forms.ChoiceField(
            label=self.fields["secrets"].label,
            help_text=self.fields["secrets"].help_text,
            choices=Practice.Secrets.choices,
            widget=forms.RadioSelect,
        )


@page
def practice(request: PersonRequest) -> HttpResponse:
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    form = PracticeForm(
        request.POST or None, instance=couple_therapist.practice_of(therapist=person)
    )
    if request.method == "POST" and form.is_valid():
        couple_therapist.keep_practice(practice=form.save(commit=False))
        messages.success(request, gettext("Saved."))
        return redirect("practice")
    code = Practice.objects.filter(therapist=person).values_list("code", flat=True).first() or ""
    context = {"form": form, "code": f"{code[:4]} {code[4:]}".strip()}
    return render(request, "couple/practice.html", context, status=422 if form.errors else 200)


@page
def new_code(request: PersonRequest) -> HttpResponse:
    person = request.user
    if person.role != Person.Role.THERAPIST:
        return redirect("sessions")
    if request.method == "POST":
        couple_therapist.change_code(therapist=person)
        messages.success(request, gettext("You have a new code. The old one leads nowhere now."))
    return redirect("practice")
