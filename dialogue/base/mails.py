"""Mails, none of which is a letter from somebody: no absent owner's program answers them."""

from django.core.mail import EmailMessage

# Answered, an out-of-office note would tell who runs the site who is here, and may quote it.
BY_ITSELF = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def send(subject: str, body: str, address: str) -> None:
    """Raises OSError, as smtplib does."""
    EmailMessage(subject, body, None, [address], headers=BY_ITSELF).send()
