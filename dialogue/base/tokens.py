"""Tokens in links: shown once, and kept as a hash alone."""

import hashlib
import secrets

_BYTES = 24


def new_token() -> tuple[str, str]:
    """A token and its hash. It ends in a letter or a digit: programs that find links in a text cut
    other signs off."""
    while not (token := secrets.token_urlsafe(_BYTES))[-1].isalnum():
        pass
    return token, hashed(token)


def hashed(token: str) -> str:
    """What is kept of a token: 64 characters that do not lead back to it."""
    return hashlib.sha256(token.encode()).hexdigest()
