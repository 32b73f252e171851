"""Accounts and couples for admins. What partners wrote is not here, and must never be."""

from typing import Any, cast

from allauth.account.decorators import secure_admin_login
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

from dialogue.forms import KEEPS_ADDRESS, MergeForm, PersonForm
from dialogue.models import Access, ConsentText, Couple, HelpLine, Person, Practice, Retention
from dialogue.services import audit, care, couples, merging, people, retention
from dialogue.services.access import login_changed

# One door for everybody, with its limits on guessing.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]


class Desk(admin.ModelAdmin):  # type: ignore[type-arg]
    """Django's own log holds names, and keeps those of who was erased: nothing is written there.
    Ours says who did what, without content."""

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


class ListedDesk(Desk):
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
            audit.record(actor=_admin(request), what=what, subjects=concerned)
        return answer

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        row = self.get_object(request, object_id)
        if row and request.method == "GET":
            audit.record(actor=_admin(request), what=self.look, subjects=self.shown(row))
        return super().change_view(request, object_id, *args, **kwargs)


@admin.register(Person)
class PersonAdmin(ListedDesk):
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
        return type(form.__name__, (form,), {"by": _admin(request)})

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
            people.change_address(person=obj, email=obj.email, by=_admin(request))
        # Only what was changed here: the person may be changing the rest just now.
        obj.save(update_fields=form.changed_data if change else None)
        disabled = "is_active" in form.changed_data and not obj.is_active
        what = Access.What.DISABLED_ACCOUNT if disabled else Access.What.CHANGED_ACCOUNT
        audit.record(actor=_admin(request), what=what, subjects=[obj])
        transaction.on_commit(lambda: login_changed(person_id=obj.pk))

    def has_delete_permission(self, request: HttpRequest, obj: Person | None = None) -> bool:
        """Accounts are erased, which ends couples and forgets keys first; never just deleted."""
        return False

    def export(self, request: HttpRequest, person: Person) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        response = JsonResponse(people.export(person=person, by=_admin(request)))
        response.headers["Content-Disposition"] = 'attachment; filename="account.json"'
        return response

    def merge(self, request: HttpRequest, person: Person) -> HttpResponse:
        form = MergeForm(request.POST or None)
        if form.is_valid():
            try:
                merging.merge(
                    kept=person, duplicate=form.cleaned_data["duplicate"], by=_admin(request)
                )
            except merging.CannotMerge as problem:
                form.add_error("duplicate", _why_two(problem.code))
            else:
                messages.success(request, _("The two accounts are one now."))
                return redirect("admin:dialogue_person_change", person.pk)
        return self._ask(request, person, "admin/merge.html", form)

    def erase(self, request: HttpRequest, person: Person) -> HttpResponse:
        if request.method == "POST":
            people.erase(person=person, by=_admin(request))
            messages.success(request, _("The account is erased."))
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


@admin.register(Access)
class AccessAdmin(Desk):
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


def _record(request: HttpRequest, couple: Couple, what: Access.What) -> None:
    concerned = Person.objects.filter(partnerships__couple=couple)
    audit.record(actor=_admin(request), what=what, subjects=concerned)


def _why_two(code: str) -> Any:
    return {
        "same": _("This is the account itself. Name the other one."),
        "yourself": _("This is your own account; it cannot go while you work with it."),
        "roles": _("The two accounts have different roles. Give them the same one first."),
        "one_couple": _("These two accounts are two people of one couple, now or earlier."),
        "words": _(
            "The account that would go leads to what partners wrote: it is in a couple, or can come back "
            "to one, or is a couple’s therapist. So it stays: keep that one, and let the other go. "
            "Where both do, the work in one must end first, and nobody be able to come back to it."
        ),
    }[code]


def _admin(request: HttpRequest) -> Person:
    return cast(Person, request.user)


