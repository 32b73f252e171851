"""One sentence of the other's that a partner keeps of a dialogue that came to its end.

Each keeps it alone: what one has kept, and whether they have, the other learns only once both have
kept one of that dialogue. The words stand in the log and nowhere else; who said them may withdraw
them, and then nothing is kept of them.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from dialogue import text
from dialogue.access.dialogues import Seated
from dialogue.access.seats import PartnerSeat
from dialogue.base import vault
from dialogue.base.vault import CannotOpen
from dialogue.engine.protocol import PARTNERS, Seat, other
from dialogue.engine.visibility import is_private
from dialogue.models import Couple, DialogueSession, KeptSentence
from dialogue.room import feed

ASK = "ask"  # the topic is the dialogue's, and no sentence to the other


class CannotKeep(Exception):
    """The dialogue did not come to its end, or that is no sentence which the other said there."""


@dataclass(frozen=True, slots=True, repr=False)
class Sentence:
    """One that may be kept: the message's number, for whoever keeps it, and the how-manieth in it."""

    number: int
    nth: int
    words: str

    @property
    def key(self) -> str:
        return f"{self.number}-{self.nth}"


@dataclass(frozen=True, slots=True, repr=False)
class Kept:
    """``by`` keeps it, ``said_by`` said it; ``number`` and ``nth`` as of a Sentence."""

    dialogue_id: UUID
    by: Seat
    words: str
    at: datetime
    number: int = 0
    nth: int = 0

    @property
    def said_by(self) -> Seat:
        return other(self.by)


def sentences(*, seated: Seated) -> list[Sentence]:
    """What the other wrote to this partner in a dialogue that came to its end, oldest first."""
    if seated.seat not in PARTNERS or seated.state.outcome != "completed":
        return []
    return [
        Sentence(entry.numbers[seated.seat], nth, words)
        for entry in feed.entries(seated=seated)
        if entry.happened.seat == other(seated.seat)
        and entry.happened.name != ASK
        and not is_private(entry.happened)
        for nth, words in enumerate(text.sentences(entry.words))
    ]


def keep(*, seated: Seated, key: str, at: datetime | None = None) -> None:
    """That one, in the place of what this partner had kept of the dialogue; ``at`` where it was kept
    before, elsewhere. Raises CannotKeep."""
    found = next((one for one in sentences(seated=seated) if one.key == key), None)
    if found is None:
        raise CannotKeep
    row = KeptSentence(dialogue=seated.row, seat=seated.seat)
    content = json.dumps({"number": found.number, "nth": found.nth})
    sealed = vault.seal(seated.key, content, *_bound(row))
    with transaction.atomic():
        let_go(seated=seated)
        KeptSentence.objects.create(
            dialogue=seated.row, seat=seated.seat, sealed=sealed, kept_at=at or timezone.now()
        )


def let_go(*, seated: Seated) -> None:
    KeptSentence.objects.filter(dialogue=seated.row, seat=seated.seat).delete()


def forget_all(*, couple: Couple) -> None:
    """Nor that anything was kept, by whom and when."""
    KeptSentence.objects.filter(dialogue__couple=couple).delete()


def kept_in(*, seated: Seated) -> list[Kept]:
    """What of one dialogue this partner may read: their own first."""
    if seated.seat not in PARTNERS:
        return []
    return _kept([seated.row.pk], [seated.seat], seated.key)


def kept_sentences(*, place: PartnerSeat) -> list[Kept]:
    """All that this partner may read of the couple's, the newest first."""
    kept = _kept(_dialogues(place), [place.seat], place.key)
    return sorted(kept, key=lambda one: one.at, reverse=True)


def kept_by_both(*, place: PartnerSeat) -> list[Kept]:
    """Those of the couple's that either of the two may read."""
    return _kept(_dialogues(place), PARTNERS, place.key)


def _dialogues(place: PartnerSeat) -> Collection[UUID]:
    rows = DialogueSession.objects.filter(couple=place.couple)
    return list(rows.values_list("pk", flat=True))


def _kept(dialogues: Collection[UUID], seats: Sequence[str], key: bytes) -> list[Kept]:
    """Of the dialogues of which all of these have kept one; those of the first of them come first."""
    rows = list(KeptSentence.objects.filter(dialogue__in=dialogues))
    keepers = {(row.dialogue_id, row.seat) for row in rows}
    first = seats[0]
    shown = sorted(
        (row for row in rows if all((row.dialogue_id, seat) in keepers for seat in seats)),
        key=lambda row: row.seat != first,
    )
    found = [(row, place) for row in shown if (place := _place(row, key))]
    said = feed.said_at(places=[_at(row, number) for row, (number, _) in found], key=key)
    kept = []
    for row, (number, nth) in found:
        words = text.sentences(said.get(_at(row, number), ""))[nth : nth + 1]
        by = cast(Seat, row.seat)
        kept += [Kept(row.dialogue_id, by, one, row.kept_at, number, nth) for one in words]
    return kept


def _at(row: KeptSentence, number: int) -> feed.Place:
    return row.dialogue_id, cast(Seat, row.seat), number


def _place(row: KeptSentence, key: bytes) -> tuple[int, int] | None:
    try:
        content = json.loads(vault.unseal(key, bytes(row.sealed), *_bound(row)))
    except CannotOpen:
        return None
    return content["number"], content["nth"]


def _bound(row: KeptSentence) -> tuple[object, ...]:
    return ("kept", row.dialogue_id, str(row.seat))
