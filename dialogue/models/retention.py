"""How long things are kept. What is named here, admins may change; ``manage.py tick`` keeps to it."""

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

RETURN_DAYS = 30


def _days(label: Any, *, default: int, least: int, most: int, about: Any) -> Any:
    return models.PositiveIntegerField(
        label,
        default=default,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
        help_text=about,
    )


class Retention(models.Model):
    """One row. That the private screen is asked for again after 90 days is no setting."""

    return_days = _days(
        _("days to come back"),
        default=RETURN_DAYS,
        least=7,
        most=365,
        about=_(
            "After a couple ends, what they wrote stays locked for this many days. "
            "When you change this, everyone is asked for their consent again. People "
            "who have already left keep the date they were told."
        ),
    )
    access_days = _days(
        _("days of the audit log"),
        default=730,
        least=90,
        most=3650,
        about=_("Who opened or changed whose data."),
    )
    invitation_days = _days(
        _("days of old invitations"),
        default=30,
        least=7,
        most=365,
        about=_("Counted from the day an invitation expires."),
    )
    appointment_days = _days(
        _("days of past appointments"),
        default=90,
        least=7,
        most=730,
        about=_("Canceled ones too."),
    )
    draft_days = _days(
        _("days of drafts"),
        default=90,
        least=30,
        most=365,
        about=_("What someone was writing and hasn’t touched for this many days."),
    )

    # When ``manage.py tick`` last came to its end; shown on the first page of the admin.
    ticked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("retention")
        verbose_name_plural = _("retention")

    def __str__(self) -> str:
        return str(_("How long things are stored"))
