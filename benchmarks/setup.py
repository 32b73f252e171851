"""The ground: a throw-away database, settings as in production, and the servers to be measured.

Imported before anything of Django's that needs settings.
"""

import atexit
import contextlib
import gc
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django

from tests.support.environment import for_server

_FOLDER = Path(tempfile.mkdtemp(prefix="imago-benchmark-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)
DATABASE_URL = os.environ.get("BENCHMARK_DATABASE_URL", f"sqlite:///{_FOLDER / 'imago.sqlite3'}")
os.environ.update(for_server(IMAGO_VAR=str(_FOLDER), DATABASE_URL=DATABASE_URL))
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from dialogue.couple.couples import form_couple  # noqa: E402
from dialogue.models import Couple, Person  # noqa: E402
from dialogue.safety import own_consent  # noqa: E402
from tests.support.servers import Server  # noqa: E402


class Imago(Server):
    """The server as its users start it, but for the bound on how fast one client may speak."""

    module = "benchmarks.imago"


class Chat(Server):
    """The yardstick."""

    module = "benchmarks.chat"


class Relay(Server):
    """The floor: it passes on, and does nothing else."""

    module = "benchmarks.relay"


class SocketIo(Server):
    """A yardstick that stores, on PostgreSQL alone."""

    folder_of_it = Path(__file__).parent / "socketio"

    @classmethod
    def is_here(cls) -> bool:
        """Where Node is and a database that it can use; its libraries are fetched at the first time."""
        if not (shutil.which("npm") and DATABASE_URL.startswith("postgres")):
            return False
        if not (cls.folder_of_it / "node_modules").exists():
            subprocess.run(
                ["npm", "ci"], cwd=cls.folder_of_it, check=True, stdout=subprocess.DEVNULL
            )
        return True

    @property
    def command(self) -> list[str]:
        return ["node", str(self.folder_of_it / "server.js"), "--database", DATABASE_URL]


def migrate() -> None:
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    # As in the server: what was loaded need not be walked through at every turn.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


def couple(name: str) -> tuple[Couple, Person, Person]:
    """Two people who never sign in by a password, which is slow to hash."""
    first, second = (
        Person.objects.create_user(f"{name}-{seat}@example.org", None, name=f"{name} {seat}")
        for seat in ("first", "second")
    )
    couple = form_couple(first=first, second=second)
    for person in (first, second):
        own_consent.answer_screen(person_id=person.pk, answers={})
        own_consent.agree(person_id=person.pk)
    return couple, first, second


@contextlib.contextmanager
def serving(server: type[Server], name: str, **env: str) -> Iterator[Server]:
    """``server``, on this database."""
    folder = _FOLDER / name
    folder.mkdir(exist_ok=True)
    (folder / "static").symlink_to(_FOLDER / "static")
    with server(folder, database=DATABASE_URL, **env) as running:
        yield running


@contextlib.contextmanager
def counted() -> Iterator[list[str]]:
    """The queries that are run meanwhile."""
    queries: list[str] = []

    def note(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        queries.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield queries
