"""Five minutes that prepare for a first dialogue. For anybody; each page can be skipped, and nothing is
kept of who has read what."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from dialogue.introduction.texts import EXAMPLE, PAGES


@login_not_required
@require_safe
def beginning(request: HttpRequest) -> HttpResponse:
    return render(request, "introduction/before.html", {"pages": PAGES})


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    names = [one.name for one in PAGES]
    if name not in names:
        raise Http404
    at = names.index(name)
    context = {
        "page": PAGES[at],
        "number": at + 1,
        "of": len(PAGES),
        "earlier": PAGES[at - 1] if at else None,
        "later": PAGES[at + 1] if at + 1 < len(PAGES) else None,
    }
    return render(request, PAGES[at].template, context)


@login_not_required
@require_safe
def example(request: HttpRequest, number: int) -> HttpResponse:
    """One step of the example after the other; behind the last, all of it on one page."""
    if number == len(EXAMPLE) + 1:
        return render(request, "introduction/whole.html", {"steps": EXAMPLE, "last": len(EXAMPLE)})
    if not 1 <= number <= len(EXAMPLE):
        return redirect("before_page", name="dialogue")
    context = {
        "step": EXAMPLE[number - 1],
        "number": number,
        "of": len(EXAMPLE),
        "earlier": number - 1,
        "later": number + 1,
    }
    return render(request, "introduction/example.html", context)
