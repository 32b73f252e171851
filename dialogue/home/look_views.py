"""How one is shown to the other: a color, and a picture if one likes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from dialogue.access.seats import seat_of
from dialogue.base.http import CONFLICT, UNPROCESSABLE, PersonRequest, page
from dialogue.couple import looks
from dialogue.couple.looks import COLORS, NoPicture
from dialogue.engine.protocol import other

MOST_BYTES = 8_000_000


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("My picture"),
        help_text=_(
            "JPEG, PNG or WebP, up to 8 MB. It’s cropped to a small square, and its location and date are removed."
        ),
        max_length=255,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": _("Choose a picture."), "empty": _("Choose a picture.")},
    )

    def clean_picture(self) -> bytes:
        given = self.cleaned_data["picture"]
        if given.size > MOST_BYTES:
            raise forms.ValidationError(gettext("That file is larger than 8 MB."))
        content: bytes = given.read()
        return content


@page
def look(request: PersonRequest) -> HttpResponse:
    place = seat_of(person_id=request.user.pk)
    if place is None:
        return redirect("sessions")
    act, form, status = request.POST.get("act", ""), PictureForm(), 200
    if act == "color":
        if looks.choose_color(place=place, color=request.POST.get("color", "")):
            messages.success(request, gettext("Saved."))
            return redirect("look")
        messages.warning(request, gettext("Choose a color your partner isn’t using."))
        status = CONFLICT
    elif act == "picture":
        form = PictureForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                looks.set_picture(place=place, given=form.cleaned_data["picture"])
            except NoPicture:
                form.add_error(
                    "picture", gettext("That isn’t a picture we can read. Try another one.")
                )
            else:
                messages.success(request, gettext("Saved."))
                return redirect("look")
        status = UNPROCESSABLE
    elif act == "remove":
        looks.remove_picture(place=place)
        messages.success(request, gettext("Deleted."))
        return redirect("look")
    found = looks.looks_of(place=place)
    theirs = found.get(other(place.seat))  # type: ignore[arg-type]
    context: dict[str, Any] = {
        "looks": found,
        "mine": found[place.seat],
        "colors": [(id, name, bool(theirs and theirs.color == id)) for id, name in COLORS.items()],
        "form": form,
    }
    return render(request, "home/look.html", context, status=status)


@require_safe
def picture(request: PersonRequest, seat: str) -> HttpResponse:
    place = seat_of(person_id=request.user.pk)
    found = looks.picture_of(place=place, seat=seat) if place else None
    if found is None:
        raise Http404
    return HttpResponse(found, content_type="image/jpeg")