@admin.register(Couple)
class CoupleAdmin(ListedDesk):
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

    @admin.action(description=_("End the work of these couples, for good"))
    def end(self, request: HttpRequest, chosen: QuerySet[Couple]) -> None:
        for couple in chosen:
            couples.end_couple(couple=couple)
            _record(request, couple, Access.What.CHANGED_COUPLE)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Couple]:
        return super().get_queryset(request).prefetch_related("partners__person")

    def save_model(self, request: HttpRequest, obj: Couple, form: Any, change: bool) -> None:
        if "therapist" in form.changed_data:
            care.assign(couple=obj, therapist=form.cleaned_data["therapist"])
            _record(request, obj, Access.What.CHANGED_CARE)
            messages.info(request, _("A therapist who is named here comes in when all agree."))

    def has_add_permission(self, request: object) -> bool:
        """Two people become a couple by an invitation that both of them act on."""
        return False

    def has_delete_permission(self, request: object, obj: Couple | None = None) -> bool:
        return False


@admin.register(HelpLine)
class HelpLineAdmin(Desk):
    list_display = ("name", "country", "how", "contact", "verified_on", "fresh")
    list_filter = ("country", "how")
    search_fields = ("name", "contact")

    def save_model(self, request: HttpRequest, obj: HelpLine, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        audit.record_for_all(actor=_admin(request), what=Access.What.CHANGED_HELP_LINE)

    def delete_model(self, request: HttpRequest, obj: HelpLine) -> None:
        super().delete_model(request, obj)
        audit.record_for_all(actor=_admin(request), what=Access.What.CHANGED_HELP_LINE)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[HelpLine]) -> None:
        super().delete_queryset(request, queryset)
        audit.record_for_all(actor=_admin(request), what=Access.What.CHANGED_HELP_LINE)

    @admin.display(boolean=True, description=_("verified within a year"))
    def fresh(self, line: HelpLine) -> bool:
        return not line.is_stale


# Logins could be taken over with what is in them, and addresses are confirmed by a code alone.
# Groups have no use here: a role says it all.
admin.site.unregister([Authenticator, EmailAddress, Group, UserSession])


@admin.register(Authenticator)
class KeyAdmin(ListedDesk):
    """Who lost every key, and the recovery codes too, is helped by removing them here."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_filter = ("type",)
    list_select_related = ("user",)
    search_fields = ("user__name", "user__email")
    fields = readonly_fields = list_display

    def shown(self, row: Authenticator) -> list[Person]:
        return [row.user]

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        people.remove_keys(keys=[obj], by=_admin(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Authenticator]) -> None:
        people.remove_keys(keys=queryset.select_related("user"), by=_admin(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        return False


@admin.register(Practice)
class PracticeAdmin(ListedDesk):
    """What therapists tell couples of themselves. Their words stay theirs, and nobody's code is here."""

    list_display = ("therapist", "takes_couples", "languages", "times")
    list_filter = ("takes_couples",)
    list_select_related = ("therapist",)
    search_fields = ("therapist__name", "therapist__email", "languages")
    fields = ("therapist", "takes_couples", "languages", "times", "about", "secrets")
    readonly_fields = ("therapist", "about", "secrets")

    def shown(self, row: Practice) -> list[Person]:
        return [row.therapist]

    def save_model(self, request: HttpRequest, obj: Practice, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        what = Access.What.CHANGED_PRACTICE
        audit.record(actor=_admin(request), what=what, subjects=[obj.therapist])

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Practice | None = None) -> bool:
        return False


@admin.register(ConsentText)
class ConsentTextAdmin(Desk):
    """A new wording is added; none is edited, since people have agreed to it as it stands."""

    list_display = ("version", "published_at", "return_days")
    fields = ("body",)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A new wording begins as the newest one."""
        newest = ConsentText.objects.first()
        return {"body": newest.body} if newest else {}

    def save_model(self, request: HttpRequest, obj: ConsentText, form: Any, change: bool) -> None:
        published = retention.publish(body=obj.body, by=_admin(request))
        obj.pk, obj.version = published.pk, published.version

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False


@admin.register(Retention)
class RetentionAdmin(Desk):
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
        retention.change(changed=obj, by=_admin(request))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Retention | None = None) -> bool:
        return False
