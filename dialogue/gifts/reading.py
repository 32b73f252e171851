"""A gift as one person sees it: what one partner has promised the other in a dialogue."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypedDict, cast
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from dialogue import clocks
from dialogue.access.consent import gate_open
from dialogue.access.dialogues import dialogues_of
from dialogue.access.tags import Damaged, damaged, words_of
from dialogue.base import vault
from dialogue.base.problems import Absent
from dialogue.engine.protocol import PARTNERS, Seat, other
from dialogue.models import (
    Commitment,
    DialogueSession,
    Event,
    GiftProposal,
    GiftThanks,
    Partner,
    Person,
)

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class _Seen(TypedDict):
        """``seat`` of whoever looks."""

        seat: Seat

    SeenCommitment = WithAnnotations[Commitment, _Seen]


class NoSuchGift(Absent):
    pass


@dataclass(frozen=True, slots=True, repr=False)
class Proposal:
    id: int
    by: Person
    mine: bool
    words: str
    rhythm: str
    until: date


@dataclass(frozen=True, slots=True, repr=False)
class Gift:
    """A commitment as one person sees it. ``today`` is the giver's; ``given``: ticked for today, or
    for this week; ``seat``: of whoever looks."""

    id: int
    couple_id: UUID
    dialogue_id: UUID
    seat: Seat
    giver_seat: Seat
    giver: Person
    asker: Person
    words: str
    rhythm: str
    until: date
    today: date
    let_go: bool
    given: bool
    thanked: date | None
    thanks: str
    proposal: Proposal | None

    @property
    def goes_on(self) -> bool:
        return not self.let_go and self.today <= self.until

    @property
    def thanked_today(self) -> bool:
        return self.thanked == self.today


def gifts_of(*, person: Person) -> list[Gift]:
    """Those that go on, the one that ends first before others; then earlier ones, newest first. For a
    therapist those of couples whose sessions are open."""
    gifts = _read(_visible_to(person))
    earlier = [gift for gift in reversed(gifts) if not gift.goes_on]
    return [gift for gift in gifts if gift.goes_on] + earlier


def going_on(*, person: Person, opening: DialogueSession | None = None) -> list[Gift]:
    """What the next dialogue opens with: the gifts that go on; those of its couple and of earlier
    dialogues, where one is ``opening``."""
    lately = timezone.now().date() - timedelta(days=1)  # wherever the giver's day has come to
    rows = _visible_to(person).filter(let_go_at=None, until__gte=lately)
    if opening:
        rows = rows.filter(dialogue__couple=opening.couple_id).exclude(dialogue=opening)
    return [gift for gift in _read(rows) if gift.goes_on]


def gift_for(*, person: Person, gift_id: int) -> Gift:
    """A gift of which the person is giver or asker. Raises NoSuchGift if it is absent or
    foreign; nobody learns which."""
    gift = _read(_visible_to(person).filter(pk=gift_id))
    if not gift or gift[0].seat not in PARTNERS:
        raise NoSuchGift
    return gift[0]


def _visible_to(person: Person) -> "QuerySet[SeenCommitment]":
    """Each with its ``seat`` for this person."""
    own = dialogues_of(person.pk)
    if person.role == Person.Role.THERAPIST:
        own = own.filter(gate_open(OuterRef("couple"), timezone.now()))
    here = own.filter(pk=OuterRef("dialogue"))
    return (
        Commitment.objects.annotate(
            seat=Subquery(here.values("seat")[:1]),  # type: ignore[misc]
        )
        .exclude(seat=None)
        .select_related("dialogue__couple", "proposal")
        .prefetch_related("ticks", "thanks")
        .order_by("until", "pk")
    )


def _read(rows: "Iterable[SeenCommitment]") -> list[Gift]:
    found = list(rows)
    couples = {row.dialogue.couple_id for row in found}
    places = Partner.objects.filter(couple__in=couples).select_related("person") if found else []
    people = {(place.couple_id, place.seat): place.person for place in places}
    said = _said(found) if found else {}
    return [_gift(row, people, said.get((row.dialogue_id, row.number))) for row in found]


def _said(rows: "list[SeenCommitment]") -> dict[tuple[UUID, int], Event]:
    """What was asked for and promised, in the log, by dialogue and number."""
    numbers = {row.number for row in rows}
    dialogues = {row.dialogue_id for row in rows}
    events = Event.objects.filter(dialogue__in=dialogues, number__in=numbers)
    return {(event.dialogue_id, event.number): event for event in events}


def _asked(row: "SeenCommitment", said: Event | None, key: bytes) -> str:
    """The words of the one who had asked."""
    try:
        if said is None:
            raise damaged(row.dialogue_id)
        return words_of(said, key) or _("(withdrawn)")
    except Damaged:
        return _("(can’t be opened)")  # the other gifts can


def _gift(
    row: "SeenCommitment", people: dict[tuple[UUID, str], Person], said: Event | None
) -> Gift:
    couple_id, giver = row.dialogue.couple_id, cast(Seat, row.giver)
    seat = row.seat
    key = key_of(row)
    gives, asks = people[couple_id, giver], people[couple_id, other(giver)]
    today = timezone.localdate(timezone=clocks.zone(gives.time_zone))
    ticks = {tick.day for tick in row.ticks.all()}
    newest = max(row.thanks.all(), key=lambda one: one.day, default=None)
    proposal = getattr(row, "proposal", None)
    if row.words:
        words = vault.unseal(key, bytes(row.words), *place_of_words(row, "words", giver))
    else:
        words = _asked(row, said, key)
    return Gift(
        id=row.pk,
        couple_id=couple_id,
        dialogue_id=row.dialogue_id,
        seat=seat,
        giver_seat=giver,
        giver=gives,
        asker=asks,
        words=words,
        rhythm=row.rhythm,
        until=row.until,
        today=today,
        let_go=row.let_go_at is not None,
        given=period_of(row.rhythm, today) in ticks,
        thanked=newest.day if newest else None,
        thanks=_thanks(row, newest, key),
        proposal=_proposal(row, proposal, people, key) if proposal else None,
    )


def _thanks(row: Commitment, newest: GiftThanks | None, key: bytes) -> str:
    if newest is None or not newest.words:
        return ""
    place = place_of_words(row, f"thanks {newest.day}", other(cast(Seat, row.giver)))
    return vault.unseal(key, bytes(newest.words), *place)


def _proposal(
    row: "SeenCommitment",
    proposal: GiftProposal,
    people: dict[tuple[UUID, str], Person],
    key: bytes,
) -> Proposal:
    place = place_of_words(row, "proposal", cast(Seat, proposal.by))
    return Proposal(
        id=proposal.pk,
        by=people[row.dialogue.couple_id, proposal.by],
        mine=proposal.by == row.seat,
        words=vault.unseal(key, bytes(proposal.words), *place),
        rhythm=proposal.rhythm,
        until=proposal.until,
    )


def period_of(rhythm: str, day: date) -> date:
    """The day itself, or the Monday of its week."""
    if rhythm == Commitment.Rhythm.WEEKLY:
        return day - timedelta(days=day.weekday())
    return day


def key_of(row: Commitment) -> bytes:
    couple = row.dialogue.couple
    return vault.couple_key(couple.pk, bytes(couple.wrapped_key))


def place_of_words(row: Commitment, what: str, seat: Seat) -> tuple[object, ...]:
    """What the seal of words is bound to: it opens nowhere else."""
    return (row.dialogue_id, "commitment", row.pk, what, seat)
