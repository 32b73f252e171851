"""python -m tests.chaos [--seed 7] [--rounds 3] [--rooms 8] [--only "Redis is flushed"] [--plan 2]

Runs every plan, one after the other, prints what came of each, and ends with 1 where something was wrong. The
seed is printed; with it and the same options the same faults come in the same order, to the same parts.

    --times "Redis is flushed=50"   one of the faults, so often instead of --rounds
    --large                         the figures that the project answers for; about an hour for each plan
    --soak 30                       no faults: so many minutes of talk, and what grows meanwhile
    --list                          the faults
"""

import argparse
import logging
import os
import random
import shutil
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from tests.chaos.faults import FAULTS  # noqa: E402
from tests.chaos.house import Plan, Sizes  # noqa: E402
from tests.chaos.run import SETTLES, run  # noqa: E402
from tests.chaos.soak import soak  # noqa: E402
from tests.support.servers import make_template  # noqa: E402
from tests.support.stores import Postgres, Redis  # noqa: E402

PLANS = (
    Plan(),
    Plan(redis=True, processes=2),
    Plan(postgres=True),
    Plan(postgres=True, redis=True, processes=2),
)
USUAL = Sizes(joins=200, past=1_000_000)
LARGE = Sizes(malformed=10_000, away=20, joins=3_000, past=1_000_000)
OFTEN = {
    "a process is killed (-9)": 200,
    "Redis restarts": 20,
    "Redis is flushed": 50,
    "the database restarts": 20,
    "the lines to the database go mute": 5,
}


def main() -> int:
    options = _parser().parse_args()
    if options.list:
        print("\n".join(f"{name:<50} {needs}" for name, (_, needs) in FAULTS.items()))
        return 0
    times = OFTEN if options.large else {}
    for one in options.times:
        name, _, often = one.rpartition("=")
        times = times | {name: int(often)}
    assert set(times) | set(options.only) <= set(FAULTS), "there is no such fault: --list"
    if options.verbose:
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", force=True)
    folder = Path(tempfile.mkdtemp(prefix="imago-chaos-"))
    wrong = 0
    try:
        template = make_template(folder / "template")
        for number in range(len(PLANS)) if options.plan is None else [options.plan]:
            sizes = LARGE if options.large else USUAL
            plan = replace(PLANS[number], rooms=options.rooms, sizes=sizes)
            if (plan.postgres and not Postgres.programs()) or (plan.redis and not Redis.program()):
                print(f"{plan}: skipped, since it is not installed here", flush=True)
                continue
            where = folder / str(number)
            if options.soak:
                plan = replace(plan, sizes=Sizes())
                report, faults = soak(
                    plan, where, template, seed=options.seed, minutes=options.soak
                )
            else:
                history, faults = run(
                    plan,
                    where,
                    template,
                    seed=options.seed,
                    faults=options.only,
                    rounds=options.rounds,
                    times=times,
                    settles=options.settles,
                    calm=options.calm,
                    seconds=60 * options.minutes,
                )
                report = history.report(plan, options.seed)
            print(report, flush=True)
            for one in faults or ["nothing was lost, doubled, renumbered or told to the log"]:
                print(f"  {'WRONG: ' if faults else ''}{one}", flush=True)
            wrong += len(faults)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


def _parser() -> argparse.ArgumentParser:
    raw = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos", description=__doc__, formatter_class=raw
    )
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rooms", type=int, default=8)
    parser.add_argument("--only", action="append", default=[], help="a fault, by its name")
    parser.add_argument("--times", action="append", default=[], metavar="FAULT=OFTEN")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--soak", type=float, default=0, metavar="MINUTES")
    parser.add_argument("--plan", type=int, choices=range(len(PLANS)), help="one of the plans")
    parser.add_argument("--verbose", action="store_true", help="each fault as it is over")
    parser.add_argument(
        "--settles", type=float, default=SETTLES, help="seconds: more on a busy machine"
    )
    parser.add_argument(
        "--minutes", type=float, default=float("inf"), help="then no fault begins any more"
    )
    parser.add_argument("--calm", type=float, default=1.0, help="seconds between two faults")
    parser.add_argument("--list", action="store_true")
    return parser


if __name__ == "__main__":
    sys.exit(main())
