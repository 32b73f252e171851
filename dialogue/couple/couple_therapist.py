"""A couple and its therapist: proposed by a partner or by an admin, agreed to by all three, ended by any.

The therapist hears of it only when both partners have agreed. ``Couple.therapist`` is what every
page and every room reads; it is set here, and cleared here, at once.
"""

from typing import ClassVar

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import text
from dialogue.base import audit, live
from dialogue.base.problems import Absent, Problem
from dialogue.measures.sharing import end_shares
from dialogue.models import Access, Appointment, Couple, CoupleTherapist, Partner, Person, Practice
from dialogue.models.couple_therapist import new_code
from dialogue.safety import own_consent

_ROLES = ("first", "second", "therapist")


class NoSuchCoupleTherapist(Absent):
    pass


class TherapistProblem(Problem):
    WORDS: ClassVar = {
        "already": _(
            "You’ve already asked a therapist or have one. End that first, then ask again."
        ),
        "not_taking": _("This therapist isn’t taking new couples right now."),
    }


# --- practices -------------------------------------------------------------------------------


def keep_practice(*, practice: Practice) -> None:
    """Save it. Where it says something new of secrets, or no longer that safety is outside of them,
    the therapist's couples agree anew, and what was told is told no longer."""
    with transaction.atomic():
        before = Practice.objects.filter(pk=practice.pk).first()
        practice.save()
        if before and (
            before.secrets != practice.secrets
            or (before.keeps_safety_apart and not practice.keeps_safety_apart)
        ):
            for couple in Couple.objects.with_therapist(practice.therapist):
                own_consent.ask_again(couple=couple)


def keep_safety_apart(*, therapist: Person) -> None:
    """The therapist confirms: what concerns safety falls under no policy on secrets. Nobody is asked
    anew, since it only protects more."""
    practice = practice_of(therapist=therapist)
    practice.keeps_safety_apart = True
    practice.save()


def practice_of(*, therapist: Person) -> Practice:
    """The therapist's practice; not yet saved where there is none."""
    return Practice.objects.filter(therapist=therapist).first() or Practice(therapist=therapist)


def change_code(*, therapist: Person) -> None:
    """A new code; whoever holds the old one finds nobody by it."""
    Practice.objects.filter(therapist=therapist).update(code=new_code())


def practices() -> QuerySet[Practice]:
    """Those who take new couples, for the list."""
    return _working().filter(takes_couples=True).order_by("therapist__name", "pk")


def practice_by_code(*, code: str) -> Practice | None:
    """However it was typed: small and wide letters, spaces and dashes do not matter."""
    plain = "".join(sign for sign in text.typed(code).upper() if sign.isalnum())
    return _working().filter(code=plain).first() if plain else None


def _working() -> QuerySet[Practice]:
    return Practice.objects.select_related("therapist").filter(
        therapist__is_active=True, therapist__role=Person.Role.THERAPIST
    )


# --- asking, agreeing, ending ----------------------------------------------------------------


def couple_therapist_of(*, couple: Couple) -> CoupleTherapist | None:
    """The care that the couple has or is asking for."""
    return (
        couple.couple_therapists.filter(ended_at=None).select_related("therapist__practice").first()
    )


def ask_for_therapist(*, person: Person, practice: Practice) -> CoupleTherapist:
    """One partner asks for this therapist. TherapistProblem: "no_couple", "not_taking" (no such
    therapist), or "already" if one is asked or there."""
    therapist = practice.therapist
    if not therapist.is_active or therapist.role != Person.Role.THERAPIST:
        raise TherapistProblem("not_taking")
    partner = _place(person)
    if partner is None:
        raise TherapistProblem("no_couple")
    asked = {"proposed_by": partner.seat, f"{partner.seat}_agreed_at": timezone.now()}
    try:
        with transaction.atomic():
            return CoupleTherapist.objects.create(
                couple=partner.couple, therapist=therapist, **asked
            )
    except IntegrityError:
        raise TherapistProblem("already") from None


def known_by(*, therapist: Person) -> tuple[str, str]:
    """What tells this account from another of the same name, which an admin can give to any: the code
    of the practice, or where there is none the address that its owner has confirmed; or nothing."""
    practice = Practice.objects.filter(therapist=therapist).first()
    if practice:
        return practice.code, ""
    confirmed = EmailAddress.objects.filter(user=therapist, verified=True, primary=True).first()
    return "", confirmed.email if confirmed else ""


