"""Gifts: what one partner has promised the other in a dialogue, and what becomes of it afterwards.

The giver ticks, the asker may thank, and both may talk about it again. Either may let it go, at any
time and without a reason. Nothing is counted. While the sessions of the couple are not open, what was
promised stays readable, and can be let go; nothing new is said through it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.access.consent import gate_open, is_open
from dialogue.access.dialogues import dialogues_of
from dialogue.base import vault
from dialogue.base.problems import Absent, NotOpen, Problem
from dialogue.engine.protocol import DAYS_AHEAD, PARTNERS, Seat, other
from dialogue.models import (
    Commitment,
    DialogueSession,
    Event,
    GiftProposal,
    GiftThanks,
    Partner,
    Person,
    Tick,
)

WORDS_LENGTH = 1_000
THANKS_LENGTH = 500


class NoSuchGift(Absent):
    pass


class GiftProblem(Problem):
    """ "not_yours" (it is the other's to do), "over", "moved" (the proposal is another one by now),
    "past" or "too_far" (the day)."""

    WORDS: ClassVar = {
        "not_yours": _("That is for the other one of you to do."),
        "over": _(
            "This gift has come to its end, or was let go. It is kept among the earlier ones."
        ),
        "moved": _("What was proposed has changed in the meantime. Look at it again."),
        "past": _("That day has passed, or is too far away. Choose another one."),
        "too_far": _("That day has passed, or is too far away. Choose another one."),
    }


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


# --- reading ---------------------------------------------------------------------------------


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
    found = _read(_visible_to(person).filter(pk=gift_id))
    if not found or found[0].seat not in PARTNERS:
        raise NoSuchGift
    return found[0]


# --- what the two do with it -----------------------------------------------------------------


def tick(*, person: Person, gift_id: int, given: bool) -> None:
    """For today, or for this week, by the giver's calendar; or take that back. Twice is once."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _only(gift.giver, person)
        _while_it_goes_on(gift)
        day = _period(gift.rhythm, gift.today)
        if given:
            _while_open(row)
            Tick.objects.get_or_create(commitment=row, day=day)
        else:
            Tick.objects.filter(commitment=row, day=day).delete()


def thank(*, person: Person, gift_id: int, words: str = "") -> None:
    """The asker thanks, also when it is over; a second time on a day takes the place of the first."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _only(gift.asker, person)
        _while_open(row)
        day = gift.today
        place = _place(row, f"thanks {day}", gift.seat)
        sealed = vault.seal(_key(row), words, *place) if words else None
        GiftThanks.objects.update_or_create(commitment=row, day=day, defaults={"words": sealed})


def propose(*, person: Person, gift_id: int, words: str, rhythm: str, until: date) -> None:
    """Other words, or another rhythm or end. It takes the place of what was proposed before."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _while_it_goes_on(gift)
        _while_open(row)
        if until <= gift.today:
            raise GiftProblem("past")
        if until > gift.today + timedelta(days=DAYS_AHEAD):
            raise GiftProblem("too_far")
        GiftProposal.objects.filter(commitment=row).delete()
        GiftProposal.objects.create(
            commitment=row,
            by=gift.seat,
            words=vault.seal(_key(row), words, *_place(row, "proposal", gift.seat)),
            rhythm=rhythm,
            until=until,
        )


def agree(*, person: Person, gift_id: int, proposal_id: int) -> None:
    """The other one agrees to what was proposed: it is the gift from now on."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _while_it_goes_on(gift)
        _while_open(row)
        proposal = _same(gift, proposal_id)
        if proposal.mine:
            raise GiftProblem("not_yours")
        if proposal.until < gift.today:
            raise GiftProblem("past")
        giver = cast(Seat, row.giver)
        row.words = vault.seal(_key(row), proposal.words, *_place(row, "words", giver))
        row.rhythm, row.until = proposal.rhythm, proposal.until
        row.save(update_fields=["words", "rhythm", "until"])
        GiftProposal.objects.filter(commitment=row).delete()


def leave_as_it_is(*, person: Person, gift_id: int, proposal_id: int) -> None:
    """The other one would rather not, or who proposed takes it back. The gift stays as it is."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _same(gift, proposal_id)
        GiftProposal.objects.filter(commitment=row).delete()


def let_go(*, person: Person, gift_id: int) -> None:
    """It ends, by either of the two, and neither is told why."""
    with transaction.atomic():
        _gift, row = _locked(person, gift_id)
        row.let_go_at = timezone.now()
        row.save(update_fields=["let_go_at"])
        GiftProposal.objects.filter(commitment=row).delete()


# --- within ----------------------------------------------------------------------------------


def _visible_to(person: Person) -> "QuerySet[Commitment]":
    """Each with its ``seat`` for this person, and the ``sealed`` words from the log."""
    own = dialogues_of(person.pk)
    if person.role == Person.Role.THERAPIST:
        own = own.filter(gate_open(OuterRef("couple"), timezone.now()))
    here = own.filter(pk=OuterRef("dialogue"))
    said = Event.objects.filter(dialogue=OuterRef("dialogue"), number=OuterRef("number"))
    return (
        Commitment.objects.annotate(
            seat=Subquery(here.values("seat")[:1]),  # type: ignore[misc]
            sealed=Subquery(said.values("words")[:1]),
        )
        .exclude(seat=None)
        .select_related("dialogue__couple", "proposal")
        .prefetch_related("ticks", "thanks")
        .order_by("until", "pk")
    )


def _read(rows: Iterable[Commitment]) -> list[Gift]:
    found = list(rows)
    couples = {row.dialogue.couple_id for row in found}
    places = Partner.objects.filter(couple__in=couples).select_related("person") if found else []
    people = {(place.couple_id, place.seat): place.person for place in places}
    return [_gift(row, people) for row in found]


def _gift(row: Commitment, people: dict[tuple[UUID, str], Person]) -> Gift:
    couple_id, giver = row.dialogue.couple_id, cast(Seat, row.giver)
    seat: Seat = row.seat  # type: ignore[attr-defined]
    key = _key(row)
    gives, asks = people[couple_id, giver], people[couple_id, other(giver)]
    today = timezone.localdate(timezone=ZoneInfo(gives.time_zone))
    ticks = {tick.day for tick in row.ticks.all()}
    newest = max(row.thanks.all(), key=lambda one: one.day, default=None)
    proposal = getattr(row, "proposal", None)
    if row.words:
        words = vault.unseal(key, bytes(row.words), *_place(row, "words", giver))
    else:
        words = vault.unseal(key, bytes(row.sealed), row.dialogue_id, row.number, other(giver))  # type: ignore[attr-defined]
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
        given=_period(row.rhythm, today) in ticks,
        thanked=newest.day if newest else None,
        thanks=_thanks(row, newest, key),
        proposal=_proposal(row, proposal, people, key) if proposal else None,
    )


