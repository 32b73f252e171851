"""Where people find help."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from dialogue.admin.base import AuditedAdmin, asking
from dialogue.base import audit
from dialogue.models import Access, HelpLine
from dialogue.safety import help_lines


@admin.register(HelpLine)
class HelpLineAdmin(AuditedAdmin):
    list_display = ("name", "country", "how", "contact", "verified_on", "fresh")
    list_filter = ("country", "how")
    search_fields = ("name", "contact")
    actions = ("verify",)

    @admin.action(description=_("I tried these lines today and they work"))
    def verify(self, request: HttpRequest, chosen: QuerySet[HelpLine]) -> None:
        number = help_lines.verify(lines=chosen, by=asking(request))
        said = ngettext("%(n)d line is verified.", "%(n)d lines are verified.", number)
        messages.success(request, said % {"n": number})

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
