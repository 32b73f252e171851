"""Whether all that is kept is what was written."""

from uuid import UUID

from dialogue.access import tags
from dialogue.access.dialogues import key_of, with_keys
from dialogue.base.vault import CannotOpen
from dialogue.models import DialogueSession
from dialogue.room import feed


def check_all() -> tuple[int, list[UUID]]:
    """Opens every dialogue whose key was not erased: how many there are, and which are damaged. What
    is whole is not said to be damaged any more."""
    rows = with_keys(DialogueSession.objects.exclude(couple__wrapped_key=b"")).order_by("pk")
    count, found = 0, []
    for row in rows.iterator(chunk_size=200):
        count += 1
        try:
            key = key_of(row)
            if tags.state_of(row, key) != feed.replayed(row=row, key=key):
                raise tags.damaged(row.pk)
        except CannotOpen:
            found.append(row.pk)
    DialogueSession.objects.exclude(damaged_at=None).exclude(pk__in=found).update(damaged_at=None)
    return count, found


def damaged() -> int:
    """How many dialogues were found not to be what was written."""
    return DialogueSession.objects.exclude(damaged_at=None).count()
