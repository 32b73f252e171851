"""Gifts: what one partner has promised the other in a dialogue, and what becomes of it afterwards.

The giver ticks, the asker may thank, and both may talk about it again. Either may let it go, at any
time and without a reason. Nothing is counted. While the sessions of the couple are not open, what was
promised stays readable, and can be let go; nothing new is said through it.
"""

from datetime import date, timedelta
from typing import ClassVar, cast

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.access.consent import is_open
from dialogue.base import vault
from dialogue.base.problems import NotOpen, Problem
from dialogue.engine.protocol import DAYS_AHEAD, Seat
from dialogue.gifts.reading import Gift, Proposal, gift_for, key_of, period_of, place_of_words
from dialogue.models import (
    Commitment,
    GiftProposal,
    GiftThanks,
    Person,
    Tick,
)

WORDS_LENGTH = 1_000
THANKS_LENGTH = 500


class GiftProblem(Problem):
    """ "not_yours" (it is the other's to do), "over", "moved" (the proposal is another one by now),
    "past" or "too_far" (the day)."""

    WORDS: ClassVar = {
        "not_yours": _("Only your partner can do that."),
        "over": _("This promise has ended. You can find it under “Earlier”."),
        "moved": _("The suggestion has changed in the meantime. Please look again."),
        "past": _("That day has passed, or it’s too far away. Choose another one."),
        "too_far": _("That day has passed, or it’s too far away. Choose another one."),
    }


def tick(*, person: Person, gift_id: int, given: bool) -> None:
    """For today, or for this week, by the giver's calendar; or take that back. Twice is once."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _only(gift.giver, person)
        _while_it_goes_on(gift)
        day = period_of(gift.rhythm, gift.today)
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
        place = place_of_words(row, f"thanks {day}", gift.seat)
        sealed = vault.seal(key_of(row), words, *place) if words else None
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
            words=vault.seal(key_of(row), words, *place_of_words(row, "proposal", gift.seat)),
            rhythm=rhythm,
            until=until,
        )


def agree(*, person: Person, gift_id: int, proposal_id: int) -> None:
    """The other one agrees to what was proposed: it is the gift from now on. Twice is once, as on two
    devices."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        _while_it_goes_on(gift)
        _while_open(row)
        if row.agreed == proposal_id and gift.proposal is None:
            return
        proposal = _same(gift, proposal_id)
        if proposal.mine:
            raise GiftProblem("not_yours")
        if proposal.until < gift.today:
            raise GiftProblem("past")
        giver = cast(Seat, row.giver)
        row.words = vault.seal(key_of(row), proposal.words, *place_of_words(row, "words", giver))
        row.rhythm, row.until, row.agreed = proposal.rhythm, proposal.until, proposal.id
        row.save(update_fields=["words", "rhythm", "until", "agreed"])
        GiftProposal.objects.filter(commitment=row).delete()


def leave_as_it_is(*, person: Person, gift_id: int, proposal_id: int) -> None:
    """The other one would rather not, or who proposed takes it back. The gift stays as it is. Twice
    is once."""
    with transaction.atomic():
        gift, row = _locked(person, gift_id)
        if gift.proposal or row.agreed == proposal_id:
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
