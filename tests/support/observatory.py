"""Mozilla's HTTP Observatory, as far as it can be computed without asking it.

Written from its published "Tests and Scoring" (MDN, 2024 and later): 100 points to begin with, less
the penalties; bonuses count only from 90 on. What needs the world outside is left at its neutral
value: the preload list and certificates.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http.cookies import Morsel

BROAD = {"*", "http:", "https:", "ftp:", "http://*", "https://*", "http://*.*", "https://*.*"}
PRIVATE = {"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"}
ORIGIN = "https://observatory.example"  # that asks
SIX_MONTHS = 15_768_000


@dataclass
class Seen:
    """One answer over https, asked for with the header ``Origin: ORIGIN``, and where the same
    address leads over plain http (empty: nowhere)."""

    url: str
    headers: Mapping[str, str]
    cookies: "Sequence[Morsel[str]]" = field(default_factory=list)
    scripts: Sequence[Mapping[str, str]] = field(default_factory=list)
    from_http: str = ""

    def get(self, name: str) -> str:
        return self.headers.get(name, "").strip()


def score(seen: Seen) -> int:
    points = list(modifiers(seen).values())
    base = 100 + sum(one for one in points if one < 0)
    return max(0, base + (sum(one for one in points if one > 0) if base >= 90 else 0))


def modifiers(seen: Seen) -> dict[str, int]:
    policy = directives(seen.get("Content-Security-Policy"))
    return {
        "content-security-policy": _content(policy),
        "cookies": sum(map(_cookie, seen.cookies)) or 5 * bool(seen.cookies),
        "cross-origin-resource-sharing": _sharing(seen),
        "redirection": _redirection(seen),
        "referrer-policy": _referrer(seen.get("Referrer-Policy")),
        "strict-transport-security": _transport(seen.get("Strict-Transport-Security")),
        "subresource-integrity": min(map(_script, seen.scripts), default=0),
        "x-content-type-options": 0 if seen.get("X-Content-Type-Options") == "nosniff" else -5,
        "x-frame-options": _frames(policy, seen.get("X-Frame-Options").upper()),
        "cross-origin-resource-policy": _resource(seen.get("Cross-Origin-Resource-Policy")),
    }


def directives(policy: str) -> dict[str, set[str]]:
    parts = (one.lower().split() for one in policy.split(";") if one.strip())
    return {name: set(sources) or {"'none'"} for name, *sources in parts}


def _content(policy: dict[str, set[str]]) -> int:
    if not policy:
        return -25
    default = policy.get("default-src", {"*"})
    script, style = policy.get("script-src", default), policy.get("style-src", default)
    if script & (BROAD | {"'unsafe-inline'", "data:"}) or policy.get("object-src", default) & BROAD:
        return -20
    passive = {"img-src", "media-src"}
    plain = {
        name for name, sources in policy.items() if any(s.startswith("http:") for s in sources)
    }
    if plain - passive:
        return -20
    if plain or "'unsafe-eval'" in script | style:
        return -10
    if style & (BROAD | {"'unsafe-inline'", "data:"}):
        return 0
    return 10 if default == {"'none'"} else 5


def _cookie(cookie: "Morsel[str]") -> int:
    """What is wrong with one; the Observatory counts only the worst of all, which is kinder."""
    of_login = any(part in cookie.key.lower() for part in ("login", "sess"))
    if not cookie["secure"]:
        return -40 if of_login else -20
    if of_login and not cookie["httponly"]:
        return -30
    return 0 if cookie["samesite"].lower() in ("lax", "strict") else -20


def _sharing(seen: Seen) -> int:
    everybody = seen.get("Access-Control-Allow-Origin") == ORIGIN
    return -50 if everybody and seen.get("Access-Control-Allow-Credentials") == "true" else 0


def _redirection(seen: Seen) -> int:
    if not seen.from_http.startswith("https://"):
        return -20
    return 0 if seen.from_http.split("/")[2] == seen.url.split("/")[2] else -5


def _referrer(policy: str) -> int:
    return 0 if not policy else 5 if policy in PRIVATE else -5


def _transport(policy: str) -> int:
    age = re.search(r"max-age=(\d+)", policy)
    return -20 if age is None else 0 if int(age[1]) >= SIX_MONTHS else -10


def _script(script: Mapping[str, str]) -> int:
    address = script.get("src", "")
    if not address.startswith(("http:", "https:", "//")):
        return 0
    if address.startswith("https:"):
        return 0 if script.get("integrity") else -5
    return -20 if script.get("integrity") else -50


def _frames(policy: dict[str, set[str]], options: str) -> int:
    if not policy.get("frame-ancestors", BROAD) & BROAD:
        return 5
    return 0 if options in ("DENY", "SAMEORIGIN") else -20


def _resource(policy: str) -> int:
    return {"": 0, "cross-origin": 0, "same-site": 10, "same-origin": 10}.get(policy, -5)
