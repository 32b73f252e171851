"""The real parts, each behind a line that can be disturbed: one process or two, SQLite or PostgreSQL,
with Redis or without."""

import contextlib
import json
import os
import subprocess
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from tests.chaos.proxy import Proxy
from tests.support import servers
from tests.support.environment import for_server
from tests.support.processes import free_port
from tests.support.servers import Server
from tests.support.stores import Postgres, Redis

_FURNISH = """
import json
from dialogue.couple.couples import form_couple
from dialogue.models import Person
from tests.support import cast
from tests.support.rooms import done, to_sending
from tests.support.servers import cookie_for
def made(name, number):
    two = [Person.objects.create_user(f"{{name}}{{number}}-{{seat}}@example.org", None, name=f"{{seat}}{{number}}")
           for seat in ("Ann", "Ben")]
    cast.agreed(form_couple(first=two[0], second=two[1]))
    room = to_sending(*two)
    return two, room, {{"id": str(room), "cookies": [cookie_for(one) for one in two]}}
def long(letters):
    (ann, ben), room, made_of_it = made("long", 0)
    for number in range(-(-letters // 8_000)):
        done(ann, room, "send", f"{{number:04}}" * 1_000)
        done(ben, room, "mirror", f"{{number:04}}" * 1_000)
        done(ann, room, "got_it")
        done(ben, room, "ask_more")
        done(ann, room, "more")
    return made_of_it
print(json.dumps({{
    "rooms": [made("", number)[2] for number in range({rooms})],
    "crowd": [made("crowd", number)[2] for number in range({crowd})],
    "past": long({past}) if {past} else None,
}}))
"""

_LEFT = """
import json
from dialogue.models import DialogueSession, Event
from dialogue.room import whole
from tests.engine.model import Model
from tests.engine.model.memory import Try
count, damaged = whole.check_all()
rooms = {}
for row in DialogueSession.objects.all():
    model = Model(row.opener, "second" if row.opener == "first" else "first")
    events, illegal = [], ""
    for event in Event.objects.filter(dialogue=row).order_by("number"):
        facts = event.facts
        act = Try(facts["seat"], facts["name"], model.moment, bool(event.words))
        illegal = illegal or model.attempt(act) and f"{event.number} {act.name}: {model.attempt(act)}"
        events.append([event.first_number, facts["seat"], facts["name"]])
    rooms[str(row.pk)] = {"events": events, "illegal": illegal}
print(json.dumps({"damaged": [str(one) for one in damaged], "rooms": rooms}))
"""


_DISK_MEGABYTES = 256
_SOCKETS = 4  # of one person, in one room and process: there may be eight


@dataclass(frozen=True)
class Sizes:
    """How much of it a fault brings."""

    malformed: int = 1_000  # frames
    away: float = 6.0  # seconds
    joins: int = 0  # sockets of a crowd
    past: int = 0  # letters in the room that has a long one


@dataclass(frozen=True)
class Plan:
    processes: int = 1
    postgres: bool = False
    redis: bool = False
    rooms: int = 6
    sizes: Sizes = field(default_factory=Sizes)

    def __str__(self) -> str:
        database = "PostgreSQL" if self.postgres else "SQLite"
        with_redis = "with Redis" if self.redis else "without Redis"
        return f"{self.processes} × Imago, {database}, {with_redis}, {self.rooms} rooms"


class Clocked(Server):
    module = "tests.chaos.clocked"
    starts_within = 90.0  # while all else happens, and on a machine that may be busy

    def refusal(self) -> str:
        """What it says where it must not start."""
        try:
            self.start()
        except AssertionError as refused:
            return str(refused)
        raise AssertionError("it started")


