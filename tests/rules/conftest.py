"""Every page with its forms, while what they are about still exists."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from dialogue.models import Person, Practice
from tests.support import cast
from tests.support.every import every_page
from tests.support.forms import Sent, forms_of
from tests.support.page import Page
from tests.support.rollback import rollback

NUMBERED = re.compile(r"(?<=_)[0-9a-f]+\b|\d+")


@dataclass
class World:
    pages: dict[str, Page]

    def again(self, person: Person, which: Callable[[Page], object]) -> Iterator[Page]:
        """Those pages of partners that ``which`` picks, as this one finds them now."""
        client, addresses = as_person(person), dict[str, None]()
        for page in self.pages.values():
            asked = page.answer.wsgi_request  # type: ignore[attr-defined]
            partners = getattr(asked.user, "role", "") == Person.Role.PARTNER
            if partners and asked.method == "GET" and which(page):
                addresses[asked.get_full_path()] = None
        for address in addresses:
            answer: Any = client.get(address)
            if answer.status_code == 200 and "html" in answer.headers["Content-Type"]:
                yield Page(answer)

    def forms(self) -> Iterator[tuple[Person | None, Sent]]:
        """Each form of ours once for each role that it is shown to; not those of the admin's desk."""
        seen = set()
        for page in self.pages.values():
            request = page.answer.wsgi_request  # type: ignore[attr-defined]
            person = request.user if request.user.is_authenticated else None
            for sent in forms_of(page, request.get_full_path()):
                fields = {NUMBERED.sub("", field) for field in sent.data}
                key = (
                    person and person.role,
                    sent.url_name,
                    tuple(sorted(fields)),
                    str(sent.buttons),
                )
                if sent.page.startswith("/admin/") or key in seen:
                    continue
                seen.add(key)
                yield person, sent


def as_person(person: Person | None) -> Client:
    client = Client()
    if person:
        client.force_login(person)
        cast.stepped_up(client)
    return client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for all that is asked of it; each question undoes what it does."""
    with django_db_blocker.unblock(), rollback():
        couple = cast.everybody()
        omar, ada = (Person.objects.get(name=name) for name in ("Omar", "Ada"))
        answers: dict[str, Any] = dict(every_page(couple, omar, ada))
        assert couple.therapist
        Practice.objects.get_or_create(therapist=couple.therapist)
        answers["practice"] = as_person(couple.therapist).get("/practice")
        yield World({name: Page(answer) for name, answer in answers.items()})