def _thanks(row: Commitment, newest: GiftThanks | None, key: bytes) -> str:
    if newest is None or not newest.words:
        return ""
    place = _place(row, f"thanks {newest.day}", other(cast(Seat, row.giver)))
    return vault.unseal(key, bytes(newest.words), *place)


def _proposal(
    row: Commitment, proposal: GiftProposal, people: dict[tuple[UUID, str], Person], key: bytes
) -> Proposal:
    place = _place(row, "proposal", cast(Seat, proposal.by))
    return Proposal(
        id=proposal.pk,
        by=people[row.dialogue.couple_id, proposal.by],
        mine=proposal.by == row.seat,  # type: ignore[attr-defined]
        words=vault.unseal(key, bytes(proposal.words), *place),
        rhythm=proposal.rhythm,
        until=proposal.until,
    )


def _locked(person: Person, gift_id: int) -> tuple[Gift, Commitment]:
    """The gift as it is, while nobody else changes it. GiftProblem("over") if it was let go."""
    gift_for(person=person, gift_id=gift_id)
    Commitment.objects.select_for_update().get(pk=gift_id)
    gift = gift_for(person=person, gift_id=gift_id)
    if gift.let_go:
        raise GiftProblem("over")
    return gift, Commitment.objects.select_related("dialogue__couple").get(pk=gift_id)


def _while_it_goes_on(gift: Gift) -> None:
    if not gift.goes_on:
        raise GiftProblem("over")


def _only(whose: Person, person: Person) -> None:
    if whose.pk != person.pk:
        raise GiftProblem("not_yours")


def _while_open(row: Commitment) -> None:
    if not is_open(couple=row.dialogue.couple):
        raise NotOpen


def _same(gift: Gift, proposal_id: int) -> Proposal:
    if gift.proposal is None or gift.proposal.id != proposal_id:
        raise GiftProblem("moved")
    return gift.proposal


def _period(rhythm: str, day: date) -> date:
    """The day itself, or the Monday of its week."""
    if rhythm == Commitment.Rhythm.WEEKLY:
        return day - timedelta(days=day.weekday())
    return day


def _key(row: Commitment) -> bytes:
    couple = row.dialogue.couple
    return vault.couple_key(couple.pk, bytes(couple.wrapped_key))


def _place(row: Commitment, what: str, seat: Seat) -> tuple[object, ...]:
    """What the seal of words is bound to: it opens nowhere else."""
    return (row.dialogue_id, "commitment", row.pk, what, seat)
