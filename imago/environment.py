"""Read the settings that come from outside, and say exactly what is missing or wrong."""

import base64
import binascii
import os
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, default: str = "0") -> bool:
    value = text(name, default).lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int) -> int:
    value = text(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def required(name: str, *, how: str, debug_default: str, debug: bool) -> str:
    """The value of ``name``; only a debug server may fall back on a value that everybody knows."""
    value = text(name)
    if value:
        return value
    if debug:
        return debug_default
    raise ImproperlyConfigured(
        f"{name} is not set. {how} (Or set IMAGO_DEBUG=1 on your own machine, never on a server.)"
    )


def origins(value: str) -> list[str]:
    """``"https://a.example, https://b.example"`` as a list; each is scheme://host[:port].

    Plain http is accepted for this machine only: words must not cross a network unencrypted.
    """
    found = [part.strip().rstrip("/") for part in value.split(",") if part.strip()]
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path:
            raise ImproperlyConfigured(
                f"IMAGO_ORIGINS: {origin!r} is not an origin like https://imago.example."
            )
        if parts.scheme == "http" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
            raise ImproperlyConfigured(
                f"IMAGO_ORIGINS: {origin!r} is not encrypted; use https outside this machine."
            )
    if len({urlsplit(origin).scheme for origin in found}) > 1:
        raise ImproperlyConfigured(
            "IMAGO_ORIGINS mixes http and https: cookies would cross the network unencrypted. "
            "Set it to the https origins alone, or, on your own machine, to the http ones alone."
        )
    if not found:
        raise ImproperlyConfigured("IMAGO_ORIGINS must name at least one origin.")
    return found


def hosts(found: list[str]) -> list[str]:
    return sorted({urlsplit(origin).hostname or "" for origin in found})


def master_keys(value: str) -> dict[str, bytes]:
    """``"id:base64,id:base64"`` as {id: 32 bytes}; the first seals, the others only open."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (part.strip() for part in value.split(","))):
        name, _, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except binascii.Error as error:
            raise ImproperlyConfigured(f"IMAGO_MASTER_KEYS: {name!r} is not base64.") from error
        if len(key) != 32 or not name or len(name) > 16:
            raise ImproperlyConfigured(
                "IMAGO_MASTER_KEYS: each key is a short name, a colon and 32 bytes in base64."
            )
        keys[name] = key
    if not keys:
        raise ImproperlyConfigured("IMAGO_MASTER_KEYS holds no key.")
    return keys
