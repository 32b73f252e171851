"""Drafts: kept for their writer alone, across reconnects, restarts and logins (I12)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from dialogue.access.askers import Asker
from dialogue.access.dialogues import Seated, find
from dialogue.base import vault
from dialogue.base.prepared import Prepared
from dialogue.models import Draft


@dataclass(frozen=True, slots=True, repr=False)
class Writing:
    """``words`` begun for ``move`` at ``moment``."""

    moment: int
    move: str
    words: str


def keep_draft(*, asker: Asker, dialogue_id: UUID, writing: Writing) -> None:
    """Keep what the asker is writing; empty words forget it. Raises what ``find`` raises."""
    with transaction.atomic():
        seated = find(asker=asker, dialogue_id=dialogue_id)
        drafts = Draft.objects.filter(dialogue=dialogue_id, person=asker.person_id)
        if not writing.words:
            drafts.delete()
            return
        Draft.objects.update_or_create(
            dialogue=seated.row,
            person_id=asker.person_id,
            defaults={
                "moment": writing.moment,
                "move": writing.move,
                "words": vault.seal(
                    seated.key, writing.words, "draft", dialogue_id, asker.person_id
                ),
                "kept_at": timezone.now(),
            },
        )


def draft_of(*, person_id: int, seated: Seated) -> Writing | None:
    found = _DRAFT.models(dialogue=seated.row.pk, person=person_id)
    if not found:
        return None
    (draft,) = found
    words = vault.unseal(seated.key, bytes(draft.words), "draft", seated.row.pk, person_id)
    return Writing(moment=draft.moment, move=draft.move, words=words)


def _of(*, dialogue: UUID, person: int) -> "QuerySet[Draft]":
    return Draft.objects.filter(dialogue=dialogue, person=person)


_DRAFT = Prepared(_of, dialogue=UUID(int=1), person=-1)
