"""Addresses as people type them, in every form of allauth's."""

from typing import Any

from allauth.account.forms import EmailField

from dialogue.base.forms import AddressField

EmailField.to_python = lambda _field, value: _typed(value)


def _typed(value: Any) -> Any:
    return AddressField().to_python(value)
