"""What the form for a new dialogue already holds: named in the address by numbers, never by words."""

from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.base.http import PersonRequest, number
from dialogue.home.starters import starter
from dialogue.room.opening import TOPIC_LENGTH
from dialogue.room.starting_links import GROWN_FROM, ONCE_MORE
from dialogue.room.starting_points import StartingPoint, grown_from, once_more
from dialogue.workup.views import brought

STARTER = "starter"


def seeded(request: PersonRequest) -> dict[str, str]:
    """``exercise`` and ``topic``; empty where nothing is named, or what is not one's own."""
    asked = {"topic": brought(request), "exercise": request.GET.get("exercise", "")}
    seed = _seed(request)
    return {"topic": _short(seed.words), "exercise": seed.exercise} if seed else asked


def _seed(request: PersonRequest) -> StartingPoint | None:
    person_id = request.user.pk
    if idea := starter(number(request.GET.get(STARTER, ""))):
        return StartingPoint(idea.exercise, _(idea.text))
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
