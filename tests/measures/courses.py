"""People who answer again and again, some days apart."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.utils import timezone

from dialogue.measures import answers
from dialogue.measures.instruments import instrument
from dialogue.models import Person
from dialogue.models.measures import MeasureAnswer

APART = timedelta(days=7)


def course(person: Person, measures: Iterable[str], times: int) -> None:
    """Answers to each measure, a week apart, the last one just now; every number occurs."""
    for id in measures:
        for turn in range(times):
            given = {
                item.id: sorted(item.scores)[(turn + place) % len(item.scores)]
                for place, item in enumerate(instrument(id).items)
            }
            answer(person, id, given, weeks_ago=times - 1 - turn)


def answer(person: Person, measure: str, given: dict[str, int], *, weeks_ago: int = 0) -> None:
    """One answer; what was answered before lies further back."""
    before = list(MeasureAnswer.objects.filter(person=person).values_list("pk", flat=True))
    answers.keep(person_id=person.pk, measure=measure, answers=given)
    new = MeasureAnswer.objects.filter(person=person).exclude(pk__in=before)
    new.update(at=timezone.now() - weeks_ago * APART)


def scores_of(person: Person, measure: str, scale: str) -> Sequence[int | float | None]:
    """As the database has them, opened for their author."""
    given = answers.answers_of(person_id=person.pk, measure=measure)
    return [one.scores[scale] for one in given]
