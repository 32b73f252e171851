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
    *, person: Person, wanted: bool, of_course: bool = False, address_is_safe: bool
) -> None:
    """Of times, and of the questions in the couple's course. They go only to the address that the
    person has at this moment, and marks as safe."""
    Calendar.objects.update_or_create(
        person=person,
        defaults={
            "reminders": wanted,
            "course_reminders": of_course,
            "safe_address": person.email if address_is_safe else "",
        },
    )
