"""Redis and PostgreSQL for tests, each in a folder of its own."""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

import psycopg

from tests.support.processes import answers, free_port, stop, wait_for


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
        self._data, self._log = self._folder / "data", self._folder / "log.txt"
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
        initdb: list[Any] = [programs / "initdb", "-D", self._data, "-U", "imago"]
        options = ["-A", "trust", "-E", "UTF8", "--no-sync", "--locale=C.UTF-8"]
        with self._log.open("ab") as output:
            subprocess.run([*initdb, *options], check=True, stdout=output, **self._as())
        return self._serve(programs)

    def restart(self) -> Self:
        """As after an update: whoever was connected is not any more."""
        programs = self.programs()
        assert programs
        stop(self._process, signal.SIGINT)
        return self._serve(programs)

    def _serve(self, programs: Path) -> Self:
        command: list[Any] = [programs / "postgres", "-D", self._data, "-p", str(self.port)]
        with self._log.open("ab") as output:
            self._process = subprocess.Popen(
                [*command, "-k", self._folder, *self._options],
                stdout=output,
                stderr=output,
                **self._as(),
            )
        wait_for(self._accepts, "PostgreSQL", self._log.read_text)
        return self

    def stop(self) -> None:
        stop(self._process, signal.SIGINT)  # the fast shutdown: it does not wait for clients
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

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
