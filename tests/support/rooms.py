"""Dialogues played in the test's own process, through the services."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from dialogue.access import tags
from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated, find
from dialogue.base import vault
from dialogue.engine.state import State
from dialogue.models import DialogueSession, Event, Person
from dialogue.room import feed
from dialogue.room.attempts import Attempt, Command, Refused, Taken
from dialogue.room.log import Entry
from dialogue.room.opening import open_dialogue
from dialogue.room.turns import take_turn

TOPIC = "The evenings you come home late"
REQUESTS = (
    "For two weeks, would you call me once a day at noon?",
    "Would you make tea for us on Sundays, until Christmas?",
    "For two weeks, would you sit with me for ten minutes each evening?",
)
TO_SENDING = "accept ready ready intend intend"


def asked_by(person: Person, kind: str = "couples_dialogue", topic: str = TOPIC) -> UUID:
    return open_dialogue(person_id=person.pk, exercise_id=kind, topic=topic).pk


def moment(dialogue_id: UUID) -> int:
    state: dict[str, Any] = DialogueSession.objects.get(pk=dialogue_id).state
    return int(state["moment"])


def act(
    person: Person,
    dialogue_id: UUID,
    name: str,
    words: str = "",
    *,
    at: int | None = None,
    id: UUID | None = None,
    time: datetime | None = None,
    to: Any = None,
    seconds: int | None = None,
    seat: Any = None,
) -> Taken | Refused:
    at = moment(dialogue_id) if at is None else at
    command = Command(id or uuid4(), name, at, words, time, to, seconds, seat)
    return take_turn(Attempt(Asker(person.pk), dialogue_id, command))


def done(person: Person, dialogue_id: UUID, name: str, words: str = "", **more: Any) -> Taken:
    answer = act(person, dialogue_id, name, words, **more)
    assert isinstance(answer, Taken), answer
    return answer


def turned(one: Person, other: Person, dialogue_id: UUID, name: str) -> None:
    """From writing to speaking, or back: the one asks, the other says yes."""
    for person in (one, other):
        done(person, dialogue_id, name)


def refused(person: Person, dialogue_id: UUID, name: str, words: str = "", **more: Any) -> str:
    answer = act(person, dialogue_id, name, words, **more)
    assert isinstance(answer, Refused), answer
    return answer.code


def to_sending(ann: Person, ben: Person) -> UUID:
    """Ann has asked, Ben has accepted, both have arrived: Ann is to send."""
    dialogue_id = asked_by(ann)
    done(ben, dialogue_id, "accept")
    done(ann, dialogue_id, "ready")
    done(ben, dialogue_id, "ready")
    done(ann, dialogue_id, "intend")
    done(ben, dialogue_id, "intend")
    return dialogue_id


def to_choosing(ann: Person, ben: Person, requests: Sequence[str], topic: str = TOPIC) -> UUID:
    """A behavior change request: Ann has made her requests, Ben has mirrored each."""
    room = asked_by(ann, "behavior_change", topic)
    mirrored = ((ben, "mirror", "You said so."), (ann, "got_it", ""))
    for person, name, words in (
        *((ben, "accept", ""), (ann, "ready", ""), (ben, "ready", "")),
        *((ann, "intend", ""), (ben, "intend", "")),
        *((ann, "send", "When you come home late, I feel alone."), *mirrored),
        *(
            (ben, "ask_more", ""),
            (ann, "no_more", ""),
            (ben, "summarize", "You said so."),
            (ann, "all", ""),
        ),
        *((ben, "validate", "You make sense."), (ann, "understood", "")),
        *((ben, "empathize", "Alone."), (ann, "yes", "")),
        *((ann, "say_desire", "I long to be waited for."), *mirrored),
        *(line for asked in requests for line in ((ann, "request", asked), *mirrored)),
    ):
        done(person, room, name, words)
    return room


def given(
    ann: Person,
    ben: Person,
    requests: Sequence[str] = REQUESTS,
    *,
    which: str = "third",
    rhythm: str = "daily",
    days: int = 14,
    topic: str = TOPIC,
) -> UUID:
    """Ben has promised Ann one of them, until noon in so many days."""
    room = to_choosing(ann, ben, requests, topic)
    done(ben, room, which)
    done(ben, room, rhythm, time=timezone.now().replace(hour=12) + timedelta(days=days))
    return room


def rounds(ann: Person, ben: Person, dialogue_id: UUID, events: int) -> None:
    """Send and mirror until the log holds ``events``, ending where Ann is to send."""
    row = DialogueSession.objects.get(pk=dialogue_id)
    at = row.state["moment"]
    for _ in range((events - row.length) // 5):
        done(ann, dialogue_id, "send", "When it is late and quiet, I feel alone.", at=at)
        done(ben, dialogue_id, "mirror", "When it is late and quiet, you feel alone.", at=at + 1)
        done(ann, dialogue_id, "got_it", at=at + 2)
        done(ben, dialogue_id, "ask_more", at=at + 3)
        done(ann, dialogue_id, "more", at=at + 4)
        at += 5


def seen_by(person: Person, dialogue_id: UUID) -> list[Entry]:
    return feed.entries(seated=seat_of(person, dialogue_id))


def seat_of(person: Person, dialogue_id: UUID) -> Seated:
    return find(asker=Asker(person.pk), dialogue_id=dialogue_id)


def numbers_of(person: Person, dialogue_id: UUID) -> list[int]:
    seat = seat_of(person, dialogue_id).seat
    return [entry.numbers[seat] for entry in seen_by(person, dialogue_id)]


def state_of(dialogue_id: UUID) -> State:
    return State.from_json(DialogueSession.objects.get(pk=dialogue_id).state)


def folded(dialogue_id: UUID) -> State:
    row, key = _opened(dialogue_id)
    return feed.replayed(row=row, key=key)


def completed(dialogue_id: UUID) -> None:
    """As the last act leaves the snapshot; the log is shorter than it would be."""
    row, key = _opened(dialogue_id)
    row.state["outcome"], row.closed_at = "completed", timezone.now()
    row.tag = tags.tag_of_snapshot(row, key)
    row.save(update_fields=["state", "closed_at", "tag"])


def at_times(dialogue_id: UUID, times: Callable[[Event], datetime]) -> None:
    """Each event happened when ``times`` says: what was written then is what it says now."""
    row, key = _opened(dialogue_id)
    for event in Event.objects.filter(dialogue=row).order_by("number"):
        event.at = times(event)
        place, worded = row.pk, bool(event.words)
        tag = tags.tag_of_event(vars(event), key, dialogue=place, worded=worded)
        Event.objects.filter(pk=event.pk).update(at=event.at, tag=tag)


def _opened(dialogue_id: UUID) -> tuple[DialogueSession, bytes]:
    row = DialogueSession.objects.select_related("couple").get(pk=dialogue_id)
    return row, vault.couple_key(row.couple_id, bytes(row.couple.wrapped_key))
