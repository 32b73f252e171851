"""Sealing: what people write is kept as AES-256-GCM under the key of their couple (I14).

A couple's key is itself sealed by a master key that lives outside the database, so a copy of the
database alone opens nothing, and forgetting a couple's key forgets its words, in later back-ups too.
Every seal is bound to its place: moved to another row, session or author, it does not open.
"""

import hashlib
import hmac
import json
import os
import time
from collections import OrderedDict
from functools import cached_property
from threading import Lock
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_NONCE = 12
_KEPT_SECONDS = 300
_KEPT_KEYS = 2_000
_VERSION = b"\x01"
_ITSELF = ""  # the purpose of a master key that wraps couples' keys and secrets
_PLAIN = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


class CannotOpen(Exception):
    """A seal that does not open: a wrong or missing key, or bytes that were moved or changed."""


class Key(bytes):
    """A couple's key, with what is made of it once: forgotten together with it."""

    @cached_property
    def cipher(self) -> AESGCM:
        return AESGCM(self)

    @cached_property
    def printing(self) -> bytes:
        return _printing(self)

    @cached_property
    def tagging(self) -> bytes:
        return hashlib.sha256(b"tag" + self).digest()


def seal(key: bytes, words: str, *place: object) -> bytes:
    """``words`` sealed under ``key`` (32 bytes) and bound to ``place``."""
    return _VERSION + _seal(key, words.encode(), _bound(place))


def unseal(key: bytes, sealed: bytes, *place: object) -> str:
    """The words again; CannotOpen if the key or the place is another."""
    if sealed[:1] != _VERSION:
        raise CannotOpen
    return _unseal(key, sealed[1:], _bound(place)).decode()


def fingerprint(key: bytes, content: str) -> bytes:
    """32 bytes that tell equal content without revealing it: keyed, since short words can be guessed."""
    printing = key.printing if isinstance(key, Key) else _printing(key)
    return hmac.digest(printing, content.encode(), "sha256")


def tag(key: bytes, *content: object) -> bytes:
    """32 bytes that nobody can make without the key, for what is no words but must be as it was written.
    ``content`` is compared as JSON knows it, in whatever order a database gives back its names."""
    tagging = (key if isinstance(key, Key) else Key(key)).tagging
    return hmac.digest(tagging, _PLAIN.encode(content).encode(), "sha256")


def seal_secret(secret: str, *place: object) -> bytes:
    """``secret`` sealed by the first master key: for what belongs to no couple."""
    return _wrap(_ITSELF, secret.encode(), place)


def unseal_secret(sealed: bytes, *place: object) -> str:
    """The secret again; CannotOpen if the key or the place is another."""
    return _unwrap(_ITSELF, sealed, place).decode()


def new_couple_key(couple_id: UUID) -> bytes:
    """A fresh key for a couple, wrapped by the first master key, ready to be stored."""
    return _wrap(_ITSELF, os.urandom(32), (couple_id,))


def couple_key(couple_id: UUID, wrapped: bytes) -> Key:
    """The couple's key, unwrapped; kept in memory for some minutes, since every turn needs it."""
    wrapped = bytes(wrapped)
    if not wrapped:
        raise CannotOpen("the couple's key was erased")
    now = time.monotonic()
    with _lock:
        kept = _kept.get(wrapped)
        if kept and now - kept[1] < _KEPT_SECONDS:
            return kept[0]
    key = Key(_unwrap(_ITSELF, wrapped, (couple_id,)))
    with _lock:
        _kept[wrapped] = (key, now)
        while len(_kept) > _KEPT_KEYS:
            _kept.popitem(last=False)
    return key


def forget(wrapped: bytes) -> None:
    """Drop a key from this process's memory; others drop it by themselves within minutes."""
    with _lock:
        _kept.pop(wrapped, None)


def new_key(purpose: str, *place: object) -> bytes:
    """A fresh key for one thing of its own kind, wrapped by a master key for that kind alone."""
    return _wrap(purpose, os.urandom(32), place)


def opened_key(purpose: str, wrapped: bytes, *place: object) -> bytes:
    """The key that ``new_key`` wrapped. CannotOpen for another purpose or place."""
    return _unwrap(purpose, wrapped, place)


def newest_master() -> str:
    """The name of the master key by which everything new is wrapped."""
    return str(next(iter(settings.IMAGO_MASTER_KEYS)))


def wrapped_by(wrapped: bytes) -> str:
    """The name of the master key that opens it."""
    return wrapped[1 : 1 + wrapped[0]].decode()


def rewrapped(purpose: str, wrapped: bytes, *place: object) -> bytes:
    """The same key or secret, wrapped by the first master key. CannotOpen without the one before."""
    return _wrap(purpose, _unwrap(purpose, wrapped, place), place)


def prints(purpose: str, content: str) -> list[bytes]:
    """32 bytes that find ``content`` again and tell nothing of it: by each master key, the one that
    seals first, so that what was kept under an older one is found as well."""
    masters = _masters_for(f"{purpose}, prints").values()
    return [hmac.digest(master, content.encode(), "sha256") for master in masters]


def _wrap(purpose: str, content: bytes, place: tuple[object, ...]) -> bytes:
    name, master = next(iter(_masters_for(purpose).items()))
    bound = _bound((*place, name) if purpose == _ITSELF else place)
    return bytes([len(name)]) + name.encode() + _seal(master, content, bound)


def _unwrap(purpose: str, wrapped: bytes, place: tuple[object, ...]) -> bytes:
    name = wrapped_by(wrapped)
    master = _masters_for(purpose).get(name)
    if master is None:
        raise CannotOpen(f"no master key named {name!r}")
    bound = _bound((*place, name) if purpose == _ITSELF else place)
    return _unseal(master, wrapped[1 + len(name.encode()) :], bound)


def _masters_for(purpose: str) -> dict[str, bytes]:
    """Of each master key, another one that serves this purpose alone; or themselves."""
    if purpose == _ITSELF:
        return dict(settings.IMAGO_MASTER_KEYS)
    return {
        name: HKDF(SHA256(), 32, salt=None, info=f"imago {purpose}".encode()).derive(master)
        for name, master in settings.IMAGO_MASTER_KEYS.items()
    }


_kept: OrderedDict[bytes, tuple[Key, float]] = OrderedDict()
_lock = Lock()


def _bound(place: tuple[object, ...]) -> bytes:
    return "\x1f".join(map(str, place)).encode()


def _cipher(key: bytes) -> AESGCM:
    return key.cipher if isinstance(key, Key) else AESGCM(key)


def _printing(key: bytes) -> bytes:
    return hashlib.sha256(b"fingerprint" + key).digest()


def _seal(key: bytes, content: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(key).encrypt(nonce, content, bound)


def _unseal(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    try:
        return _cipher(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], bound)
    except InvalidTag:
        # From None: the traceback must not carry what was being opened.
        raise CannotOpen from None
