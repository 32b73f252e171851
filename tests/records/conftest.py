from datetime import date
from typing import Any
from uuid import UUID

import pytest

from dialogue.models import Couple, Person
from dialogue.records import notes

DAY = date(2026, 3, 5)


@pytest.fixture
def hers(couple: Couple, thea: Person) -> dict[str, Any]:
    """Thea, about Ann and Ben."""
    return {"therapist_id": thea.pk, "couple_id": couple.pk}


@pytest.fixture
def draft(hers: dict[str, Any]) -> UUID:
    return notes.begin_note(**hers, template="session", met_on=DAY)


def said(words: str = "", revision: int = 0, **fields: str) -> dict[str, Any]:
    """What is kept of a note."""
    content = {"brought": words} | fields if words else fields
    return {"revision": revision, "met_on": DAY, "content": content}
