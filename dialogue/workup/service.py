"""The Imago workup: kept for the one who writes it, and shown part by part to whom they choose.

Every workup is sealed under a key of its own. It is found through its owner alone: for everybody
else, the partner and the therapist too, there is none.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.base import vault
from dialogue.base.problems import Absent
from dialogue.models import Person
from dialogue.models.workup import Workup

Side = Literal["positive", "negative"]
SentenceName = Literal["looking", "hard", "wish", "feel", "then"]
SIDES: tuple[Side, ...] = ("positive", "negative")
SENTENCE_NAMES: tuple[SentenceName, ...] = ("looking", "hard", "wish", "feel", "then")
CAREGIVERS = 5  # places for their names; a caregiver's number is the place
MOST_WORKUPS = 50  # of one person
PURPOSE = "workup"


class NoSuchWorkup(Absent):
    """The workup is absent, or somebody else's; nobody learns which."""


class TooMany(Exception):
    """The person has MOST_WORKUPS already."""


@dataclass(frozen=True, slots=True, repr=False)
class Trait:
    """Of a caregiver (A and B). ``shared``: the partner has it too, and ``theirs`` says how it is
    with them, where that is in other words."""

    caregiver: int
    side: Side
    text: str
    strong: bool = False
    shared: bool = False
    theirs: str = ""

    @property
    def key(self) -> str:
        """The same for the same words of the same caregiver, and for nothing else."""
        return f"{self.caregiver} {self.side} {self.text.casefold()}"


@dataclass(frozen=True, slots=True, repr=False)
class Content:
    """All that one workup holds. ``caregivers`` by their numbers; ``wanted`` (C), ``felt`` (D) and
    ``did`` (E) each as some short phrases."""

    home: str = ""
    caregivers: dict[int, str] = field(default_factory=dict)
    traits: tuple[Trait, ...] = ()
    wanted: tuple[str, ...] = ()
    felt: tuple[str, ...] = ()
    did: tuple[str, ...] = ()
    partner: str = ""
    partner_positive: tuple[str, ...] = ()  # a profile of their own, beside the caregivers'
    partner_negative: tuple[str, ...] = ()

    def of_partner(self, side: Side) -> tuple[str, ...]:
        return self.partner_positive if side == "positive" else self.partner_negative

    def of(self, side: Side, caregiver: int | None = None) -> list[Trait]:
        """Traits, in the order of the caregivers. Those of a caregiver whose name was taken out are
        kept, and stay away until there is a name again."""
        ours = (trait for trait in self.traits if trait.side == side)
        found = [trait for trait in ours if caregiver in (None, trait.caregiver)]
        return sorted(
            (trait for trait in found if trait.caregiver in self.caregivers),
            key=lambda trait: trait.caregiver,
        )

    def strongest(self, side: Side) -> list[str]:
        """The words of those that are marked; of all, where none is."""
        traits = self.of(side)
        marked = [trait for trait in traits if trait.strong] or traits
        return list({trait.text.casefold(): trait.text for trait in marked}.values())


@dataclass(frozen=True, slots=True)
class Written:
    """A workup as its owner has it."""

    id: UUID
    began_at: datetime
    changed_at: datetime
    content: Content


def begin(*, person_id: int, after: UUID | None = None) -> UUID:
    """A new workup; with ``after``, one that starts with what that earlier one holds. One that was
    begun in the same way, and in which nothing was changed since, is not begun twice."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person_id)
        content = read(person_id=person_id, workup_id=after).content if after else Content()
        newest = _rows(person_id).first()
        if newest and newest.pk != after and _content(newest) == content:
            return newest.pk
        if Workup.objects.filter(person=person_id).count() >= MOST_WORKUPS:
            raise TooMany
        new = Workup(id=uuid4(), person_id=person_id)
        new.wrapped_key = vault.new_key(PURPOSE, new.pk)
        _seal(new, content)
        new.save()
    return new.pk


def read(*, person_id: int, workup_id: UUID) -> Written:
    """For the owner; anybody else gets NoSuchWorkup."""
    return _written(own_row(person_id, workup_id))


def all_of(*, person_id: int) -> list[Written]:
    """Every workup of this person, the newest first."""
    return [_written(row) for row in _rows(person_id)]


def has_any(*, person_id: int) -> bool:
    """With the person's row locked this stays so until the transaction ends."""
    return Workup.objects.filter(person=person_id).exists()


