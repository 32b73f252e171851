"""Help lines by country, for whoever looks for them."""

from dialogue.models import HelpLine

Lines = list[HelpLine]


def help_lines() -> dict[str, Lines]:
    """Country (two letters, or "" for everywhere) to its lines, in the order the admins gave them."""
    by_country: dict[str, Lines] = {}
    for line in HelpLine.objects.all():
        by_country.setdefault(line.country, []).append(line)
    return by_country
