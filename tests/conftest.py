"""The cast, what stays from test to test, and that nothing is skipped in CI."""

import gc
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.base import mails
from dialogue.couple.couples import form_couple
from dialogue.models import Appointment, Couple, Person
from tests.support import cast
from tests.support.environment import CI
from tests.support.page import Page
from tests.support.rooms import asked_by

Browser = Callable[[Person | None], Client]

pytest_plugins = [
    "tests.support.liverooms",
    "tests.support.running",
    "tests.support.texts",
    "tests.support.walked",
]


# --- what migrations have written ---------------------------------------------------------------


WRITTEN = ("HelpLine", "ConsentText", "Retention")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After a test with real transactions all tables are emptied. What migrations have written is put
    back, since any test may come next in this worker."""
    with django_db_blocker.unblock():
        models = [apps.get_model("dialogue", name) for name in WRITTEN]
        written: list[tuple[Any, list[Any]]] = [
            (model._default_manager, list(model._default_manager.all())) for model in models
        ]
    assert all(rows for _manager, rows in written)

    def put_back(**_: Any) -> None:
        for manager, rows in written:
            manager.bulk_create(rows, ignore_conflicts=True)

    post_migrate.connect(put_back, sender=apps.get_app_config("dialogue"), weak=False)


# --- the cast --------------------------------------------------------------------------------


@pytest.fixture
def ann(db: None) -> Person:
    return cast.person("Ann")


@pytest.fixture
def ben(db: None) -> Person:
    return cast.person("Ben")


@pytest.fixture
def thea(db: None) -> Person:
    return cast.therapist("Thea")


@pytest.fixture
def omar(db: None) -> Person:
    """Signed in, and nobody's partner."""
    return cast.person("Omar")


@pytest.fixture
def ada(db: None) -> Person:
    return cast.admin("Ada")


@pytest.fixture
def couple(ann: Person, ben: Person, thea: Person) -> Couple:
    """Ann sits first, Ben second, Thea is their therapist; both have opened their side."""
    return cast.copying(cast.agreed(form_couple(first=ann, second=ben, therapist=thea)))


@pytest.fixture
def browser(db: None) -> Browser:
    """A browser of one's own, signed in unless it is nobody's. (In ``tests/browser``: a real one.)"""

    def opened(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return client

    return opened


@pytest.fixture
def page(browser: Browser) -> Callable[[Person, str], Page]:
    """What somebody reads at an address."""

    def read(person: Person, address: str) -> Page:
        answer: Any = browser(person).get(address)
        return Page(answer)

    return read


@pytest.fixture
def at_home(db: None) -> Browser:
    """A browser of one's own, in which the password was written once more, just now."""

    def opened(person: Person | None = None) -> Client:
        client = Client()
        if person is not None:
            client.force_login(person)
        return cast.stepped_up(client)

    return opened


@pytest.fixture
def dialogue_id(couple: Couple, ann: Person) -> UUID:
    """Ann has asked Ben for a dialogue."""
    return asked_by(ann)


@pytest.fixture(autouse=True)
def _no_limits_kept() -> None:
    """How often somebody has tried is kept in the cache, in memory here, from test to test."""
    cache.clear()


@pytest.fixture(autouse=True)
def _mails_are_answered_by_no_program() -> Iterator[None]:
    """Whoever sends one, in whatever test."""
    yield
    assert all(
        mails.BY_ITSELF.items() <= one.extra_headers.items() for one in getattr(mail, "outbox", [])
    )


@pytest.fixture
def evening() -> datetime:
    """A whole hour, some hours ahead."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)


@pytest.fixture
def time(couple: Couple, ann: Person, evening: datetime) -> Appointment:
    """Ann has proposed this evening."""
    return propose(person=ann, begins_at=evening, minutes=60)


# --- worlds that a module makes once ------------------------------------------------------------


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Who asks for one of them uses the database, also where a file is run alone."""
    for item in items:
        names: list[str] = getattr(item, "fixturenames", [])
        if "django_db_setup" in names and not {"db", "transactional_db"} & set(names):
            item.add_marker(pytest.mark.django_db)


# --- what is kept for the whole run ------------------------------------------------------------


def pytest_collection_finish() -> None:
    """All that is imported and collected by now stays: it is looked through for garbage no more."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)  # as the server has it


# --- nothing is skipped in CI ------------------------------------------------------------------


def _skipped(session: pytest.Session) -> int:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    return len(reporter.stats.get("skipped", [])) if reporter else 0


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if CI and _skipped(session) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    for reason, tests in reasons.items():
        terminalreporter.write_line(f"{tests} skipped. {reason}", yellow=True)
    if CI and skipped:
        terminalreporter.write_line("In CI nothing may be skipped: failed.", red=True)
