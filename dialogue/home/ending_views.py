"""Ending the work together: what happens is said before, and done at once."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.access.dialogues import dialogues_of
from dialogue.base.http import PersonRequest, page
from dialogue.copies import service as copies
from dialogue.home import ending
from dialogue.models import Couple
from dialogue.safety import retention
from dialogue.together import views as together


@page
def leave_couple(request: PersonRequest) -> HttpResponse:
    person = request.user
    couple = Couple.objects.current_of(person.pk)
    if couple is None:
        return redirect("sessions")
    if request.method == "POST":
        ending.end_couple(couple=couple)
        messages.success(request, _("You’ve parted ways here. Your own account stays as it is."))
        return redirect("sessions")
    days = retention.kept().return_days
    context = {
        "partner": couple.partner_of(person.pk),
        "therapist": couple.therapist,
        "days": days,
        "until": timezone.now() + timedelta(days=days),
        "both_agree": len(copies.who_agree(place=copies.place_of(person))) == 2,
        "has_dialogues": dialogues_of(person.pk).filter(couple=couple).exists()
        or any(together.told(person_id=person.pk)),
    }
    return render(request, "home/leave_couple.html", context)
