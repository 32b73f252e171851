"""An account: who somebody is to this installation."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from dialogue import clocks, text
from dialogue.models.names import NameField, plain


def validate_time_zone(value: str) -> None:
    if not clocks.is_zone(value):
        raise ValidationError(_("Choose a time zone from the list."), code="unknown_time_zone")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=text.address(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        return self.create_user(
            email, password, **{"role": Person.Role.ADMIN, "is_superuser": True} | fields
        )

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=text.address(username or ""))


class Person(AbstractBaseUser, PermissionsMixin):
    """``role`` is what the account is. Where it sits in one dialogue is its seat, and whether it
    speaks or listens there just now is its part; neither is kept here."""

    class Role(models.TextChoices):
        PARTNER = "partner", _("Partner")
        THERAPIST = "therapist", _("Therapist")
        ADMIN = "admin", _("Admin")

    email = models.EmailField(_("email"), unique=True)
    name = NameField(_("name"), max_length=60)
    # What is shown after the name, where somebody else in their couple has the same; else 0.
    told_apart = models.PositiveSmallIntegerField(default=0, editable=False)
    pronoun = models.CharField(_("pronoun"), max_length=30, blank=True)
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.PARTNER)
    language = models.CharField(_("language"), max_length=10, default="en")
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[validate_time_zone]
    )
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    # Keyed prints of kinds (dialogue/base/browsers.py): nothing that tells which.
    known_browsers = models.JSONField(default=list, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (models.UniqueConstraint(Lower("email"), name="one_account_per_email"),)

    def __str__(self) -> str:
        return str(self.name)

    @property
    def plain_name(self) -> str:
        """As it was written: for forms, and for files that programs read."""
        return str(plain(self.name))

    @property
    def is_staff(self) -> bool:
        return self.role == self.Role.ADMIN

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(raw_password and text.typed(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(raw_password and text.typed(raw_password))

    def get_short_name(self) -> str:
        return str(self.name)
