"""What admins are told on their first page."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone

from dialogue.room import whole
from dialogue.safety import help_lines as helplines
from dialogue.safety import retention

register = template.Library()


@register.simple_tag
def stale_lines() -> int:
    return helplines.stale_lines()


@register.simple_tag
def damaged_dialogues() -> int:
    return whole.damaged()


@register.simple_tag
def last_tick() -> datetime | None:
    """When the scheduled tasks last ran; None if never."""
    return retention.kept().ticked_at


@register.filter
def is_late(ticked_at: datetime | None) -> bool:
    """Whether it should have run again long ago: it is called every few minutes."""
    return ticked_at is None or timezone.now() - ticked_at > timedelta(hours=1)
