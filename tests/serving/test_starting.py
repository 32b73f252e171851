"""What Imago refuses to start with, and what each refusal says: one line, before it says where it is."""

import http.client
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.support import processes
from tests.support.environment import for_server
from tests.support.servers import Server

pytestmark = [pytest.mark.timeout(180), pytest.mark.long]
OTHER_BYTES = "T" * 43 + "="


def started(folder: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "imago.serve", "--port", str(processes.free_port())],
        env=for_server(**{"IMAGO_VAR": str(folder), **env}),
        cwd=processes.ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def refused(folder: Path, **env: str) -> str:
    done = started(folder, **env)
    assert done.returncode == 1 and "Imago is at" not in done.stdout
    lines = done.stderr.strip().splitlines()
    assert len(lines) == 1 and lines[0].startswith("Imago cannot start: "), done.stderr
    return lines[0]


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    """With the cast in its database, and the static files."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(template / "imago.sqlite3", folder)
    (folder / "static").symlink_to(template / "static")
    return folder


def test_a_key_that_does_not_open_what_is_there(folder: Path) -> None:
    """Whether it has the same name and other bytes, or another name: else what is written from now
    on would be sealed by a key that nobody has kept, and all pages with words would be errors."""
    for name in ("tests", "other"):
        said = refused(folder, IMAGO_MASTER_KEYS=f"{name}:{OTHER_BYTES}")
        assert "IMAGO_MASTER_KEYS does not open what is in this database" in said


def test_a_key_in_place_of_another_instead_of_before_it(template: Path, folder: Path) -> None:
    """The newest couple's key opens, the oldest's does not."""
    right = for_server()["IMAGO_MASTER_KEYS"]
    both = for_server(
        IMAGO_VAR=str(folder),
        DATABASE_URL=f"sqlite:///{folder}/imago.sqlite3",
        IMAGO_MASTER_KEYS=f"new:{OTHER_BYTES},{right}",
    )
    code = """
