"""Names of people, as sentences hold them."""

from collections.abc import Iterable

from django.utils.translation import gettext

from dialogue.models import Partner


def pair(names: Iterable[str]) -> str:
    """“Ann and Ben”; a single name by itself, where the other one has gone."""
    found = list(names)
    if len(found) != 2:
        return "".join(found)
    return gettext("%(one)s and %(other)s") % {"one": found[0], "other": found[1]}


def couple_names(partners: Iterable[Partner]) -> str:
    """Of two partners, who sits first goes first."""
    by_seat = sorted(partners, key=lambda partner: partner.seat)
    return pair(partner.person.name for partner in by_seat)
