"""How a form was answered: see dialogue/base/receipts.py."""

from django.db import models


class Receipt(models.Model):
    """``act`` names what was sent and tells nothing of it. It goes with the login that it belongs to; what
    nobody in particular has sent, goes after a while."""

    act = models.CharField(max_length=64, primary_key=True)
    # No constraint: a login may end just while a page is being made.
    login = models.ForeignKey(
        "sessions.Session",
        null=True,
        on_delete=models.CASCADE,
        db_constraint=False,
        db_index=False,
        related_name="+",
    )
    begun_at = models.DateTimeField()
    sealed = models.BinaryField(null=True)  # null while it is being done

    class Meta:
        default_permissions = ()
        indexes = (models.Index(fields=("login", "-begun_at"), name="receipts_of_a_login"),)

    def __str__(self) -> str:
        return "a form that was answered"
