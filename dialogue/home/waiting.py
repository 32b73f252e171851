"""What waits for a person's answer, or for another's, on the page after signing in."""

from dataclasses import dataclass, field
from datetime import datetime

from dialogue.appointments import meetings
from dialogue.appointments.meetings import Meeting
from dialogue.couple import couple_therapist, couples, invitations
from dialogue.couple.therapist_rows import TherapistRow, therapist_row
from dialogue.models import Couple, Invitation, Person


@dataclass(frozen=True, slots=True)
class Waiting:
    confirm: list[tuple[Invitation, bool]] = field(default_factory=list)  # with: were a couple
    own_yes: Invitation | None = None
    recent_failure: str = ""
    ended: Couple | None = None
    ended_with: str = ""
    erased_at: datetime | None = None
    partner_erased: bool = False
    therapists: list[TherapistRow] = field(default_factory=list)
    next: Meeting | None = None
    to_answer: int = 0


def waiting_for(person: Person, couple: Couple | None) -> Waiting:
    if person.role == Person.Role.ADMIN:
        return Waiting()
    if person.role == Person.Role.PARTNER and couple is None:
        return _without_couple(person)
    ahead = meetings.meetings(person=person)
    return Waiting(
        therapists=[
            therapist_row(person, found)
            for found in couple_therapist.couple_therapists_of(person=person)
        ],
        next=next((meeting for meeting in ahead if meeting.agreed), None),
        to_answer=sum(meeting.mine is None for meeting in ahead),
    )


def _without_couple(person: Person) -> Waiting:
    ended = couples.ended_lately(person=person)
    partner = ended and ended.partners.exclude(person=person).select_related("person").first()
    return Waiting(
        confirm=invitations.to_confirm(inviter=person),
        own_yes=invitations.own_yes(invited=person),
        recent_failure=invitations.recent_failure(person=person) if not ended else "",
        ended=ended,
        ended_with=partner.person.name if partner else "",
        erased_at=ended.forget_at if ended else None,
        partner_erased=not ended and couples.was_erased_with(person=person),
    )
