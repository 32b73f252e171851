"""Imago with a wall clock that can be moved: by as many seconds as stand in the file CHAOS_CLOCK.

What the app asks for the time of day is moved. What measures how long something takes is another clock, which
nobody can move, here as on any machine.
"""

import os
import runpy
import time
from datetime import datetime, timedelta
from pathlib import Path

from django.utils import timezone

_file = Path(os.environ["CHAOS_CLOCK"])
_now, _time = timezone.now, time.time


def _ahead() -> float:
    try:
        return float(_file.read_text())
    except (OSError, ValueError):  # it is just being written
        return 0.0


def now() -> datetime:
    return _now() + timedelta(seconds=_ahead())


def seconds() -> float:
    return _time() + _ahead()


timezone.now, time.time = now, seconds

if __name__ == "__main__":
    runpy.run_module("imago.serve", run_name="__main__")
