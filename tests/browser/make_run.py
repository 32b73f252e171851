"""Imago as a newcomer starts it: ``make run``, with the demo people."""

import contextlib
import os
import sqlite3
import subprocess
from pathlib import Path
from signal import SIGKILL, SIGTERM, Signals
from typing import Self

from tests.support.environment import for_server
from tests.support.processes import ROOT, answers, wait_for
from tests.support.servers import Server

PASSWORD = "two chairs and tea"
# What make tells the makes below it, and what only tests have.
_NOT_A_NEWCOMERS = ("DJANGO_SETTINGS_MODULE", "IMAGO_", "MAKE", "MFLAGS")


class Made(Server):
    """``make run`` in a group of processes of its own: stopped and killed as one, like a terminal's."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        env = for_server().items()
        self.env = {name: value for name, value in env if not name.startswith(_NOT_A_NEWCOMERS)}
        self.env |= {"IMAGO_VAR": str(folder / "var"), "PORT": str(self.port)}

    def start(self) -> Self:
        with self._stderr.open("ab") as output:
            self._process = subprocess.Popen(
                ["make", "run"],
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        wait_for(self._answers, "make run", self.said, seconds=60)
        return self

    def signal(self, how: Signals) -> None:
        os.killpg(self.pid, how)

    def stop(self) -> None:
        self._end(SIGTERM)

    def kill(self) -> None:
        self._end(SIGKILL)

    def people(self) -> list[str]:
        path = self.folder / "var" / "imago.sqlite3"
        with contextlib.closing(sqlite3.connect(path)) as database:
            rows = database.execute("SELECT name FROM dialogue_person ORDER BY name")
            return [name for (name,) in rows]

    def _end(self, how: Signals) -> None:
        if self._process:
            with contextlib.suppress(ProcessLookupError):
                self.signal(how)
            self._process.wait(20)
            wait_for(lambda: not answers(self.port), "the end of make run", self.said)
        self._process = None
