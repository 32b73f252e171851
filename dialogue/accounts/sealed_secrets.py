"""The secrets of authenticator apps and recovery codes, which a master key seals itself."""

from base64 import b64decode, b64encode
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from dialogue.accounts.adapters import SECRETS
from dialogue.base import vault

_ONE, _MANY = ("secret", "seed"), "migrated_codes"


def rewrap() -> Counter[str]:
    """Seal them by the first master key. How many were, by the name of the one before."""
    done = Counter[str]()
    for pk in list(Authenticator.objects.order_by("pk").values_list("pk", flat=True)):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            before = Counter(_by(row.data)) if row else Counter[str]()
            if row and set(before) - {vault.newest_master()}:
                row.data = _with_each(row.data, _anew)
                row.save(update_fields=["data"])
                done += before - Counter(_by(row.data))
    return done


def left() -> Counter[str]:
    """How many need another master key than the newest one, by its name."""
    by = Counter[str]()
    for data in Authenticator.objects.values_list("data", flat=True):
        by.update(_by(data))
    del by[vault.newest_master()]
    return by


def _anew(sealed: str) -> str:
    try:
        return b64encode(vault.rewrapped("", b64decode(sealed), SECRETS)).decode()
    except vault.CannotOpen:
        return sealed


def _with_each(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    changed: dict[str, Any] = {name: change(data[name]) for name in _ONE if data.get(name)}
    if _MANY in data:
        changed[_MANY] = [change(code) for code in data[_MANY]]
    return data | changed


def _by(data: dict[str, Any]) -> Iterator[str]:
    for sealed in (*(data[name] for name in _ONE if data.get(name)), *data.get(_MANY, ())):
        yield vault.wrapped_by(b64decode(sealed))
