"""What people agree to, in which wording, and when they took it back."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.couples import Couple
from dialogue.models.retention import RETURN_DAYS

DAYS = "[days]"


class ConsentText(models.Model):
    """A wording. The newest one counts: whoever agreed to an older one is asked again."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    body = models.TextField(
        _("text"),
        help_text=_(
            "Paragraphs; a line beginning with “- ” is a list item. Write [days] for the days in which "
            "two who have ended their work can come back to what they wrote."
        ),
    )
    # The days that DAYS stands for in this wording: it says the same for as long as it is kept.
    return_days = models.PositiveIntegerField(default=RETURN_DAYS, editable=False)
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(self.version)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("people have agreed to it as it stands: publish a new one")
        super().save(*args, **kwargs)

    @property
    def wording(self) -> str:
        """As people read it, and agree to it."""
        return self.body.replace(DAYS, str(self.return_days))


class Consent(models.Model):
    """One partner's own door to the joint sessions of one couple. It opens only from inside, in
    private, and closes the same way; a session is open while both doors are.

    That a door is closed tells nobody why: not yet looked at, a new wording, ninety days gone by,
    taken back, or a private screen.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()  # the screen is asked for again then
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["person", "couple"],
                condition=Q(withdrawn_at=None),
                name="one_consent_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"consent {self.pk}"
