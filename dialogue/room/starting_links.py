"""Links to the form for a new dialogue that begins with one's own earlier words: by numbers, never by words."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from dialogue.access.dialogues import Seated
from dialogue.engine.exercises import all_exercises
from dialogue.engine.protocol import PARTNERS
from dialogue.room.starting_points import leads_to

ONCE_MORE = "again"


GROWN_FROM = "from"


def offered_in(seated: Seated) -> dict[str, Any] | None:
    """For the room, when its dialogue is over: the moves whose words may lead to another exercise for
    whoever made them, and where it is asked for."""
    moves = [move for step in seated.exercise.steps.values() for move in step.moves.values()]
    seeds = {move.name: move.seeds for move in moves if move.seeds}
    if not seeds or seated.seat not in PARTNERS:
        return None
    link = _link(seated, next(iter(seeds.values())))
    return {"moves": list(seeds), **link} if link else None


def offered_after(seated: Seated) -> dict[str, str] | None:
    """The same for a page about a dialogue that is over."""
    return _link(seated, leads_to(seated=seated))


def _link(seated: Seated, exercise_id: str) -> dict[str, str] | None:
    title = next((one.title for one in all_exercises() if one.id == exercise_id), "")
    if not title:
        return None
    return {
        "label": _("%(exercise)s, from your own words") % {"exercise": _(title)},
        "url": f"{reverse('sessions')}?{GROWN_FROM}={seated.row.pk}#begin",
    }
