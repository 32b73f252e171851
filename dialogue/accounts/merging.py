"""One person had two accounts: what ``duplicate`` did becomes ``kept``'s, and ``duplicate`` goes.

Nothing that opened ``duplicate`` opens ``kept``, and an account that leads to what partners wrote
does not go: an admin, who may hold the other one, would come to the words by it.

Every relation to a person is named here, by what becomes of it; a test finds one that is not.
"""

from typing import ClassVar

from django.apps import apps
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dialogue.access.logins import sign_out_everywhere
from dialogue.accounts.people import delete, leads_to_words
from dialogue.base import audit
from dialogue.base.problems import Problem
from dialogue.couple import invitations
from dialogue.models import (
    Access,
    Answer,
    Calendar,
    Couple,
    Person,
    Practice,
    Reminder,
)

# Nothing of both accounts can meet here.
MOVED = (
    "admin.LogEntry.user",
    "dialogue.Access.actor",
    "dialogue.Access.subject",
    "dialogue.Appointment.proposed_by",
    "dialogue.CoupleTherapist.therapist",
    "dialogue.Consent.person",
    "dialogue.Couple.therapist",
    # Not a change of what was said: only whose account it stands under.
    "dialogue.Event.author",
    # Those that wait for an answer are ended first.
    "dialogue.Invitation.inviter",
    "dialogue.Invitation.redeemed_by",
    "dialogue.Homework.therapist",
    "dialogue.Partner.person",
)
# Both accounts may have one. How that is settled is said at each function.
SETTLED = (
    "dialogue.Answer.person",
    "dialogue.Calendar.person",
    "dialogue.ConsentForm.therapist",  # there are none: who has written one is not merged away
    "dialogue.Intake.person",  # there are none: who has written one is not merged away
    "dialogue.MeasureAnswer.person",  # there are none: who has answered one is not merged away
    "dialogue.MeasureKey.person",  # nor is there one
    "dialogue.Practice.therapist",
    "dialogue.Record.therapist",  # there are none: who keeps records is not merged away
    "dialogue.Reminder.person",
    "dialogue.Signature.person",  # there are none: who has signed is not merged away
    "dialogue.Workup.person",  # there are none: who has written one is not merged away
)
# Goes with the duplicate. An address, a key, a login or a right that belonged to one account must not
# open the other; drafts were begun where nobody reads any more, and
# so was what was not saved. The private screen, too, which no
# relation leads to: it belongs to who answered it, and its answers must not come to stand beside
# another's consent. It is asked for again. What is shared is shared with one account, by one account.
LEFT = (
    "account.EmailAddress.user",
    "dialogue.Draft.person",
    "dialogue.FeelingsPicked.person",
    "dialogue.Intake.therapist",
    "dialogue.MatchWish.person",
    "dialogue.MeasureShare.person",
    "dialogue.MeasureShare.reader",
    "dialogue.Person_groups.person",
    "dialogue.Person_user_permissions.person",
    "dialogue.Unsaved.person",
    "mfa.Authenticator.user",
    "usersessions.UserSession.user",
)


class CannotMerge(Problem):
    """Why these two accounts must stay two; ``code`` is stable: "same", "yourself", "roles",
    "one_couple" (they are two people of one couple, now or before), "words" (the one that would go
    leads to what partners wrote)."""

    WORDS: ClassVar = {
        "same": _("That’s this account itself. Enter the other one."),
        "yourself": _("This is your own account. You can’t remove it while you’re using it."),
        "roles": _("The two accounts have different roles. Give them the same one first."),
        "one_couple": _("These two accounts are partners in the same couple, now or earlier."),
        "words": _(
            "The account you want to remove may open what people here keep private, so it has "
            "to stay. Keep that one and remove the other. There can be several reasons for "
            "this, and nobody is told which. If they apply to both accounts, the two can’t be "
            "merged."
        ),
    }


def merge(*, kept: Person, duplicate: Person, by: Person) -> None:
    """Raises CannotMerge, and then nothing has changed."""
    with transaction.atomic():
        list(
            Person.objects.select_for_update().filter(pk__in=[kept.pk, duplicate.pk]).order_by("pk")
        )
        _check(kept, duplicate, by)
        audit.record(actor=by, what=Access.What.MERGED_ACCOUNTS, subjects=[kept])
        sign_out_everywhere(duplicate)
        invitations.end_invitations(person=duplicate)
        _answers(kept, duplicate)
        _calendar(kept, duplicate)
        _practice(kept, duplicate)
        for label in MOVED:
            model, field = label.rsplit(".", 1)
            rows = apps.get_model(model)._meta.default_manager.filter(**{field: duplicate})
            rows.update(**{field: kept})
        delete(duplicate)


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
    if leads_to_words(person=duplicate):
        raise CannotMerge("words")


def _with(person: Person) -> QuerySet[Couple]:
    """The couples that the person was ever part of, as whatever."""
    return Couple.objects.filter(
        Q(partners__person=person) | Q(therapist=person) | Q(couple_therapists__therapist=person)
    )


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
    """The kept account's wishes; the duplicate's where it had none, but never its link. Reminders go
    to the kept account's address only, and wait until it is marked as safe."""
    if not Calendar.objects.filter(person=kept).exists():
        Calendar.objects.filter(person=duplicate).update(person=kept, token_hash=None)


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
