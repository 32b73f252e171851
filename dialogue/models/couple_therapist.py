"""The therapist of a couple: found by code or list, and there only while all three agree."""

import secrets
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.couples import Couple

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # nothing that is misheard or misread


def new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


class Practice(models.Model):
    """What a therapist tells couples who look for one. ``takes_couples`` lists it; it is opt-in."""

    class Secrets(models.TextChoices):
        NONE = "none", _("I keep no secrets between partners")
        KEPT = "kept", _("What one of you tells me alone, I keep to myself")

    therapist = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="practice"
    )
    code = models.CharField(_("code"), max_length=8, unique=True, default=new_code)
    takes_couples = models.BooleanField(_("takes new couples"), default=False)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    times = models.CharField(_("times"), max_length=200, blank=True)
    about = models.TextField(_("about"), max_length=1000, blank=True)
    secrets = models.CharField(_("secrets"), max_length=4, choices=Secrets, blank=True, default="")
    # The therapist has confirmed that what concerns safety falls under no policy on secrets.
    keeps_safety_apart = models.BooleanField(_("keeps safety out of any policy"), default=False)

    class Meta:
        verbose_name = _("practice")
        verbose_name_plural = _("practices")

    def __str__(self) -> str:
        return f"practice {self.pk}"

    @property
    def may_be_told(self) -> bool:
        """Whether partners can tell this therapist anything alone: a policy is said and safety is apart."""
        return bool(self.secrets) and self.keeps_safety_apart


class CoupleTherapist(models.Model):
    """A couple and a therapist, proposed by one partner or by the people who run this site, agreed to
    by all three; any of them ends it alone.

    ``Couple.therapist`` points to the therapist exactly while a care is agreed and not ended; it is
    what the room's every act reads.
    """

    class Proposer(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        SITE = "site"  # an admin, and neither partner

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="couple_therapists")
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="couple_therapists"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    # Each partner agrees knowing who proposed it: a consent never rests on a false sentence.
    proposed_by = models.CharField(max_length=6, choices=Proposer, default=Proposer.SITE)
    first_agreed_at = models.DateTimeField(null=True, blank=True)
    second_agreed_at = models.DateTimeField(null=True, blank=True)
    therapist_agreed_at = models.DateTimeField(null=True, blank=True)
    waits_since = models.DateTimeField(
        null=True, blank=True, help_text=_("The therapist says that dialogues must wait.")
    )
    # The therapist has seen each partner alone, and then recorded that joint work is suitable.
    suitable_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["couple"], condition=Q(ended_at=None), name="one_therapist_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"care {self.pk}"
