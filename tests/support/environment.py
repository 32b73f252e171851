"""The environment of tests, and of the servers they start: nothing of the caller's own settings."""

import base64
import os

CI = os.environ.get("CI") == "true"

_OURS = ("IMAGO_", "EMAIL_", "DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")
_KEYS = {
    "IMAGO_SECRET_KEY": "only-for-tests-" + "x" * 50,
    "IMAGO_MASTER_KEYS": "tests:" + base64.b64encode(b"only-for-tests-".ljust(32, b"x")).decode(),
}


def for_tests() -> dict[str, str]:
    return {"IMAGO_DEBUG": "1", **_KEYS}


def for_server(**ours: str) -> dict[str, str]:
    """The whole environment of a server process: as in production, but for the known keys."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    quick = {"IMAGO_UNSEEN_MS": "20"}  # nobody presses twice here without meaning it
    return {**kept, **_KEYS, **quick, "DJANGO_SETTINGS_MODULE": "imago.settings", **ours}
