"""Servers for tests: Imago itself as its users start it, Redis, PostgreSQL. All stop by process id."""

import contextlib
import fcntl
import glob
import os
import pwd
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Self

import psycopg
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from dialogue.models import Person
from tests.environment import for_server

ROOT = Path(__file__).resolve().parent.parent


class Server:
    """``python -m imago.serve`` with a database of its own: a copy of ``template``, or ``database``
    (a URL). As in production, DEBUG is off. ``stderr`` is a file: its text is in ``said()``."""

    module = "imago.serve"

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
                [sys.executable, "-m", self.module, "--port", str(self.port)],
                cwd=ROOT,
                env=self.env,
                preexec_fn=_hear_interrupts,  # noqa: PLW1509 - it resets a signal, and no more
                stdout=stderr,
                stderr=stderr,
            )
        wait_for(self._answers, f"the server on port {self.port}", self.said)
        return self

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
from tests.cast import everybody
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


class Redis:
    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._folder = folder
        self._process: subprocess.Popen[Any] | None = None

    @staticmethod
    def program() -> str | None:
        return shutil.which("redis-server")

    def start(self) -> Self:
        program = self.program()
        assert program
        self._process = subprocess.Popen(
            [program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
        )
        wait_for(lambda: answers(self.port), "Redis")
        return self

    def flush(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port), 5) as connection:
            connection.sendall(b"FLUSHALL\r\n")
            assert connection.recv(64) == b"+OK\r\n"

    def stop(self) -> None:
        stop(self._process)
        self._process = None


_OPTIONS = ["-c", "listen_addresses=127.0.0.1"]


class Postgres:
    """A cluster in a folder of its own. PostgreSQL refuses to run as root, so root lends it a user.
    Only a ``durable`` one waits for the disk, as in production."""

    def __init__(self, *, durable: bool = False) -> None:
        self._options = [*_OPTIONS, "-c", f"fsync={'on' if durable else 'off'}"]
        self.port = free_port()
        self._user = _unprivileged()
        self._folder = Path(tempfile.mkdtemp(prefix="imago-postgres-"))
        self._process: subprocess.Popen[Any] | None = None
        self._made = 0

    @staticmethod
    def programs() -> Path | None:
        """The folder of the newest server; Debian leaves it out of PATH."""
        found = sorted(glob.glob("/usr/lib/postgresql/*/bin/postgres"), key=_version)
        on_path = shutil.which("postgres") if shutil.which("initdb") else None
        newest = found[-1] if found else on_path
        return Path(newest).resolve().parent if newest else None

    def start(self) -> Self:
        programs = self.programs()
        assert programs
        if self._user:
            os.chown(self._folder, self._user.pw_uid, self._user.pw_gid)
        data, log = self._folder / "data", self._folder / "log.txt"
        initdb: list[Any] = [
            programs / "initdb",
            "-D",
            data,
            "-U",
            "imago",
            "-A",
            "trust",
            "-E",
            "UTF8",
        ]
        with log.open("ab") as output:
            subprocess.run(
                [*initdb, "--no-sync", "--locale=C.UTF-8"], check=True, stdout=output, **self._as()
            )
            command: list[Any] = [programs / "postgres", "-D", data, "-p", str(self.port)]
            self._process = subprocess.Popen(
                [*command, "-k", self._folder, *self._options],
                stdout=output,
                stderr=output,
                **self._as(),
            )
        wait_for(self._accepts, "PostgreSQL", log.read_text)
        return self

    def stop(self) -> None:
        stop(self._process, signal.SIGINT)  # the fast shutdown: it does not wait for clients
        shutil.rmtree(self._folder, ignore_errors=True)

    def new_database(self, template: str = "template1") -> str:
        """The URL of a fresh database, made like the database named ``template``."""
        self._made += 1
        name = f"imago{self._made}"
        self._execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        return self.url(name)

    def url(self, name: str) -> str:
        return f"postgres://imago@127.0.0.1:{self.port}/{name}"

    def _accepts(self) -> bool:
        with contextlib.suppress(psycopg.OperationalError):
            self._execute("SELECT 1")
            return True
        return False

    def _execute(self, statement: Any) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _as(self) -> dict[str, Any]:
        if not self._user:
            return {"cwd": self._folder}
        return {
            "cwd": self._folder,
            "user": self._user.pw_uid,
            "group": self._user.pw_gid,
            "extra_groups": [],
        }


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise AssertionError("root has no other user to lend to PostgreSQL")


def _version(path: str) -> float:
    part = Path(path).parts[-3]
    return float(part) if part.replace(".", "", 1).isdigit() else 0.0


def chromium() -> str | None:
    """The program of the system's browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(filter(None, map(shutil.which, names)), None)


def chromium_without_a_window() -> str | None:
    """The same browser built without windows and menus, where it is: a quarter less to do."""
    return shutil.which("chromium-headless-shell") or chromium()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
        return True
    return False


def wait_for(
    holds: Callable[[], bool], what: str, why: Callable[[], str] = str, seconds: float = 20
) -> None:
    until = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > until:
            raise AssertionError(f"{what} did not answer in {seconds} s\n{why()}")
        time.sleep(0.03)


def stop(process: "subprocess.Popen[Any] | None", how: int = signal.SIGTERM) -> None:
    if process is None or process.poll() is not None:
        return
    process.send_signal(how)
    try:
        process.wait(15)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def run(command: list[Any], env: dict[str, str]) -> str:
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}{done.stderr}"
    return done.stdout


@contextlib.contextmanager
def locked(path: Path) -> Iterator[IO[str]]:
    """One process at a time: the workers of a test run share what is slow to make."""
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield file
