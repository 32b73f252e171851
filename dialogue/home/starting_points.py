"""What the form for a new dialogue already holds: named in the address by numbers, never by words."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.access.dialogues import Seated
from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import PARTNERS
from dialogue.room.opening import TOPIC_LENGTH
from dialogue.room.starting_points import Seed, grown_from, leads_to, once_more
from dialogue.workup.views import brought

ONCE_MORE, GROWN_FROM = "again", "from"


def seeded(request: HttpRequest) -> dict[str, str]:
    """``exercise`` and ``topic``; empty where nothing is named, or what is not one's own."""
    asked = {"topic": brought(request), "exercise": request.GET.get("exercise", "")}
    seed = _seed(request)
    return {"topic": _short(seed.words), "exercise": seed.exercise} if seed else asked


def offered_in(found: Seated) -> dict[str, Any] | None:
    """For the room, when its dialogue is over: the moves whose words may lead to another exercise for
    whoever made them, and where it is asked for."""
    moves = [move for step in found.exercise.steps.values() for move in step.moves.values()]
    seeds = {move.name: move.seeds for move in moves if move.seeds}
    if not seeds or found.seat not in PARTNERS:
        return None
    link = _link(found, next(iter(seeds.values())))
    return {"moves": list(seeds), **link} if link else None


def offered_after(found: Seated) -> dict[str, str] | None:
    """The same for a page about a dialogue that is over."""
    return _link(found, leads_to(found=found))


def _link(found: Seated, exercise_id: str) -> dict[str, str] | None:
    title = next((one.title for one in all_exercises() if one.id == exercise_id), "")
    if not title:
        return None
    return {
        "label": _("%(exercise)s, from your own words") % {"exercise": _(title)},
        "url": f"{reverse('sessions')}?{GROWN_FROM}={found.row.pk}#begin",
    }


def _seed(request: HttpRequest) -> Seed | None:
    person_id = cast(int, request.user.pk)
    for name, find in ((ONCE_MORE, once_more), (GROWN_FROM, grown_from)):
        try:
            dialogue_id = UUID(request.GET.get(name, ""))
        except ValueError:
            continue
        return find(person_id=person_id, dialogue_id=dialogue_id)
    return None


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= TOPIC_LENGTH else words[: TOPIC_LENGTH - 2] + " …"
