"""The session pulse (practice.md, section 5): four questions after a session, each partner alone.

Private to who answers, and sealed under their own key. One thing may leave, if its author says so in
so many words: that they did not feel safe reaches the therapist of then, and nobody else. The partner
never learns even that there was an answer.
"""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue.access.askers import Asker, NoSuchDialogue
from dialogue.access.dialogues import Seated, find
from dialogue.base import live
from dialogue.engine.protocol import PARTNERS, Seat
from dialogue.measures import answers as measures
from dialogue.measures.answers import CHANGEABLE_FOR, TooLate
from dialogue.measures.instruments import PULSE
from dialogue.models import Couple, DialogueSession, Practice

__all__ = ["CHANGEABLE_FOR", "HIGHEST", "LOW", "Answers", "Given", "TooLate"]

OFFERED_FOR = timedelta(days=7)  # after the end of a session
HIGHEST = 10
LOW = 3  # of "felt safe": above it, a therapist who was told is no longer told


@dataclass(frozen=True, slots=True, repr=False)
class Answers:
    """0 to 10 each; None where it was left out."""

    heard: int | None = None
    safe: int | None = None
    understood: int | None = None
    effort: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One's own answers to one session; ``told``: that it did not feel safe, to a therapist."""

    dialogue_id: UUID
    exercise: str
    version: int
    began_at: datetime
    given_at: datetime
    answers: Answers
    told: bool = False


def is_offered(row: DialogueSession, outcome: str) -> bool:
    """Whether a partner is asked about this dialogue: it took place, and has ended lately. The same
    whether or not anybody has answered."""
    return (
        outcome not in ("", "declined")
        and row.closed_at is not None
        and row.closed_at > timezone.now() - OFFERED_FOR
    )


def offered(*, person_id: int, dialogue_id: UUID) -> Seated:
    """The dialogue that the person may tell of. NoSuchDialogue for anybody and anything else."""
    seated = find(asker=Asker(person_id), dialogue_id=dialogue_id, to_read=True)
    if seated.seat not in PARTNERS or not is_offered(seated.row, seated.state.outcome):
        raise NoSuchDialogue
    return seated


def give(*, person_id: int, dialogue_id: UUID, answers: Answers) -> None:
    """Answer, or within a day answer anew. Raises what ``offered`` raises, and TooLate. A therapist
    who was told before is no longer told once it felt safe after all."""
    with transaction.atomic():
        seated = offered(person_id=person_id, dialogue_id=dialogue_id)
        before = _own(person_id, dialogue_id)
        felt_safe = answers.safe is not None and answers.safe > LOW
        told = before.told if before and not felt_safe else None
        _keep(person_id, seated, answers, told)


def tell(*, person_id: int, dialogue_id: UUID, tell: bool) -> None:
    """Let the couple's therapist of now know that this dialogue did not feel safe, while it is asked
    about; or no longer, at any time. No number goes with it, and whether there is one makes no
    difference. NoSuchDialogue for anybody and anything else."""
    with transaction.atomic():
        before = _own(person_id, dialogue_id)
        if tell or before is None:
            seated = offered(person_id=person_id, dialogue_id=dialogue_id)
            therapist_id = Couple.objects.get(pk=seated.row.couple_id).therapist_id
            if before is None and tell:
                _keep(person_id, seated, Answers(), therapist_id)
        if before is not None:
            told = therapist_id if tell else None
            measures.set_told(person_id=person_id, dialogue_id=dialogue_id, told=told)
            live.wake_board_on_commit(told if tell else before.told)


def own(*, person_id: int) -> list[Given]:
    """All that the person has answered about sessions, newest first."""
    given = {
        one.dialogue_id: one
        for one in measures.answers_of(person_id=person_id, measure=PULSE)
        if one.dialogue_id
    }
    rows = DialogueSession.objects.filter(pk__in=list(given)).order_by("-opened_at")
    return [
        Given(
            dialogue_id=row.pk,
            exercise=row.exercise,
            version=row.version,
            began_at=row.opened_at,
            given_at=given[row.pk].at,
            answers=_answers(given[row.pk]),
            told=given[row.pk].told is not None,
        )
        for row in rows
    ]


def hardly_safe(*, therapist_id: int, couples: Collection[UUID]) -> dict[UUID, tuple[Seat, ...]]:
    """Who of these couples let this therapist know that the last session that they told of did not
    feel safe. Nobody, until the therapist has confirmed that what concerns safety falls under no
    policy on secrets. Whether the therapist may ask is asked by the caller."""
    if not Practice.objects.filter(therapist=therapist_id, keeps_safety_apart=True).exists():
        return {}
    found: dict[UUID, tuple[Seat, ...]] = {}
    for couple_id, seat, given in measures.newest_of_dialogues(measure=PULSE, couples=couples):
        if given.told == therapist_id:
            found[couple_id] = (*found.get(couple_id, ()), cast(Seat, seat))
    return found


def _own(person_id: int, dialogue_id: UUID) -> measures.Given | None:
    return measures.answer_to_dialogue(person_id=person_id, measure=PULSE, dialogue_id=dialogue_id)


def _keep(person_id: int, seated: Seated, answers: Answers, told: int | None) -> None:
    given = {name: value for name, value in asdict(answers).items() if value is not None}
    measures.keep_of_dialogue(
        person_id=person_id,
        measure=PULSE,
        dialogue_id=seated.row.pk,
        answers=given,
        told=told,
    )
    live.wake_board_on_commit(Couple.objects.get(pk=seated.row.couple_id).therapist_id)


def _answers(given: measures.Given) -> Answers:
    return Answers(**given.answers)
