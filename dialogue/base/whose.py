"""Whose login something was made for: a mark that every page, form and socket carries (docs/rules.md).

A mark is the account's number with a signature, so nobody can make somebody else's. It opens nothing: it
only says for whom a page was made, so that what comes from it is never taken for another person's."""

from contextlib import suppress
from typing import Any

from django.core.signing import BadSignature, Signer

FIELD = "whose"  # of every form that is posted; also the name in the page's head and on the wire


def mark_of(person_id: int) -> str:
    return _signer().sign(str(person_id))


def mark_for(user: Any) -> str:
    """That of whoever is signed in; empty for nobody."""
    return mark_of(user.pk) if getattr(user, "is_authenticated", False) else ""


def person_in(mark: str) -> int | None:
    """The account that a mark names; None for none, or for one that we did not make."""
    with suppress(BadSignature):
        return int(_signer().unsign(mark))
    return None


def _signer() -> Signer:
    return Signer(salt="imago whose")
