"""How each of the two is shown to the other: by a color of their own choosing, an initial and, if they like, a picture.

A picture is made anew from what somebody gave: small, square, and without what a camera writes into its files.
It is sealed under the couple's key, and goes with the place that its owner has there.
"""

import warnings
from base64 import b64decode, b64encode
from dataclasses import dataclass
from io import BytesIO

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from dialogue.access.seats import PartnerSeat
from dialogue.base import vault
from dialogue.engine.protocol import PARTNERS, other
from dialogue.models import Couple, Partner, Portrait
from dialogue.models.couples import PartnerQuerySet
from dialogue.models.names import plain

COLORS = {
    "ember": _("Terracotta"),
    "river": _("Teal"),
    "moss": _("Moss"),
    "dusk": _("Indigo"),
    "rose": _("Raspberry"),
    "honey": _("Ocher"),
}
UNLESS_CHOSEN = {"first": "ember", "second": "river"}
SIDE = 256  # pixels, of a picture as it is kept
MOST_PIXELS = 50_000_000  # of one as it is given
_FORMATS = ("JPEG", "PNG", "WEBP")


class NoPicture(Exception):
    """It is no picture that can be read, or too large a one."""


@dataclass(frozen=True, slots=True)
class Look:
    initial: str
    color: str
    has_picture: bool


def colors_of(chosen: dict[str, str]) -> dict[str, str]:
    """By seat. Whoever has chosen none has that of their seat, or the next one if the other has chosen it."""
    found: dict[str, str] = {seat: chosen.get(seat, "") for seat in PARTNERS}
    for seat in PARTNERS:
        if found[seat] not in COLORS:
            free = [one for one in (UNLESS_CHOSEN[seat], *COLORS) if one not in found.values()]
            found[seat] = free[0]
    return found


def looks_of(*, place: PartnerSeat) -> dict[str, Look]:
    rows = list(
        Partner.objects.filter(couple=place.couple)
        .select_related("person")
        .annotate(pictured=Exists(Portrait.objects.filter(partner=OuterRef("pk"))))
    )
    colors = colors_of({row.seat: row.color for row in rows})
    return {
        row.seat: Look(
            initial=str(plain(row.person.name))[:1].upper(),
            color=colors[row.seat],
            has_picture=row.pictured,  # type: ignore[attr-defined]
        )
        for row in rows
    }


def choose_color(*, place: PartnerSeat, color: str) -> bool:
    """Whether it is theirs now: not one that the other has."""
    with transaction.atomic():
        Couple.objects.select_for_update().get(pk=place.couple.pk)
        looks = looks_of(place=place)
        theirs = looks.get(other(place.seat))  # type: ignore[arg-type]
        if color not in COLORS or (theirs and theirs.color == color):
            return False
        _own(place).update(color=color)
    return True


def set_picture(*, place: PartnerSeat, given: bytes) -> None:
    """Raises NoPicture."""
    words = b64encode(_made_anew(given)).decode()
    sealed = vault.seal(place.key, words, *_bound(place, place.seat))
    Portrait.objects.update_or_create(partner=_own(place).get(), defaults={"sealed": sealed})


def remove_picture(*, place: PartnerSeat) -> None:
    Portrait.objects.filter(partner__in=_own(place)).delete()


def forget_all(*, couple: Couple) -> None:
    Portrait.objects.filter(partner__couple=couple).delete()
    Partner.objects.filter(couple=couple).update(color="")


def picture_of(*, place: PartnerSeat, seat: str) -> bytes | None:
    owner = Partner.objects.in_place().filter(couple=place.couple, seat=seat)
    row = Portrait.objects.filter(partner__in=owner).first()
    if row is None:
        return None
    return b64decode(vault.unseal(place.key, bytes(row.sealed), *_bound(place, seat)))


def _made_anew(given: bytes) -> bytes:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            image = Image.open(BytesIO(given), formats=_FORMATS)
            if image.width * image.height > MOST_PIXELS:
                raise NoPicture
            upright = ImageOps.exif_transpose(image).convert("RGB")
    except NoPicture:
        raise
    except Exception:  # noqa: BLE001 - whatever a library finds wrong with a stranger's file
        raise NoPicture from None
    made = BytesIO()
    ImageOps.fit(upright, (SIDE, SIDE)).save(made, "JPEG", quality=85)
    return made.getvalue()


def _own(place: PartnerSeat) -> PartnerQuerySet:
    return Partner.objects.in_place().filter(couple=place.couple, seat=place.seat)


def _bound(place: PartnerSeat, seat: str) -> tuple[object, ...]:
    return ("picture", place.couple.pk, seat)
