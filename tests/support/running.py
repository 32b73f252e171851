"""The servers around the cast: Imago itself, Redis, PostgreSQL, a browser, a proxy. What this machine lacks is
skipped in one line; in CI nothing is."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.db import connection

from tests.support import processes, servers
from tests.support.environment import CI, for_server
from tests.support.servers import Server
from tests.support.stores import Postgres, Redis


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
        missing("Redis is not here: apt-get install redis-server")
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
        missing("PostgreSQL is not here: apt-get install postgresql")
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
    return processes.chromium() or missing("Chromium is not here: apt-get install chromium")


@pytest.fixture(scope="session")
def nginx() -> str:
    """The path of the proxy; Debian keeps it where only root looks."""
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    return found or missing("nginx is not here: apt-get install nginx")


def missing(how_to_get_it: str) -> str:
    if CI:
        pytest.fail(how_to_get_it, pytrace=False)
    pytest.skip(how_to_get_it)
