"""Names of people, as sentences hold them."""

from collections.abc import Iterable

from django.utils.translation import gettext

from dialogue.models import Couple


def pair(names: Iterable[str], told_apart: int = 0) -> str:
    """“Ann and Ben”; a single name by itself, where the other one has gone. For a therapist with two
    such couples, ``Couple.told_apart`` is behind it: “Ann and Ben (2)”."""
    found = list(names)
    names_of_both = (
        gettext("%(one)s and %(other)s") % {"one": found[0], "other": found[1]}
        if len(found) == 2
        else "".join(found)
    )
    return f"{names_of_both} ({told_apart})" if told_apart else names_of_both


def couple_names(couple: Couple) -> str:
    """For its therapist. Who sits first goes first."""
    by_seat = sorted(couple.partners.all(), key=lambda partner: partner.seat)
    return pair((partner.person.name for partner in by_seat), couple.told_apart)
