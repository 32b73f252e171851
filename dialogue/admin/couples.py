"""Couples and their therapists. What partners wrote is not here, and must never be."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogue.admin.base import ListedAdmin, asking
from dialogue.base import audit
from dialogue.couple import couple_therapist
from dialogue.home import ending
from dialogue.models import Access, Couple, Person, Practice


@admin.register(Couple)
class CoupleAdmin(ListedAdmin):
    list_display = ("people", "therapist", "created_at", "ended_at")
    list_select_related = ("therapist",)
    search_fields = ("partners__person__name", "partners__person__email")
    fields = ("people", "therapist", "ended_at")
    readonly_fields = ("people", "ended_at")
    autocomplete_fields = ("therapist",)
    actions = ("end",)
    look = Access.What.SAW_COUPLE

    def shown(self, row: Couple) -> list[Person]:
        partners = [partner.person for partner in row.partners.all()]
        return [*partners, row.therapist] if row.therapist else partners

    @admin.display(description=_("people"))
    def people(self, couple: Couple) -> str:
        return ", ".join(partner.person.name for partner in couple.partners.all())

    @admin.action(description=_("End these couples, for good"))
    def end(self, request: HttpRequest, chosen: QuerySet[Couple]) -> None:
        for couple in chosen:
            ending.end_couple(couple=couple)
            _record(request, couple, Access.What.CHANGED_COUPLE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Couple]:
        return super().get_queryset(request).prefetch_related("partners__person")

    def save_model(self, request: HttpRequest, obj: Couple, form: Any, change: bool) -> None:
        if "therapist" in form.changed_data:
            couple_therapist.assign(couple=obj, therapist=form.cleaned_data["therapist"])
            _record(request, obj, Access.What.CHANGED_THERAPIST)
            said = _(
                "All three see that you suggested this. The therapist joins when all of them agree."
            )
            messages.info(request, said)

    def has_add_permission(self, request: object) -> bool:
        """Two people become a couple by an invitation that both of them act on."""
        return False

    def has_delete_permission(self, request: object, obj: Couple | None = None) -> bool:
        return False


def _record(request: HttpRequest, couple: Couple, what: Access.What) -> None:
    concerned = Person.objects.filter(partnerships__couple=couple)
    audit.record(actor=asking(request), what=what, subjects=concerned)


@admin.register(Practice)
class PracticeAdmin(ListedAdmin):
    """What therapists tell couples of themselves. Their words stay theirs, and nobody's code is here."""

    list_display = ("therapist", "takes_couples", "languages", "times")
    list_filter = ("takes_couples",)
    list_select_related = ("therapist",)
    search_fields = ("therapist__name", "therapist__email", "languages")
    readonly_fields = ("therapist", "about", "secrets", "keeps_safety_apart")
    fields = ("takes_couples", "languages", "times", *readonly_fields)

    def shown(self, row: Practice) -> list[Person]:
        return [row.therapist]

    def save_model(self, request: HttpRequest, obj: Practice, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        what = Access.What.CHANGED_PRACTICE
        audit.record(actor=asking(request), what=what, subjects=[obj.therapist])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return False
