"""What became of a form that was sent (dialogue/base/once.py), for as long as the login goes on that sent it.

In a table of its own: whoever sends very many forms pushes out nothing but what they sent themselves, and
above all not what is counted about them (imago/counting.py)."""

from datetime import datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import IntegrityError, transaction
from django.utils import timezone

from dialogue.base import vault
from dialogue.models.receipts import Receipt

MOST = 200  # of one login; an older one makes room
MOST_OF_NOBODY = 5_000  # of all who are not signed in, and what is being done just now
OF_NOBODY_SECONDS = 600  # so long are these kept
RUNNING_SECONDS = 60  # after which whatever began it is taken to be gone
_SIZE = 512  # how long an answer is would say something to whoever reads the table


def begin(act: str) -> datetime | None:
    """When it was begun, which is now; None if it was before. Of those who ask at once, one is told."""
    now = timezone.now()
    try:
        with transaction.atomic():
            Receipt.objects.create(act=act, begun_at=now)
    except IntegrityError:
        return None
    return now


def find(act: str) -> Receipt | None:
    return Receipt.objects.filter(pk=act).first()


def is_past(first: Receipt, *, signed_in: bool) -> bool:
    """Whether it is to be done again, as if it never had been."""
    lasts = OF_NOBODY_SECONDS if first.sealed else RUNNING_SECONDS
    is_old = first.begun_at < timezone.now() - timedelta(seconds=lasts)
    return is_old and not (signed_in and first.sealed)


def begin_again(past: Receipt) -> datetime | None:
    """As ``begin``."""
    now = timezone.now()
    as_found = Receipt.objects.filter(pk=past.act, begun_at=past.begun_at)
    return now if as_found.update(begun_at=now, sealed=None, login=None) else None


def keep(act: str, begun_at: datetime, answer: str, *, login: str | None) -> None:
    """``login`` is that which goes on now; None if it has ended, or there was none."""
    sealed = vault.seal_secret(answer.ljust(-(-len(answer) // _SIZE) * _SIZE), act)
    most = MOST if login else MOST_OF_NOBODY
    with transaction.atomic():
        Receipt.objects.filter(pk=act, begun_at=begun_at).update(sealed=sealed, login=login)
        older = Receipt.objects.filter(login=login).order_by("-begun_at").values("pk")[most:]
        Receipt.objects.filter(pk__in=older).delete()


def drop(act: str, begun_at: datetime) -> None:
    Receipt.objects.filter(pk=act, begun_at=begun_at).delete()


def opened(first: Receipt) -> str:
    """Raises CannotOpen where its key is no more."""
    return vault.unseal_secret(bytes(first.sealed or b"\0"), first.act)


def clear() -> int:
    """Delete what is nobody's any more. How much it was."""
    past = timezone.now() - timedelta(seconds=OF_NOBODY_SECONDS)
    going_on = Session.objects.values("pk")
    return Receipt.objects.filter(begun_at__lt=past).exclude(login__in=going_on).delete()[0]
