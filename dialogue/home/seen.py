"""What of the others' doing one partner sees on their pages just now, as a mark; and for whom an act may change it.

A page is told that something has changed only where its mark is another one. So an act that shows nothing (in the
private screen, in a whisper, in one's own workup) tells nobody anything, whatever it does to the database. Of what
changes by the clock alone nothing is in the mark: it would be noticed at the other's next act, and tell of that.
"""

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from dialogue.access.dialogues import dialogues_of, that_open
from dialogue.access.seats import PartnerSeat, seat_of
from dialogue.appointments import meetings
from dialogue.consent_forms import signing
from dialogue.couple import couple_therapist, invitations
from dialogue.couple.looks import looks_of
from dialogue.couple.therapist_rows import therapist_row
from dialogue.course import changing, occasions
from dialogue.course import reading as courses
from dialogue.engine.allowed import floor
from dialogue.engine.protocol import PARTNERS
from dialogue.gifts import reading as gifts
from dialogue.home.waiting import waiting_for
from dialogue.models import Couple, CoupleTherapist, DialogueSession, Invitation, Partner, Person
from dialogue.records import homework
from dialogue.room.kept_sentences import kept_sentences
from dialogue.room.people import people_in
from dialogue.room.rows import row_of
from dialogue.together import caring_behaviors, sheets, vision
from dialogue.workup import sharing

Seen = tuple[Any, ...]
NEWS = timedelta(days=3)  # for which thanks are news


def mark_of(person: Person) -> str:
    """Of a partner; the same for as long as nobody changes what they see. Says nothing to who has no key of ours."""
    place = seat_of(person_id=person.pk)
    seen = _together(person, place) if place else _alone(person)
    return salted_hmac("imago seen", repr((person.pk, seen))).hexdigest()[:32]


def whom_it_may_concern(person_id: int) -> set[int]:
    """On whose pages an act of this person may show. Rather too many: whoever sees no change is told nothing."""
    partner_in = Partner.objects.filter(person=person_id).values("couple")
    as_therapist = CoupleTherapist.objects.filter(therapist=person_id).values("couple")
    found: list[QuerySet[Any, Any]] = [
        Partner.objects.filter(couple__in=partner_in).values_list("person_id"),
        Partner.objects.filter(couple__in=as_therapist).values_list("person_id"),
        Invitation.objects.filter(redeemed_by=person_id).values_list("inviter_id"),
        Invitation.objects.filter(inviter=person_id, redeemed_by__isnull=False).values_list(
            "redeemed_by_id"
        ),
    ]
    return {person_id} | {id for (id,) in found[0].union(*found[1:])}


def going_on(person_id: int) -> QuerySet[DialogueSession]:
    """The dialogues whose turns show on this person's pages."""
    couples = Couple.objects.of(person_id)
    rows = dialogues_of(person_id).filter(couple__in=couples, closed_at=None)
    return rows.prefetch_related("couple__therapist", "couple__partners__person")


def waits_for(person: Person) -> set[Seen]:
    """What waits for an answer of this person, or to be read by them, each by what makes it another one."""
    place = seat_of(person_id=person.pk)
    if place is None:
        return {("yes", yes.pk) for yes, _again in waiting_for(person, None).confirm}
    to_agree, _due = occasions.at_home(person_id=person.pk)
    found: set[Seen] = {("course", place.couple.pk)} if to_agree else set()
    for one in couple_therapist.couple_therapists_of(person=person):
        if not therapist_row(person, one).i_agreed:
            found.add(("therapist", one.pk))
    found |= _to_sign(person, place)
    return found | _waits_while_open(person, place) if place.is_open else found


# --- within ------------------------------------------------------------------------------------


def _to_sign(person: Person, place: PartnerSeat) -> set[Seen]:
    """Of their therapist's forms, also while dialogues are closed; nothing of what the other has signed."""
    if not place.couple.therapist_id:
        return set()
    forms = signing.all_for(person_id=person.pk)
    return {("form", one.id, one.version.number) for one in forms if one.waits}


