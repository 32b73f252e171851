"""One person had two accounts: all of ``duplicate`` becomes ``kept``'s, and ``duplicate`` goes.

Every relation to a person is named here, by what becomes of it; a test finds one that is not.
"""

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue.models import (
    Access,
    Answer,
    Calendar,
    Consent,
    Couple,
    Invitation,
    Person,
    Practice,
    Reminder,
)
from dialogue.services import audit, couples, drafts
from dialogue.services.access import doors_changed, login_changed
from dialogue.services.people import delete, sign_out_everywhere

# Nothing of both accounts can meet here.
MOVED = (
    "admin.LogEntry.user",
    "dialogue.Access.actor",
    "dialogue.Access.subject",
    "dialogue.Appointment.proposed_by",
    "dialogue.Care.therapist",
    "dialogue.Couple.therapist",
    # Not a change of what was said: only whose account it stands under.
    "dialogue.Event.author",
    "dialogue.Partner.person",
    # Each stays what it is, under its own key; what is shown of it stays with the couple it was for.
    "dialogue.Workup.person",
)
# Both accounts may have one. How that is settled is said at each function.
SETTLED = (
    "account.EmailAddress.user",
    "dialogue.Answer.person",
    "dialogue.Calendar.person",
    "dialogue.Consent.person",
    "dialogue.Draft.person",
    "dialogue.Invitation.inviter",
    "dialogue.Invitation.redeemed_by",
    "dialogue.Practice.therapist",
    "dialogue.Reminder.person",
)
# Goes with the duplicate. A key, a login or a right that belonged to one account must not open the
# other. The private screen, too, which no relation leads to: it belongs to who answered it, and its
# answers must not come to stand beside another's consent. It is asked for again.
LEFT = (
    "dialogue.Person_groups.person",
    "dialogue.Person_user_permissions.person",
    "mfa.Authenticator.user",
    "usersessions.UserSession.user",
)


class CannotMerge(Exception):
    """Why these two accounts must stay two; ``code`` is stable: "same", "yourself", "roles",
    "one_couple" (they are two people of one couple, now or before), "two_couples" (each works in
    one now; one person cannot)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def merge(*, kept: Person, duplicate: Person, by: Person) -> None:
    """Raises CannotMerge, and then nothing has changed."""
    with transaction.atomic():
        list(
            Person.objects.select_for_update().filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
        )
        _check(kept, duplicate, by)
        audit.record(actor=by, what=Access.What.MERGED_ACCOUNTS, subjects=[kept])
        sign_out_everywhere(duplicate)
        consents = _consents(kept, duplicate)
        _addresses(kept, duplicate)
        _invitations(kept, duplicate)
        _answers(kept, duplicate)
        _calendar(kept, duplicate)
        _practice(kept, duplicate)
        drafts.hand_over(giver=duplicate, taker=kept)
        for label in MOVED:
            model, field = label.rsplit(".", 1)
            rows = apps.get_model(model)._meta.default_manager.filter(**{field: duplicate})
            rows.update(**{field: kept})
        delete(duplicate)
        for couple in consents:
            doors_changed(couple=couple)
        transaction.on_commit(lambda: login_changed(person_id=kept.pk))


def _check(kept: Person, duplicate: Person, by: Person) -> None:
    if kept.pk == duplicate.pk:
        raise CannotMerge("same")
    if duplicate.pk == by.pk:
        raise CannotMerge("yourself")
    if kept.role != duplicate.role:
        raise CannotMerge("roles")
    for one, other in ((kept, duplicate), (duplicate, kept)):
        if _with(one).filter(partners__person=other).exists():
            raise CannotMerge("one_couple")
    if all(couples.couple_of(person_id=one.pk) for one in (kept, duplicate)):
        raise CannotMerge("two_couples")


def _with(person: Person) -> QuerySet[Couple]:
    """The couples that the person was ever part of, as whatever."""
    return Couple.objects.filter(
        Q(partners__person=person) | Q(therapist=person) | Q(cares__therapist=person)
    )


def _consents(kept: Person, duplicate: Person) -> list[Couple]:
    """What was agreed to stays on record. But the door closes, and is opened from inside by who
    looks anew: the look that it rested on goes. The couples whose door it is."""
    held = Consent.objects.filter(person=duplicate)
    behind = list(Couple.objects.filter(consents__in=held.filter(withdrawn_at=None)))
    held.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    held.update(person=kept)
    return behind


def _addresses(kept: Person, duplicate: Person) -> None:
    """All of them lead to the one account now; it keeps the address it signs in by."""
    known = EmailAddress.objects.filter(user=kept).values_list("email", flat=True)
    theirs = EmailAddress.objects.filter(user=duplicate)
    theirs.exclude(email__in=list(known)).update(user=kept, primary=False)


def _invitations(kept: Person, duplicate: Person) -> None:
    """Of two that are under way the kept account's goes on; and none does where one person would
    have invited themselves, or is in a couple by now."""
    if couples.couple_of(person_id=kept.pk) or couples.open_invitation_of(inviter=kept):
        couples.revoke_invitations(inviter=duplicate)
    if couples.couple_of(person_id=duplicate.pk):
        couples.revoke_invitations(inviter=kept)
        couples.take_back_yes(invited=kept)
    if couples.couple_of(person_id=kept.pk) or couples.own_yes(invited=kept):
        couples.take_back_yes(invited=duplicate)
    Invitation.objects.filter(inviter=duplicate).update(inviter=kept)
    Invitation.objects.filter(redeemed_by=duplicate).update(redeemed_by=kept)
    Invitation.objects.filter(
        inviter=kept, redeemed_by=kept, revoked_at=None, declined_at=None, confirmed_at=None
    ).update(revoked_at=timezone.now())


def _answers(kept: Person, duplicate: Person) -> None:
    """To one time the kept account's answer counts. Who was reminded is not reminded twice."""
    given = Answer.objects.filter(person=kept).values_list("appointment", flat=True)
    theirs = Answer.objects.filter(person=duplicate)
    theirs.exclude(appointment__in=list(given)).update(person=kept)
    sent = set(Reminder.objects.filter(person=kept).values_list("key", "begins_at"))
    for reminder in Reminder.objects.filter(person=duplicate):
        if (reminder.key, reminder.begins_at) not in sent:
            reminder.person = kept
            reminder.save(update_fields=["person"])


def _calendar(kept: Person, duplicate: Person) -> None:
    """The kept account's wishes; the duplicate's where it had none. A calendar that subscribed by
    the duplicate's link goes on, unless the kept account has a link: one person has one."""
    theirs = Calendar.objects.filter(person=duplicate).first()
    if theirs is None:
        return
    own = Calendar.objects.filter(person=kept).first()
    if own is None:
        # Reminders go to the kept account's address only, and wait until it is marked as safe.
        theirs.person = kept
        theirs.save(update_fields=["person"])
    elif own.token_hash is None:
        theirs.delete()
        own.token_hash = theirs.token_hash
        own.save(update_fields=["token_hash"])


def _practice(kept: Person, duplicate: Person) -> None:
    """The kept account's words and code; the duplicate's where it had none. Being listed is never
    taken over from the one account to words of the other."""
    theirs = Practice.objects.filter(therapist=duplicate).first()
    if theirs is None:
        return
    own = Practice.objects.filter(therapist=kept).first()
    if own is None:
        theirs.therapist = kept
        theirs.save(update_fields=["therapist"])
        return
    for name in ("languages", "times", "about"):
        setattr(own, name, getattr(own, name) or getattr(theirs, name))
    own.save(update_fields=["languages", "times", "about"])
