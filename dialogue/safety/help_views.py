"""The safety page: what this app can and cannot hide, and where to find help."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from dialogue import clocks
from dialogue.safety.help_lines import help_lines


@login_not_required
@require_safe
def safety(request: HttpRequest) -> HttpResponse:
    """Every country stands on the page, so that nothing about the reader is in the address."""
    return render(request, "safety/safety.html", lines_by_country())


def lines_by_country() -> dict[str, Any]:
    """For a template: ``near``, where the reader's clock is (or None), the other ``countries`` by name, and the
    lines for ``everywhere``."""
    lines = help_lines()
    names = {
        "US": _("United States"),
        "GB": _("United Kingdom"),
        "IE": _("Ireland"),
        "AU": _("Australia"),
        "NZ": _("New Zealand"),
        "CA": _("Canada"),
        "DE": _("Germany"),
        "AT": _("Austria"),
        "CH": _("Switzerland"),
        "FR": _("France"),
        "ES": _("Spain"),
        "NL": _("Netherlands"),
        "IN": _("India"),
        "ZA": _("South Africa"),
    }
    everywhere = lines.pop("", [])
    countries = [
        {"code": code, "name": names.get(code, code), "lines": found}
        for code, found in sorted(lines.items(), key=lambda item: names.get(item[0], item[0]))
    ]
    here = clocks.country(timezone.get_current_timezone_name())
    near = next((one for one in countries if one["code"] == here), None)
    others = [one for one in countries if one is not near]
    return {"near": near, "countries": others, "everywhere": everywhere}
