"""Parts of pages that take an address: of ours by the name of its view, or the one where people leave to."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogue import clocks

register = template.Library()


@register.filter
def place(zone: str) -> str:
    """A time zone as people read it."""
    return clocks.place(zone)


@register.inclusion_tag("parts/back.html")
def back_link(view: str, text: str, *args: object) -> dict[str, object]:
    """The way back to the page ``view``, at the top of one that was reached from there.

    ``args`` are those of its address. NoReverseMatch where there is no such page.
    """
    return {"to": reverse(view, args=args), "text": text}


@register.simple_tag
def quick_exit_meta() -> SafeString:
    """What leaving needs to know before it asks anybody (static/js/safety/quick_exit.js)."""
    return format_html(
        '<meta name="leave" content="{}" data-tell="{}" data-cookie="{}">',
        settings.IMAGO_QUICK_EXIT,
        f"{reverse('leave')}?told",
        settings.IMAGO_LEFT_COOKIE_NAME,
    )
