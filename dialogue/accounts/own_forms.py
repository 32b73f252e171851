"""A form belongs to the login that its page was made for: it is taken from nobody else, and what was written
in it when that login had ended is there again for its author, and for nobody else (docs/rules.md)."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from dialogue.base import autosave, unsaved, whose
from dialogue.base.errors import for_somebody_else
from dialogue.base.filling import Page
from dialogue.safety.quick_exit import GetResponse

_WITHOUT_FORM = {
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.GONE,
    HTTPStatus.LOCKED,
    HTTPStatus.TOO_MANY_REQUESTS,
}


class OwnForms:
    """Before LoginRequiredMiddleware, which would lead away from what was posted."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        person = request.user
        if not person.is_authenticated:
            return response
        if _was_refused(request, response, person.pk):
            _keep_refused(request, response, person.pk)
        elif request.session.get(unsaved.IN_SESSION):
            _put_back(request, response, person.pk)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, *_arguments: Any
    ) -> HttpResponse | None:
        if request.method != "POST" or getattr(view, "csrf_exempt", False):
            return None  # no form of a page
        named = whose.person_in(request.POST.get(whose.FIELD, ""))
        if named is None or named == request.user.pk:
            return None
        if request.user.is_authenticated:
            return for_somebody_else(request, named)
        if not getattr(view, "login_required", True):
            return None
        return signed_out(request, named)


def signed_out(request: HttpRequest, person_id: int) -> HttpResponse:
    """The form is that of a login which has ended: it is kept for its person, who signs in first."""
    kept = unsaved.keep(request, person_id=person_id)
    if autosave.is_autosave(request):
        return autosave.not_kept("out")
    return redirect_to_login(kept.page if kept else request.get_full_path())


def _was_refused(request: HttpRequest, response: HttpResponse, person_id: int) -> bool:
    """By a page that has no form: what it was about is gone, or not open any more."""
    if request.method != "POST" or response.status_code not in _WITHOUT_FORM or response.streaming:
        return False
    if autosave.is_autosave(request) or "text/html" not in response.get("Content-Type", ""):
        return False
    return whose.person_in(request.POST.get(whose.FIELD, "")) == person_id


def _keep_refused(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    kept = unsaved.keep(request, person_id=person_id, has_form=False)
    if kept:
        request.session[unsaved.IN_SESSION] = True
        page = Page(response.content.decode(response.charset), request.path)
        page.tell(_note(request, kept, words=kept.words))
        response.content = page.html


def _put_back(request: HttpRequest, response: HttpResponse, person_id: int) -> None:
    forms = unsaved.all_of(person_id=person_id)
    if request.method == "POST":
        was_taken = response.status_code < HTTPStatus.BAD_REQUEST
        if was_taken and not getattr(request, "is_unsaved", False):
            sent = [one for one in forms if one.is_sent_again_by(request)]
            unsaved.forget(sent, person_id=person_id)
        return
    moved = response.get("Location", "")
    if not forms:
        del request.session[unsaved.IN_SESSION]
    elif moved.startswith("/") and not moved.startswith("/account/"):
        # The page is no more: what was written in it waits where its reader is led to.
        unsaved.move(
            (one for one in forms if one.stood_at(request.path)), to=moved, person_id=person_id
        )
    elif not response.streaming and response.get("Content-Type", "").startswith("text/html"):
        page = Page(response.content.decode(response.charset), request.path)
        for one in forms:
            _put_one(request, page, one)
        response.content = page.html


def _put_one(request: HttpRequest, page: Page, one: unsaved.Form) -> None:
    filled = page.fill(one.fields, to=one.path, above=_note(request, one))
    if not filled and one.words and one.stood_at(request.path):
        page.tell(_note(request, one, words=one.words))


def _note(request: HttpRequest, one: unsaved.Form, **more: Any) -> str:
    return render_to_string("base/unsaved.html", {"form_id": one.id} | more, request)
