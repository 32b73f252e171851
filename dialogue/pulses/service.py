"""The session pulse (practice.md, section 5): three questions after a session, each partner alone.

Private to who answers. One thing leaves: that somebody felt hardly safe reaches the therapist whom
they had when they answered, and nobody else. The form says so before. The partner never learns
even that there was an answer.
"""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from dialogue.access.askers import Asker, NoSuchDialogue
from dialogue.access.dialogues import Seated, find
from dialogue.base import live, vault
from dialogue.engine.protocol import PARTNERS, Seat
from dialogue.models import Couple, DialogueSession, Partner, Practice, Pulse

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Keyed(TypedDict):
        couple_id: UUID
        wrapped_key: bytes

    KeyedPulse = WithAnnotations[Pulse, _Keyed]

OFFERED_FOR = timedelta(days=7)  # after the end of a session
CHANGEABLE_FOR = timedelta(days=1)  # after the first answer
HIGHEST = 10
LOW = 3  # of "felt safe", and below: reaches the therapist
_SIZE = 128  # of what is sealed, always


class TooLate(Exception):
    """It was answered more than a day ago, and stays as it is."""


@dataclass(frozen=True, slots=True, repr=False)
class Answers:
    """0 to 10 each; None where it was left out."""

    heard: int | None = None
    safe: int | None = None
    understood: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """One's own answers to one session."""

    dialogue_id: UUID
    exercise: str
    version: int
    began_at: datetime
    given_at: datetime
    answers: Answers


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
    found = find(asker=Asker(person_id), dialogue_id=dialogue_id, to_read=True)
    if found.seat not in PARTNERS or not is_offered(found.row, found.state.outcome):
        raise NoSuchDialogue
    return found


def give(*, person_id: int, dialogue_id: UUID, answers: Answers) -> None:
    """Answer, or within a day answer anew. Raises what ``offered`` raises, and TooLate."""
    with transaction.atomic():
        found = offered(person_id=person_id, dialogue_id=dialogue_id)
        # One at a time, so that a form sent twice is one answer.
        couple = Couple.objects.select_for_update(no_key=True).get(pk=found.row.couple_id)
        own = Pulse.objects.filter(dialogue=found.row, seat=found.seat).first()
        now = timezone.now()
        if own is not None and own.given_at + CHANGEABLE_FOR <= now:
            raise TooLate
        told = couple.therapist_id
        content = json.dumps(asdict(answers) | {"told": told}).ljust(_SIZE)
        sealed = vault.seal(found.key, content, "pulse", dialogue_id, found.seat)
        if own is None:
            Pulse.objects.create(dialogue=found.row, seat=found.seat, sealed=sealed, given_at=now)
        else:
            Pulse.objects.filter(pk=own.pk).update(sealed=sealed)
        live.wake_board_on_commit(told)


def own(*, person_id: int) -> list[Given]:
    """All that the person has answered and that can still be opened, newest first."""
    seats = Partner.objects.filter(person=person_id, couple=OuterRef("dialogue__couple"))
    rows = _with_keys(Pulse.objects.filter(Exists(seats.filter(seat=OuterRef("seat")))))
    return [
        Given(
            dialogue_id=row.dialogue_id,
            exercise=row.dialogue.exercise,
            version=row.dialogue.version,
            began_at=row.dialogue.opened_at,
            given_at=row.given_at,
            answers=_opened(row)[0],
        )
        for row in rows.select_related("dialogue").order_by("-dialogue__opened_at")
    ]


def hardly_safe(*, therapist_id: int, couples: Collection[UUID]) -> dict[UUID, tuple[Seat, ...]]:
    """Who of these couples felt hardly safe in the last session that they told of, where they told
    it to this therapist. Nobody, until the therapist has confirmed that what concerns safety falls
    under no policy on secrets. Whether the therapist may ask is asked by the caller."""
    if not Practice.objects.filter(therapist=therapist_id, keeps_safety_apart=True).exists():
        return {}
    newer = Pulse.objects.filter(
        dialogue__couple=OuterRef("dialogue__couple"),
        seat=OuterRef("seat"),
        dialogue__opened_at__gt=OuterRef("dialogue__opened_at"),
    )
    newest = Pulse.objects.filter(~Exists(newer), dialogue__couple__in=couples)
    found: dict[UUID, tuple[Seat, ...]] = {}
    for row in _with_keys(newest).order_by("seat"):
        answers, told = _opened(row)
        if told == therapist_id and answers.safe is not None and answers.safe <= LOW:
            found[row.couple_id] = (*found.get(row.couple_id, ()), cast(Seat, row.seat))
    return found


def forget(*, couple: Couple) -> None:
    """With the words of a couple, what its partners told of their sessions goes."""
    Pulse.objects.filter(dialogue__couple=couple).delete()


def _with_keys(rows: "QuerySet[Pulse]") -> "QuerySet[KeyedPulse]":
    """Those of couples whose key is still there."""
    return rows.exclude(dialogue__couple__wrapped_key=b"").annotate(
        couple_id=F("dialogue__couple"), wrapped_key=F("dialogue__couple__wrapped_key")
    )


def _opened(row: "KeyedPulse") -> tuple[Answers, int | None]:
    """The answers, and the therapist of then."""
    key = vault.couple_key(row.couple_id, row.wrapped_key)
    kept = json.loads(vault.unseal(key, bytes(row.sealed), "pulse", row.dialogue_id, row.seat))
    return Answers(**{name: kept[name] for name in Answers.__slots__}), kept["told"]
