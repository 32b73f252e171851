"""Who looked at or changed what about whom. Never what it said."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Access(models.Model):
    """An act of an admin or a therapist that concerns somebody, or everybody: then there is no
    subject. Append-only, content-free.

    ``place``, the accounts' bare numbers and ``link`` are set once, when the line is chained to those
    before it (``base.audit_chain``). The numbers stay when an account is erased or merged away.
    """

    class What(models.TextChoices):
        ENTERED_ROOM = "entered_room", _("entered the room of")
        READ_TRANSCRIPT = "read_transcript", _("read a transcript of")
        OPENED_RECORD = "opened_record", _("opened their own record of")
        SAW_ACCOUNT = "saw_account", _("looked at the account of")
        SAW_COUPLE = "saw_couple", _("looked at the couple of")
        SAW_IN_LIST = "saw_in_list", _("saw in a list the account of")
        CHANGED_ACCOUNT = "changed_account", _("changed the account of")
        DISABLED_ACCOUNT = "disabled_account", _("disabled the account of")
        REMOVED_KEY = "removed_key", _("removed a second factor of")
        CHANGED_ADDRESS = "changed_address", _("changed the email address of")
        MERGED_ACCOUNTS = "merged_accounts", _("merged accounts of")
        EXPORTED = "exported", _("exported the account of")
        ERASED = "erased", _("deleted the account of")
        CHANGED_COUPLE = "changed_couple", _("changed the couple of")
        CHANGED_PRACTICE = "changed_practice", _("changed the practice of")
        CHANGED_RETENTION = "changed_retention", _("changed how long things are stored")
        PUBLISHED_CONSENT = "published_consent", _("published a consent text")
        CHANGED_HELP_LINE = "changed_help_line", _("changed a help line")
        CHANGED_THERAPIST = "changed_therapist", _("changed the therapist of")

    at = models.DateTimeField(default=timezone.now, editable=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    actor_role = models.CharField(max_length=10)
    what = models.CharField(max_length=20, choices=What)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="accesses"
    )

    place = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    actor_number = models.PositiveBigIntegerField(null=True, editable=False)
    subject_number = models.PositiveBigIntegerField(null=True, editable=False)
    link = models.BinaryField(max_length=32, null=True, editable=False)

    class Meta:
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        ordering = ("-at", "-pk")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["subject", "-at"], name="accesses_to_a_person")
        ]

    def __str__(self) -> str:
        return f"access {self.pk}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("the audit log is append-only")
        super().save(*args, **kwargs)
