"""Tokens in links: shown once, and kept as a hash alone."""

import hashlib
import re
import secrets

_BYTES = 24


def new_token() -> tuple[str, str]:
    """A token and its hash. It ends in a letter or a digit: programs that find links in a text cut
    other signs off."""
    while not (token := secrets.token_urlsafe(_BYTES))[-1].isalnum():
        pass
    return token, hashed(token)


_WHOLE = re.compile(r"[A-Za-z0-9_-]{32}")


def is_whole(token: str) -> bool:
    """Whether it looks like one of ours. Else part of a link is missing, or something stands in it."""
    return _WHOLE.fullmatch(token) is not None


def hashed(token: str) -> str:
    """What is kept of a token: 64 characters that do not lead back to it."""
    return hashlib.sha256(token.encode()).hexdigest()
