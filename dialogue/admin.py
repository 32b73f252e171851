"""Accounts and couples for admins. What partners wrote is not here, and must never be."""

from django.contrib import admin

from dialogue.models import Couple, Person


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "email", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "pronoun", "role", "language", "time_zone", "is_active")


@admin.register(Couple)
class CoupleAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "therapist", "created_at", "ended_at")
    fields = ("therapist", "ended_at")
    autocomplete_fields = ("therapist",)

    def has_add_permission(self, request: object) -> bool:
        """Two people become a couple by an invitation that both of them act on."""
        return False

    def has_delete_permission(self, request: object, obj: Couple | None = None) -> bool:
        return False