def couple_therapists_of(*, person: Person) -> QuerySet[CoupleTherapist]:
    """The cares that exist for this person: of the own couple, and, for a therapist, those of
    couples where both have agreed."""
    own = Q(couple__in=Couple.objects.of(person))
    asked = Q(therapist=person, first_agreed_at__isnull=False, second_agreed_at__isnull=False)
    return (
        CoupleTherapist.objects.filter(own | asked, ended_at=None, couple__ended_at=None)
        .select_related("couple", "therapist__practice")
        .prefetch_related("couple__partners__person")
        .order_by("asked_at")
        .distinct()
    )


def agree_to_therapist(*, person: Person, couple_therapist_id: int) -> CoupleTherapist:
    """One of the three says yes; with the third yes the care begins. To say it again does no harm.
    NoSuchCoupleTherapist for anybody else."""
    with transaction.atomic():
        care = _locked(person, couple_therapist_id)
        agreed = f"{_role(person, care)}_agreed_at"
        if getattr(care, agreed) is None:
            setattr(care, agreed, timezone.now())
            care.save(update_fields=[agreed])
            _write_down(person, care)
        if all(getattr(care, f"{role}_agreed_at") for role in _ROLES):
            _set_therapist(care.couple, care.therapist)
    return care


def end_with_therapist(*, person: Person, couple_therapist_id: int) -> CoupleTherapist:
    """One of the three says no, before or after it began. It is over at once, for all."""
    with transaction.atomic():
        care = _locked(person, couple_therapist_id)
        care.ended_at = timezone.now()
        care.save(update_fields=["ended_at"])
        _write_down(person, care)
        if care.couple.therapist_id == care.therapist_id:
            _set_therapist(care.couple, None)
    return care


def assign(*, couple: Couple, therapist: Person | None) -> None:
    """An admin names another therapist, or none. What there was is over; the new one is asked for,
    and comes in when all three have agreed: nobody agrees in their place, and everybody reads that it
    was proposed by the people who run this site."""
    with transaction.atomic():
        couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        couple.couple_therapists.filter(ended_at=None).update(ended_at=timezone.now())
        if couple.therapist_id:
            _set_therapist(couple, None)
        if therapist and couple.ended_at is None:
            site = CoupleTherapist.Proposer.SITE
            CoupleTherapist.objects.create(couple=couple, therapist=therapist, proposed_by=site)


def _set_therapist(couple: Couple, therapist: Person | None) -> None:
    """Whoever comes or goes: what the partners had agreed to is another thing now, so each looks
    and agrees again; and what one of them told a therapist was for that time."""
    live.wake_board_on_commit(couple.therapist_id)
    if couple.therapist_id:  # what was shared with that one is shared with nobody else
        partners = couple.partners.values_list("person", flat=True)
        end_shares(people=partners, readers=[couple.therapist_id])
    couple.therapist = therapist
    couple.save(update_fields=["therapist"])
    live.wake_board_on_commit(couple.therapist_id)
    own_consent.ask_again(couple=couple)  # and wakes their rooms
    if therapist is None:  # what was planned with the therapist is off
        Appointment.objects.filter(couple=couple, with_therapist=True, cancelled_at=None).update(
            cancelled_at=timezone.now()
        )


def _write_down(person: Person, care: CoupleTherapist) -> None:
    if person.pk == care.therapist_id:
        partners = [partner.person for partner in care.couple.partners.all()]
        audit.record(actor=person, what=Access.What.CHANGED_THERAPIST, subjects=partners)


def _locked(person: Person, couple_therapist_id: int) -> CoupleTherapist:
    """Through the person; of those who act at once on one couple, one goes first."""
    agreement = couple_therapists_of(person=person).filter(pk=couple_therapist_id).first()
    if agreement is None:
        raise NoSuchCoupleTherapist
    couple = Couple.objects.select_for_update().get(pk=agreement.couple_id)
    care = couple_therapists_of(person=person).filter(pk=couple_therapist_id).first()
    if care is None:
        raise NoSuchCoupleTherapist
    care.couple = couple
    return care


def _role(person: Person, care: CoupleTherapist) -> str:
    partner = _place(person)
    return partner.seat if partner and partner.couple_id == care.couple_id else "therapist"


def _place(person: Person) -> Partner | None:
    return Partner.objects.current().filter(person=person).select_related("couple").first()
