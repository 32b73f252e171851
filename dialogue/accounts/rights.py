"""What a person may see, take away, correct and delete, and how long things are kept: one page, for anybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from dialogue.models import Retention
from dialogue.safety import retention


@login_not_required
@require_safe
def rights(request: HttpRequest) -> HttpResponse:
    kept = retention.kept()
    return render(request, "accounts/rights.html", {"kept": kept, "lengths": _lengths(kept)})


def _lengths(kept: Retention) -> list[tuple[str, str]]:
    """What is kept, and how long, as admins have set it and ``manage.py tick`` keeps to it."""
    return [
        (
            _("What you two wrote, while you’re together here"),
            _("Until you withdraw it, or part ways here"),
        ),
        (_("What you two wrote, after you parted ways here"), _days(kept.return_days)),
        (
            _("A sentence you saved"),
            _("As long as what you two wrote, or until you delete it or your partner withdraws it"),
        ),
        (
            _("Your picture and your color"),
            _("As long as what you two wrote, or until you change or delete them"),
        ),
        (_("What only you can see"), _("Until you delete it, or your account is deleted")),
        (_("What you were writing and didn’t send"), _days(kept.draft_days)),
        (_("That you sent a form, so that it isn’t done twice"), _("Until that sign-in ends")),
        (_("Which emails you’d like"), _("Until you change it, or your account is deleted")),
        (_("Expired invitations"), _days(kept.invitation_days)),
        (_("Past appointments"), _days(kept.appointment_days)),
        (_("Who opened your data"), _days(kept.access_days)),
        (
            _("Your sign-in"),
            _("%(rest)d minutes after you last did something, and %(most)d hours at most")
            % {"rest": settings.IMAGO_IDLE_MINUTES, "most": settings.IMAGO_LOGIN_HOURS},
        ),
        (_("Forms you signed"), _("Until your account or the therapist’s is deleted")),
        (_("A therapist’s own record"), _("Until the therapist deletes it")),
    ]


def _days(number: int) -> str:
    return ngettext("%(number)d day", "%(number)d days", number) % {"number": number}
