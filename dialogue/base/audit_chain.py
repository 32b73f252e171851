"""The audit's lines as a chain: each bears the authenticated digest of all before it.

Lines are chained by ``manage.py tick``, in batches and under one lock, so that no page or room waits
for the end of the chain. A line of the last minutes may be loose; one of ``LOOSE`` or older may not.
"""

import hmac
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from dialogue.base import vault
from dialogue.models import Access, AccessChain, Person

LOOSE = timedelta(hours=1)
_PURPOSE = "audit chain"

Fault = Literal["changed", "missing", "loose", "shortened", "pointed elsewhere"]


@dataclass(frozen=True, slots=True)
class Broken:
    """A place at which the chain does not hold. ``place`` is 0 for a line that has none."""

    fault: Fault
    place: int


@dataclass(frozen=True, slots=True)
class State:
    """What a check found: so many chained lines from ``first`` to ``last``, and the newest link."""

    lines: int
    first: int
    last: int
    link: str
    broken: tuple[Broken, ...]


def chain() -> int:
    """Chain what is loose, in the order in which it was written. How many lines it was."""
    with transaction.atomic():
        end = _locked()
        loose = list(Access.objects.filter(link=None).order_by("pk"))
        place, link, key = end.place, bytes(end.link), _key(end)
        for row in loose:
            place += 1
            row.place, row.actor_number, row.subject_number = place, row.actor_id, row.subject_id
            row.link = link = _link(key, link, row)
        Access.objects.bulk_update(loose, ["place", "actor_number", "subject_number", "link"], 500)
        end.place, end.link = place, link
        end.save()
    return len(loose)


def clear(*, before: datetime) -> int:
    """Delete what was kept long enough: the chain begins after it from now on. How much it was."""
    chain()
    with transaction.atomic():
        end = _locked()
        chained = Access.objects.exclude(place=None).order_by("place")
        newer = chained.filter(at__gte=before).first()
        old = chained.filter(place__lt=newer.place) if newer else chained
        last = old.last()
        if last is None or last.place is None:
            return 0
        end.cleared_place, end.cleared_link = last.place, last.link or b""
        end.save()
        return old.delete()[0]


def check(*, since: str = "") -> State:
    """Whether every line stands where it was written, as it was written. ``since`` is a link that an
    earlier check told: where no line bears it any more, the chain was shortened since."""
    end = AccessChain.objects.first() or AccessChain()
    rows = Access.objects.exclude(link=None).order_by("place")
    broken = list(_faults(rows, end))
    links = {bytes(end.cleared_link).hex(), *(bytes(row.link or b"").hex() for row in rows)}
    if since and since not in links:
        broken.append(Broken("shortened", end.place))
    first = rows.first()
    return State(
        lines=len(rows),
        first=(first.place or 0) if first else 0,
        last=end.place,
        link=bytes(end.link).hex(),
        broken=tuple(broken),
    )


def _faults(rows: "QuerySet[Access]", end: AccessChain) -> Iterator[Broken]:
    place, link, key = end.cleared_place, bytes(end.cleared_link), _key(end)
    for row in rows:
        place += 1
        while row.place is not None and place < row.place:
            yield Broken("missing", place)
            place += 1
        own = bytes(row.link or b"")
        if not hmac.compare_digest(own, _link(key, link, row)):
            yield Broken("changed", place)
        link = own
    for missing in range(place + 1, end.place + 1):
        yield Broken("missing", missing)
    if place == end.place and link != bytes(end.link):
        yield Broken("changed", place)
    for row in _pointed_elsewhere(rows):
        yield Broken("pointed elsewhere", row.place or 0)
    if Access.objects.filter(link=None, at__lt=timezone.now() - LOOSE).exists():
        yield Broken("loose", 0)


def _pointed_elsewhere(rows: "QuerySet[Access]") -> "QuerySet[Access]":
    """Lines that name another account than the one they were about, though that one is still here."""
    here = Person.objects.values("pk")
    return rows.filter(
        Q(actor_number__in=here) & ~Q(actor=F("actor_number"))
        | Q(subject_number__in=here) & ~Q(subject=F("subject_number"))
    )


def _link(key: vault.Key, before: bytes, row: Access) -> bytes:
    """What stands as the link of ``row`` after ``before``."""
    numbers = [row.place, row.actor_number, row.subject_number]
    content = [before.hex(), *numbers, row.at.astimezone(UTC).isoformat(), row.actor_role, row.what]
    return vault.tag(key, *content)


def _key(end: AccessChain) -> vault.Key:
    """The chain's own: its links stay as they are when there is another master key. Where no row tells
    of the chain there is none, and no line fits."""
    if not end.wrapped_key:
        return vault.Key(os.urandom(32))
    return vault.Key(vault.opened_key(_PURPOSE, bytes(end.wrapped_key), end.pk))


def _locked() -> AccessChain:
    AccessChain.objects.get_or_create(pk=1, defaults={"wrapped_key": vault.new_key(_PURPOSE, 1)})
    return AccessChain.objects.select_for_update().get(pk=1)
