"""One's own side: each partner looks alone and in private, and then opens their own door, or not.

Whatever is answered, the same happens as far as anybody else can see: looking again closes the
door, and only opening it opens it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from dialogue.access.changes import gate_changed
from dialogue.access.consent import current
from dialogue.base import live
from dialogue.models import Consent, ConsentText, Couple, Partner, Person, Practice
from dialogue.safety import screening
from dialogue.safety.screening import HOLDS_FOR, Answer, Screening

Step = Literal["screen", "care", "agree", "open"]


class NotNow(Exception):
    """The door cannot be opened at this step."""


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """What its owner sees. ``step``: ``look`` (the screen is next), ``care`` (it is better not to do
    this together now), ``agree`` (the consent is next) or ``open``."""

    step: Step
    couple: Couple
    text: ConsentText | None
    until: datetime | None
    look: Screening
    practice: Practice | None  # of the couple's therapist, where they have told of it

    @property
    def tells_therapist(self) -> bool:
        return self.look.told is not None and self.look.told == self.couple.therapist_id


def own_consent_of(*, person_id: int) -> OwnConsent | None:
    """The person's own side, for that person alone; None for who is in no couple."""
    couple = Couple.objects.current_of(person_id)
    if couple is None:
        return None
    now = timezone.now()
    look = screening.screening_of(person_id=person_id)
    consent = current(now).filter(person=person_id, couple=couple).first()
    return OwnConsent(
        step="open" if consent else _step(person_id, couple, look, now),
        couple=couple,
        text=_newest_text(),
        until=consent.ends_at if consent else None,
        look=look,
        practice=Practice.objects.filter(therapist=couple.therapist_id).first(),
    )


def answer_screen(*, person_id: int, answers: Mapping[str, Answer]) -> None:
    """Answer the private screen, or skip it (no answers). Closes the person's door."""
    given: dict[str, Answer] = {
        name: answer for name in screening.QUESTIONS if (answer := answers.get(name, ""))
    }
    with transaction.atomic():
        _one_at_a_time(person_id)
        now = timezone.now()
        _close(person_id, now)
        screening.keep(person_id=person_id, look=Screening(answers=given, at=now))


def agree(*, person_id: int, version: int | None = None) -> None:
    """Agree to the newest wording; ``version`` is the one that was read. Raises NotNow where that
    is not offered, or where another one was read."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        couple, now, text = Couple.objects.current_of(person_id), timezone.now(), _newest_text()
        if couple is None or text is None or version not in (None, text.version):
            raise NotNow
        looked = screening.screening_of(person_id=person_id)
        if current(now).filter(person=person_id, couple=couple).exists():
            return
        if _step(person_id, couple, looked, now) != "agree" or looked.at is None:
            raise NotNow
        _end(person_id, couple, now)
        Consent.objects.create(
            person_id=person_id,
            couple=couple,
            text=text,
            given_at=now,
            ends_at=looked.at + HOLDS_FOR,
        )
        live.wake_board_on_commit(couple.therapist_id)


def withdraw(*, person_id: int) -> None:
    """Take the consent back, at any time and without a reason: the rooms close at once (I10)."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        _close(person_id, timezone.now())


def ask_again(*, couple: Couple) -> None:
    """Both partners are asked again, since what they had agreed to has changed. No therapist reads
    any longer what one of them told."""
    with transaction.atomic():
        for person_id in (
            Partner.objects.in_place().filter(couple=couple).values_list("person", flat=True)
        ):
            _one_at_a_time(person_id)
            _end(person_id, couple, timezone.now())
            kept = screening.screening_of(person_id=person_id)
            if kept != Screening():
                screening.keep(person_id=person_id, look=replace(kept, told=None))
        gate_changed(couple=couple)


def erase_answers(*, person_id: int) -> None:
    """Nothing is left of them, in back-ups neither but under keys that are gone."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        kept = screening.screening_of(person_id=person_id)
        screening.keep(person_id=person_id, look=replace(kept, answers={}, told=None, at=None))


def tell_therapist(*, person_id: int, tell: bool) -> None:
    """Let the couple's therapist of now read the answers; or no longer."""
    with transaction.atomic():
        _one_at_a_time(person_id)
        couple = Couple.objects.current_of(person_id)
        kept = screening.screening_of(person_id=person_id)
        told = couple.therapist_id if tell and couple else None
        screening.keep(person_id=person_id, look=replace(kept, told=told))


# --- the therapist ---------------------------------------------------------------------------


# --- within ----------------------------------------------------------------------------------


def _one_at_a_time(person_id: int) -> None:
    """So that a door cannot be opened by answers that are being replaced just then, and answers
    cannot come back that were just replaced."""
    Person.objects.select_for_update(no_key=True).get(pk=person_id)


def _newest_text() -> ConsentText | None:
    return ConsentText.objects.order_by("-version").first()


def _step(person_id: int, couple: Couple, look: Screening, now: datetime) -> Step:
    """Where somebody stands whose door is closed."""
    last = Consent.objects.filter(person=person_id, couple=couple).order_by("-given_at").first()
    taken_back = last.withdrawn_at if last else None
    if look.at is None or look.at + HOLDS_FOR <= now or (taken_back and look.at < taken_back):
        return "screen"
    return "care" if look.worries else "agree"


def _close(person_id: int, now: datetime) -> None:
    couple = Couple.objects.current_of(person_id)
    if couple is not None:
        _end(person_id, couple, now)
        gate_changed(couple=couple)


def _end(person_id: int, couple: Couple, now: datetime) -> None:
    open_ones = Consent.objects.filter(person=person_id, couple=couple, withdrawn_at=None)
    open_ones.update(withdrawn_at=now)
