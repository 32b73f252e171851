"""The private screen: kept for the one who answers, and readable by nobody else without their word.

The one place that knows the answers. They are sealed under a key of their own, found by a keyed
print instead of a relation, and every row is of one size, whatever it holds, skipped ones too.

HARK: Sohal, Eldridge and Feder, BMC Family Practice 2007; 8:49. A screen, not a diagnosis.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from dialogue.base import vault
from dialogue.models.screening import Screen

HARK = ("humiliated", "afraid", "forced", "hurt")
OURS = ("controlled", "free_to_say_no", "child", "substances", "crisis")
QUESTIONS = (*HARK, *OURS)
CAUTIONS = ("child", "substances", "crisis")  # help is shown, and nothing is closed
Answer = Literal["yes", "no", ""]
About = Literal["partner", "before", ""]
_SIZE = 512  # of what is sealed, always
_PURPOSE = "screening"
HOLDS_FOR = timedelta(days=90)  # then it is asked for again


@dataclass(frozen=True, slots=True, repr=False)
class Screening:
    """What somebody answered, when (``at`` is empty once it was erased), and which therapist may
    read it. Every question may be left unanswered.

    ``about``: who a yes is about. ``went_on``: has read the help after a caution and goes on.
    ``pause_until``: the pause that this person asked for, in the couple ``pause_of``.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    at: datetime | None = None
    told: int | None = None
    about: About = ""
    went_on: bool = False
    pause_until: datetime | None = None
    pause_of: str = ""

    @property
    def harm(self) -> bool:
        """One yes to HARK is a positive screen; being controlled counts as well."""
        return any(self.answers.get(name) == "yes" for name in (*HARK, "controlled"))

    @property
    def unfree(self) -> bool:
        """Does not feel free to say no to the dialogues."""
        return self.answers.get("free_to_say_no") == "no"

    @property
    def closes(self) -> bool:
        """Better not together now: unless the harm is about somebody before."""
        return self.unfree or (self.harm and self.about != "before")

    @property
    def cautions(self) -> list[str]:
        return [name for name in CAUTIONS if self.answers.get(name) == "yes"]


def screening_of(*, person_id: int) -> Screening:
    """For the person, and for nobody else."""
    row = Screen.objects.filter(whose__in=vault.prints(_PURPOSE, str(person_id))).first()
    return Screening() if row is None else _opened(row)


def keep(*, person_id: int, look: Screening) -> None:
    """Instead of whatever was kept before, and under a fresh key: the old answers are gone."""
    whose, *older = vault.prints(_PURPOSE, str(person_id))
    row = Screen(whose=whose, wrapped_key=vault.new_key(_PURPOSE, whose.hex()))
    kept = {"wrapped_key": row.wrapped_key, "sealed": _sealed(row, look)}
    with transaction.atomic():
        Screen.objects.filter(whose__in=older).delete()
        Screen.objects.update_or_create(whose=whose, defaults=kept)


def written(look: Screening) -> str:
    """What is sealed: always of one length."""
    content = json.dumps(asdict(look), default=datetime.isoformat)
    assert len(content) <= _SIZE
    return content.ljust(_SIZE)


def rewrap(*, person_id: int) -> bool:
    """Found and opened by the first master key from now on. Whether that was needed. What is kept stays
    as it is, in its row, so that nothing tells whose it is, or when it was written."""
    newest, *older = vault.prints(_PURPOSE, str(person_id))
    with transaction.atomic():
        row = Screen.objects.select_for_update().filter(whose__in=older).first()
        if row is None:
            return False
        look = _opened(row)
        row.whose, row.wrapped_key = newest, vault.new_key(_PURPOSE, newest.hex())
        row.sealed = _sealed(row, look)
        row.save()
    return True


def forget(*, person_id: int) -> None:
    """Of an account that is erased: nothing stays."""
    Screen.objects.filter(whose__in=vault.prints(_PURPOSE, str(person_id))).delete()


def read_by(*, therapist_id: int, person_id: int) -> Screening | None:
    """What the person told this therapist, and only while they want that; else None. Whether the
    therapist may be told anything is asked by the caller."""
    look = screening_of(person_id=person_id)
    fresh = look.at is not None and look.at + HOLDS_FOR > timezone.now()
    return look if fresh and look.told == therapist_id and look.answers else None


def _opened(row: Screen) -> Screening:
    whose = bytes(row.whose).hex()
    key = vault.opened_key(_PURPOSE, bytes(row.wrapped_key), whose)
    kept: dict[str, Any] = json.loads(vault.unseal(key, bytes(row.sealed), _PURPOSE, whose))
    for name in ("at", "pause_until"):
        kept[name] = datetime.fromisoformat(kept[name]) if kept[name] else None
    return Screening(**kept)


def _sealed(row: Screen, look: Screening) -> bytes:
    whose = bytes(row.whose).hex()
    key = vault.opened_key(_PURPOSE, bytes(row.wrapped_key), whose)
    return vault.seal(key, written(look), _PURPOSE, whose)
