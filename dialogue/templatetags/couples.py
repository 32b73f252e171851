"""What a page that is shared by many views asks about the reader's couple."""

from contextlib import suppress

from django import template
from django.db import DatabaseError
from django.template import RequestContext
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from dialogue.couple.looks import UNLESS_CHOSEN, colors_of
from dialogue.models import Couple, Partner, Person

register = template.Library()


@register.simple_tag
def has_therapist(person: Person) -> bool:
    """Whether the couple of this person has a therapist now, whom they can ask."""
    couple = Couple.objects.current_of(person.pk)
    return couple is not None and couple.therapist_id is not None


@register.simple_tag(takes_context=True)
def seat_colors(context: RequestContext) -> SafeString:
    """The colors that the two have chosen, as attributes of the whole page (css/base/tokens.css)."""
    person, chosen = context.get("user"), {}
    if getattr(person, "role", "") == Person.Role.PARTNER:
        own = Partner.objects.in_place().filter(person=person).values("couple")
        with suppress(DatabaseError):  # a page that says so has to do without
            chosen = dict(Partner.objects.filter(couple__in=own).values_list("seat", "color"))
    own_ones = colors_of(chosen).items() - UNLESS_CHOSEN.items()
    return format_html_join("", ' data-{}="{}"', sorted(own_ones))
