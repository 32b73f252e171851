"""What people agree to."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from dialogue.admin.base import AuditedAdmin, asking
from dialogue.models import ConsentText
from dialogue.safety import retention


@admin.register(ConsentText)
class ConsentTextAdmin(AuditedAdmin):
    """A new wording is added; none is edited, since people have agreed to it as it stands."""

    list_display = ("version", "published_at", "return_days")
    fields = ("body",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new wording begins as the newest one."""
        newest = ConsentText.objects.first()
        return {"body": newest.body} if newest else {}

    def save_model(self, request: HttpRequest, obj: ConsentText, form: Any, change: bool) -> None:
        published = retention.publish(body=obj.body, by=asking(request))
        obj.pk, obj.version = published.pk, published.version

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False
