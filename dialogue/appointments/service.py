"""Times to meet: proposed by one, accepted by all concerned, moved, declined, called off.

A time that has passed is over, whether anybody came or not; nothing here asks.
"""

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.appointments.meetings import (
    NoSuchAppointment,
    appointment_for,
    meeting_of,
    takes_place,
    was_canceled,
)
from dialogue.base.problems import Problem
from dialogue.models import Answer, Appointment, Couple, Partner, Person, SkippedWeek

FURTHEST_DAYS = 366


class AppointmentProblem(Problem):
    WORDS: ClassVar = {
        "moved": _("The time was changed in the meantime. Look at the new one."),
        "past": _("That time has passed. Choose a later one."),
        "canceled": _("That time was canceled in the meantime. You can suggest another one."),
    }


# --- proposing and answering -----------------------------------------------------------------


def propose(
    *,
    person: Person,
    begins_at: datetime,
    minutes: int,
    weekly: bool = False,
    with_therapist: bool = False,
    couple_id: UUID | None = None,
) -> Appointment:
    """``person`` suggests a time, and accepts it by that. A therapist names the couple; it is then
    with the therapist. AppointmentProblem: "no_couple", "no_therapist", "past", "too_far"."""
    _check_time(begins_at)
    couple = _couples_of(person).filter(**{"pk": couple_id} if couple_id else {}).first()
    if couple is None or (person.role == Person.Role.THERAPIST and couple_id is None):
        raise AppointmentProblem("no_couple")
    with_therapist = with_therapist or couple.therapist_id == person.pk
    if with_therapist and couple.therapist_id is None:
        raise AppointmentProblem("no_therapist")
    with transaction.atomic():
        appointment, made = Appointment.objects.get_or_create(
            couple=Couple.objects.select_for_update().get(pk=couple.pk),
            with_therapist=with_therapist,
            weekly=weekly,
            starts_at=begins_at,
            minutes=minutes,
            time_zone=person.time_zone,
            proposed_by=person,
            cancelled_at=None,
        )
        if made:  # and not the same proposed once more
            Answer.objects.create(appointment=appointment, person=person, accepted=True)
    return appointment


def answer(*, person: Person, appointment_id: int, revision: int, accepted: bool) -> None:
    """Accept or decline the time as it was shown. NoSuchAppointment for whom it does not concern;
    AppointmentProblem: "moved" if it is another time by now, "past"."""
    with transaction.atomic():
        appointment = _locked(person, appointment_id)
        if appointment.revision != revision:
            raise AppointmentProblem("moved")
        if not appointment.weekly and appointment.starts_at <= timezone.now():
            raise AppointmentProblem("past")
        Answer.objects.update_or_create(
            appointment=appointment, person=person, defaults={"accepted": accepted}
        )


def move(*, person: Person, appointment_id: int, revision: int, begins_at: datetime) -> None:
    """Another time instead; everybody is asked again. AppointmentProblem as in ``answer``."""
    _check_time(begins_at)
    with transaction.atomic():
        appointment = _locked(person, appointment_id)
        if appointment.revision != revision:
            if (appointment.proposed_by, appointment.starts_at) == (person, begins_at):
                return  # by the same, on another device
            raise AppointmentProblem("moved")
        appointment.starts_at, appointment.time_zone = begins_at, person.time_zone
        appointment.proposed_by = person
        # No week of the old days is left out of the new ones. Calendars count those, too, and take no
        # number that is not higher.
        appointment.revision += 1 + appointment.skipped.all().delete()[0]
        appointment.save(update_fields=["starts_at", "time_zone", "proposed_by", "revision"])
        appointment.answers.all().delete()
        Answer.objects.create(appointment=appointment, person=person, accepted=True)


def skip(*, person: Person, appointment_id: int, begins_at: datetime) -> None:
    """Leave out one week, without a reason; the weekly appointment itself goes on as agreed.
    ``begins_at`` is the time as it was shown: AppointmentProblem("moved") if that is not next."""
    with transaction.atomic():
        appointment = _locked(person, appointment_id)
        upcoming = meeting_of(appointment, person, timezone.now())
        if begins_at in upcoming.skipped:
            return  # on another device, or by the other
        if not appointment.weekly or upcoming.begins_at != begins_at:
            raise AppointmentProblem("moved")
        _check_time(begins_at)
        SkippedWeek.objects.create(appointment=appointment, begins_at=begins_at)


def bring_back(*, person: Person, appointment_id: int, begins_at: datetime) -> None:
    """A week that was left out takes place after all, as it was agreed; by any of those concerned.
    AppointmentProblem: "past", or "moved" if that week is not left out any more."""
    with transaction.atomic():
        appointment = _locked(person, appointment_id)
        _check_time(begins_at)
        if not appointment.skipped.filter(begins_at=begins_at).delete()[0]:
            if takes_place(appointment, at=begins_at):
                return  # on another device, or by the other
            raise AppointmentProblem("moved")
        # Calendars count the weeks left out, too, and take no number that is not higher.
        appointment.revision += 2
        appointment.save(update_fields=["revision"])


def cancel(*, person: Person, appointment_id: int) -> None:
    """Called off, by any of those concerned, without a reason."""
    with transaction.atomic():
        appointment = _locked(person, appointment_id)
        appointment.cancelled_at = timezone.now()
        appointment.save(update_fields=["cancelled_at"])


def _couples_of(person: Person) -> QuerySet[Couple]:
    own = Q(partners__in=Partner.objects.in_place().filter(person=person))
    return Couple.objects.going_on().filter(own | Q(therapist=person)).distinct()


def found(*, person: Person, appointment_id: int) -> Appointment:
    """As ``appointment_for``; where it was there and has been called off, that is said."""
    try:
        return appointment_for(person=person, appointment_id=appointment_id)
    except NoSuchAppointment:
        if was_canceled(person=person, appointment_id=appointment_id):
            raise AppointmentProblem("canceled") from None
        raise


def _locked(person: Person, appointment_id: int) -> Appointment:
    appointment = found(person=person, appointment_id=appointment_id)
    Couple.objects.select_for_update().get(pk=appointment.couple_id)
    return found(person=person, appointment_id=appointment_id)


def _check_time(begins_at: datetime) -> None:
    now = timezone.now()
    if begins_at <= now:
        raise AppointmentProblem("past")
    if begins_at > now + timedelta(days=FURTHEST_DAYS):
        raise AppointmentProblem("too_far")
