"""Ending the work together: what happens is said before, and done at once."""

from collections.abc import Iterator
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.access.dialogues import Seated, dialogues_of, seated
from dialogue.access.seats import seat_of
from dialogue.base.http import PersonRequest, page
from dialogue.base.markdown import inline, quoted
from dialogue.base.vault import CannotOpen
from dialogue.course import reading
from dialogue.gifts import reading as gifts
from dialogue.gifts.reading import Gift
from dialogue.gifts.views import gift_line
from dialogue.home import ending
from dialogue.models import Couple
from dialogue.room import feed
from dialogue.room.rows import row_of
from dialogue.room.transcripts import turns_of
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
        "has_dialogues": dialogues_of(person.pk).filter(couple=couple).exists()
        or any(together.told(person_id=person.pk)),
    }
    return render(request, "home/leave_couple.html", context)


@require_safe
def transcripts(request: PersonRequest) -> HttpResponse:
    """All joint dialogues as this partner may read them, what came of them, and what else both have
    revealed, in one Markdown file."""
    person = request.user
    couple = Couple.objects.current_of(person.pk)
    if couple is None:
        raise Http404
    lines = ["# " + _("Our dialogues")]
    for row in dialogues_of(person.pk).filter(couple=couple).order_by("opened_at"):
        try:
            lines += list(_told(seated(row)))
        except CannotOpen:  # the others can
            lines += ["", "## " + _("A dialogue that can’t be opened")]
    if found := gifts.gifts_of(person=person):
        lines += ["", "## " + _("Promises")]
        for gift in found:
            lines += _given(gift)
    lines += together.told(person_id=person.pk)
    lines += _wished(person.pk)
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="together.md"'
    return response


def _wished(person_id: int) -> Iterator[str]:
    """What each would like from their course. What was said is a quotation here too."""
    place = seat_of(person_id=person_id)
    course = reading.standing(place=place).course if place else None
    if place is None or course is None or not course.goals:
        return
    yield from ("", "## " + _("Our course"))
    for seat, goal in sorted(course.goals.items()):
        yield from ("", f"### {inline(place.names[seat])}", "", *quoted(goal))


def _told(found: Seated) -> Iterator[str]:
    """One dialogue, line by line. Each said thing is a quotation, so that it cannot pass for a
    heading or for somebody else's words."""
    people = feed.people_in(row=found.row)
    row = row_of(found, people, feed.topic_of(row=found.row, key=found.key))
    when = formats.date_format(timezone.localtime(row.when), "DATETIME_FORMAT")
    yield from (
        "",
        f"## {inline(row.topic)}",
        "",
        inline(f"{row.exercise} · {when} · {row.line}"),
    )
    for turn in turns_of(found, people):
        shares = _("%(name)s shares") % {"name": turn["sender_name"]}
        yield from ("", f"### {inline(shares)}")
        for entry in turn["entries"]:
            who = f"**{inline(entry['name'])}** " if entry["name"] else ""
            yield from ("", f"{who}{inline(entry['tells'])}")
            if entry["words"]:
                yield ""
                yield from quoted(entry["words"])


def _given(gift: Gift) -> Iterator[str]:
    """One gift. What was said is a quotation here too."""
    ended = " " + _("It has ended.") if gift.let_go else ""
    yield from ("", inline(gift_line(gift) + ended), "")
    yield from quoted(gift.words)
    if gift.thanked:
        yield from ("", inline(_("%(name)s says thank you.") % {"name": gift.asker.name}))
    if gift.thanks:
        yield ""
        yield from quoted(gift.thanks)
