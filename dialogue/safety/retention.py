"""How long things are kept: set by admins, kept to by ``manage.py tick``."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from dialogue.access.changes import gate_changed
from dialogue.base import audit, audit_chain, receipts, unsaved
from dialogue.models import Access, Appointment, ConsentText, Draft, Invitation, Person, Retention


def kept() -> Retention:
    """As it is set now; not yet saved where nobody has changed anything."""
    return Retention.objects.order_by("pk").first() or Retention()


def ticked() -> None:
    """All that was due is done, just now."""
    now = timezone.now()
    if not Retention.objects.update(ticked_at=now):
        Retention.objects.create(ticked_at=now)


def change(*, changed: Retention, by: Person) -> None:
    """Keep ``changed``, which has been validated. Another time to come back is another agreement:
    the newest wording is published anew with it, and everybody is asked."""
    with transaction.atomic():
        before = kept().return_days
        changed.ticked_at = kept().ticked_at  # since the form was opened, it has run
        changed.save()
        audit.record_for_all(actor=by, what=Access.What.CHANGED_RETENTION)
        newest = ConsentText.objects.first()
        if newest and changed.return_days != before:
            publish(body=newest.body, by=by)


def publish(*, body: str, by: Person) -> ConsentText:
    """A new wording. Whoever agreed to an older one is asked again; those stay as they are."""
    with transaction.atomic():
        newest = ConsentText.objects.select_for_update().first()
        text = ConsentText.objects.create(
            version=newest.version + 1 if newest else 1, body=body, return_days=kept().return_days
        )
        audit.record_for_all(actor=by, what=Access.What.PUBLISHED_CONSENT)
        gate_changed()
    return text


def clear_away() -> int:
    """Delete what was kept long enough. How much it was."""
    now, days = timezone.now(), kept()

    def before(number: int) -> datetime:
        return now - timedelta(days=number)

    past = before(days.appointment_days)
    over = Q(weekly=False, starts_at__lt=past) | Q(cancelled_at__lt=past)
    cleared = (
        Invitation.objects.filter(expires_at__lt=before(days.invitation_days)),
        Appointment.objects.filter(over),
        Draft.objects.filter(kept_at__lt=before(days.draft_days)),
        # Of a login that is over, nothing is left: neither where it was, nor in which browser.
        Session.objects.filter(expire_date__lt=now),
        UserSession.objects.filter(created_at__lt=before(1)).exclude(
            session_key__in=Session.objects.values("session_key")
        ),
    )
    not_saved = unsaved.clear(before=before(days.draft_days))
    lines = audit_chain.clear(before=before(days.access_days))
    return not_saved + lines + receipts.clear() + sum(rows.delete()[0] for rows in cleared)
