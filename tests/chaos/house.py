"""The real parts, each behind a line that can be disturbed: one process or two, SQLite or PostgreSQL,
with Redis or without."""

import contextlib
import json
from contextlib import ExitStack
from dataclasses import dataclass
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
from tests.support.rooms import to_sending
from tests.support.servers import cookie_for
rooms = []
for number in range({rooms}):
    two = [Person.objects.create_user(f"{{number}}-{{seat}}@example.org", None, name=f"{{seat}}{{number}}")
           for seat in ("Ann", "Ben")]
    cast.agreed(form_couple(first=two[0], second=two[1]))
    rooms.append({{"id": str(to_sending(*two)), "cookies": [cookie_for(one) for one in two]}})
print(json.dumps(rooms))
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


@dataclass(frozen=True)
class Plan:
    processes: int = 1
    postgres: bool = False
    redis: bool = False
    rooms: int = 6

    def __str__(self) -> str:
        database = "PostgreSQL" if self.postgres else "SQLite"
        with_redis = "with Redis" if self.redis else "without Redis"
        return f"{self.processes} × Imago, {database}, {with_redis}, {self.rooms} rooms"


class House:
    """``doors``, ``to_database`` and ``to_redis`` are the lines; ``servers`` the processes."""

    def __init__(self, plan: Plan, folder: Path, template: Path) -> None:
        self.plan, self._folder, self._template = plan, folder, template
        self.postgres: Postgres | None = None
        self.redis: Redis | None = None
        self.to_database: Proxy | None = None
        self.to_redis: Proxy | None = None
        self.servers: list[Server] = []
        self.doors: list[Proxy] = []
        self.database = ""
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

    def _build(self) -> None:
        env: dict[str, Any] = {"IMAGO_PROCESSES": str(self.plan.processes)}
        self._folder.mkdir(parents=True)
        self.database = self._sqlite()
        if self.plan.postgres:
            self.postgres = Postgres().start()
            self._stack.callback(self.postgres.stop)
            url = self.postgres.new_database()
            servers.prepare(for_server(IMAGO_VAR=str(self._template), DATABASE_URL=url))
            self.to_database = self._line(self.postgres.port)
            self.database = url
            url = url.replace(f":{self.postgres.port}/", f":{self.to_database.port}/")
        else:
            url = self.database
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
            server = Server(folder, database=url, port=port, **{**env, "IMAGO_ORIGINS": origin})
            self._stack.callback(server.stop)
            self.servers.append(server.start())
            self.doors.append(door)

    def _sqlite(self) -> str:
        copy = self._folder / "imago.sqlite3"
        copy.write_bytes((self._template / "imago.sqlite3").read_bytes())
        return f"sqlite:///{copy}"

    def _line(self, target: int) -> Proxy:
        return self._stack.enter_context(Proxy(target))

    # --- what is in it ------------------------------------------------------------------------

    def furnish(self) -> list[dict[str, Any]]:
        """A couple for each room, who have come to where one sends."""
        made: list[dict[str, Any]] = json.loads(
            self._python(_FURNISH.format(rooms=self.plan.rooms))
        )
        return made

    def left(self) -> dict[str, Any]:
        """All logs, opened whole and replayed in the tests' own model of the dialogue."""
        found: dict[str, Any] = json.loads(self._python(_LEFT))
        return found

    def said(self) -> str:
        return "".join(server.said() for server in self.servers)

    def _python(self, code: str) -> str:
        """Past the lines that may be disturbed."""
        server = self.servers[0]
        disturbed = server.env["DATABASE_URL"]
        server.env["DATABASE_URL"] = self.database
        try:
            return server.python(code)
        finally:
            server.env["DATABASE_URL"] = disturbed
