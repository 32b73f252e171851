"""Ben gives Ann one of her three requests as a gift: he ticks, she thanks, either lets it go."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import timezone

from dialogue.base.problems import NotOpen
from dialogue.couple import couples
from dialogue.gifts import reading
from dialogue.gifts import service as gifts
from dialogue.gifts.reading import Gift, NoSuchGift, gifts_of
from dialogue.gifts.service import GiftProblem
from dialogue.home import ending
from dialogue.models import Commitment, DialogueSession, GiftProposal, Person, Tick
from dialogue.safety import own_consent
from tests.support import cast
from tests.support.rooms import (
    REQUESTS,
    act,
    done,
    given,
    moment,
    refused,
    state_of,
    to_choosing,
    to_sending,
)


def in_days(days: int) -> datetime:
    return timezone.now().replace(hour=12) + timedelta(days=days)


def play(room: UUID, *lines: tuple[Person, str, str]) -> None:
    for person, name, words in lines:
        done(person, room, name, words)


@pytest.fixture
def room(couple, ann, ben):
    return given(ann, ben)


@pytest.fixture
def gift(room, ann):
    return only(ann).id


def only(person: Person) -> Gift:
    (found,) = gifts_of(person=person)
    return found


def proposed(person: Person) -> reading.Proposal:
    proposal = only(person).proposal
    assert proposal
    return proposal


def problem(what, **values) -> str:
    with pytest.raises(GiftProblem) as caught:
        what(**values)
    return caught.value.code


def talk(person, gift, words="Five minutes are enough.", until=None, rhythm="weekly"):
    until = until or only(person).today + timedelta(days=10)
    gifts.propose(person=person, gift_id=gift, words=words, rhythm=rhythm, until=until)


# --- how it comes about ----------------------------------------------------------------------


def test_what_ben_chose_is_his_gift_in_ann_s_own_words(room, ann, ben):
    for person in (ann, ben):
        gift = only(person)
        assert (gift.words, gift.giver, gift.asker) == (REQUESTS[2], ben, ann)
        assert gift.rhythm == "daily" and gift.until == in_days(14).date() and gift.goes_on
    # Where it was promised is not where a dialogue was put off to.
    assert DialogueSession.objects.get(pk=room).due_at is None
    assert state_of(room).step == "thanks"


def test_none_is_an_answer_and_leaves_nothing_behind(couple, ann, ben):
    room = to_choosing(ann, ben, REQUESTS)
    play(room, (ben, "none", ""))
    assert gifts_of(person=ann) == gifts_of(person=ben) == []
    assert not Commitment.objects.exists()


def test_the_heart_of_a_request_counts_where_it_was_said_shorter(couple, ann, ben, thea):
    room = to_choosing(ann, ben, REQUESTS[:2])
    done(ann, room, "request", "A long one, in many words.")
    done(thea, room, "whisper", "Breathe.", to="first")
    done(thea, room, "to_shorter")
    play(
        room,
        (ann, "say_it_shorter", "Ten minutes each evening."),
        (ben, "mirror", "…"),
        (ann, "got_it", ""),
    )
    play(room, (ben, "third", ""))
    done(ben, room, "weekly", time=in_days(7))
    assert only(ann).words == "Ten minutes each evening."


def test_a_promise_sent_twice_is_one_and_one_too_far_is_none(couple, ann, ben):
    room = to_choosing(ann, ben, REQUESTS)
    play(room, (ben, "first", ""))
    assert refused(ben, room, "daily", time=in_days(93)) == "bad_time"
    assert refused(ben, room, "daily") == "bad_time"
    assert refused(ann, room, "daily", time=in_days(3)) == "not_your_turn"
    assert not Commitment.objects.exists()
    at, time = moment(room), in_days(30)
    command = uuid4()
    first = act(ben, room, "daily", at=at, id=command, time=time)
    assert act(ben, room, "daily", at=at, id=command, time=time) == first
    assert Commitment.objects.count() == 1


def test_the_last_day_is_one_of_the_giver_s_calendar(couple, ann, ben):
    Person.objects.filter(pk=ben.pk).update(time_zone="Pacific/Auckland")
    room = to_choosing(ann, ben, REQUESTS)
    play(room, (ben, "first", ""))
    tomorrow = timezone.now().replace(hour=23, minute=0) + timedelta(days=1)
    done(ben, room, "daily", time=tomorrow)
    assert only(ann).until == tomorrow.date() + timedelta(days=1)


# --- ticking and thanking --------------------------------------------------------------------


def test_ben_ticks_today_once_and_takes_it_back(gift, ann, ben):
    for _ in range(2):
        gifts.tick(person=ben, gift_id=gift, given=True)
    assert only(ann).given and Tick.objects.get().day == only(ann).today
    gifts.tick(person=ben, gift_id=gift, given=False)
    assert not only(ann).given and not Tick.objects.exists()
    assert problem(gifts.tick, person=ann, gift_id=gift, given=True) == "not_yours"


def test_week_by_week_a_tick_is_for_the_week(couple, ann, ben):
    given(ann, ben, rhythm="weekly")
    gifts.tick(person=ben, gift_id=only(ben).id, given=True)
    assert Tick.objects.get().day.weekday() == 0 and only(ann).given


def test_ann_thanks_and_her_words_are_sealed(gift, ann, ben):
    gifts.thank(person=ann, gift_id=gift, words="For the quiet.")
    gifts.thank(person=ann, gift_id=gift, words="For the tea.")
    assert (only(ben).thanks, only(ben).thanked_today) == ("For the tea.", True)
    (row,) = Commitment.objects.get().thanks.all()
    assert row.words and b"tea" not in bytes(row.words)
    assert problem(gifts.thank, person=ben, gift_id=gift) == "not_yours"


# --- talking about it again, and letting it go -------------------------------------------------


def test_ben_proposes_something_smaller_and_it_changes_only_when_ann_agrees(gift, ann, ben):
    talk(ben, gift)
    asked = only(ann)
    assert asked.words == REQUESTS[2] and asked.proposal and not asked.proposal.mine
    assert asked.proposal.words == "Five minutes are enough."
    answer = {"gift_id": gift, "proposal_id": asked.proposal.id}
    assert problem(gifts.agree, person=ben, **answer) == "not_yours"
    (waiting,) = GiftProposal.objects.all()
    gifts.agree(person=ann, **answer)
    kept = bytes(waiting.words) + bytes(Commitment.objects.get().words or b"")
    assert len(kept) > 50 and b"minutes" not in kept
    for person in (ann, ben):
        now = only(person)
        assert (now.words, now.rhythm) == ("Five minutes are enough.", "weekly")
        assert now.proposal is None
    gifts.agree(person=ann, **answer)  # on another device: that is what she agreed to
    assert problem(gifts.leave_as_it_is, person=ann, **answer) == "moved"
    assert only(ann).words == "Five minutes are enough."
    talk(ben, gift, "An hour.")
    assert problem(gifts.agree, person=ann, **answer) == "moved"


def test_one_agrees_only_to_what_one_has_read(gift, ann, ben):
    talk(ben, gift)
    read = proposed(ann)
    talk(ben, gift, "An hour.")
    assert problem(gifts.agree, person=ann, gift_id=gift, proposal_id=read.id) == "moved"
    assert only(ann).words == REQUESTS[2]


def test_what_was_proposed_is_left_or_taken_back_and_the_gift_stays(gift, ann, ben):
    for by in (ann, ben):
        talk(ann, gift)
        found = proposed(by)
        for _device in range(2):
            gifts.leave_as_it_is(person=by, gift_id=gift, proposal_id=found.id)
        assert problem(gifts.agree, person=ben, gift_id=gift, proposal_id=found.id) == "moved"
        assert only(ben).proposal is None and only(ben).words == REQUESTS[2]


def test_an_end_that_is_past_or_too_far_is_refused(gift, ann):
    today = only(ann).today
    for until, code in ((today, "past"), (today + timedelta(days=93), "too_far")):
        values = {"person": ann, "gift_id": gift, "words": "x", "rhythm": "daily", "until": until}
        assert problem(gifts.propose, **values) == code


def test_either_lets_it_go_and_that_is_the_end_of_it(couple, ann, ben):
    for who in (ann, ben):
        given(ann, ben)
        gift = gifts_of(person=who)[0].id
        gifts.let_go(person=who, gift_id=gift)
        kept = next(one for one in gifts_of(person=ben) if one.id == gift)
        assert kept.let_go and not kept.goes_on
        assert problem(gifts.tick, person=ben, gift_id=gift, given=True) == "over"
        assert problem(gifts.thank, person=ann, gift_id=gift) == "over"


def test_after_its_last_day_it_is_over_kept_and_can_still_be_thanked_for(gift, ann, ben):
    Commitment.objects.update(until=only(ann).today - timedelta(days=1))
    assert not only(ann).goes_on
    assert problem(gifts.tick, person=ben, gift_id=gift, given=True) == "over"
    assert problem(talk, person=ann, gift=gift) == "over"
    gifts.thank(person=ann, gift_id=gift)
    assert only(ben).thanked_today and only(ben).thanks == ""


# --- who sees it, and for how long -------------------------------------------------------------


def test_omar_another_therapist_and_ada_get_nothing_and_thea_reads(gift, thea, omar, ada):
    for person in (omar, ada, cast.therapist("Tom")):
        assert gifts_of(person=person) == []
        with pytest.raises(NoSuchGift):
            gifts.let_go(person=person, gift_id=gift)
    assert only(thea).words == REQUESTS[2]
    with pytest.raises(NoSuchGift):
        gifts.let_go(person=thea, gift_id=gift)
    with pytest.raises(NoSuchGift):
        gifts.tick(person=thea, gift_id=gift, given=True)
    with pytest.raises(NoSuchGift):
        gifts.let_go(person=omar, gift_id=gift + 1)


def test_while_the_sessions_are_not_open_it_is_read_or_let_go_and_nothing_is_said(
    gift, ann, ben, thea
):
    gifts.tick(person=ben, gift_id=gift, given=True)
    own_consent.withdraw(person_id=ann.pk)
    assert only(ann).words == only(ben).words == REQUESTS[2]
    assert gifts_of(person=thea) == []
    for what, person, values in (
        (gifts.tick, ben, {"given": True}),
        (gifts.thank, ann, {"words": "For the tea."}),
    ):
        with pytest.raises(NotOpen):
            what(person=person, gift_id=gift, **values)
    with pytest.raises(NotOpen):
        talk(ben, gift)
    gifts.tick(person=ben, gift_id=gift, given=False)
    gifts.let_go(person=ann, gift_id=gift)
    assert only(ben).let_go


def test_when_their_work_ends_the_gift_is_gone_and_back_when_they_come_back(
    couple, gift, ann, ben, thea
):
    ending.end_couple(couple=couple)
    for person in (ann, ben, thea):
        assert gifts_of(person=person) == []
        with pytest.raises(NoSuchGift):
            gifts.let_go(person=person, gift_id=gift)
    couples.form_couple(first=ben, second=ann)
    assert only(ann).words == REQUESTS[2]


def test_the_next_dialogue_opens_with_what_goes_on(room, ann, ben):
    DialogueSession.objects.filter(pk=room).update(closed_at=timezone.now())
    following = DialogueSession.objects.get(pk=to_sending(ann, ben))
    (found,) = reading.going_on(person=ben, opening=following)
    assert found.words == REQUESTS[2]
    own = DialogueSession.objects.get(pk=room)
    assert reading.going_on(person=ben, opening=own) == []
    gifts.let_go(person=ben, gift_id=found.id)
    assert reading.going_on(person=ben, opening=following) == []
