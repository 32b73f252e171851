"""One's own agreement: each partner answers alone and in private, and then agrees, or not.

Whatever is answered, the same happens as far as anybody else can see: answering again ends the
agreement, and only agreeing begins it. Where one ends, both do (``safety.closing``).
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.utils import timezone

from dialogue.access.consent import current
from dialogue.base import live
from dialogue.models import Consent, ConsentText, Couple, Partner, Person, Practice
from dialogue.safety import joint_work, pauses, screening
from dialogue.safety.closing import NotNow, close, close_both, ended_at, one_at_a_time
from dialogue.safety.screening import HOLDS_FOR, About, Answer, Screening

Step = Literal["pause", "screen", "care", "caution", "agree", "agreed"]


@dataclass(frozen=True, slots=True)
class OwnConsent:
    """What its owner sees. ``step``: ``pause`` (the dialogues rest, for both), ``screen`` (the questions
    are next), ``care`` (better not together now), ``caution`` (help first, then on), ``agree`` (the
    consent is next) or ``agreed``."""

    step: Step
    couple: Couple
    partner: Person | None
    text: ConsentText | None
    look: Screening
    practice: Practice | None  # of the couple's therapist, where they have told of it
    cleared: bool  # these answers would close, but for what the therapist has recorded since

    @property
    def tells_therapist(self) -> bool:
        return self.look.told is not None and self.look.told == self.couple.therapist_id

    @property
    def may_tell(self) -> bool:
        """The therapist has said a policy, and that safety is outside of it."""
        return self.practice is not None and self.practice.may_be_told

    @property
    def pause_until(self) -> datetime | None:
        """The end of the pause that this person asked for."""
        until = self.look.pause_until
        if until is None or self.look.pause_of != self.couple.pk.hex or until <= timezone.now():
            return None
        return until


def own_consent_of(*, person_id: int) -> OwnConsent | None:
    """The person's own agreement, for that person alone; None for who is in no couple."""
    couple = Couple.objects.current_of(person_id)
    if couple is None:
        return None
    look = screening.screening_of(person_id=person_id)
    agreed = current(timezone.now()).filter(person=person_id, couple=couple).exists()
    return OwnConsent(
        step="agreed" if agreed else _step(person_id, couple, look),
        couple=couple,
        partner=couple.partner_of(person_id),
        text=_newest_text(),
        look=look,
        practice=Practice.objects.filter(therapist=couple.therapist_id).first(),
        cleared=look.closes and _cleared(couple, look),
    )


# --- the answers -----------------------------------------------------------------------------


def answer_screen(*, person_id: int, answers: Mapping[str, Answer]) -> None:
    """Answer the private screen, or skip it (no answers). Ends the agreement."""
    given: dict[str, Answer] = {
        name: answer for name in screening.QUESTIONS if (answer := answers.get(name, ""))
    }
    with transaction.atomic():
        couple = one_at_a_time(person_id)
        if couple is not None:
            close(person_id=person_id, couple=couple)
        kept = screening.screening_of(person_id=person_id)
        look = Screening(
            given, timezone.now(), pause_until=kept.pause_until, pause_of=kept.pause_of
        )
        screening.keep(person_id=person_id, look=look)


def say_about(*, person_id: int, about: About) -> None:
    """Who a yes is about; it may be said another way at any time. Closes and opens nothing."""
    _keep(person_id, about=about)


def go_on(*, person_id: int) -> None:
    """The help after a caution was read; the consent is next."""
    _keep(person_id, went_on=True)


def erase_answers(*, person_id: int) -> None:
    """Nothing is left of them, in back-ups neither but under keys that are gone."""
    _keep(person_id, answers={}, told=None, at=None, about="", went_on=False)


def tell_therapist(*, person_id: int, tell: bool) -> None:
    """Let the couple's therapist of now read the answers; or no longer. Raises NotNow where there is
    no therapist who may be told."""
    with transaction.atomic():
        own = own_consent_of(person_id=person_id)
        if tell and (own is None or not own.may_tell):
            raise NotNow
        _keep(person_id, told=own.couple.therapist_id if tell and own else None)


# --- the agreement ---------------------------------------------------------------------------


def agree(*, person_id: int, version: int | None = None) -> None:
    """Agree to the newest wording; ``version`` is the one that was read. Raises NotNow where that
    is not offered, or where another one was read."""
    with transaction.atomic():
        couple, now, text = one_at_a_time(person_id), timezone.now(), _newest_text()
        if couple is None or text is None or version not in (None, text.version):
            raise NotNow
        looked = screening.screening_of(person_id=person_id)
        if current(now).filter(person=person_id, couple=couple).exists():
            return
        if _step(person_id, couple, looked) != "agree" or looked.at is None:
            raise NotNow
        Consent.objects.filter(person=person_id, couple=couple, withdrawn_at=None).update(
            withdrawn_at=now
        )
        own = Consent.objects.create(
            person_id=person_id,
            couple=couple,
            text=text,
            given_at=now,
            ends_at=looked.at + HOLDS_FOR,
        )
        _run_out_together(own, now)
        live.wake_board_on_commit(couple.therapist_id)


def withdraw(*, person_id: int) -> None:
    """Take the consent back, at any time and without a reason: the rooms close at once (I10)."""
    with transaction.atomic():
        couple = one_at_a_time(person_id)
        if couple is not None:
            close(person_id=person_id, couple=couple)


def ask_again(*, couple: Couple) -> None:
    """Both partners are asked again, since what they had agreed to has changed. No therapist reads
    any longer what one of them told."""
    with transaction.atomic():
        places = Partner.objects.in_place().filter(couple=couple).order_by("person")
        people = list(places.values_list("person", flat=True))
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
        for person_id in people:
            kept = screening.screening_of(person_id=person_id)
            if kept != Screening():
                screening.keep(person_id=person_id, look=replace(kept, told=None))
        close_both(couple=couple)


# --- within ----------------------------------------------------------------------------------


def _keep(person_id: int, **said: object) -> None:
    with transaction.atomic():
        one_at_a_time(person_id)
        kept = screening.screening_of(person_id=person_id)
        screening.keep(person_id=person_id, look=replace(kept, **said))  # type: ignore[arg-type]


def _newest_text() -> ConsentText | None:
    return ConsentText.objects.order_by("-version").first()


def _step(person_id: int, couple: Couple, look: Screening) -> Step:
    """Where somebody stands who has not agreed. After every closing both begin at the screen, so
    nobody's own step tells whose agreement it was that ended."""
    if pauses.pauses(couple=couple):
        return "pause"
    text, now = _newest_text(), timezone.now()
    ended = text and ended_at(person_id=person_id, couple=couple, newest=text)
    if look.at is None or look.at + HOLDS_FOR <= now or (ended and look.at < ended):
        return "screen"
    if look.closes and not _cleared(couple, look):
        return "care"
    return "caution" if look.cautions and not look.went_on else "agree"


def _cleared(couple: Couple, look: Screening) -> bool:
    since = joint_work.suitable_since(couple=couple)
    return since is not None and look.at is not None and since > look.at


def _run_out_together(own: Consent, now: datetime) -> None:
    """The earlier end holds for both."""
    both = current(now).filter(couple=own.couple)
    earliest = min(both.values_list("ends_at", flat=True), default=own.ends_at)
    Consent.objects.filter(couple=own.couple, withdrawn_at=None).update(ends_at=earliest)
