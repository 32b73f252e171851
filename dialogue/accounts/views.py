"""One's own settings, and who has looked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue import clocks
from dialogue.accounts.forms import ProfileForm
from dialogue.base import audit, unsaved, whose
from dialogue.base.http import PersonRequest, number, page, posted


@page
def profile(request: PersonRequest) -> HttpResponse:
    person = request.user
    form = ProfileForm(request.POST or None, instance=person)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("profile")
    return render(
        request, "accounts/profile.html", {"form": form}, status=422 if form.errors else 200
    )


@page
def time_zone(request: PersonRequest) -> HttpResponse:
    """Asked where a device is in another zone (static/js/base/zone.js); what is kept is not asked again
    at this login."""
    person, sent = request.user, request.POST or request.GET
    new = sent.get("zone") or sent.get("to") or ""
    if not clocks.is_zone(new):
        return redirect("profile")
    if request.method != "POST":
        context = {"new": new, "old": person.time_zone, "now": timezone.now()}
        return render(request, "accounts/time_zone.html", context)
    if request.POST.get("act") == "take":
        person.time_zone = new
        person.save(update_fields=["time_zone"])
        messages.success(
            request, _("Times are shown for %(place)s now.") % {"place": clocks.place(new)}
        )
    else:
        request.session["zone_kept"] = new
    return redirect("sessions")


@require_safe
def accesses(request: PersonRequest) -> HttpResponse:
    """Who looked at, or changed, something of this person."""
    accesses = audit.accesses_to(person_id=request.user.pk)[:200]
    return render(request, "accounts/accesses.html", {"accesses": accesses})


@login_not_required
@require_safe
def whose_login(request: HttpRequest) -> JsonResponse:
    """Whose login this browser has now, for a page that was made before, and what its forms need to be
    taken from this login (static/js/base/whose.js). Nobody else's script can read it."""
    mark = whose.mark_for(request.user)
    return JsonResponse({"whose": mark, "token": get_token(request) if mark else ""})


@posted(back_to="sessions")
def discard_unsaved(request: PersonRequest) -> HttpResponse:
    """What was put back into a form is not wanted any more."""
    id = number(request.POST.get("form", ""))
    mine = [one for one in unsaved.all_of(person_id=request.user.pk) if one.id == id]
    unsaved.forget(mine, person_id=request.user.pk)
    return redirect(mine[0].page if mine else "sessions")
