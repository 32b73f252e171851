"""What fits into a minute of ``make chaos``: one seed, the faults that have found something before."""

import pytest

from tests.chaos.faults import FAULTS
from tests.chaos.house import Plan
from tests.chaos.run import run

pytestmark = [pytest.mark.timeout(240), pytest.mark.long]
SEED = 7


def test_nothing_is_lost_in_one_process_on_sqlite(tmp_path, template):
    faults = (
        "a process is killed (-9)",
        "all browsers' lines break",
        "malformed frames",
    )
    happen(Plan(rooms=3), tmp_path, template, faults)


def test_nothing_is_lost_in_two_processes_on_postgresql_with_redis(
    postgres, postgres_url, redis, tmp_path, template
):
    faults = (
        "a process is killed (-9)",
        "the database restarts",
        "the database is read-only for 3 s",
        "Redis restarts",
        "the lines to Redis go mute",
        "a client that asks and never reads",
    )
    plan = Plan(processes=2, postgres=True, redis=True, rooms=3)
    happen(plan, tmp_path, template, faults, lent=(postgres, postgres_url))


def happen(plan, folder, template, faults, lent=None):
    assert set(faults) <= set(FAULTS)
    history, wrong = run(
        plan, folder / "house", template, seed=SEED, faults=faults, calm=0.3, lent=lent
    )
    report = history.report(plan, SEED)
    assert not wrong, "\n".join([*wrong, report])
    assert len(history.faults) == len(faults) and len(history.acts) > 50, report
    assert all(one.seconds < within(one.name) for one in history.faults), report


def within(name):
    """By heartbeats alone two turns at two processes take about thirteen seconds: a line to Redis must mend
    sooner than that."""
    return 9 if "Redis" in name else 15
