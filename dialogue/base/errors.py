from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def forbidden_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open for too long, or that came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
