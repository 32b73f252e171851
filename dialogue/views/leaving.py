"""Ending the work together: what happens is said before, and done at once."""

from collections.abc import Iterator
from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import formats, timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from dialogue.models import Person
from dialogue.services import couples, feed, gifts, retention
from dialogue.services.access import Seated, dialogues_of, seated
from dialogue.services.gifts import Gift
from dialogue.views import together
from dialogue.views.gifts import gift_line
from dialogue.views.sessions import row_of, turns_of


@require_http_methods(["GET", "HEAD", "POST"])
def leave_couple(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    couple = couples.couple_of(person_id=person.pk)
    if couple is None:
        return redirect("sessions")
    if request.method == "POST":
        couples.end_couple(couple=couple)
        messages.success(request, _("It has ended, at once. You are on your own here now."))
        return redirect("sessions")
    days = retention.kept().return_days
    context = {
        "partner": couples.partner_of(person_id=person.pk, couple=couple),
        "therapist": couple.therapist,
        "days": days,
        "until": timezone.now() + timedelta(days=days),
        "has_dialogues": dialogues_of(person.pk).filter(couple=couple).exists()
        or any(together.told(person_id=person.pk)),
    }
    return render(request, "home/leave_couple.html", context)


@require_safe
def transcripts(request: HttpRequest) -> HttpResponse:
    """All joint dialogues as this partner may read them, what came of them, and what else both have
    revealed, in one Markdown file."""
    person = cast(Person, request.user)
    couple = couples.couple_of(person_id=person.pk)
    if couple is None:
        raise Http404
    lines = [f"# {_('Our dialogues')}"]
    for row in dialogues_of(person.pk).filter(couple=couple).order_by("opened_at"):
        lines += _told(seated(row))
    if found := gifts.gifts_of(person=person):
        lines += ["", f"## {_('Gifts')}"]
        for gift in found:
            lines += _given(gift)
    lines += together.told(person_id=person.pk)
    response = HttpResponse("\n".join([*lines, ""]), content_type="text/markdown; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="together.md"'
    return response


def _told(found: Seated) -> Iterator[str]:
    """One dialogue, line by line. Each said thing is a quotation, so that it cannot pass for a
    heading or for somebody else's words."""
    people = feed.people_in(row=found.row)
    row = row_of(found, people, feed.topic_of(row=found.row, key=found.key))
    when = formats.date_format(timezone.localtime(row.when), "DATETIME_FORMAT")
    yield from (
        "",
        f"## {' '.join(row.topic.split())}",
        "",
        f"{row.exercise} · {when} · {row.line}",
    )
    for turn in turns_of(found, people):
        yield from ("", f"### {_('%(name)s shares') % {'name': turn['sender_name']}}")
        for entry in turn["entries"]:
            yield from ("", f"**{entry['name']}** {entry['tells']}")
            if entry["words"]:
                yield ""
                yield from (f"> {line}" for line in entry["words"].splitlines())


def _given(gift: Gift) -> Iterator[str]:
    """One gift. What was said is a quotation here too."""
    yield from ("", gift_line(gift) + (f" {_('Let go.')}" if gift.let_go else ""), "")
    yield from (f"> {line}" for line in gift.words.splitlines())
    if gift.thanked:
        yield from ("", _("%(name)s says thank you.") % {"name": gift.asker.name})
    if gift.thanks:
        yield ""
        yield from (f"> {line}" for line in gift.thanks.splitlines())
