"""All figures about speed, as one table in docs/performance.md: ``make bench``.

    python -m benchmarks.bench [--print] [--seconds 5] [--repeats 3]

On SQLite, on PostgreSQL, and on PostgreSQL with two processes and Redis between them: whatever of it is here.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.plot import drawn
from tests.support.stores import Postgres, Redis

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- measured: make bench -->", "<!-- /measured -->"
HEAD = (
    "| | turns a second | × chat | p50 / p99 ms at 40 a second | × chat p50 | CPU ms a turn |",
    "| --- | --- | --- | --- | --- | --- |",
)

CROWD = (
    "| 1,000 rooms of three | seconds until all are in | closed | KiB a socket | p50 / p99 ms of a turn |",
    "| --- | --- | --- | --- | --- |",
)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bench")
    parser.add_argument("--print", action="store_true", help="change no file")
    parser.add_argument("--seconds", default="5")
    parser.add_argument("--repeats", default="3")
    options = parser.parse_args()
    more = ["--seconds", options.seconds, "--repeats", options.repeats]
    measured = [_run("SQLite", more, {})]
    crowds = [_crowd("SQLite", {})]
    if Postgres.programs():
        postgres = Postgres(durable=True).start()
        try:
            env = {
                "BENCHMARK_DATABASE_URL": postgres.new_database(),
                "BENCHMARK_POSTGRES": str(postgres.pid),
            }
            two = ["--processes", "2"] if Redis.program() else []
            measured.append(_run("PostgreSQL", [*more, *two], env))
            del env["BENCHMARK_POSTGRES"]
            crowds.append(
                _crowd("PostgreSQL", env | {"BENCHMARK_DATABASE_URL": postgres.new_database()})
            )
        finally:
            postgres.stop()
    where = (
        f"{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, Python {platform.python_version()}"
    )
    load = f"load before {os.getloadavg()[2]:.1f}"
    rows = [
        (f"{row['name']}, {database}", row, found[0])
        for database, found in measured
        for row in found
    ]
    lines = [_line(*row) for row in rows]
    picture = ["![the same as bars](performance.svg)"]
    table = "\n".join(
        (f"Measured {where}, {load}.", "", *HEAD, *lines, "", *CROWD, *crowds, "", *picture)
    )
    print(table)
    if not options.print:
        PAGE.with_suffix(".svg").write_text(drawn(rows))
        before, _, rest = PAGE.read_text().partition(BEGIN)
        _, _, after = rest.partition(END)
        PAGE.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}")


def _run(database: str, more: list[str], env: dict[str, str]) -> tuple[str, list[dict[str, Any]]]:
    return database, _printed("benchmarks.speed", more, env)


def _crowd(database: str, env: dict[str, str]) -> str:
    (row,) = _printed("benchmarks.many", [], env)
    cells = (
        f"{row['sockets']} sockets, {database}",
        f"{row['joined']:.1f}",
        f"{row['closed']:.0f}",
        f"{row['kib']:.0f}",
        f"{row['p50']:.1f} / {row['p99']:.1f}",
    )
    return f"| {' | '.join(cells)} |"


def _printed(module: str, more: list[str], env: dict[str, str]) -> list[dict[str, Any]]:
    command = [sys.executable, "-m", module, *more]
    found = subprocess.run(
        command, env=os.environ | env, check=True, stdout=subprocess.PIPE, text=True
    )
    return [json.loads(line) for line in found.stdout.splitlines() if line.startswith("{")]


def _line(name: str, row: dict[str, Any], chat: dict[str, Any]) -> str:
    cells = (
        name,
        f"{row['turns']:.0f}",
        f"{row['turns'] / chat['turns']:.2f}",
        f"{row['p50']:.1f} / {row['p99']:.1f}",
        f"{row['p50'] / chat['p50']:.2f}",
        f"{row['work']:.2f}",
    )
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
