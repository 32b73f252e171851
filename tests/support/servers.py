"""Imago itself for tests, as its users start it. It stops by its process id."""

import contextlib
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dialogue.models import Person
from tests.support.environment import for_server
from tests.support.processes import ROOT, answers, free_port, run, stop, wait_for


class Server:
    """``python -m imago.serve`` with a database of its own: a copy of ``template``, or ``database``
    (a URL). As in production, DEBUG is off. ``stderr`` is a file: its text is in ``said()``."""

    module = "imago.serve"
    starts_within = 20.0

    def __init__(
        self,
        folder: Path,
        *,
        template: Path | None = None,
        database: str = "",
        port: int | None = None,
        **env: str,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        if template is not None:
            database = f"sqlite:///{folder / 'imago.sqlite3'}"
            shutil.copy(template / "imago.sqlite3", folder / "imago.sqlite3")
            if not (folder / "static").exists():
                (folder / "static").symlink_to(template / "static")
        ours = {"IMAGO_ORIGINS": self.url, **env}
        self.env = for_server(IMAGO_VAR=str(folder), DATABASE_URL=database, **ours)
        self._stderr = folder / "stderr.txt"
        self._heard = 0
        self._process: subprocess.Popen[Any] | None = None

    def start(self) -> Self:
        with self._stderr.open("ab") as stderr:
            self._process = subprocess.Popen(
                [*self.command, "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                preexec_fn=_hear_interrupts,  # noqa: PLW1509 - it resets a signal, and no more
                stdout=stderr,
                stderr=stderr,
            )
        name = f"the server on port {self.port}"
        wait_for(self._answers, name, self.said, self.starts_within)
        return self

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", self.module]

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def stop(self) -> None:
        """As a deployment does it: SIGTERM, and a farewell to the rooms."""
        stop(self._process)
        self._process = None

    def kill(self) -> None:
        """As a power cut does it."""
        if self._process:
            self._process.kill()
            self._process.wait()
        self._process = None

    def signal(self, how: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(how)

    def wait(self) -> int:
        """Wait for its end, and return the exit status."""
        assert self._process
        return self._process.wait(15)

    def restart(self) -> Self:
        self.stop()
        return self.start()

    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def said(self) -> str:
        """All that the server has written to its log and its standard output, since ``listen()``."""
        if not self._stderr.exists():
            return ""
        return self._stderr.read_bytes()[self._heard :].decode()

    def listen(self) -> None:
        """What was said so far was said in another test."""
        self._heard = self._stderr.stat().st_size

    def python(self, code: str) -> str:
        """What ``code`` prints, run with the server's settings. Slow: it is a process of its own."""
        setup = "import django; django.setup()\n"
        return run([sys.executable, "-c", setup + code], self.env)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _answers(self) -> bool:
        if self._process and self._process.poll() is not None:
            raise AssertionError(f"the server did not start:\n{self.said()}")
        return answers(self.port)


def on_this_database(template: Path, folder: Path, **env: Any) -> Server:
    """A server on the database of the test that asks for it."""
    folder.mkdir()
    (folder / "static").symlink_to(template / "static")
    database = settings.DATABASES["default"]
    assert database["ENGINE"].endswith("sqlite3")
    return Server(folder, database=f"sqlite:///{database['NAME']}", **env)


def _hear_interrupts() -> None:
    """A run in the background, as CI may be, would hand down that SIGINT is to be ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def make_template(folder: Path) -> Path:
    """A migrated database with the cast in it, and the collected files, for servers to copy."""
    if folder.exists():
        return folder
    made, folder = folder, folder.with_suffix(".unfinished")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    env = for_server(IMAGO_VAR=str(folder), DATABASE_URL=f"sqlite:///{folder / 'imago.sqlite3'}")
    prepare(env, "collectstatic")
    close_database(folder)
    return folder.rename(made)


def close_database(folder: Path) -> None:
    """All of it is then in one file, which may be copied."""
    with contextlib.closing(sqlite3.connect(folder / "imago.sqlite3")) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def prepare(env: dict[str, str], *more: str) -> None:
    """Migrate the database of ``env``, put the cast in it, and run ``more`` commands."""
    code = f"""
import django
from django.core.management import call_command
django.setup()
from tests.support.cast import everybody
call_command("migrate", verbosity=0)
everybody()
for command in {more!r}:
    call_command(command, interactive=False, verbosity=0)
"""
    run([sys.executable, "-c", code], env)


def cookie_for(person: Person) -> str:
    """The Cookie header of a fresh login in this test's own database."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"
