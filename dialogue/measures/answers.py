"""Answers: kept for the one who gave them, under a key of that person, and opened for nobody else.

A form that is sent again within a day takes the place of the one before. Every row is of one size.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from dialogue.base import vault
from dialogue.measures.instruments import OFFERED, instrument
from dialogue.measures.instruments.score import check, score
from dialogue.measures.instruments.shape import Instrument, Score
from dialogue.models import Partner, Person
from dialogue.models.measures import FeelingsPicked, MeasureAnswer, MeasureKey

CHANGEABLE_FOR = timedelta(days=1)  # after the first time
_SIZE = 512  # of what is sealed, always
_PURPOSE = "measures"


@dataclass(frozen=True, slots=True, repr=False)
class Given:
    """One filled-in form. ``told``: the therapist who was told that this dialogue felt unsafe."""

    measure: str
    version: int
    at: datetime
    answers: Mapping[str, int]
    dialogue_id: UUID | None = None
    told: int | None = None

    @property
    def instrument(self) -> Instrument:
        return instrument(self.measure, self.version)

    @property
    def scores(self) -> dict[str, Score | None]:
        return score(self.instrument, self.answers)


class TooLate(Exception):
    """It was answered more than a day ago, and stays as it is."""


def keep(
    *, person_id: int, measure: str, answers: Mapping[str, int], since: datetime | None = None
) -> None:
    """Keep an answer to the newest version; within a day of the last one, instead of it, unless that
    one was given before ``since``: then it was an answer to something earlier. An item that was left
    open is not in ``answers``. KeyError for a measure that is not offered by itself, NotAnAnswer for
    what stands on no form."""
    if measure not in OFFERED:
        raise KeyError(measure)
    version = instrument(measure).version
    with transaction.atomic():
        _one_at_a_time(person_id)
        changeable = timezone.now() - CHANGEABLE_FOR
        rows = MeasureAnswer.objects.filter(person=person_id, measure=measure, version=version)
        last = (
            rows.filter(at__gt=max(changeable, since or changeable), dialogue=None)
            .order_by("-at")
            .first()
        )
        _write(person_id, Given(measure, version, timezone.now(), answers), last)


def keep_of_dialogue(
    *,
    person_id: int,
    measure: str,
    dialogue_id: UUID,
    answers: Mapping[str, int],
    told: int | None = None,
) -> None:
    """The same, about one dialogue: once for each, and changed for a day; then TooLate. Whether the
    person may tell of that dialogue is asked by the caller."""
    version = instrument(measure).version
    with transaction.atomic():
        _one_at_a_time(person_id)
        row = MeasureAnswer.objects.filter(
            person=person_id, measure=measure, dialogue=dialogue_id
        ).first()
        if row is not None and row.at + CHANGEABLE_FOR <= timezone.now():
            raise TooLate
        _write(person_id, Given(measure, version, timezone.now(), answers, dialogue_id, told), row)


def set_told(*, person_id: int, dialogue_id: UUID, told: int | None) -> None:
    """Which therapist may know that this dialogue felt unsafe, if any; the answers stay as they are.
    Nothing happens where there are none."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        row = MeasureAnswer.objects.filter(person=person_id, dialogue=dialogue_id).first()
        if row is not None:
            _write(person_id, replace(_opened(row, _key(person_id)), told=told), row)


def answers_of(*, person_id: int, measure: str | None = None) -> list[Given]:
    """All that the person answered, the oldest first. Whether the asker may is asked by the caller."""
    rows = MeasureAnswer.objects.filter(person=person_id)
    if measure is not None:
        rows = rows.filter(measure=measure)
    found = list(rows.order_by("at", "pk"))
    key = _key(person_id) if found else b""
    return [_opened(row, key) for row in found]


def answer_to_dialogue(*, person_id: int, measure: str, dialogue_id: UUID) -> Given | None:
    row = MeasureAnswer.objects.filter(
        person=person_id, measure=measure, dialogue=dialogue_id
    ).first()
    return _opened(row, _key(person_id)) if row else None


