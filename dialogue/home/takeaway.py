"""What both take along from a dialogue: what each said at its end, what was promised, what comes next.
In the couple's own words, and nothing of what one of them said in private."""

from dataclasses import dataclass
from datetime import datetime

from dialogue.access.dialogues import Seated, dialogues_of, seated
from dialogue.gifts import reading
from dialogue.gifts.reading import Gift
from dialogue.models import Person
from dialogue.room import feed
from dialogue.room.people import people_in
from dialogue.room.rows import name_of


@dataclass(frozen=True, slots=True, repr=False)
class Coming:
    """A dialogue that both have put off."""

    topic: str
    when: datetime | None


@dataclass(frozen=True, slots=True, repr=False)
class Takeaway:
    """``closing``: whose words, and which."""

    closing: list[tuple[str, str]]
    promises: list[Gift]
    coming: list[Coming]


def takeaway_of(*, person: Person, found: Seated) -> Takeaway:
    """Of a dialogue that is over, for one of those who may read it."""
    promises = [one for one in reading.gifts_of(person=person) if one.dialogue_id == found.row.pk]
    return Takeaway(_closing(found), promises, _coming(person, found))


def _closing(found: Seated) -> list[tuple[str, str]]:
    """What was said at the end: in the last part of the exercise."""
    *_, last = found.exercise.phases
    people = people_in(row=found.row)
    return [
        (name_of(people, entry.happened.seat), entry.words)
        for entry in feed.entries(seated=found)
        if entry.words
        and entry.happened.step in found.exercise.steps
        and found.exercise.steps[entry.happened.step].phase == last
        and entry.happened.name in found.exercise.steps[entry.happened.step].moves
    ]


def _coming(person: Person, found: Seated) -> list[Coming]:
    waiting = dialogues_of(person.pk).filter(
        couple=found.row.couple_id, state__step="scheduled", state__outcome=""
    )
    later = [seated(row) for row in waiting.order_by("due_at")]
    topics = feed.topics_of(dialogues=later)
    return [Coming(topics.get(one.row.pk, ""), one.row.due_at) for one in later]
