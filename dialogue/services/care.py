"""A couple and its therapist: asked for by one partner, agreed to by all three, ended by any of them.

The therapist hears of it only when both partners have agreed. ``Couple.therapist`` is what every
page and every room reads; it is set here, and cleared here, at once.
"""

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue import live
from dialogue.measures.sharing import end_shares
from dialogue.models import Access, Appointment, Care, Couple, Partner, Person, Practice
from dialogue.models.care import new_code
from dialogue.services import audit, side

_ROLES = ("first", "second", "therapist")


class CareProblem(Exception):
    """Why it cannot be; ``code`` is stable."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


# --- practices -------------------------------------------------------------------------------


def keep_practice(*, practice: Practice) -> None:
    """Save it. Where it says something new of secrets, the therapist's couples agree anew."""
    with transaction.atomic():
        before = Practice.objects.filter(pk=practice.pk).values_list("secrets", flat=True).first()
        practice.save()
        if before not in (None, practice.secrets):
            for couple in Couple.objects.filter(therapist=practice.therapist, ended_at=None):
                side.close_sides(couple=couple)


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
    """However it was typed: small letters, spaces and dashes do not matter."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return _working().filter(code=plain).first() if plain else None


def _working() -> QuerySet[Practice]:
    return Practice.objects.select_related("therapist").filter(
        therapist__is_active=True, therapist__role=Person.Role.THERAPIST
    )


# --- asking, agreeing, ending ----------------------------------------------------------------


def care_of(*, couple: Couple) -> Care | None:
    """The care that the couple has or is asking for."""
    return couple.cares.filter(ended_at=None).select_related("therapist__practice").first()


def ask_for_care(*, person: Person, practice: Practice) -> Care:
    """One partner asks for this therapist. CareProblem: "no_couple", "not_here" (no such
    therapist), or "already" if one is asked or there."""
    therapist = practice.therapist
    if not therapist.is_active or therapist.role != Person.Role.THERAPIST:
        raise CareProblem("not_here")
    partner = _place(person)
    if partner is None:
        raise CareProblem("no_couple")
    agreed = {f"{partner.seat}_agreed_at": timezone.now()}
    try:
        with transaction.atomic():
            return Care.objects.create(couple=partner.couple, therapist=therapist, **agreed)
    except IntegrityError:
        raise CareProblem("already") from None


def known_by(*, therapist: Person) -> tuple[str, str]:
    """What tells this account from another of the same name, which an admin can give to any: the code
    of the practice, or where there is none the address that its owner has confirmed; or nothing."""
    practice = Practice.objects.filter(therapist=therapist).first()
    if practice:
        return practice.code, ""
    confirmed = EmailAddress.objects.filter(user=therapist, verified=True, primary=True).first()
    return "", confirmed.email if confirmed else ""


def cares_of(*, person: Person) -> QuerySet[Care]:
    """The cares that exist for this person: of the own couple, and, for a therapist, those of
    couples where both have agreed."""
    own = Q(couple__partners__in=Partner.objects.filter(person=person, left_at=None))
    asked = Q(therapist=person, first_agreed_at__isnull=False, second_agreed_at__isnull=False)
    return (
        Care.objects.filter(own | asked, ended_at=None, couple__ended_at=None)
        .select_related("couple", "therapist__practice")
        .prefetch_related("couple__partners__person")
        .order_by("asked_at")
        .distinct()
    )


def agree_to_care(*, person: Person, care_id: int) -> Care:
    """One of the three says yes; with the third yes the care begins. To say it again does no harm.
    CareProblem("not_here") for anybody else."""
    with transaction.atomic():
        care = _locked(person, care_id)
        agreed = f"{_role(person, care)}_agreed_at"
        if getattr(care, agreed) is None:
            setattr(care, agreed, timezone.now())
            care.save(update_fields=[agreed])
            _write_down(person, care)
        if all(getattr(care, f"{role}_agreed_at") for role in _ROLES):
            _set_therapist(care.couple, care.therapist)
    return care


def end_care(*, person: Person, care_id: int) -> Care:
    """One of the three says no, before or after it began. It is over at once, for all."""
    with transaction.atomic():
        care = _locked(person, care_id)
        care.ended_at = timezone.now()
        care.save(update_fields=["ended_at"])
        _write_down(person, care)
        if care.couple.therapist_id == care.therapist_id:
            _set_therapist(care.couple, None)
    return care


def assign(*, couple: Couple, therapist: Person | None) -> None:
    """An admin names another therapist, or none. What there was is over; the new one is asked for,
    and comes in when all three have agreed: nobody agrees in their place."""
    with transaction.atomic():
        couple = Couple.objects.select_for_update(no_key=True).get(pk=couple.pk)
        couple.cares.filter(ended_at=None).update(ended_at=timezone.now())
        if couple.therapist_id:
            _set_therapist(couple, None)
        if therapist and couple.ended_at is None:
            Care.objects.create(couple=couple, therapist=therapist)


def _set_therapist(couple: Couple, therapist: Person | None) -> None:
    """Whoever comes or goes: what the partners had agreed to is another thing now, so each looks
    again and opens their own side again; and what one of them told a therapist was for that time."""
    live.wake_board_on_commit(couple.therapist_id)
    if couple.therapist_id:  # what was shared with that one is shared with nobody else
        partners = couple.partners.values_list("person", flat=True)
        end_shares(people=partners, readers=[couple.therapist_id])
    couple.therapist = therapist
    couple.save(update_fields=["therapist"])
    live.wake_board_on_commit(couple.therapist_id)
    side.close_sides(couple=couple)  # and wakes their rooms
    if therapist is None:  # what was planned with the therapist is off
        Appointment.objects.filter(couple=couple, with_therapist=True, cancelled_at=None).update(
            cancelled_at=timezone.now()
        )


def _write_down(person: Person, care: Care) -> None:
    if person.pk == care.therapist_id:
        partners = [partner.person for partner in care.couple.partners.all()]
        audit.record(actor=person, what=Access.What.CHANGED_CARE, subjects=partners)


def _locked(person: Person, care_id: int) -> Care:
    """Through the person; of those who act at once on one couple, one goes first."""
    found = cares_of(person=person).filter(pk=care_id).first()
    if found is None:
        raise CareProblem("not_here")
    couple = Couple.objects.select_for_update().get(pk=found.couple_id)
    care = cares_of(person=person).filter(pk=care_id).first()
    if care is None:
        raise CareProblem("not_here")
    care.couple = couple
    return care


def _role(person: Person, care: Care) -> str:
    partner = _place(person)
    return partner.seat if partner and partner.couple_id == care.couple_id else "therapist"


def _place(person: Person) -> Partner | None:
    return (
        Partner.objects.select_related("couple")
        .filter(person=person, left_at=None, couple__ended_at=None)
        .first()
    )