def newest_of_dialogues(
    *, measure: str, couples: Collection[UUID]
) -> list[tuple[UUID, str, Given]]:
    """What each partner of these couples told of the latest dialogue that they told of: couple, seat
    and answer, in one question to the database. Whether the asker may is asked by the caller."""
    rows = MeasureAnswer.objects.filter(measure=measure, dialogue__couple__in=couples)
    newer = MeasureAnswer.objects.filter(
        measure=measure,
        person=OuterRef("person"),
        dialogue__couple=OuterRef("dialogue__couple"),
        dialogue__opened_at__gt=OuterRef("dialogue__opened_at"),
    )
    place = Partner.objects.filter(couple=OuterRef("dialogue__couple"), person=OuterRef("person"))
    key = MeasureKey.objects.filter(person=OuterRef("person"))
    found = rows.filter(~Exists(newer)).annotate(
        couple=F("dialogue__couple"),
        seat=Subquery(place.values("seat")[:1]),
        wrapped_key=Subquery(key.values("wrapped_key")[:1]),
    )
    return [
        (row.couple, row.seat, _opened(row, _unwrapped(row.person_id, bytes(row.wrapped_key))))
        for row in found.exclude(seat=None).order_by("seat")
    ]


def answered_since(*, person_id: int, since: datetime) -> set[str]:
    """The measures that the person has answered by themselves after ``since``; no answer is opened."""
    rows = MeasureAnswer.objects.filter(person=person_id, at__gt=since, dialogue=None)
    return set(rows.values_list("measure", flat=True))


def has_any(*, person_id: int) -> bool:
    """With the person's row locked this stays so until the transaction ends."""
    return MeasureAnswer.objects.filter(person=person_id).exists()


def erase(*, person_id: int, measure: str) -> None:
    """All answers of the person to this measure, for good. With the last answer goes the key."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        MeasureAnswer.objects.filter(person=person_id, measure=measure).delete()
        picked = FeelingsPicked.objects.filter(person=person_id).exists()
        if not (has_any(person_id=person_id) or picked):
            MeasureKey.objects.filter(person=person_id).delete()


# --- within ------------------------------------------------------------------------------------


def _one_at_a_time(person_id: int) -> None:
    """So that a form sent twice is one answer, and a person has one key."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)


def _key(person_id: int) -> bytes:
    return _unwrapped(person_id, bytes(MeasureKey.objects.get(person=person_id).wrapped_key))


def _unwrapped(person_id: int, wrapped_key: bytes) -> bytes:
    return vault.opened_key(_PURPOSE, wrapped_key, person_id)


def _write(person_id: int, given: Given, row: MeasureAnswer | None) -> None:
    check(given.instrument, given.answers)
    MeasureKey.objects.get_or_create(
        person_id=person_id, defaults={"wrapped_key": vault.new_key(_PURPOSE, person_id)}
    )
    place = row.place if row else uuid4()
    content = json.dumps({"answers": dict(given.answers), "told": given.told})
    assert len(content) <= _SIZE
    sealed = vault.seal(
        _key(person_id), content.ljust(_SIZE), _PURPOSE, person_id, given.measure, place
    )
    if row is None:
        MeasureAnswer.objects.create(
            person_id=person_id,
            measure=given.measure,
            version=given.version,
            dialogue_id=given.dialogue_id,
            place=place,
            sealed=sealed,
            at=given.at,
        )
    else:
        # The time of the first answer stays: it is changeable for a day, not for ever.
        MeasureAnswer.objects.filter(pk=row.pk).update(sealed=sealed, version=given.version)


def _opened(row: MeasureAnswer, key: bytes) -> Given:
    kept = json.loads(
        vault.unseal(key, bytes(row.sealed), _PURPOSE, row.person_id, row.measure, row.place)
    )
    return Given(
        measure=row.measure,
        version=row.version,
        at=row.at,
        answers=kept["answers"],
        dialogue_id=row.dialogue_id,
        told=kept["told"],
    )
