"""Where people find help."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from dialogue.admin.base import AuditedAdmin, asking
from dialogue.base import audit
from dialogue.models import Access, HelpLine


@admin.register(HelpLine)
class HelpLineAdmin(AuditedAdmin):
    list_display = ("name", "country", "how", "contact", "verified_on", "fresh")
    list_filter = ("country", "how")
    search_fields = ("name", "contact")

    def save_model(self, request: HttpRequest, obj: HelpLine, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record_for_all(actor=asking(request), what=Access.What.CHANGED_HELP_LINE)

    def delete_model(self, request: HttpRequest, obj: HelpLine) -> None:
        super().delete_model(request, obj)
        audit.record_for_all(actor=asking(request), what=Access.What.CHANGED_HELP_LINE)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[HelpLine]) -> None:
        super().delete_queryset(request, queryset)
        audit.record_for_all(actor=asking(request), what=Access.What.CHANGED_HELP_LINE)

    @admin.display(boolean=True, description=_("verified within a year"))
    def fresh(self, line: HelpLine) -> bool:
        return not line.is_stale
