"""Time zones, and clocks that are put forward and back. Pure: nobody here asks what time it is.

A person has one zone: their pages, rooms, mails and files show it. A time on a clock that is skipped is
none; of one that comes twice, the first is meant.
"""

import zoneinfo
from datetime import UTC, datetime, timedelta, tzinfo
from functools import cache
from importlib.resources import files

_NOT_A_PLACE = {"Factory", "localtime", "posixrules"}  # in the database, but nobody's clock
_DAY = timedelta(days=1)


@cache
def zones() -> tuple[str, ...]:
    """The names of all zones that are offered."""
    return tuple(
        sorted(
            name
            for name in zoneinfo.available_timezones() - _NOT_A_PLACE
            if not name.startswith(("SystemV/", "posix/", "right/"))
        )
    )


def is_zone(name: str) -> bool:
    return name in zones()


def zone(name: str) -> zoneinfo.ZoneInfo:
    """UTC for a name that this machine no longer knows: better than no page at all."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        return zoneinfo.ZoneInfo("UTC")


@cache
def country(name: str) -> str:
    """Where a zone is, in two letters; nothing for one that is in no country, or in another's table."""
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in table if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}.get(name, "")


def place(name: str) -> str:
    """As people read it."""
    return name.replace("_", " ")


def city(name: str) -> str:
    """The last part of it, for where there is little room."""
    return place(name.rpartition("/")[2])


def instant(wall: datetime, name: str | tzinfo) -> datetime:
    """When a clock in the zone shows ``wall`` (without a zone); if it never does, as much later as the
    clock is put forward."""
    return wall.replace(tzinfo=_as_zone(name), fold=0).astimezone(UTC)


def on_clock(at: datetime, name: str | tzinfo) -> datetime:
    return at.astimezone(_as_zone(name))


def is_skipped(wall: datetime, name: str | tzinfo) -> bool:
    return on_clock(instant(wall, name), name).replace(tzinfo=None) != wall.replace(fold=0)


def differ(one: str, other: str, at: datetime) -> bool:
    """Whether clocks in both show different times at that moment."""
    return on_clock(at, one).utcoffset() != on_clock(at, other).utcoffset()


def offsets(name: str, since: datetime, until: datetime) -> list[tuple[int, int]]:
    """From which second of the epoch on a clock there is how many minutes ahead of UTC: for browsers,
    whose own list of zones may be years old."""

    def ahead(at: datetime) -> int:
        return int((on_clock(at, name).utcoffset() or timedelta()).total_seconds()) // 60

    found = [(int(since.timestamp()), ahead(since))]
    at = since
    while at < until:
        low, high = at, at + _DAY
        if ahead(high) != ahead(low):
            while high - low > timedelta(seconds=1):
                middle = low + (high - low) / 2
                low, high = (low, middle) if ahead(middle) != ahead(low) else (middle, high)
            change = (high + timedelta(seconds=30)).replace(second=0, microsecond=0)
            found.append((int(change.timestamp()), ahead(high)))
        at += _DAY
    return found


def _as_zone(name: str | tzinfo) -> tzinfo:
    return zone(name) if isinstance(name, str) else name
