"""What both take along from a dialogue: what each said at its end, what was promised, what comes next.
In the couple's own words, and nothing of what one of them said in private."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from dialogue import clocks
from dialogue.access.dialogues import Seated, dialogues_of, seated
from dialogue.appointments import meetings
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


@dataclass(frozen=True, slots=True)
class NextTime:
    """``agreed``: else it is only offered: the same day and hour of next week, for ``value`` in the form."""

    at: datetime
    agreed: bool
    weekly: bool = False

    @property
    def value(self) -> str:
        return self.at.astimezone(UTC).isoformat(timespec="minutes")


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


def next_time(*, person: Person) -> NextTime:
    """When the two meet next, or might. Nothing that goes on already, such as what has just ended."""
    now = timezone.now()
    ahead = (one for one in meetings.meetings(person=person) if one.agreed and one.begins_at > now)
    found = next(ahead, None)
    if found is None:
        return NextTime(_in_a_week(), agreed=False)
    return NextTime(found.begins_at, agreed=True, weekly=found.weekly)


def _in_a_week() -> datetime:
    """On this person's clock, at a quarter of an hour, by day."""
    zone, wall = timezone.get_current_timezone(), timezone.localtime().replace(tzinfo=None)
    wall = wall.replace(minute=wall.minute // 15 * 15, second=0, microsecond=0)
    first, last = (wall.replace(hour=hour, minute=0) for hour in (9, 21))
    return clocks.instant(min(max(wall, first), last) + timedelta(days=7), zone)
