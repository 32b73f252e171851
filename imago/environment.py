"""Read the settings that come from outside, and say exactly what is missing or wrong."""

import base64
import binascii
import os
import socket
from typing import Any
from urllib.parse import SplitResult, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured


class CannotServe(Exception):
    """Why not, in words for whoever starts the server."""


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def file(name: str) -> str:
    """The path of a file that can be read, or nothing."""
    path = text(name)
    if path and not (os.path.isfile(path) and os.access(path, os.R_OK)):
        raise ImproperlyConfigured(f"{name}: there is no file {path} that can be read.")
    return path


def flag(name: str, default: str = "0") -> bool:
    value = text(name, default).lower()
    if value not in {"0", "1", "true", "false", "yes", "no", ""}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value in {"1", "true", "yes"}


def number(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    if not value.isdecimal() or int(value) < least:
        about = f" from {least} on" if least else ""
        raise ImproperlyConfigured(f"{name} must be a whole number{about}, not {value!r}.")
    return int(value)


def choice(name: str, *allowed: str) -> str:
    """One of ``allowed``; the first where nothing is set."""
    value = text(name, allowed[0]).lower()
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}, not {value!r}.")
    return value


def secret(name: str, *, debug: bool) -> str:
    """What signs logins and forms: whoever guesses it is whoever they like."""
    value = required(
        name,
        how="Set it to 50 or more random characters; `manage.py newkeys` prints a fresh one.",
        debug_default="debug-only-" + "x" * 50,
        debug=debug,
    )
    if len(value) < 50:
        raise ImproperlyConfigured(
            f"{name} has {len(value)} characters and needs 50 or more; `manage.py newkeys` prints "
            "a fresh one."
        )
    return value


def mail_security(name: str, *, host: str) -> str:
    """How the mail server is spoken to. Without encryption only on this machine: codes open accounts."""
    how = choice(name, "starttls", "tls", "none")
    if how == "none" and host not in {"", "localhost", "127.0.0.1", "::1"}:
        raise ImproperlyConfigured(
            f"{name} is none, which is for a mail server on this machine only, and EMAIL_HOST is "
            f"{host}. Use starttls or tls."
        )
    return how


def contact(name: str) -> str:
    """Where somebody who has found a hole writes to; an address alone becomes a mailto."""
    value = text(name)
    if value and ":" not in value and "@" in value:
        value = f"mailto:{value}"
    if value and (not value.startswith(("mailto:", "https://")) or len(value.split()) > 1):
        raise ImproperlyConfigured(f"{name} must be an email address or an https:// address.")
    return value


def cookie(name: str, *, encrypted: bool) -> str:
    """Browsers take a ``__Host-`` cookie over https only."""
    return f"__Host-{name}" if encrypted else name


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


# A line that has died without a word is noticed after about 25 seconds, or 10 while something is
# being sent; a server that does not take the call, after 5.
_ALIVE = {
    "connect_timeout": 5,
    "keepalives": 1,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 2,
    "tcp_user_timeout": 10_000,
}
# Milliseconds that one statement, one wait for a row, one idle transaction may take.
_PATIENCE = (
    "-c statement_timeout=10000 -c lock_timeout=5000 -c idle_in_transaction_session_timeout=15000"
)
ALIVE_REDIS: dict[str, Any] = {
    "socket_connect_timeout": 5,
    "socket_keepalive": True,
    "socket_keepalive_options": {
        socket.TCP_KEEPIDLE: 15,
        socket.TCP_KEEPINTVL: 5,
        socket.TCP_KEEPCNT: 2,
    },
    "health_check_interval": 15,
}


def database(name: str, default: str, *, pooler: bool, prepared: bool) -> dict[str, Any]:
    """What Django wants to know of the database at the URL. Its password is in no message.

    ``pooler``: PgBouncer is in between. It refuses options at the start of a connection, so there
    the role must carry the timeouts; and a cursor on the server may not outlive its transaction.
    ``prepared``: the statements of a room are planned once for each connection.
    """
    try:
        found: dict[str, Any] = dict(dj_database_url.parse(text(name, default), conn_max_age=0))
    except ValueError as problem:  # of which all that it raises are kinds
        kind = (
            "no such kind of database" if "scheme" in str(problem).lower() else "it cannot be read"
        )
        raise ImproperlyConfigured(
            f"{name}: {kind}. It is like postgres://user:password@host/name, with the signs "
            "/ : @ # % of a password written as %2F %3A %40 %23 %25, or like sqlite:////path/to/file."
        ) from None
    given = found.get("OPTIONS", {})
    if found["ENGINE"].endswith("sqlite3"):
        # Without IMMEDIATE a read-then-write transaction fails at once under load, whatever the timeout.
        ours: dict[str, Any] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 5,  # less than a client waits for an answer
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
        }
    elif found["ENGINE"].endswith("postgresql"):
        options = [] if pooler else [_PATIENCE]
        if prepared and not pooler:
            options.append("-c plan_cache_mode=force_generic_plan")  # dialogue/base/prepared.py
        ours = {**_ALIVE, "prepare_threshold": 0 if prepared else None}
        if options:
            ours["options"] = " ".join(options)
        found["DISABLE_SERVER_SIDE_CURSORS"] = pooler
    else:
        raise ImproperlyConfigured(f"{name} must lead to PostgreSQL or SQLite.")
    # CONN_MAX_AGE is 0: imago.pages says who keeps a connection.
    return found | {"CONN_HEALTH_CHECKS": True, "OPTIONS": {**ours, **given}}


def origins(value: str) -> list[str]:
    """``"https://a.example, https://b.example"`` as a list; each is scheme://host[:port].

    Plain http is accepted for this machine only: words must not cross a network unencrypted.
    """
    found = [_origin(part) for part in value.split(",") if part.strip()]
    for origin in found:
        parts = urlsplit(origin)
        if parts.scheme not in {"http", "https"} or not parts.hostname or not _is_bare(parts):
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


def _origin(part: str) -> str:
    """As a browser writes it, since it is compared letter by letter: small, without the usual port."""
    origin = part.strip().rstrip("/").lower()
    scheme = origin.partition(":")[0]
    return origin.removesuffix({"http": ":80", "https": ":443"}.get(scheme, ":"))


def _is_bare(parts: SplitResult) -> bool:
    return not (parts.path or parts.query or parts.fragment or "@" in parts.netloc)


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
