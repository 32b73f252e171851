"""Every page, walked once for all tests that only read: by whichever worker of a run comes first.

At an hour whose name ends in a full stop in English, and with names that turn a line around."""

import pickle
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from dialogue.models import Person
from tests.support import cast, every, history, processes
from tests.support.page import Page
from tests.support.rollback import rollback

TURNING = ("אננבל 7", "بندكت")
EVENING = datetime(2026, 11, 28, 23, 25, tzinfo=UTC)

Pages = dict[str, Page]


@pytest.fixture(scope="session")
def walked(run_folder: Path, django_db_setup: None, django_db_blocker: Any) -> Pages:
    kept = run_folder / "walked.pickle"
    with processes.locked(run_folder / "walked.lock"):
        if not kept.exists():
            with django_db_blocker.unblock(), rollback():
                kept.write_bytes(pickle.dumps(list(_walk())))
    answers = pickle.loads(kept.read_bytes())
    return {name: Page(_answer(**said)) for name, said in answers}


def _walk() -> Iterator[tuple[str, dict[str, Any]]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "NAMES", TURNING)
        patch.setattr(timezone, "now", lambda: EVENING)
        couple = cast.everybody()
        omar, ada = (Person.objects.get(name=name) for name in ("Omar", "Ada"))
        answer: Any
        for name, answer in every.every_page(couple, omar, ada):
            asked = answer.wsgi_request
            match = asked.resolver_match
            leads = (match.url_name, {**match.kwargs}) if match else None
            said = {"content": answer.content, "status": answer.status_code}
            yield name, said | {"headers": dict(answer.headers), "path": asked.path, "leads": leads}


def _answer(path: str, leads: tuple[str, dict[str, Any]] | None, **said: Any) -> HttpResponse:
    answer = HttpResponse(**said)
    match = SimpleNamespace(url_name=leads[0], kwargs=leads[1]) if leads else None
    vars(answer)["wsgi_request"] = SimpleNamespace(path=path, resolver_match=match)
    return answer
