"""Where people find help. Data that admins keep, since a wrong number can cost a life."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

VERIFIED_FOR = timedelta(days=365)


class HelpLine(models.Model):
    """One way to reach one service in one country."""

    class How(models.TextChoices):
        EMERGENCY = "emergency", _("Emergency")
        PHONE = "phone", _("Phone")
        TTY = "tty", _("Text phone (TTY)")
        TEXT = "text", _("Text message")
        CHAT = "chat", _("Chat")
        WEB = "web", _("Website")

    country = models.CharField(
        _("country"),
        max_length=2,
        help_text=_("Two letters, such as IE; empty for everywhere."),
        blank=True,
    )
    name = models.CharField(_("name"), max_length=80)
    how = models.CharField(_("how"), max_length=10, choices=How)
    contact = models.CharField(
        _("contact"), max_length=80, help_text=_("As people dial or type it.")
    )
    verified_on = models.DateField(
        _("verified on"),
        null=True,
        blank=True,
        help_text=_("The day someone here last tried it. Leave empty if nobody has."),
    )
    source = models.CharField(_("source"), max_length=200)
    position = models.PositiveSmallIntegerField(_("position"), default=100)

    class Meta:
        verbose_name = _("help line")
        verbose_name_plural = _("help lines")
        ordering = ("country", "position", "name")
        constraints = (
            models.UniqueConstraint(
                fields=["country", "how", "contact"], name="a_help_line_stands_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.country} {self.name}"

    @property
    def is_stale(self) -> bool:
        """Nobody here has verified it, or not for a year: admins are told."""
        return not self.verified_on or self.verified_on < timezone.localdate() - VERIFIED_FOR

    @property
    def href(self) -> str:
        """What a tap does; empty where there is nothing to tap."""
        digits = self.contact.replace(" ", "").replace("-", "")
        match self.how:
            case self.How.CHAT | self.How.WEB:
                return f"https://{self.contact}"
            case self.How.EMERGENCY | self.How.PHONE | self.How.TTY:
                return f"tel:{digits}"
        return ""
