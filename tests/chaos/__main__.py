"""python -m tests.chaos [--seed 7] [--rounds 3] [--rooms 8] [--only "Redis is flushed"] [--plan 2]

Runs every plan, one after the other, prints what came of each, and ends with 1 where something was wrong. The
seed is printed; with it and the same options the same faults come in the same order, to the same parts.
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

from tests.chaos.house import Plan  # noqa: E402
from tests.chaos.run import run  # noqa: E402
from tests.support.servers import make_template  # noqa: E402
from tests.support.stores import Postgres, Redis  # noqa: E402

PLANS = (
    Plan(),
    Plan(redis=True, processes=2),
    Plan(postgres=True),
    Plan(postgres=True, redis=True, processes=2),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.chaos")
    parser.add_argument("--seed", type=int, default=random.randrange(1_000_000))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rooms", type=int, default=8)
    parser.add_argument("--only", action="append", default=[], help="a fault, by its name")
    parser.add_argument("--plan", type=int, choices=range(len(PLANS)), help="one of the plans")
    parser.add_argument("--verbose", action="store_true", help="each fault as it is over")
    options = parser.parse_args()
    plans = PLANS if options.plan is None else (PLANS[options.plan],)
    folder = Path(tempfile.mkdtemp(prefix="imago-chaos-"))
    wrong = 0
    if options.verbose:
        logging.basicConfig(level=logging.INFO, format="%(message)s", force=True)
    try:
        template = make_template(folder / "template")
        for number, plan in enumerate(replace(plan, rooms=options.rooms) for plan in plans):
            if (plan.postgres and not Postgres.programs()) or (plan.redis and not Redis.program()):
                print(f"{plan}: skipped, since it is not installed here", flush=True)
                continue
            history, faults = run(
                plan,
                folder / str(number),
                template,
                seed=options.seed,
                faults=options.only,
                rounds=options.rounds,
            )
            print(history.report(plan, options.seed), flush=True)
            for one in faults or ["nothing was lost, doubled, renumbered or told to the log"]:
                print(f"  {'WRONG: ' if faults else ''}{one}", flush=True)
            wrong += len(faults)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
