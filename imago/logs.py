"""What may be written down: where something went wrong, never what somebody wrote."""

import logging
import traceback
from types import TracebackType
from typing import Any

from dialogue.base.problems import is_away


class WithoutWords(logging.Formatter):
    """Says the kind of an error and its place in the code. Its message is left out, since it may
    quote words, and so is the path of a request, since an invitation's token is in it."""

    def format(self, record: logging.LogRecord) -> str:
        quiet = logging.makeLogRecord(record.__dict__)
        quiet.args = _quiet(record.args, getattr(record, "request", None))
        quiet.exc_text = quiet.stack_info = None
        # asyncio puts an error's message into the further lines of its own.
        quiet.msg, quiet.args = quiet.getMessage().partition("\n")[0], None
        reference = getattr(getattr(record, "request", None), "reference", None)
        if reference:
            quiet.msg += f" [{reference}]"
        problem = record.exc_info[1] if record.exc_info else None
        if problem and _is_away(problem):  # where in the code it was noticed is of no interest
            quiet.msg, quiet.exc_info = f"{quiet.msg} ({type(problem).__qualname__})", None
        return super().format(quiet)

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging's name
        kind: type[BaseException] | None
        place: TracebackType | None
        kind, _error, place = ei
        name = kind.__qualname__ if kind else "unknown"
        return "".join(traceback.format_tb(place)) + name


def _is_away(problem: BaseException) -> bool:
    """Whether it says that something we depend on does not answer, and not that we made a mistake."""
    return is_away(problem) or getattr(problem, "is_away", False)


def _quiet(args: Any, request: Any) -> Any:
    if not isinstance(args, tuple):
        return args
    path = getattr(request, "path", None)
    # Django writes a path with odd signs in it in another way.
    paths = {path, path.encode("unicode_escape").decode("ascii")} if path is not None else set()
    match = getattr(request, "resolver_match", None)
    route = match.route if match else "a page that is not here"
    return tuple(
        type(arg).__name__
        if isinstance(arg, BaseException)
        else (route if isinstance(arg, str) and arg in paths else arg)
        for arg in args
    )
