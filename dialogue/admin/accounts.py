"""Accounts, their keys, and who looked at them."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext_lazy as _

from dialogue.access.changes import login_changed
from dialogue.accounts import merging, people
from dialogue.accounts.forms import KEEPS_ADDRESS, MergeForm, PersonForm
from dialogue.admin.base import AuditedAdmin, ListedAdmin, asking
from dialogue.base import audit
from dialogue.home import ending
from dialogue.models import Access, Person


@admin.register(Person)
class PersonAdmin(ListedAdmin):
    list_display = ("name", "email", "role", "is_active", "joined_at")
    list_filter = ("role", "is_active")
    search_fields = ("name", "email")
    fields = ("name", "email", "pronoun", "role", "language", "time_zone", "is_active")
    form = PersonForm
    change_form_template = "admin/person.html"

    def shown(self, row: Person) -> list[Person]:
        return [row]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        return type(form.__name__, (form,), {"by": asking(request)})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            answer: HttpResponse = super().changeform_view(request, *args, **kwargs)
        except people.LeadsToWords:  # since the form was checked; nothing of it is kept
            messages.error(request, KEEPS_ADDRESS)
            return redirect(request.path)
        return answer

    def get_urls(self) -> list[Any]:
        return [
            path("<int:pk>/export", self._view(self.export), name="person_export"),
            path("<int:pk>/merge", self._view(self.merge), name="person_merge"),
            path("<int:pk>/erase", self._view(self.erase), name="person_erase"),
            *super().get_urls(),
        ]

    def _view(self, act: Any) -> Any:
        def of_person(request: HttpRequest, pk: int) -> HttpResponse:
            if not self.has_change_permission(request):
                raise PermissionDenied
            response: HttpResponse = act(request, get_object_or_404(Person, pk=pk))
            return response

        return self.admin_site.admin_view(of_person)

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        if change and "email" in form.changed_data:
            people.change_address(person=obj, email=obj.email, by=asking(request))
        # Only what was changed here: the person may be changing the rest just now.
        obj.save(update_fields=form.changed_data if change else None)
        disabled = "is_active" in form.changed_data and not obj.is_active
        what = Access.What.DISABLED_ACCOUNT if disabled else Access.What.CHANGED_ACCOUNT
        audit.record(actor=asking(request), what=what, subjects=[obj])
        transaction.on_commit(lambda: login_changed(person_id=obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Accounts are erased, which ends couples and forgets keys first; never just deleted."""
        return False

    def export(self, request: HttpRequest, person: Person) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        response = JsonResponse(people.export(person=person, by=asking(request)))
        response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
        return response

    def merge(self, request: HttpRequest, person: Person) -> HttpResponse:
        form = MergeForm(request.POST or None)
        if form.is_valid():
            try:
                merging.merge(
                    kept=person, duplicate=form.cleaned_data["duplicate"], by=asking(request)
                )
            except merging.CannotMerge as problem:
                form.add_error("duplicate", problem.said)
            else:
                messages.success(request, _("The two accounts are now one."))
                return redirect("admin:dialogue_person_change", person.pk)
        return self._ask(request, person, "admin/merge.html", form)

    def erase(self, request: HttpRequest, person: Person) -> HttpResponse:
        if request.method == "POST":
            ending.erase(person=person, by=asking(request))
            messages.success(request, _("The account is deleted."))
            return redirect("admin:dialogue_person_changelist")
        return self._ask(request, person, "admin/erase.html")

    def _ask(
        self, request: HttpRequest, person: Person, template: str, form: Any = None
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "person": person,
            "form": form,
            "opts": self.opts,
        }
        return render(request, template, context, status=422 if form and form.errors else 200)


# Logins could be taken over with what is in them, and addresses are confirmed by a code alone.
# Groups have no use here: a role says it all.
admin.site.unregister([Authenticator, EmailAddress, Group, UserSession])


@admin.register(Authenticator)
class KeyAdmin(ListedAdmin):
    """Who lost every key, and the recovery codes too, is helped by removing them here."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    fields = readonly_fields = list_display

    def shown(self, row: Authenticator) -> list[Person]:
        return [row.user]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        people.remove_keys(keys=[obj], by=asking(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        people.remove_keys(keys=queryset.select_related("user"), by=asking(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Access)
class AccessAdmin(AuditedAdmin):
    """To be searched and read; nobody writes or deletes here."""

    list_display = ("at", "actor", "actor_role", "what", "subject")
    list_filter = ("what", "actor_role")
    list_select_related = ("actor", "subject")
    search_fields = ("actor__name", "actor__email", "subject__name", "subject__email")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Access | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Access | None = None) -> bool:
        return False
