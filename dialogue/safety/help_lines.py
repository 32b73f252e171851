"""Help lines by country, for whoever looks for them."""

from django.db.models import Q, QuerySet
from django.utils import timezone

from dialogue.base import audit
from dialogue.models import Access, HelpLine, Person
from dialogue.models.safety import VERIFIED_FOR

Lines = list[HelpLine]


def help_lines() -> dict[str, Lines]:
    """Country (two letters, or "" for everywhere) to its lines, in the order the admins gave them."""
    by_country: dict[str, Lines] = {}
    for line in HelpLine.objects.all():
        by_country.setdefault(line.country, []).append(line)
    return by_country


def stale_lines() -> int:
    """How many nobody here has verified, or not for a year."""
    old = Q(verified_on=None) | Q(verified_on__lt=timezone.localdate() - VERIFIED_FOR)
    return HelpLine.objects.filter(old).count()


def verify(*, lines: QuerySet[HelpLine], by: Person) -> int:
    """An admin has tried each of these lines today. How many there were."""
    number = lines.update(verified_on=timezone.localdate())
    audit.record_for_all(actor=by, what=Access.What.CHANGED_HELP_LINE)
    return number
