"""The private screen: kept for the one who answers, and readable by nobody else without their word.

The one place that knows the answers. They are sealed under a key of their own, found by a keyed
print instead of a relation, and every row is of one size, whatever it holds, skipped ones too.

HARK: Sohal, Eldridge and Feder, BMC Family Practice 2007; 8:49. A screen, not a diagnosis.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from dialogue.base import vault
from dialogue.models.screening import Screen

HARK = ("humiliated", "afraid", "forced", "hurt")
OURS = ("free_to_say_no", "substances", "crisis")
QUESTIONS = (*HARK, *OURS)
Answer = Literal["yes", "no", ""]
_SIZE = 512  # of what is sealed, always
_PURPOSE = "screening"
HOLDS_FOR = timedelta(days=90)  # then it is asked for again


@dataclass(frozen=True, slots=True, repr=False)
class Screening:
    """What somebody answered, when (``at`` is empty once it was erased), and which therapist may
    read it. Every question may be left unanswered."""

    answers: dict[str, Answer] = field(default_factory=dict)
    at: datetime | None = None
    told: int | None = None

    @property
    def worries(self) -> bool:
        """One yes is a positive screen; so is not being free to say no."""
        wrong = {"free_to_say_no": "no"}
        return any(self.answers.get(name) == wrong.get(name, "yes") for name in QUESTIONS)


def screening_of(*, person_id: int) -> Screening:
    """For the person, and for nobody else."""
    row = Screen.objects.filter(whose__in=vault.prints(_PURPOSE, str(person_id))).first()
    if row is None:
        return Screening()
    whose = bytes(row.whose).hex()
    key = vault.opened_key(_PURPOSE, bytes(row.wrapped_key), whose)
    kept = json.loads(vault.unseal(key, bytes(row.sealed), _PURPOSE, whose))
    at = datetime.fromisoformat(kept["at"]) if kept["at"] else None
    return Screening(answers=kept["answers"], at=at, told=kept["told"])


def keep(*, person_id: int, look: Screening) -> None:
    """Instead of whatever was kept before, and under a fresh key: the old answers are gone."""
    whose, *older = vault.prints(_PURPOSE, str(person_id))
    content = json.dumps(asdict(look) | {"at": look.at.isoformat() if look.at else None})
    wrapped = vault.new_key(_PURPOSE, whose.hex())
    key = vault.opened_key(_PURPOSE, wrapped, whose.hex())
    assert len(content) <= _SIZE
    sealed = vault.seal(key, content.ljust(_SIZE), _PURPOSE, whose.hex())
    with transaction.atomic():
        Screen.objects.filter(whose__in=older).delete()
        Screen.objects.update_or_create(
            whose=whose, defaults={"wrapped_key": wrapped, "sealed": sealed}
        )


def forget(*, person_id: int) -> None:
    """Of an account that is erased: nothing stays."""
    Screen.objects.filter(whose__in=vault.prints(_PURPOSE, str(person_id))).delete()


def read_by(*, therapist_id: int, person_id: int) -> dict[str, Answer] | None:
    """What the person told this therapist, and only while they want that; else None."""
    look = screening_of(person_id=person_id)
    fresh = look.at is not None and look.at + HOLDS_FOR > timezone.now()
    return look.answers if fresh and look.told == therapist_id and look.answers else None
