"""The front page, one's own settings, and the quick way out."""

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue.base.forms import TextField
from dialogue.base.http import PersonRequest
from dialogue.engine.protocol import SEATS

SCENES = ("near", "invite", "promise", "private", "apart", "quiet")


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("today")
    return render(request, "home/front.html")


class _EveryField(forms.Form):
    """One of each kind; what was sent is wrong."""

    line = TextField(label=_("Your topic, in one sentence"), help_text=_("Only you see this"))
    text = TextField(label=_("Another time"), widget=forms.Textarea, required=False)
    when = forms.DateTimeField(label=_("When?"))
    sure = forms.BooleanField(label=_("Every week at this time"), required=False)


@require_safe
def design(request: PersonRequest) -> HttpResponse:
    """Every part in every state, for those who run or build this; for others there is no such page."""
    if not request.user.is_staff:
        raise Http404
    context = {
        "scenes": SCENES,
        "held": ("first", "second", "both"),
        "floors": ("first", "second", "both", "none"),
        "seats": (*SEATS, "none"),
        "looks": ("", "quiet", "link", "danger"),
        "notices": ("", "ok", "problem"),
        "ways": (_("In writing"), _("Out loud, each on your own phone")),
        "form": _EveryField({"line": "", "when": "x"}),
    }
    return render(request, "home/design.html", context)
