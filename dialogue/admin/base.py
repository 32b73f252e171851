"""What all pages of the admin's keep to: who looked or changed is written down, without content."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from dialogue.base import audit
from dialogue.base.forms import AddressField, TextField, field_of
from dialogue.models import Access, Person

# One door for everybody, with its limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


# What the links of Django's own filters and of its calendar say after the name of a column.
_FILTERED = frozenset({"", "exact", "isnull"})
_CALENDAR = frozenset({"year", "month", "day"})


class AuditedAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's own log holds names, and keeps those of who was erased: nothing is written there.
    Ours says who did what, without content."""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Text is taken here as on every page."""
        made = field_of(db_field)
        if isinstance(made, TextField | AddressField):
            kwargs.setdefault("form_class", type(made))
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def log_addition(self, *args: Any) -> None:  # type: ignore[override]
        pass

    def log_change(self, *args: Any) -> None:  # type: ignore[override]
        pass

    def log_deletions(self, *args: Any) -> None:  # type: ignore[override]
        pass

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Django looks first and then asks who may: by that, and by how long it takes, whoever may
        not would learn what there is."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        return super().get_object(request, *args, **kwargs)

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only what this page's own filters and its calendar ask. Whatever a list can be filtered by
        can be read letter by letter (``?password__regex=``), also through a relation."""
        column, _, how = lookup.partition("__")
        if column in self.list_filter:
            return how in _FILTERED
        return column == self.date_hierarchy and how in _CALENDAR


class ListedAdmin(AuditedAdmin):
    """Whose name is shown has been looked at, in the list and on the page of the one."""

    look = Access.What.SAW_ACCOUNT

    def shown(self, row: Any) -> list[Person]:
        raise NotImplementedError

    def changelist_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = super().changelist_view(request, *args, **kwargs)
        found = (getattr(answer, "context_data", None) or {}).get("cl")
        if found:
            concerned = [person for row in found.result_list for person in self.shown(row)]
            what = Access.What.SAW_IN_LIST
            audit.record(actor=asking(request), what=what, subjects=concerned)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row and request.method == "GET":
            audit.record(actor=asking(request), what=self.look, subjects=self.shown(row))
        return super().change_view(request, object_id, *args, **kwargs)


def asking(request: HttpRequest) -> Person:
    """The admin whose request it is."""
    return cast(Person, request.user)