def _alone(person: Person) -> Seen:
    waiting = waiting_for(person, None)
    own = invitations.open_invitation_of(inviter=person)
    return (
        [(yes.pk, yes.redeemed_by and yes.redeemed_by.name) for yes, _again in waiting.confirm],
        waiting.own_yes and waiting.own_yes.pk,
        waiting.recent_failure,
        waiting.ended and waiting.ended.pk,
        waiting.partner_erased,
        own and own.pk,
    )


def _together(person: Person, place: PartnerSeat) -> Seen:
    couple = place.couple
    therapists = (
        therapist_row(person, one) for one in couple_therapist.couple_therapists_of(person=person)
    )
    to_agree, _due = occasions.at_home(person_id=person.pk)
    seen: Seen = (
        couple.pk,
        place.names,
        sorted((seat, one.color, one.has_picture) for seat, one in looks_of(place=place).items()),
        place.is_open,
        [(one.id, one.i_agreed, one.partner_agreed, one.begun) for one in therapists],
        to_agree,
        sorted(_to_sign(person, place), key=repr),
    )
    return seen + _while_open(person, place) if place.is_open else seen


def _while_open(person: Person, place: PartnerSeat) -> Seen:
    couple = place.couple
    rows = (row_of(one, people_in(row=one.row), "") for one in that_open(going_on(person.pk)))
    joint = vision.newest(place=place)
    course = courses.standing(place=place)
    return (
        sorted((str(row.id), row.line, row.my_turn) for row in rows),
        [
            (one.key, one.revision, one.mine, one.agreed, one.declined, one.skipped)
            for one in meetings.meetings(person=person)
        ],
        [
            (one.id, one.words, one.until, one.thanked, one.proposal and one.proposal.id)
            for one in gifts.going_on(person=person)
        ],
        sorted((one.part, one.shown_at) for one in sharing.shown_to(person_id=person.pk)),
        joint and joint.number,
        [(str(one.dialogue_id), one.by) for one in kept_sentences(place=place)],
        _loved(place),
        bool(course.course),
        bool(course.proposal),
        changing.standing(place=place).suggested is not None,
        [one.id for one in homework.shared_with(couple=couple)] if couple.therapist_id else [],
    )


def _waits_while_open(person: Person, place: PartnerSeat) -> set[Seen]:
    found: set[Seen] = set()
    if not DialogueSession.objects.filter(couple=place.couple).exists():
        found.add(("open", place.couple.pk))
    for one in that_open(going_on(person.pk)):
        if one.seat in floor(one.exercise, one.state) and not one.state.pausing:
            found.add(("turn", one.row.pk, one.state.step, one.state.turn))
    for meeting in meetings.meetings(person=person):
        if meeting.mine is None:
            found.add(("time", meeting.key, meeting.revision))
    for gift in gifts.going_on(person=person):
        if gift.giver.pk == person.pk and gift.thanked and gift.today - gift.thanked <= NEWS:
            found.add(("thanks", gift.id, gift.thanked))
        if gift.proposal and not gift.proposal.mine:
            found.add(("promise", gift.id, gift.proposal.id))
    if sharing.is_unopened(person_id=person.pk):
        found |= {
            ("shown", one.part, one.shown_at) for one in sharing.shown_to(person_id=person.pk)
        }
    joint = vision.newest(place=place)
    if joint and any(place.seat not in one.shared for one in joint.unanswered):
        found.add(("vision", place.couple.pk))
    return found


def _loved(place: PartnerSeat) -> Seen:
    """What each has said to feel loved by, once both may read it, and when it was done last."""
    if not sheets.revealed(place=place, what=caring_behaviors.WHAT):
        return ()
    return tuple(
        [(wish.key, wish.done_on) for wish in caring_behaviors.wishes_of(place=place, seat=seat)]
        for seat in PARTNERS
    )
