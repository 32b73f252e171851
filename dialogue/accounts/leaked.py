"""Passwords that are known from leaks are none. Looked up in a file on this machine, since nobody is ever asked
over the network what somebody types (docs/operations.md says where the file comes from)."""

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

_DIGITS = 40  # of SHA-1, in capitals, at the beginning of each line; the lines are sorted


def is_leaked(password: str) -> bool:
    """Never where the installation has no list."""
    path = settings.IMAGO_LEAKED_PASSWORDS
    return bool(path) and is_in(Path(path), password)


def is_in(path: Path, password: str) -> bool:
    """Some forty short reads, however long the list is."""
    digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with path.open("rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            found = _line_from(file, middle)
            if found and found < digest:
                low = middle + 1
            else:
                high = middle
        return _line_from(file, low) == digest


def _line_from(file: BinaryIO, place: int) -> bytes:
    """The digest on the first line that begins at ``place`` or after it."""
    file.seek(max(place - 1, 0))
    if place:
        file.readline()
    return file.readline()[:_DIGITS].upper()
