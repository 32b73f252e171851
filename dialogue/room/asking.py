"""Asking is not pressing: one open request at a time, a day's rest after a no, and what goes deep opens later."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.access.consent import is_open
from dialogue.base.problems import Problem
from dialogue.engine.exercises import exercise
from dialogue.models import Couple, DialogueSession, Partner
from dialogue.room.opening import asked_before, open_dialogue

REST = timedelta(days=1)


class CannotAsk(Problem):
    WORDS = {  # noqa: RUF012
        "asked": _("Someone has already asked for a dialogue. It needs an answer first."),
        "rests": _("Your partner said “not this time”. Give it a day before you ask again."),
        "deep": _(
            "This one goes deep. It opens once you’ve completed a dialogue together, or with a therapist."
        ),
    }


@dataclass(frozen=True, slots=True)
class Standing:
    """How a partner stands with asking. ``waits``: the code of what speaks against any dialogue just
    now, or nothing. ``carries``: whether what goes deep is open."""

    waits: str
    carries: bool

    @property
    def said(self) -> str:
        return CannotAsk(self.waits).said if self.waits else ""


def ask(
    *,
    person_id: int,
    exercise_id: str,
    topic: str,
    command_id: UUID | None = None,
    aloud: bool = False,
) -> DialogueSession:
    """As ``open_dialogue``, if one may ask now. Raises CannotAsk besides."""
    with transaction.atomic():
        place = Partner.objects.current().filter(person=person_id).select_related("couple").first()
        if place is not None and is_open(couple=place.couple):
            # Locked before it is looked at, so that two who ask at once are not both the only one.
            Couple.objects.select_for_update().get(pk=place.couple_id)
            again = command_id and asked_before(person_id=person_id, command_id=command_id)
            found = standing(person_id=person_id, couple=place.couple)
            deep = "" if found.carries or not exercise(exercise_id).deep else "deep"
            if not again and (code := found.waits or deep):
                raise CannotAsk(code)
        return open_dialogue(
            person_id=person_id,
            exercise_id=exercise_id,
            topic=topic,
            command_id=command_id,
            aloud=aloud,
        )


def standing(*, person_id: int, couple: Couple) -> Standing:
    """Of one of the couple's partners: whoever was told no rests, and nobody else."""
    seat = Partner.objects.current().filter(couple=couple, person=person_id).values("seat")[:1]
    lately = Q(state__outcome="declined", closed_at__gt=timezone.now() - REST)
    rows = DialogueSession.objects.filter(couple=couple).annotate(asker=KT("state__sender"))
    found = rows.aggregate(
        asked=Count("pk", filter=Q(state__outcome="", state__step="answer")),
        declined=Count("pk", filter=lately & Q(asker=seat)),
        completed=Count("pk", filter=Q(state__outcome="completed")),
    )
    waits = "asked" if found["asked"] else "rests" if found["declined"] else ""
    return Standing(waits, carries=couple.therapist_id is not None or found["completed"] > 0)