def keep(*, person_id: int, workup_id: UUID, **changes: Any) -> None:
    """Write the fields of Content that are named, and leave the others as they are."""
    with transaction.atomic():
        row = own_row(person_id, workup_id, lock=True)
        before = _content(row)
        after = replace(before, **changes)
        if after != before:
            row.changed_at = timezone.now()
            _seal(row, after)
            row.save(update_fields=["sealed", "changed_at"])


def keep_traits(
    *, person_id: int, workup_id: UUID, lines: Iterable[tuple[int, Side, Iterable[str]]]
) -> None:
    """The traits of the caregivers and sides that are named, in these words. What was marked of a
    trait stays with its words."""
    with transaction.atomic():
        before = read(person_id=person_id, workup_id=workup_id).content
        known = {trait.key: trait for trait in before.traits}
        named, written = set(), []
        for caregiver, side, texts in lines:
            named.add((caregiver, side))
            for text in texts:
                new = Trait(caregiver, side, text)
                written.append(replace(known.get(new.key, new), text=text))
        rest = [trait for trait in before.traits if (trait.caregiver, trait.side) not in named]
        unique = {trait.key: trait for trait in (*rest, *written)}
        keep(person_id=person_id, workup_id=workup_id, traits=tuple(unique.values()))


def mark_strongest(*, person_id: int, workup_id: UUID, marks: Mapping[str, bool]) -> None:
    """``marks`` by the keys of traits. The others stay as they are."""
    with transaction.atomic():
        traits = read(person_id=person_id, workup_id=workup_id).content.traits
        changed = tuple(
            replace(trait, strong=marks.get(trait.key, trait.strong)) for trait in traits
        )
        keep(person_id=person_id, workup_id=workup_id, traits=changed)


def link_partner(
    *,
    person_id: int,
    workup_id: UUID,
    partner: str,
    links: Mapping[str, tuple[bool, str]],
    profile: Mapping[Side, tuple[str, ...]] | None = None,
) -> None:
    """``links`` by the keys of traits: whether the partner has it too, and how it is with them. The
    others stay as they are. What is new in the partner's own ``profile`` and was said of a caregiver in
    the same words, is found: it is linked by that."""
    with transaction.atomic():
        before = read(person_id=person_id, workup_id=workup_id).content
        given = {side: (profile or {}).get(side, before.of_partner(side)) for side in SIDES}
        found = {side: _folded(given[side]) - _folded(before.of_partner(side)) for side in SIDES}
        changed = []
        for trait in before.traits:
            shared, theirs = links.get(trait.key, (trait.shared, trait.theirs))
            shared = shared or trait.text.casefold() in found[trait.side]
            changed.append(replace(trait, shared=shared, theirs=theirs))
        keep(
            person_id=person_id,
            workup_id=workup_id,
            partner=partner,
            traits=tuple(changed),
            **{f"partner_{side}": given[side] for side in SIDES},
        )


def _folded(texts: Iterable[str]) -> set[str]:
    return {text.casefold() for text in texts}


def erase(*, person_id: int, workup_id: UUID) -> None:
    """For good: with its key, and with what was shown of it."""
    with transaction.atomic():
        own_row(person_id, workup_id, lock=True).delete()


# --- within ------------------------------------------------------------------------------------


def _rows(person_id: int) -> QuerySet[Workup]:
    return Workup.objects.filter(person=person_id).order_by("-began_at", "-pk")


def own_row(person_id: int, workup_id: UUID, *, lock: bool = False) -> Workup:
    rows = Workup.objects.filter(pk=workup_id, person=person_id)
    row = (rows.select_for_update() if lock else rows).first()
    if row is None:
        raise NoSuchWorkup
    return row


def _written(row: Workup) -> Written:
    return Written(row.pk, row.began_at, row.changed_at, _content(row))


def _content(row: Workup) -> Content:
    key = vault.opened_key(PURPOSE, bytes(row.wrapped_key), row.pk)
    kept: dict[str, Any] = json.loads(vault.unseal(key, bytes(row.sealed), PURPOSE, row.pk))
    kept["caregivers"] = {int(number): name for number, name in kept["caregivers"].items()}
    kept["traits"] = tuple(Trait(**trait) for trait in kept["traits"])
    for name in ("wanted", "felt", "did", "partner_positive", "partner_negative"):
        kept[name] = tuple(kept.get(name, ()))
    return Content(**kept)


def _seal(row: Workup, content: Content) -> None:
    key = vault.opened_key(PURPOSE, bytes(row.wrapped_key), row.pk)
    row.sealed = vault.seal(key, json.dumps(asdict(content)), PURPOSE, row.pk)
