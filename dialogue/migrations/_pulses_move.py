"""Pulses lay under the couple's key. Each is opened once, and sealed again under its author's own."""

import json
from typing import Any
from uuid import uuid4

from dialogue import vault

LOW = 3  # as the form said when they were answered
_SIZE = 512
_PURPOSE = "measures"


def move_pulses(apps: Any, schema_editor: Any) -> None:
    """What no key opens any more is left behind. Nothing is moved twice: the table goes next."""
    pulses = apps.get_model("dialogue", "Pulse").objects.exclude(dialogue__couple__wrapped_key=b"")
    for pulse in pulses.select_related("dialogue__couple").order_by("pk").iterator():
        couple = pulse.dialogue.couple
        place = apps.get_model("dialogue", "Partner").objects.filter(couple=couple, seat=pulse.seat)
        author = place.values_list("person", flat=True).first()
        if author is not None:
            key = vault.couple_key(couple.pk, bytes(couple.wrapped_key))
            kept = vault.unseal(key, bytes(pulse.sealed), "pulse", pulse.dialogue_id, pulse.seat)
            _keep(apps, author, pulse, json.loads(kept))


def _keep(apps: Any, author: int, pulse: Any, kept: dict[str, int | None]) -> None:
    key_row, _new = apps.get_model("dialogue", "MeasureKey").objects.get_or_create(
        person_id=author, defaults={"wrapped_key": vault.new_key(_PURPOSE, author)}
    )
    key = vault.opened_key(_PURPOSE, bytes(key_row.wrapped_key), author)
    told, safe = kept.pop("told", None), kept.get("safe")
    answers = {name: value for name, value in kept.items() if value is not None}
    content = {"answers": answers, "told": told if safe is not None and safe <= LOW else None}
    place = uuid4()
    apps.get_model("dialogue", "MeasureAnswer").objects.create(
        person_id=author,
        measure="pulse",
        version=1,
        dialogue_id=pulse.dialogue_id,
        place=place,
        sealed=vault.seal(
            key, json.dumps(content).ljust(_SIZE), _PURPOSE, author, "pulse", place
        ),
        at=pulse.given_at,
    )
