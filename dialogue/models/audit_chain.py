"""Where the chain of the audit's lines ends."""

from django.db import models

from dialogue.models.wrapped import WrappedKey


class AccessChain(models.Model):
    """One row: where the chain of accesses ends, and where what is kept of it begins."""

    wrapped_key = WrappedKey("audit chain")  # by which the links are made
    place = models.PositiveBigIntegerField(default=0)  # of the newest line; 0 for none
    link = models.BinaryField(max_length=32, default=b"")
    cleared_place = models.PositiveBigIntegerField(
        default=0
    )  # of the last that was kept long enough
    cleared_link = models.BinaryField(max_length=32, default=b"")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "the chain of accesses"
