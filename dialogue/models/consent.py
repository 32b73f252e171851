"""What people agree to, in which wording, and when they took it back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.couples import Couple


class ConsentText(models.Model):
    """A wording. The newest one counts: whoever agreed to an older one is asked again."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    body = models.TextField(
        _("text"), help_text=_("Paragraphs; a line beginning with “- ” is a list item.")
    )
    published_at = models.DateTimeField(_("published at"), default=timezone.now)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(self.version)


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
