"""What admins are told on their first page."""

from django import template

from dialogue.safety import help_lines as helplines

register = template.Library()


@register.simple_tag
def stale_lines() -> int:
    return helplines.stale_lines()
