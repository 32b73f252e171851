"""Codes by e-mail: six digits, for as long as nobody tries many of them.

Each code takes three attempts. After some wrong ones, anybody's, no code of six digits opens any more until the next
day, and the new ones are long: so whoever tries codes has those few attempts a day, at all accounts together, and
locks nobody out.
"""

from contextlib import suppress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ConfirmEmailVerificationCodeForm,
    ConfirmLoginCodeForm,
    ConfirmPasswordResetCodeForm,
)
from allauth.core.internal.cryptokit import generate_user_code, normalize_user_code
from django.core.cache import cache

WRONG_A_DAY = 30
_DIGITS = 6
_COUNT, _SECONDS = "wrong-codes", 24 * 3600


def new_code() -> str:
    code: str = (
        generate_user_code()
        if _are_tried()
        else generate_user_code(length=_DIGITS, numeric=True, dashed=False)
    )
    return code


def _are_tried() -> bool:
    return int(cache.get(_COUNT, 0)) >= WRONG_A_DAY


def _count_wrong() -> None:
    if not cache.add(_COUNT, 1, _SECONDS):
        with suppress(ValueError):  # a day is over, just now
            cache.incr(_COUNT)


class _Counted:
    """One field for a code. Whether this one is long is not shown: there may be none."""

    expected_code: str

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        shown = self.fields["code"].widget.attrs  # type: ignore[attr-defined]
        shown |= {} if _are_tried() else {"inputmode": "numeric"}

    def clean_code(self) -> str:
        if _are_tried() and len(normalize_user_code(self.expected_code or "")) == _DIGITS:
            raise get_adapter().validation_error("incorrect_code")
        try:
            return super().clean_code()  # type: ignore[misc, no-any-return]
        except Exception:
            _count_wrong()
            raise


class ConfirmAddress(_Counted, ConfirmEmailVerificationCodeForm):
    pass


class ConfirmLogin(_Counted, ConfirmLoginCodeForm):
    pass


class ConfirmReset(_Counted, ConfirmPasswordResetCodeForm):
    pass
