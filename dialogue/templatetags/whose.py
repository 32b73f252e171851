"""For whom a page is made: in every form, and once in its head. A built-in of all templates."""

from django import template
from django.template import Context
from django.template.defaulttags import CsrfTokenNode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogue.base import whose

register = template.Library()


@register.simple_tag(takes_context=True)
def csrf_token(context: Context) -> SafeString:
    """Django's own, and whose form it is: so no form can be without."""
    token = CsrfTokenNode().render(context)
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', token, whose.FIELD, page_of(context)
    )


@register.simple_tag(takes_context=True, name="whose")
def page_of(context: Context) -> str:
    request = getattr(context, "request", None)
    return whose.mark_for(getattr(request, "user", None))
