"""What happened meanwhile, to be marked beside answers: the first dialogue of each kind, and a promise that was
kept. All of it is known to both partners; of their therapist, to one who may read their dialogues now."""

from collections.abc import Sequence
from datetime import datetime, time
from uuid import UUID

from django.db.models import Min, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue.access.consent import gate_open
from dialogue.access.dialogues import dialogues_of
from dialogue.engine.exercises import exercise
from dialogue.measures.drawing import Event
from dialogue.models import Commitment, Person

_NOON = time(12)


def events_of(*, reader: Person, couple_id: UUID | None) -> list[Event]:
    """The oldest first, for whoever reads of that couple."""
    if couple_id is None:
        return []
    rows = dialogues_of(reader.pk).filter(couple=couple_id)
    if reader.role == Person.Role.THERAPIST:
        rows = rows.filter(gate_open(OuterRef("couple"), timezone.now()))
    done = rows.filter(state__outcome="completed", closed_at__isnull=False)
    first = done.values("exercise", "version").order_by().annotate(at=Min("closed_at"))
    by_exercise: dict[str, Event] = {}
    for row in sorted(first, key=lambda row: row["at"]):
        title = _(exercise(row["exercise"], row["version"]).title)
        said = _("First time: %(exercise)s") % {"exercise": title}
        by_exercise.setdefault(row["exercise"], Event(row["at"], said))
    kept = Commitment.objects.filter(dialogue__in=rows.values("pk"), ticks__isnull=False)
    days = kept.annotate(day=Min("ticks__day")).values_list("day", flat=True)
    promises = [
        Event(timezone.make_aware(datetime.combine(day, _NOON)), _("A promise was kept"))
        for day in days
    ]
    return sorted([*by_exercise.values(), *promises], key=lambda one: one.at)


def shown_in(events: Sequence[Event], times: Sequence[datetime]) -> list[Event]:
    """Those between the first and the last of these answers, numbered as a page names them."""
    inside = [one for one in events if times and min(times) <= one.at <= max(times)]
    return [Event(one.at, one.said, number) for number, one in enumerate(inside, 1)]