import django
django.setup()
from dialogue.couple.couples import form_couple
from tests.support.cast import person
form_couple(first=person("Mia"), second=person("Jo"))
"""
    processes.run([sys.executable, "-c", code], both)
    said = refused(folder, IMAGO_MASTER_KEYS=f"new:{OTHER_BYTES}")
    assert "IMAGO_MASTER_KEYS does not open" in said


def test_tables_that_are_missing(folder: Path) -> None:
    (folder / "imago.sqlite3").unlink()
    assert "Run: manage.py migrate" in refused(folder)


def test_static_files_that_are_missing(folder: Path) -> None:
    (folder / "static").unlink()
    assert "Run: manage.py collectstatic" in refused(folder)


def test_a_database_that_is_away(folder: Path) -> None:
    url = f"postgres://imago:secret-word@127.0.0.1:{processes.free_port()}/imago"
    said = refused(folder, DATABASE_URL=url)
    assert "the database does not let it in" in said and "secret-word" not in said


@pytest.mark.parametrize(
    ("env", "what"),
    [
        ({"DATABASE_URL": "postgress://ann:secret-word@db/imago"}, "DATABASE_URL: no such kind"),
        ({"IMAGO_SECRET_KEY": "x"}, "IMAGO_SECRET_KEY has 1 characters and needs 50"),
        ({"IMAGO_VAR": "/dev/null/var"}, "it cannot write into its folder"),
    ],
)
def test_settings_that_cannot_be_meant(folder: Path, env: dict[str, str], what: str) -> None:
    said = refused(folder, **env)
    assert what in said and "secret-word" not in said


def test_help_needs_no_keys(tmp_path: Path) -> None:
    env = for_server(IMAGO_VAR=str(tmp_path), IMAGO_SECRET_KEY="", IMAGO_MASTER_KEYS="")
    for help_of in (["tick", "--help"], ["help", "tick"]):
        said = processes.run([sys.executable, "manage.py", *help_of], env)
        assert "Do what is due" in " ".join(said.split())
    done = subprocess.run(
        [sys.executable, "manage.py", "tick"],
        env=env,
        cwd=processes.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode and done.stderr.startswith("Imago cannot start: IMAGO_SECRET_KEY")


# --- while it runs -----------------------------------------------------------------------------


def asked(server: Server, path: str, **headers: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as at:
        at.request("GET", path, headers={"Host": f"localhost:{server.port}"} | headers)
        answer = at.getresponse()
        return answer.status, answer.read().decode()


def check(server: Server) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "imago.serve", "--port", str(server.port), "--check"],
        cwd=processes.ROOT,
        env=server.env,
        capture_output=True,
        text=True,
        check=False,
    )


def test_health_is_told_to_this_machine_alone(server: Server) -> None:
    for path in ("/health", "/ready"):
        assert asked(server, path, Host="anything.example") == (200, "ok\n")
        for name in ("X-Real-IP", "X-Forwarded-For", "Forwarded"):
            assert asked(server, path, **{name: "192.0.2.7"})[0] == 404, (path, name)
    assert check(server).returncode == 0
    server.stop()
    gone = check(server)
    assert gone.returncode == 1 and gone.stderr.startswith("Nothing answers")


@pytest.fixture
def on_postgres(template: Path, postgres_url: str, tmp_path: Path) -> Iterator[Server]:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "static").symlink_to(template / "static")
    # As behind a pooler: without timeouts of ours a statement may wait for ever.
    with Server(tmp_path / "own", database=postgres_url, IMAGO_BEHIND_POOLER="1") as running:
        yield running


def test_a_database_that_goes_away_is_one_sentence_and_not_a_traceback(
    on_postgres: Server, postgres_url: str
) -> None:
    assert asked(on_postgres, "/ready")[0] == 200
    servers_database, _, name = postgres_url.rpartition("/")
    with psycopg.connect(f"{servers_database}/postgres", autocommit=True) as admin:
        admin.execute(f'ALTER DATABASE "{name}" RENAME TO "{name}_away"')
        on_postgres.listen()
        began = time.monotonic()
        status, page = asked(on_postgres, "/sessions", Cookie="sessionid=" + "x" * 32)
        assert time.monotonic() - began < 10
        assert status == 503 and "We can’t reach what’s saved right now" in page
        assert asked(on_postgres, "/")[0] == 200 and asked(on_postgres, "/health")[0] == 200
        status, said = asked(on_postgres, "/ready")
        assert (status, said.count("\n")) == (503, 1) and said in f"{check(on_postgres).stderr}"
        log = on_postgres.said()
        assert "(OperationalError)" in log and "Traceback" not in log and "imago@" not in log
        admin.execute(f'ALTER DATABASE "{name}_away" RENAME TO "{name}"')
    # And back by itself.
    assert asked(on_postgres, "/sessions", Cookie="sessionid=" + "x" * 32)[0] == 302
    assert asked(on_postgres, "/ready")[0] == 200


def test_sigterm_ends_within_ten_seconds_though_the_database_hangs(
    on_postgres: Server, postgres_url: str
) -> None:
    with psycopg.connect(postgres_url) as holding, ThreadPoolExecutor() as reader:
        holding.execute("LOCK TABLE django_session IN ACCESS EXCLUSIVE MODE")
        page = reader.submit(asked, on_postgres, "/sessions", Cookie="sessionid=" + "x" * 32)
        waits = "SELECT count(*) FROM pg_locks WHERE NOT granted"
        with psycopg.connect(postgres_url, autocommit=True) as other:
            processes.wait_for(lambda: other.execute(waits).fetchone() != (0,), "the page")
        began = time.monotonic()
        on_postgres.signal(signal.SIGTERM)
        assert on_postgres.wait() == 0
        assert time.monotonic() - began < 10
        assert page.exception(10) or page.result()[0] >= 500
