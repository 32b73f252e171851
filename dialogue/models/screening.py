"""The private screen. Not exported by ``dialogue.models``: the screening service alone imports this.

No foreign key to a person, so no query, admin page or export of people can come here by a relation;
``whose`` is a keyed print of the account's number that only the service can make.
"""

from django.db import models

from dialogue.models.wrapped import WrappedKey


class Screen(models.Model):
    """The latest answers of one person. ``sealed`` holds all there is to know, also when they were
    given and whether the therapist may see them. A row is written for whoever answers or skips."""

    whose = models.BinaryField(max_length=32, unique=True)
    wrapped_key = WrappedKey("screening", place="whose")
    sealed = models.BinaryField()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "a screen"
