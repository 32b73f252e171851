"""How long things are kept."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dialogue.admin.base import AuditedAdmin, asking
from dialogue.models import Retention
from dialogue.safety import retention


@admin.register(Retention)
class RetentionAdmin(AuditedAdmin):
    """One row, which is there from the beginning: changed, never added to or deleted."""

    list_display = (
        "__str__",
        "return_days",
        "access_days",
        "invitation_days",
        "appointment_days",
        "draft_days",
    )

    def save_model(self, request: HttpRequest, obj: Retention, form: Any, change: bool) -> None:
        retention.change(changed=obj, by=asking(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Retention | None = None) -> bool:
        return False
