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
MORE = "[more]"  # what follows it stands behind "Read all of it"
THERAPIST = "[therapist]"  # before a paragraph or list that only concerns couples with one


class ConsentText(models.Model):
    """A wording. The newest one counts: whoever agreed to an older one is asked again."""

    version = models.PositiveIntegerField(_("version"), unique=True)
    body = models.TextField(
        _("text"),
        help_text=_(
            "Paragraphs. A line that starts with “- ” is a list item. Write [days] for the "
            "number of days in which two people who parted can come back to what they wrote. "
            "After [more] on its own line, the rest is one tap away. A paragraph or list after [therapist] is "
            "only for couples who have a therapist. They’re asked again when one joins or leaves."
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
    """One partner's agreement to the dialogues of one couple, given and withdrawn in private. Their
    dialogues are open while both agreements hold.

    Both end together: when one is withdrawn, the other ends in the same moment, and both run out at
    one time. So that neither partner can tell by their own which of the two it was.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="consents"
    )
    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="consents")
    text = models.ForeignKey(ConsentText, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()  # of both alike; the screen is asked for again then
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


class Pause(models.Model):
    """Until when the dialogues of a couple rest. It never holds who asked for that, or why: the one
    who did finds it in their own sealed row (``safety.screening``)."""

    couple = models.OneToOneField(Couple, on_delete=models.CASCADE, related_name="+")
    until = models.DateTimeField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a pause"
