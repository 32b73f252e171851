"""Help lines by country, for whoever looks for them."""

from django.utils import timezone

from dialogue.models import HelpLine
from dialogue.models.safety import VERIFIED_FOR

Lines = list[HelpLine]


def help_lines() -> dict[str, Lines]:
    """Country (two letters, or "" for everywhere) to its lines, in the order the admins gave them."""
    by_country: dict[str, Lines] = {}
    for line in HelpLine.objects.all():
        by_country.setdefault(line.country, []).append(line)
    return by_country


def stale_lines() -> int:
    """How many nobody has verified for a year."""
    return HelpLine.objects.filter(verified_on__lt=timezone.localdate() - VERIFIED_FOR).count()
