"""Two partners who work together, and how the second one is invited."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue.models.people import Person
from dialogue.models.wrapped import WrappedKey


class CoupleQuerySet(models.QuerySet["Couple"]):
    def going_on(self) -> Self:
        """Couples that work together now."""
        return self.filter(ended_at=None)

    def of(self, person: Person | int) -> Self:
        """The couple, one at the most, in which this person has a place now."""
        places = Partner.objects.in_place().filter(person=person)
        return self.going_on().filter(partners__in=places)

    def with_therapist(self, therapist: Person | int) -> Self:
        """The couples whose therapist this is now."""
        return self.going_on().filter(therapist=therapist)

    def current_of(self, person: Person | int) -> "Couple | None":
        return self.of(person).first()


class PartnerQuerySet(models.QuerySet["Partner"]):
    def in_place(self) -> Self:
        """Places that somebody has now, whether or not their account may be used. A couple that ends
        empties both of its places."""
        return self.filter(left_at=None)

    def current(self) -> Self:
        """Places whose owners may act there now."""
        return self.in_place().filter(couple__ended_at=None, person__is_active=True)


class Couple(models.Model):
    """Owns the key under which everything its partners write is sealed (I14)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    therapist = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="couples_in_care",
        limit_choices_to={"role": Person.Role.THERAPIST},
    )
    wrapped_key = WrappedKey()  # emptied: erased for good, and the words with it
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    # For its therapist, among couples whose partners have the same names (couple/namesakes.py).
    told_apart = models.PositiveSmallIntegerField(default=0, editable=False)
    # As both were told when it ended: the words are erased then, if the two do not come back.
    forget_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CoupleQuerySet.as_manager()

    class Meta:
        verbose_name = _("couple")
        verbose_name_plural = _("couples")

    def __str__(self) -> str:
        return str(self.id)

    def partner_of(self, person_id: int) -> Person | None:
        """The other one of the two, if they have not left."""
        places = self.partners.in_place().exclude(person=person_id).select_related("person")
        place = places.first()
        return place.person if place else None


class Partner(models.Model):
    """A person's place in a couple. The seat is fixed for good, so that logs stay readable."""

    class Seat(models.TextChoices):
        FIRST = "first"
        SECOND = "second"

    couple = models.ForeignKey(Couple, on_delete=models.CASCADE, related_name="partners")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="partnerships"
    )
    seat = models.CharField(max_length=6, choices=Seat)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    left_at = models.DateTimeField(null=True, blank=True)
    # Since when this one agrees that each may take along what both said.
    copies_since = models.DateTimeField(null=True, editable=False)
    color = models.CharField(max_length=8, blank=True, default="", editable=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["couple", "seat"], name="one_person_per_seat"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(left_at=None), name="one_couple_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat} of {self.couple_id}"


class Portrait(models.Model):
    """A partner's picture, small, sealed under the couple's key: couple/looks.py."""

    partner = models.OneToOneField(Partner, on_delete=models.CASCADE, related_name="portrait")
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a portrait"


class Invitation(models.Model):
    """A link to the partner-to-be. Only the hash of its token is kept; it works once, for 72 hours.

    Whoever redeems it says yes. Then the inviter, too, says that this is the one who was meant; a
    link goes astray easily. ``expires_at`` is for the step that is next.
    """

    inviter = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    redeemed_at = models.DateTimeField(null=True, blank=True)
    redeemed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="redeemed_invitations",
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)  # by the inviter: a couple now
    declined_at = models.DateTimeField(null=True, blank=True)  # by the inviter: not my partner
    revoked_at = models.DateTimeField(null=True, blank=True)  # if it was redeemed, by who did

    def __str__(self) -> str:
        return f"invitation {self.pk}"
