"""What a page that is shared by many views asks about the reader's couple."""

from django import template

from dialogue.models import Couple, Person

register = template.Library()


@register.simple_tag
def has_therapist(person: Person) -> bool:
    """Whether the couple of this person has a therapist now, whom they can ask."""
    couple = Couple.objects.current_of(person.pk)
    return couple is not None and couple.therapist_id is not None
