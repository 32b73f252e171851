"""`make check` refuses what got into the repository by accident."""

import base64
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / ".ci/tracked.py")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    return tmp_path


def track(checkout: Path, name: str, content: bytes) -> None:
    path = checkout / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    subprocess.run(["git", "add", "-f", name], cwd=checkout, check=True)


@pytest.mark.parametrize(
    "name",
    [
        "db.sqlite3",
        "tests/test_gw0.sqlite3",
        "dialogue/urls.py.orig",
        ".coverage",
        "node_modules/htm/index.js",
        "static/app.js.bak",
        "dialogue/__pycache__/urls.cpython-311.pyc",
        "dialogue/locale/de/LC_MESSAGES/django.mo",
        "var/env",
    ],
)
def test_what_a_tool_makes_is_refused_wherever_it_lies(checkout: Path, name: str) -> None:
    track(checkout, name, b"")
    answer = checked(checkout)
    assert answer.returncode == 1 and answer.stderr.count("\n") == 1
    assert answer.stderr.startswith(f"{name} is made by a tool")


def test_what_is_no_text_has_its_three_folders(checkout: Path) -> None:
    picture = b"\x89PNG\r\n\0"
    for name in ("docs/room.png", "static/icons/icon.png", "tests/sample.bin", "README.md"):
        track(checkout, name, "Grüße".encode() if name == "README.md" else picture)
    assert checked(checkout).returncode == 0
    track(checkout, "dialogue/room.png", picture)
    answer = checked(checkout)
    assert answer.returncode == 1 and "dialogue/room.png is no text" in answer.stderr


@pytest.mark.parametrize(
    "name", ["package-lock.json", "requirements-dev.lock", "docs/requirements.txt"]
)
def test_a_lock_names_no_address(checkout: Path, name: str) -> None:
    track(checkout, name, b"daphne==4.2.1 --hash=sha256:00")
    assert checked(checkout).returncode == 0
    track(checkout, name, b'{"funding": {"url": "https://somewhere.example/sponsor"}}')
    answer = checked(checkout)
    assert answer.returncode == 1 and answer.stderr.startswith(f"{name} names an address")


def test_code_that_an_eye_cannot_follow_is_refused(checkout: Path) -> None:
    for name in ("dialogue/urls.py", "static/js/room.js", "dialogue/migrations/0001_initial.py"):
        track(checkout, name, b"x\n" * (301 if "migrations" in name else 300))
    assert checked(checkout).returncode == 0
    track(checkout, "tests/test_all.py", b"x\n" * 301)
    answer = checked(checkout)
    assert answer.returncode == 1 and answer.stderr.startswith("tests/test_all.py has more than")
    for name, length in (("tests/test_all.py", 120), ("templates/room.html", 121)):
        track(checkout, name, "ü".encode() * length)
    answer = checked(checkout)
    assert answer.returncode == 1 and "templates/room.html has a line of more" in answer.stderr


SECRETS = [  # put together here, so that this file holds none
    "main:" + base64.b64encode(bytes(range(32))).decode(),
    "IMAGO_SECRET_KEY=" + "f3" * 25,
    "-----BEGIN " + "RSA PRIVATE KEY-----",
    "AKIA" + "Q2" * 8,
    "ghp_" + "a1" * 18,
    "sk_" + "live_" + "7h" * 12,
    "postgres://imago:" + "hunter2-and-more" + "@db/imago",
    ".".join(("eyJ" + "hb" * 9, "eyJ" + "zd" * 9, "x" * 30)),
]


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_is_refused_and_not_repeated(checkout: Path, secret: str) -> None:
    track(
        checkout,
        "docs/how.md",
        b"postgres://user:password@host/name, main:..., IMAGO_SECRET_KEY=...",
    )
    assert checked(checkout).returncode == 0
    track(checkout, "docs/how.md", f"as in `{secret}`".encode())
    answer = checked(checkout)
    assert answer.returncode == 1 and answer.stderr.startswith("docs/how.md holds what looks like")
    assert secret not in answer.stderr + answer.stdout


def test_this_repository_tracks_nothing_by_accident() -> None:
    answer = checked(ROOT)
    assert (answer.returncode, answer.stderr) == (0, "")
