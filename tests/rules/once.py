"""Sending something twice, and what has become of it."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver

from dialogue.models import Person
from tests.rules.conftest import as_person
from tests.support.kept import rows_of

# What takes a post and is not sent twice by these tests, with the reason.
ELSEWHERE = {
    "leave": "ends the login, and does nothing else",
    "story_step": "keeps nothing",
    "note_draft": "is kept while it is written, by its revision",
    "start": "has an id of its own: tests/home/test_asking.py",
    "erase_record": "erases what is not there a second time",
    "discard_unsaved": "lets go of what is not there a second time",
    "path": "only asks where to begin",
    "pick_feelings": "takes the place of what was picked before: tests/measures/test_guesses.py",
}
# No page of the walk shows their form just now: see test_once.
BY_THEIR_ADDRESS = {
    "agree_to_therapist",
    "answer_appointment",
    "bring_back_appointment",
    "pulse",
    "skip_appointment",
    "therapist",
}
OF_ALLAUTH = (
    "account_",
    "mfa_",
    "usersessions_",
)  # proves who somebody is: by codes that work once
_LOOKED = {"Session", "UserSession", "Access", "Receipt"}  # that somebody was here, and when


def everything() -> dict[str, Any]:
    """All that is kept, but for when somebody was last seen."""
    return rows_of(model for model in apps.get_models() if model.__name__ not in _LOOKED)


def sent_twice(
    person: Person | None, address: str, form: dict[str, str], mails: list[Any]
) -> dict[str, Any] | None:
    """What is kept afterwards; None if it was refused."""
    client = as_person(person)
    login = client.session.session_key
    first = client.post(address, form)
    after, sent = everything(), len(mails)
    goes_on = client.session.session_key == login
    again = client.post(address, form)
    assert everything() == after, "it was done once more"
    assert len(mails) == sent, "another mail went"
    if first.status_code >= 400:
        return None
    if goes_on:  # else it has ended the login by which it was sent
        assert (again.status_code, again.content) == (first.status_code, first.content)
        assert again.headers.get("Location") == first.headers.get("Location")
    return after


def posted_to() -> set[str]:
    """Every address of ours that takes a form, found by asking."""
    found, request = set[str](), RequestFactory().post("/")
    request.user, request.session = AnonymousUser(), {}  # type: ignore[assignment]
    for pattern in patterns():
        try:
            takes = pattern.callback(request).status_code != 405
        except Exception:  # noqa: BLE001 - it went further than to look at the method
            takes = True
        if takes and pattern.name and not pattern.name.startswith(OF_ALLAUTH):
            found.add(pattern.name)
    return found


def patterns(within: Any = None) -> Iterator[URLPattern]:
    for one in get_resolver().url_patterns if within is None else within:
        if not isinstance(one, URLResolver):
            yield one
        elif one.namespace != "admin":
            yield from patterns(one.url_patterns)
