"""A person's subscription link, and their wishes about reminders."""

from dialogue.base import tokens
from dialogue.models import Calendar, Person


def calendar_of(*, person: Person) -> Calendar:
    """The person's wishes; not yet saved where none were made."""
    return Calendar.objects.filter(person=person).first() or Calendar(person=person)


def new_link(*, person: Person) -> str:
    """The token of a fresh subscription link, shown once; an older link stops working."""
    token, token_hash = tokens.new_token()
    _set_link(person, token_hash)
    return token


def revoke_link(*, person: Person) -> None:
    _set_link(person, None)


def _set_link(person: Person, token_hash: str | None) -> None:
    Calendar.objects.update_or_create(person=person, defaults={"token_hash": token_hash})


def subscriber(*, token: str) -> Person | None:
    """Whose link this is."""
    calendars = Calendar.objects.select_related("person").filter(
        token_hash=tokens.hashed(token), person__is_active=True
    )
    return next((calendar.person for calendar in calendars), None)


def set_reminders(
    *,
    person: Person,
    wanted: bool,
    of_course: bool = False,
    waiting: bool = False,
    address_is_safe: bool,
) -> None:
    """Of times, of the questions in the couple's course, and of what waits here. They go only to the
    address that the person has at this moment, and marks as safe."""
    Calendar.objects.update_or_create(
        person=person,
        defaults={
            "reminders": wanted,
            "course_reminders": of_course,
            "waiting": waiting,
            "safe_address": person.email if address_is_safe else "",
        },
    )


def wishes_of(*, person: Person) -> dict[str, bool]:
    """As they hold now: none where the address is another one than was marked. By the form's names."""
    kept = calendar_of(person=person)
    safe = bool(kept.safe_address) and kept.safe_address == person.email
    return {
        "reminders": kept.reminders and safe,
        "of_course": kept.course_reminders and safe,
        "waiting": bool(kept.waiting) and safe,
        "address_is_safe": safe,
    }


def is_to_be_asked(*, person: Person) -> bool:
    """Whether this person has not yet said if they may be told when something waits."""
    return not Calendar.objects.filter(person=person, waiting__isnull=False).exists()
