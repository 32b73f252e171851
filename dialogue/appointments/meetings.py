"""Something at a time, as one person finds it: appointments, and dialogues that were kept for later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue import clocks
from dialogue.access.dialogues import dialogues_of
from dialogue.base.problems import Absent
from dialogue.models import Appointment, Couple, Person

_WEEK = timedelta(days=7)


_DIALOGUE_MINUTES = 60


_WEEKS = 30  # that two weekly ones are compared for


_EARLIER = timedelta(days=90)


class NoSuchAppointment(Absent):
    pass


@dataclass(frozen=True, slots=True)
class Meeting:
    """Something at a time, as one person finds it. Carries no word of what it is about."""

    key: str  # unique, and the same for all concerned
    begins_at: datetime
    minutes: int
    weekly: bool
    with_therapist: bool
    agreed: bool  # by all concerned
    mine: bool | None  # my own answer; none yet
    declined: bool
    revision: int
    time_zone: str
    others: tuple[Person, ...]
    first_at: datetime
    skipped: tuple[datetime, ...] = ()  # times of a weekly one that do not take place
    appointment_id: int | None = None
    dialogue_id: UUID | None = None
    told_apart: int = 0  # the couple's, for its therapist

    @property
    def ends_at(self) -> datetime:
        return self.begins_at + timedelta(minutes=self.minutes)


def appointment_for(*, person: Person, appointment_id: int) -> Appointment:
    """Raises NoSuchAppointment if it is absent or foreign; nobody learns which."""
    appointment = _appointments_of(person).filter(pk=appointment_id).first()
    if appointment is None:
        raise NoSuchAppointment
    return appointment


def was_canceled(*, person: Person, appointment_id: int) -> bool:
    return _appointments_of(person, canceled=True).filter(pk=appointment_id).exists()


def meetings(*, person: Person, now: datetime | None = None) -> list[Meeting]:
    """What lies ahead or goes on, soonest first: appointments, and dialogues kept for a time."""
    now = now or timezone.now()
    soon = [
        meeting
        for appointment in _appointments_of(person).filter(Q(weekly=True) | _recent(now))
        if (meeting := meeting_of(appointment, person, now)).ends_at > now
    ]
    return sorted(soon + _kept(person, now), key=lambda meeting: (meeting.begins_at, meeting.key))


def earlier(*, person: Person, most: int = 10) -> list[Meeting]:
    """Times that all had agreed to and that are over, newest first."""
    now = timezone.now()
    past = _appointments_of(person).filter(
        weekly=False, starts_at__lte=now, starts_at__gt=now - _EARLIER
    )
    over = [
        meeting_of(appointment, person, now) for appointment in past.order_by("-starts_at")[:50]
    ]
    return [meeting for meeting in over if meeting.agreed and meeting.ends_at <= now][:most]


def occurrence(begins_at: datetime, time_zone: str, after: datetime) -> datetime:
    """The first weekly return of ``begins_at`` that is later than ``after``, at the same hour of the
    clock in ``time_zone`` also when the clocks change."""
    local = clocks.on_clock(begins_at, time_zone)
    weeks = max(0, (after - begins_at) // _WEEK - 1)
    while True:
        wall = local.replace(tzinfo=None) + weeks * _WEEK
        at = clocks.instant(wall, time_zone)
        if at > after:
            return at
        weeks += 1


def takes_place(appointment: Appointment, *, at: datetime) -> bool:
    """Whether ``at`` is one of its times, and not left out."""
    if appointment.skipped.filter(begins_at=at).exists():
        return False
    just_before = at - timedelta(seconds=1)
    first = appointment.starts_at
    return appointment.weekly and (at == occurrence(first, appointment.time_zone, just_before))


def meeting_of(appointment: Appointment, person: Person, now: datetime) -> Meeting:
    concerned, couple = _concerned(appointment), appointment.couple
    said = {given.person_id: given.accepted for given in appointment.answers.all()}
    begins_at = appointment.starts_at
    skipped = tuple(week.begins_at for week in appointment.skipped.all())
    if appointment.weekly:
        begun = now - timedelta(minutes=appointment.minutes)
        begins_at = occurrence(begins_at, appointment.time_zone, begun)
        while begins_at in skipped:
            begins_at = occurrence(appointment.starts_at, appointment.time_zone, begins_at)
    return Meeting(
        key=f"a{appointment.pk}",
        appointment_id=appointment.pk,
        begins_at=begins_at,
        first_at=appointment.starts_at,
        skipped=skipped,
        minutes=appointment.minutes,
        weekly=appointment.weekly,
        with_therapist=appointment.with_therapist,
        agreed=all(said.get(one.pk) for one in concerned),
        mine=said.get(person.pk),
        declined=any(said.get(one.pk) is False for one in concerned),
        revision=appointment.revision,
        time_zone=appointment.time_zone,
        others=tuple(one for one in concerned if one.pk != person.pk),
        told_apart=couple.told_apart if couple.therapist_id == person.pk else 0,
    )


def beside(meeting: Meeting, others: Iterable[Meeting]) -> bool:
    """Whether something else that was said yes to lies at the same time."""
    return any(
        other.mine and other.key != meeting.key and _collide(meeting, other) for other in others
    )


def _collide(one: Meeting, other: Meeting) -> bool:
    if one.weekly and not other.weekly:
        one, other = other, one
    starts = [one.begins_at]
    if one.weekly and other.weekly:  # the clocks of their zones may change apart from each other
        for _week in range(_WEEKS):
            starts.append(occurrence(one.first_at, one.time_zone, starts[-1]))
    return any(
        at < _next_of(other, after=at) + timedelta(minutes=other.minutes)
        and _next_of(other, after=at) < at + timedelta(minutes=one.minutes)
        for at in starts
        if at not in one.skipped
    )


def _next_of(meeting: Meeting, *, after: datetime) -> datetime:
    """The time of it that is still going on then, or the first one after."""
    if not meeting.weekly:
        return meeting.begins_at
    begun = after - timedelta(minutes=meeting.minutes)
    at = occurrence(meeting.first_at, meeting.time_zone, begun)
    return at if at not in meeting.skipped else occurrence(meeting.first_at, meeting.time_zone, at)


def _kept(person: Person, now: datetime) -> list[Meeting]:
    """Dialogues that were kept for another time. For the two of them: nothing to answer here."""
    since = now - timedelta(minutes=_DIALOGUE_MINUTES)
    rows = (
        dialogues_of(person.pk)
        .filter(closed_at=None, due_at__gt=since)
        .prefetch_related("couple__partners__person")
    )
    return [
        Meeting(
            key=f"d{row.pk.hex}",
            dialogue_id=row.pk,
            begins_at=row.due_at,
            first_at=row.due_at,
            minutes=_DIALOGUE_MINUTES,
            weekly=False,
            with_therapist=False,
            agreed=True,
            mine=True,
            declined=False,
            revision=row.length,
            time_zone="UTC",
            others=tuple(
                partner.person
                for partner in row.couple.partners.all()
                if partner.person_id != person.pk
            ),
        )
        for row in rows
        if row.due_at and row.state["step"] == "scheduled"
    ]


def _concerned(appointment: Appointment) -> list[Person]:
    couple = appointment.couple
    people = [partner.person for partner in couple.partners.all() if partner.left_at is None]
    people.sort(key=lambda one: one.pk)
    return people + ([couple.therapist] if appointment.with_therapist and couple.therapist else [])


def _appointments_of(person: Person, *, canceled: bool = False) -> QuerySet[Appointment]:
    own = Q(couple__in=Couple.objects.of(person))
    asked = Q(couple__therapist=person, with_therapist=True)
    return (
        Appointment.objects.filter(own | asked, couple__ended_at=None)
        .filter(cancelled_at__isnull=not canceled)
        .select_related("couple__therapist")
        .prefetch_related("couple__partners__person", "answers", "skipped")
        .distinct()
    )


def _recent(now: datetime) -> Q:
    return Q(starts_at__gt=now - timedelta(days=1))


def local_times(meeting: Meeting, *, beside: str) -> Iterable[tuple[Person, datetime]]:
    """The time on the clocks of the others, where those show another one than ``beside``."""
    for other in meeting.others:
        if clocks.differ(other.time_zone, beside, meeting.begins_at):
            yield other, clocks.on_clock(meeting.begins_at, other.time_zone)
