"""Names of people, as sentences hold them."""

from typing import Any

from django.utils.translation import gettext


def couple_names(partners: Any) -> str:
    names = [partner.person.name for partner in sorted(partners, key=lambda one: one.seat)]
    if len(names) != 2:
        return "".join(names)
    return gettext("%(one)s and %(other)s") % {"one": names[0], "other": names[1]}
