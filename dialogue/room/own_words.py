"""One's own words, found again: what this partner said in the couple's dialogues, and nobody else's."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import cast

from django.urls import reverse

from dialogue import text
from dialogue.access.dialogues import dialogues_of, that_open
from dialogue.access.seats import PartnerSeat
from dialogue.engine.protocol import Seat
from dialogue.room import feed

MOST = 30
_AROUND = 140  # characters before and after what was looked for


@dataclass(frozen=True, slots=True, repr=False)
class Found:
    words: str
    at: datetime
    url: str


def find(*, place: PartnerSeat, person_id: int, wanted: str) -> list[Found]:
    """The newest first. What was said to a therapist alone is not looked through."""
    needle = text.folded(wanted)
    if not text.has_words(needle):
        return []
    rows = dialogues_of(person_id).filter(couple=place.couple)
    over = {one.row.pk: bool(one.state.outcome) for one in that_open(rows)}
    said = feed.said_by(seat=cast(Seat, place.seat), dialogues=list(over), key=place.key)
    with_it = (one for one in said if needle in text.folded(one.words))
    return [
        Found(_short(one.words, wanted), one.at, _url(one, over[one.dialogue_id]))
        for one in islice(with_it, MOST)
    ]


def _url(said: feed.Said, over: bool) -> str:
    if not over:
        return reverse("room", args=[said.dialogue_id])
    return f"{reverse('transcript', args=[said.dialogue_id])}#turn-{said.turn}"


def _short(words: str, wanted: str) -> str:
    """The part of a long message where it stands; its beginning, where it is written otherwise there."""
    words = " ".join(words.split())
    at = max(0, words.casefold().find(wanted.strip().casefold()))
    first, last = max(0, at - _AROUND), at + len(wanted) + _AROUND
    return ("… " if first else "") + words[first:last] + (" …" if last < len(words) else "")
