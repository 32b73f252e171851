"""One's own settings, and who has looked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.accounts.forms import ProfileForm
from dialogue.base import audit
from dialogue.base.http import PersonRequest, page


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


@require_safe
def accesses(request: PersonRequest) -> HttpResponse:
    """Who looked at, or changed, something of this person."""
    found = audit.accesses_to(person_id=request.user.pk)[:200]
    return render(request, "accounts/accesses.html", {"accesses": found})
