"""Which pages wait for somebody else, and whose are woken by what somebody does: both in this one place."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse

from dialogue.base import live
from dialogue.home import seen
from dialogue.models import Person

# A partner's pages that show what the other has done, by the names of their views. A private page is never one.
LIVE = frozenset(
    {
        "today", "sessions", "us", "path", "course", "invite", "appointments", "gifts", "vision", "caring",
        "therapist",
    }
)  # fmt: skip


class Waking:
    """After an act by a form, the pages of all whom it may concern look again. Acts in a room wake them by the room.

    Every act wakes them, whatever it was: what is told follows from what they see alone (home/seen.py).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        person = request.user
        acted = request.method == "POST" and response.status_code < 400
        if acted and person.is_authenticated and live.may_be_heard():
            live.wake_pages(seen.whom_it_may_concern(person.pk))
        return response

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        match, person = request.resolver_match, request.user
        if request.method != "GET" or match is None or match.url_name not in LIVE:
            return
        if person.is_authenticated and person.role == Person.Role.PARTNER:
            # Before the page reads anything: what changes meanwhile is another mark.
            request.seen = seen.mark_of(person)  # type: ignore[attr-defined]
