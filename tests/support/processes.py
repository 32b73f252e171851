"""Processes that tests start: waited for, stopped by their id, and one at a time where that is needed."""

import contextlib
import fcntl
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]


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
