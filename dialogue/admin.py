"""Accounts and couples for admins. What partners wrote is not here, and must never be."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogue.models import Couple, HelpLine, Person
from dialogue.services import couples
from dialogue.services.access import login_changed

# One door for everybody, with its limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "email", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "pronoun", "role", "language", "time_zone", "is_active")

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        transaction.on_commit(lambda: login_changed(person_id=obj.pk))


@admin.register(Couple)
class CoupleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("people", "therapist", "created_at", "ended_at")
    list_select_related = ("therapist",)
    search_fields = ("partners__person__name", "partners__person__email")
    fields = ("people", "therapist", "ended_at")
    readonly_fields = ("people", "ended_at")
    autocomplete_fields = ("therapist",)
    actions = ("end",)

    @admin.display(description=_("people"))
    def people(self, couple: Couple) -> str:
        return ", ".join(partner.person.name for partner in couple.partners.all())

    @admin.action(description=_("End the work of these couples, for good"))
    def end(self, request: HttpRequest, chosen: QuerySet[Couple]) -> None:
        for couple in chosen:
            couples.end_couple(couple=couple)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Couple]:
        return super().get_queryset(request).prefetch_related("partners__person")

    def save_model(self, request: HttpRequest, obj: Couple, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        couples.wake_rooms(couple=obj)

    def has_add_permission(self, request: object) -> bool:
        """Two people become a couple by an invitation that both of them act on."""
        return False

    def has_delete_permission(self, request: object, obj: Couple | None = None) -> bool:
        return False


@admin.register(HelpLine)
class HelpLineAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "country", "how", "contact", "verified_on", "fresh")
    list_filter = ("country", "how")
    search_fields = ("name", "contact")

    @admin.display(boolean=True, description=_("verified within a year"))
    def fresh(self, line: HelpLine) -> bool:
        return not line.is_stale
