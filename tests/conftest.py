"""The cast, and the servers around it. What this machine lacks is skipped in one line; in CI nothing is."""

import gc
import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.core.cache import cache
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from django.utils import timezone

from dialogue.appointments.service import propose
from dialogue.couple.couples import form_couple
from dialogue.models import Appointment, Couple, Person
from tests.support import cast, processes, servers
from tests.support.environment import for_server
from tests.support.page import Page
from tests.support.rooms import asked_by
from tests.support.servers import Server
from tests.support.stores import Postgres, Redis

Browser = Callable[[Person | None], Client]

pytest_plugins = ["tests.support.liverooms"]

CI = os.environ.get("CI") == "true"


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
    return cast.agreed(form_couple(first=ann, second=ben, therapist=thea))


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


@pytest.fixture
def evening() -> datetime:
    """A whole hour, some hours ahead."""
    return timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=6)


@pytest.fixture
def time(couple: Couple, ann: Person, evening: datetime) -> Appointment:
    """Ann has proposed this evening."""
    return propose(person=ann, begins_at=evening, minutes=60)


# --- servers ---------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def template(run_folder: Path) -> Path:
    """A migrated SQLite database with the whole cast, and the collected files; made once a run."""
    with processes.locked(run_folder / "template.lock"):
        return servers.make_template(run_folder / "template")


@pytest.fixture
def server(template: Path, tmp_path: Path) -> Iterator[Server]:
    """A running server of its own, with the cast in its database; cast.PASSWORD opens every door."""
    with Server(tmp_path / "server", template=template) as running:
        yield running


@pytest.fixture(scope="session")
def _shared(
    django_db_setup: None, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    with servers.on_this_database(template, tmp_path_factory.mktemp("shared") / "live") as running:
        yield running


@pytest.fixture
def live(
    request: pytest.FixtureRequest, transactional_db: None, template: Path, tmp_path: Path
) -> Iterator[Server]:
    """A running server on the database of this test itself: what the fixtures and services write,
    it sees. Sign in by ``servers.cookie_for(person)``.

    One server serves all tests of a worker, one after the other, each with people of its own; who
    stops it, or measures its memory, is marked ``own_server``."""
    if request.node.get_closest_marker("own_server"):
        with servers.on_this_database(template, tmp_path / "live") as running:
            yield running
        return
    running = request.getfixturevalue("_shared")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM cache")  # of what is counted there, from test to test
    running.listen()
    pid = running.pid
    yield running
    assert running.pid == pid and running.runs(), "a server that tests share was stopped"


@pytest.fixture
def in_production(transactional_db: None, template: Path, tmp_path: Path) -> Iterator[Server]:
    """Like ``live``, but as behind a proxy that encrypts: it believes to be https://imago.example."""
    folder, origin = tmp_path / "production", "https://imago.example"
    with servers.on_this_database(
        template, folder, IMAGO_ORIGINS=origin, IMAGO_BEHIND_PROXY="1"
    ) as running:
        yield running


@pytest.fixture
def with_own_exercises(
    transactional_db: None, template: Path, tmp_path: Path
) -> Iterator[Callable[[str, str], Server]]:
    """Starts a server like ``live`` that offers an exercise of its own: by its name and its text."""
    with ExitStack() as stack:

        def start(name: str, text: str) -> Server:
            folder = tmp_path / "exercises"
            folder.mkdir()
            (folder / f"{name}.toml").write_text(text, encoding="utf-8")
            server = servers.on_this_database(
                template, tmp_path / "own", IMAGO_EXERCISES=str(folder)
            )
            return stack.enter_context(server)

        yield start


@pytest.fixture(scope="session")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Redis]:
    """Redis, to be stopped and started again at will."""
    if not Redis.program():
        _missing("Redis is not here: apt-get install redis-server")
    running = Redis(tmp_path_factory.mktemp("redis")).start()
    yield running
    running.stop()


@pytest.fixture
def redis_url(redis: Redis) -> str:
    if not processes.answers(redis.port):
        redis.start()
    return redis.url


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    if not Postgres.programs():
        _missing("PostgreSQL is not here: apt-get install postgresql")
    running = Postgres().start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def _postgres_template(postgres: Postgres, template: Path) -> str:
    url = postgres.new_database()
    servers.prepare(for_server(IMAGO_VAR=str(template), DATABASE_URL=url))
    return url.rpartition("/")[2]


@pytest.fixture
def postgres_url(postgres: Postgres, _postgres_template: str) -> str:
    """A fresh PostgreSQL database, migrated, with the cast in it."""
    return postgres.new_database(_postgres_template)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the browser."""
    return processes.chromium() or _missing("Chromium is not here: apt-get install chromium")


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of the proxy; Debian keeps it where only root looks."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found or _missing("nginx is not here: apt-get install nginx")


def _missing(how_to_get_it: str) -> str:
    if CI:
        pytest.fail(how_to_get_it, pytrace=False)
    pytest.skip(how_to_get_it)


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
