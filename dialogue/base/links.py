"""Links that came with what stood beside them in a text: a full stop, a bracket, a space."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve

_BESIDE = re.compile(r"[^A-Za-z0-9_-]+$")  # no address of ours ends so, but for a slash


class WholeLinks:
    """A middleware: leads on to the address that was meant, where there is one. It changes nothing else,
    and asks no database: whoever follows such a link is answered as if it had been whole."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        meant = _meant(request.path_info) if request.method in ("GET", "HEAD") else None
        return HttpResponseRedirect(meant) if meant else self.get_response(request)


def _meant(path: str) -> str | None:
    bare = _BESIDE.sub("", path)
    if bare == path or not bare or (path.endswith("/") and _leads(path)):
        return None
    return next((one for one in (bare, f"{bare}/") if one != path and _leads(one)), None)


def _leads(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