class House:
    """``doors``, ``to_database`` and ``to_redis`` are the lines; ``servers`` the processes. ``has`` names
    what a fault may need. A PostgreSQL that runs already may be ``lent``, with the URL of a database
    in it that is ready."""

    def __init__(
        self, plan: Plan, folder: Path, template: Path, *, lent: tuple[Postgres, str] | None = None
    ) -> None:
        self.plan, self._folder, self._template = plan, folder, template
        self._lent = lent
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.to_database: Proxy | None = None
        self.to_redis: Proxy | None = None
        self.servers: list[Clocked] = []
        self.doors: list[Proxy] = []
        self.disk: Path | None = None
        self.database = ""
        self.crowd: list[dict[str, Any]] = []
        self.past: dict[str, Any] = {}
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as undo:
            undo.callback(self._stack.close)
            self._build()
            undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self.servers:
            server.kill()
        self._stack.close()

    @property
    def has(self) -> set[str]:
        sizes, found = self.plan.sizes, {"postgres" if self.postgres else "sqlite"}
        there = {"redis": self.redis, "disk": self.disk, "crowd": sizes.joins, "past": sizes.past}
        return found | {name for name, one in there.items() if one}

    def set_clock(self, seconds: float) -> None:
        """Of all processes: so far ahead."""
        (self._folder / "clock.new").write_text(str(seconds))
        (self._folder / "clock.new").rename(self._folder / "clock")

    def _build(self) -> None:
        self._folder.mkdir(parents=True)
        self.set_clock(0)
        env: dict[str, Any] = {
            "IMAGO_PROCESSES": str(self.plan.processes),
            "CHAOS_CLOCK": str(self._folder / "clock"),
            "EMAIL_HOST": "127.0.0.1",
            "EMAIL_PORT": str(free_port()),
            "EMAIL_SECURITY": "none",
        }
        if self.plan.postgres:
            self.postgres, self.database = self._lent or self._own_postgres()
            self.to_database = self._line(self.postgres.port)
            near, far = f":{self.postgres.port}/", f":{self.to_database.port}/"
            url = self.database.replace(near, far)
        else:
            url = self.database = self._sqlite()
        if self.plan.redis:
            (self._folder / "redis").mkdir()
            self.redis = Redis(self._folder / "redis").start()
            self._stack.callback(self.redis.stop)
            self.to_redis = self._line(self.redis.port)
            env["REDIS_URL"] = f"redis://127.0.0.1:{self.to_redis.port}/0"
        for number in range(self.plan.processes):
            port = free_port()
            door = self._line(port)
            folder = self._folder / f"process{number}"
            folder.mkdir()
            (folder / "static").symlink_to(self._template / "static")
            origin = f"http://localhost:{door.port}"
            server = Clocked(folder, database=url, port=port, **{**env, "IMAGO_ORIGINS": origin})
            self._stack.callback(server.stop)
            self.servers.append(server.start())
            self.doors.append(door)

    def _sqlite(self) -> str:
        self.disk = self._own_disk()
        copy = (self.disk or self._folder) / "imago.sqlite3"
        copy.write_bytes((self._template / "imago.sqlite3").read_bytes())
        return f"sqlite:///{copy}"

    def _own_postgres(self) -> tuple[Postgres, str]:
        running = Postgres().start()
        self._stack.callback(running.stop)
        url = running.new_database()
        servers.prepare(for_server(IMAGO_VAR=str(self._template), DATABASE_URL=url))
        return running, url

    def _own_disk(self) -> Path | None:
        """Which may be filled without harm to anybody else; only root can have one."""
        disk = self._folder / "disk"
        disk.mkdir()
        size = f"size={_DISK_MEGABYTES}m"
        mount = ["mount", "-t", "tmpfs", "-o", size, "imago-chaos", str(disk)]
        if os.geteuid() or subprocess.run(mount, capture_output=True, check=False).returncode:
            return None
        self._stack.callback(subprocess.run, ["umount", "-l", str(disk)], check=False)
        return disk

    def _line(self, target: int) -> Proxy:
        return self._stack.enter_context(Proxy(target))

    # --- what is in it ------------------------------------------------------------------------

    def furnish(self) -> list[dict[str, Any]]:
        """A couple for each room, who have come to where one sends."""
        sizes = self.plan.sizes
        crowd = -(-sizes.joins // (2 * _SOCKETS * self.plan.processes))
        code = _FURNISH.format(rooms=self.plan.rooms, crowd=crowd, past=sizes.past)
        made = json.loads(self.asked(code))
        self.crowd, self.past = made["crowd"], made["past"]
        rooms: list[dict[str, Any]] = made["rooms"]
        return rooms

    def left(self) -> dict[str, Any]:
        """All logs, opened whole and replayed in the tests' own model of the dialogue."""
        found: dict[str, Any] = json.loads(self.asked(_LEFT))
        return found

    def said(self) -> str:
        return "".join(server.said() for server in self.servers)

    def asked(self, code: str) -> str:
        """Past the lines that may be disturbed."""
        server = self.servers[0]
        disturbed = server.env["DATABASE_URL"]
        server.env["DATABASE_URL"] = self.database
        try:
            return server.python(code)
        finally:
            server.env["DATABASE_URL"] = disturbed
