"""Nothing that was written is lost when a login ends (docs/rules.md).

What somebody posts after that is sealed for the person whose page it was, and stands in the form again
when they sign in (dialogue/accounts/own_forms.py). Nobody else is ever given it."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.db import transaction
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from dialogue.base import vault, whose
from dialogue.models import Person
from dialogue.models.unsaved import Unsaved

PURPOSE = "unsaved"
MOST = 20  # forms of one person; an older one makes room
MOST_BYTES = 400_000
IN_SESSION = PURPOSE  # in a login's session: there is something to be put back
# Of no use the next time, or told by the page itself.
_PASSING = ("csrfmiddlewaretoken", whose.FIELD, "command")
# Of buttons, and what a page tells itself: nobody has written these.
_OF_BUTTONS = frozenset(
    (
        "act",
        "after",
        "answer",
        "go",
        "link",
        "practice",
        "revoke",
        "save",
        "slot",
        "tell",
        "withdraw",
    )
)
_OF_PAGES = frozenset(
    (
        "back",
        "begins_at",
        "couple",
        "course",
        "dialogue",
        "form",
        "homework",
        "measure",
        "minutes",
        "next",
    )
) | frozenset(
    ("occasion", "part", "proposal", "revision", "seat", "task", "version", "which", "zone"),
)
NOT_WRITTEN = _OF_BUTTONS | _OF_PAGES
_ALLAUTH = "/account/"  # addresses, codes and passwords

V = TypeVar("V", bound=Callable[..., Any])


def never_kept(view: V) -> V:
    """What is posted here is so private that not even its author finds it again."""
    view.never_kept = True  # type: ignore[attr-defined]
    return view


@dataclass(frozen=True, slots=True, repr=False)
class Form:
    """What was sent to ``path`` from ``page``."""

    id: int
    path: str
    page: str
    fields: dict[str, list[str]]

    @property
    def words(self) -> list[str]:
        """What somebody wrote, and nothing else; what is only ticked or chosen where that is all."""
        lists = [given for name, given in self.fields.items() if name not in NOT_WRITTEN]
        values = [value for given in lists for value in given if value]
        return [value for value in values if " " in value.strip()] or values

    def stood_at(self, path: str) -> bool:
        return urlsplit(self.page).path == path

    def is_sent_again_by(self, request: HttpRequest) -> bool:
        at_home = self.path == request.path or self.stood_at(urlsplit(page_of(request)).path)
        return at_home and self.fields.keys() <= request.POST.keys()


def keep(request: HttpRequest, *, person_id: int, has_form: bool = True) -> Form | None:
    """What ``request`` posts, for this person alone. None where it holds nothing to be kept; where its form
    is here no more, the button that was pressed is nothing."""
    fields = _fields(request)
    if not has_form and {name for name, given in fields.items() if any(given)} <= NOT_WRITTEN:
        return None
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if not person or not any(map(any, fields.values())) or not _may_be_kept(request):
        return None
    page = page_of(request)
    content = _content(request.path, page, fields)
    if len(content) > MOST_BYTES:
        return None
    with transaction.atomic():
        same = [one.id for one in all_of(person_id=person_id) if one.is_sent_again_by(request)]
        rows = Unsaved.objects.filter(person=person_id)
        rows.filter(pk__in=same).delete()
        old = rows.order_by("-kept_at", "-pk").values_list("pk", flat=True)[MOST - 1 :]
        rows.filter(pk__in=list(old)).delete()
        row = Unsaved(person=person, wrapped_key=vault.new_key(PURPOSE, person_id))
        _seal(row, content)
    request.is_unsaved = True  # type: ignore[attr-defined]
    return Form(row.pk, request.path, page, fields)


def all_of(*, person_id: int) -> list[Form]:
    """The oldest first."""
    rows = Unsaved.objects.filter(person=person_id).order_by("kept_at", "pk")
    return [Form(row.pk, **_opened(row)) for row in rows]


def has_any(*, person_id: int) -> bool:
    return Unsaved.objects.filter(person=person_id).exists()


def move(forms: Iterable[Form], *, to: str, person_id: int) -> None:
    """Their page leads elsewhere by now: ``to``."""
    for one in forms:
        row = Unsaved.objects.get(person=person_id, pk=one.id)
        _seal(row, _content(one.path, to, one.fields))


def forget(forms: Iterable[Form], *, person_id: int) -> None:
    Unsaved.objects.filter(person=person_id, pk__in=[one.id for one in forms]).delete()


def forget_all(*, person_id: int) -> None:
    Unsaved.objects.filter(person=person_id).delete()


def clear(*, before: datetime) -> int:
    """Delete what nobody came back for. How much it was."""
    return Unsaved.objects.filter(kept_at__lt=before).delete()[0]


def page_of(request: HttpRequest) -> str:
    """Where the form stood that was posted, as its browser says; otherwise where it was sent to."""
    said = request.headers.get("Referer", "")
    here = {request.get_host()}
    if not said or not url_has_allowed_host_and_scheme(said, here, request.is_secure()):
        return request.path
    parts = urlsplit(said)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _may_be_kept(request: HttpRequest) -> bool:
    match = request.resolver_match
    apart = request.path.startswith(_ALLAUTH) or getattr(match and match.func, "never_kept", False)
    return match is not None and not apart and not request.FILES


def _fields(request: HttpRequest) -> dict[str, list[str]]:
    return {
        name: [str(value) for value in values]
        for name, values in request.POST.lists()
        if name not in _PASSING and "password" not in name
    }


def _content(path: str, page: str, fields: dict[str, list[str]]) -> str:
    return json.dumps({"path": path, "page": page, "fields": fields})


def _seal(row: Unsaved, content: str) -> None:
    row.sealed = vault.seal(_key(row), content, PURPOSE, row.person_id)
    row.save()


def _opened(row: Unsaved) -> dict[str, Any]:
    content = vault.unseal(_key(row), bytes(row.sealed), PURPOSE, row.person_id)
    found: dict[str, Any] = json.loads(content)
    return found


def _key(row: Unsaved) -> bytes:
    return vault.opened_key(PURPOSE, bytes(row.wrapped_key), row.person_id)
