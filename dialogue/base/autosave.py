"""What is answered to a form that is sent while it is being written (static/js/base/autosave.js).

Kept: 200 and ``{"revision", "said"}``; ``revision`` is null where a form has none. Not kept: ``{"code"}`` with
the status of that code; the page has the words for each. What is sent when the login has ended is sealed for
its author as with every form (dialogue/base/unsaved.py), and answered with "out"."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
from django.utils import formats, timezone
from django.utils.translation import gettext as _

# Of each code: changed elsewhere, where it says something else now; signed elsewhere, for good; settled, as
# its writer has said elsewhere to be ready; invalid; closed, as the couple's sessions are not open; gone;
# out, as nobody is signed in; old, as the same person has signed in since; somebody_else, as another has.
STATUS = {
    "changed": HTTPStatus.CONFLICT,
    "signed": HTTPStatus.CONFLICT,
    "settled": HTTPStatus.CONFLICT,
    "invalid": HTTPStatus.UNPROCESSABLE_ENTITY,
    "closed": HTTPStatus.LOCKED,
    "gone": HTTPStatus.NOT_FOUND,
    "out": HTTPStatus.UNAUTHORIZED,
    "old": HTTPStatus.FORBIDDEN,
    "somebody_else": HTTPStatus.CONFLICT,
}


def is_autosave(request: HttpRequest) -> bool:
    """Whether the form was sent by itself, and its page stays where it is."""
    return "X-Keep" in request.headers


def kept(*, revision: int | None = None) -> JsonResponse:
    at = formats.date_format(timezone.localtime(), "TIME_FORMAT")
    return JsonResponse({"revision": revision, "said": _("Saved at %(time)s") % {"time": at}})


def not_kept(code: str) -> JsonResponse:
    """KeyError for a code that no page has words for."""
    return JsonResponse({"code": code}, status=STATUS[code])
