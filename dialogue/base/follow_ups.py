"""When a course is looked back at: the couple's own, and the one that a therapist plans."""

import calendar
from datetime import date
from typing import TypeVar

MONTHS = (1, 3, 6)  # after the last session

Day = TypeVar("Day", bound=date)  # or a time


def months_after(day: Day, months: int) -> Day:
    """The same day of a later month, or its last one where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return day.replace(year=year, month=month + 1, day=min(day.day, last))
