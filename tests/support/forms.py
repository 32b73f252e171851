"""Every form on a page, as a browser would send it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import resolve
from django.utils import timezone

from tests.support import cast
from tests.support.page import Element, Page

_UNSENT = {"submit", "button", "reset", "image", "file"}


@dataclass
class Sent:
    """What a form sends: ``buttons`` are its ways of being sent, each with what it adds."""

    page: str
    action: str
    data: dict[str, str]
    texts: list[Element] = field(default_factory=list)  # what one can write in
    buttons: list[dict[str, str]] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    ticks: dict[str, str] = field(default_factory=dict)  # boxes that have to be ticked, and are not
    keeps: bool = False  # sent by itself while it is written

    @property
    def filled(self) -> dict[str, str]:
        """With something in what is empty, and ticked where that is asked for."""
        day = (timezone.localdate() + timedelta(days=1)).isoformat()
        given = {"text": "Something", "date": day, "datetime-local": f"{day}T18:00"}
        given |= {"password": cast.PASSWORD, "email": "zoe@example.org"}
        return self.ticks | {
            name: value or given.get(self.kinds.get(name, ""), "")
            for name, value in self.data.items()
        }

    @property
    def name(self) -> str:
        return f"{self.page} -> {self.action}"

    @property
    def url_name(self) -> str | None:
        return resolve(self.action.partition("?")[0]).url_name


def forms_of(page: Page, address: str) -> Iterator[Sent]:
    """Those that post, with what stands in them; of radio buttons and choices the first, where none is
    chosen."""
    for form in page.all("form"):
        if form.attributes.get("method", "").lower() != "post":
            continue
        sent = Sent(
            page=address,
            action=form.attributes.get("action") or address,
            data={},
            keeps="data-autosave" in form.attributes,
        )
        inside = [one for one in page.elements if one.form is form]
        for place, one in enumerate(inside):
            _take(sent, one, inside[place + 1 :])
        yield sent


def _take(sent: Sent, one: Element, after: list[Element]) -> None:
    given = one.attributes
    name, kind = given.get("name", ""), given.get("type", "text")
    if one.tag == "button" and kind != "button":
        sent.buttons.append({name: given.get("value", "")} if name else {})
    elif not name or kind in _UNSENT or "disabled" in given:
        return
    elif one.tag == "textarea":
        sent.texts.append(one)
        sent.kinds[name] = "text"
        sent.data[name] = one.text.removeprefix("\n")
    elif one.tag == "select":
        options = [other for other in after if other.tag == "option"]
        chosen = [o for o in options if "selected" in o.attributes] or options
        sent.data.setdefault(name, chosen[0].attributes.get("value", "") if chosen else "")
    elif one.tag == "input":
        _take_input(sent, one, name, kind)


def _take_input(sent: Sent, one: Element, name: str, kind: str) -> None:
    value: Any = one.attributes.get("value", "")
    if kind in ("radio", "checkbox"):
        if "checked" in one.attributes or (kind == "radio" and name not in sent.data):
            sent.data[name] = value or "on"
        elif "required" in one.attributes:
            sent.ticks[name] = value or "on"
        return
    if kind in ("text", "search"):
        sent.texts.append(one)
    sent.kinds[name] = kind
    sent.data[name] = value
