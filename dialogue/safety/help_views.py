"""The safety page: what this app can and cannot hide, and where to find help."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue.safety.help_lines import help_lines


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Every country stands on the page, so that nothing about the reader is in the address."""
    return render(request, "safety/safety.html", lines_by_country())


def lines_by_country() -> dict[str, Any]:
    """For a template: ``countries`` by name, and the lines for ``everywhere``."""
    lines = help_lines()
    names = {
        "US": _("United States"),
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "AU": _("Australia"),
    }
    everywhere = lines.pop("", [])
    countries = [
        {"code": code, "name": names.get(code, code), "lines": found}
        for code, found in sorted(lines.items(), key=lambda item: names.get(item[0], item[0]))
    ]
    return {"countries": countries, "everywhere": everywhere}
