"""The inviter's own link, to be seen again where it was made: sealed, in the session of that login alone. Of the
token itself only a hash is kept (dialogue.base.tokens)."""

from base64 import b64decode, b64encode
from contextlib import suppress

from django.contrib.sessions.backends.base import SessionBase

from dialogue.base import vault
from dialogue.models import Invitation

_KEY = "own_invitation"


def keep(session: SessionBase, invitation: Invitation, token: str) -> None:
    sealed = vault.seal_secret(token, _KEY, invitation.pk)
    session[_KEY] = [invitation.pk, b64encode(sealed).decode()]


def token_of(session: SessionBase, pending: Invitation | None) -> str:
    """Of the invitation that is open now, if it was made at this login; else ""."""
    id, sealed = session.get(_KEY, (None, ""))
    if pending is not None and id == pending.pk:
        with suppress(vault.CannotOpen):
            return vault.unseal_secret(b64decode(sealed), _KEY, pending.pk)
    forget(session)
    return ""


def forget(session: SessionBase) -> None:
    session.pop(_KEY, None)
