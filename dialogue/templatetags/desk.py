"""What admins are told on their first page."""

from django import template

from dialogue.services import helplines

register = template.Library()


@register.simple_tag
def stale_lines() -> int:
    return helplines.stale_lines()
