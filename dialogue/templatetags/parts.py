"""Parts of pages that take an address by the name of its view."""

from django import template
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("parts/back.html")
def back_link(view: str, text: str, *args: object) -> dict[str, object]:
    """The way back to the page ``view``, at the top of one that was reached from there.

    ``args`` are those of its address. NoReverseMatch where there is no such page.
    """
    return {"to": reverse(view, args=args), "text": text}
