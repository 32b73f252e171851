"""Where in an exercise file something stands that is wrong."""

import re

_HEADER = re.compile(r"\s*\[([\w.]+)\]")
_KEY = re.compile(r"\s*([\w.]+)\s*=")
_UNKNOWN = re.compile(r"unknown (\w+)")


def with_line(complaint: str, text: str) -> str:
    """A complaint of the loader, or of the soundness check, with the line of ``text`` that it is
    about in front. What is inherited has none: then the nearest table of this file is named."""
    place, _, reason = complaint.partition(": ")
    _id, _, path = place.partition(".")
    unknown = _UNKNOWN.match(reason)
    wanted = ".".join(filter(None, (path, unknown[1] if unknown else "")))
    if re.search(r"at line \d+", reason) or not wanted:
        return complaint
    line, found = _nearest(wanted, text)
    if not line:
        return f"{complaint} (not in this file, nor in the shape that it extends)"
    where = "" if found in (wanted, path) else f" (nearest: [{found}])"
    return f"line {line}: {complaint}{where}"


def _nearest(wanted: str, text: str) -> tuple[int, str]:
    """The line of the longest beginning of ``wanted`` that stands in ``text``, and that beginning."""
    table, best = "", (0, "")
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = path = header[1]
        elif key := _KEY.match(line):
            path = f"{table}.{key[1]}" if table else key[1]
        else:
            continue
        if f"{wanted}.".startswith(f"{path}.") and len(path) > len(best[1]):
            best = (number, path)
    return best
