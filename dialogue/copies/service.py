"""Who may take what along, and a file that one brings: what both said is both's to give away, and nothing
comes to stand among their dialogues to which only one of them said yes."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar, cast

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import text
from dialogue.access.dialogues import Seated
from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.base import vault
from dialogue.base.problems import Absent, NotOpen, Problem
from dialogue.copies import file_format, replaying
from dialogue.copies.file_format import DialogueCopy, DialoguesFile, NotOurFile
from dialogue.copies.gathered import Said
from dialogue.engine.protocol import PARTNERS, Seat, other
from dialogue.models import BroughtFile, Couple, DialogueSession, Partner, Person
from dialogue.models.names import plain
from dialogue.room.people import people_in


class NoCouple(Absent):
    """There is nobody to have said anything with."""


class BringProblem(Problem):
    """ "not_ours", "waiting" (there is one that was not answered yet), "moved" (there is none)."""

    WORDS: ClassVar = {
        "not_ours": _(
            "This isn’t a file of dialogues from this app, or someone has changed it. Nothing was added."
        ),
        "waiting": _("There’s a file already. It needs an answer first."),
        "moved": _("This has changed in the meantime. Have another look."),
    }


@dataclass(frozen=True, slots=True, repr=False)
class Brought:
    """A file that waits for an answer. ``mine``: whoever looks has brought it."""

    mine: bool
    file: DialoguesFile

    @property
    def dialogues(self) -> tuple[DialogueCopy, ...]:
        return self.file.dialogues


def place_of(person: Person) -> PartnerSeat:
    place = seat_of(person_id=person.pk)
    if place is None:
        raise NoCouple
    return place


def who_agree(*, place: PartnerSeat) -> set[str]:
    """The seats of those who agree that each may take along what both said."""
    agree = Partner.objects.filter(couple=place.couple).exclude(copies_since=None)
    return set(agree.values_list("seat", flat=True))


def agree(*, person: Person, yes: bool) -> None:
    """From now on, or no longer. What was taken along before stays where it is."""
    place = place_of(person)
    mine = Partner.objects.filter(couple=place.couple, seat=place.seat)
    mine.update(copies_since=timezone.now() if yes else None)


def end(*, couple: Couple) -> None:
    """They work together no longer: nothing that was agreed here goes on."""
    Partner.objects.filter(couple=couple).update(copies_since=None)
    BroughtFile.objects.filter(couple=couple).delete()


def read_file(content: bytes) -> DialoguesFile:
    """A file that can be brought. BringProblem: "not_ours"."""
    try:
        file = file_format.read(content)
        for one in file.dialogues:
            replaying.checked(one)
    except NotOurFile:
        raise BringProblem("not_ours") from None
    if not file.dialogues:
        raise BringProblem("not_ours")
    return file


def seat_in(*, file: DialoguesFile, place: PartnerSeat) -> Seat | None:
    """Where this partner sits in the file, by the two names; None where they do not tell."""
    here = plain(place.names[place.seat]), plain(place.names[place.other])
    for seat in PARTNERS:
        there = file.names.get(seat, ""), file.names.get(other(seat), "")
        if all(text.same(one, name) for one, name in zip(here, there, strict=True)):
            return seat
    return None


def bring(*, person: Person, file: DialoguesFile, sat: Seat) -> None:
    """Lay a file before the other, in which this person sat at ``sat``. BringProblem: "waiting";
    NotOpen."""
    place = _open(person)
    if sat != place.seat:
        file = file_format.turned(file)
    sealed = vault.seal(place.key, file_format.dumped(file), *_place(place))
    try:
        with transaction.atomic():
            BroughtFile.objects.create(couple=place.couple, seat=place.seat, sealed=sealed)
    except IntegrityError:
        raise BringProblem("waiting") from None


def brought(*, place: PartnerSeat) -> Brought | None:
    row = BroughtFile.objects.filter(couple=place.couple).first()
    if row is None:
        return None
    content = vault.unseal(place.key, bytes(row.sealed), *_place(place))
    return Brought(row.seat == place.seat, file_format.read(content.encode()))


def decline(*, person: Person) -> None:
    """The file is gone; whoever brought it may take it back so."""
    BroughtFile.objects.filter(couple=place_of(person).couple).delete()


def add(*, person: Person) -> int:
    """All of it, if the other has brought it: how many were added. Each by itself, so that no room waits
    for all of them; sent again, it goes on. BringProblem("moved"), NotOpen."""
    place = _open(person)
    found = brought(place=place)
    if found is None or found.mine:
        raise BringProblem("moved")
    added = sum(replaying.add(one, place=place) for one in found.dialogues)
    BroughtFile.objects.filter(couple=place.couple).delete()
    return added


def preview(found: Brought, *, place: PartnerSeat) -> Iterator[Said]:
    """What is in the file, as it would be read here."""
    for copy in found.dialogues:
        exercise, state = replaying.checked(copy)
        row = DialogueSession(
            id=copy.id, couple=place.couple, exercise=exercise.id, opened_at=copy.opened_at
        )
        one = Seated(row, cast(Seat, place.seat), exercise, state, b"")
        people = {**people_in(row=row)}
        yield Said(one, people, replaying.entries(copy), replaying.kept_in(copy))


def _open(person: Person) -> PartnerSeat:
    place = place_of(person)
    if not place.is_open:
        raise NotOpen
    return place


def _place(place: PartnerSeat) -> tuple[object, ...]:
    return ("brought", place.couple.pk)
