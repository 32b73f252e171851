"""A page as a reader of its HTML finds it."""

import json
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from django.core.mail import EmailMessage
from django.http import HttpResponse

Attributes = dict[str, str]
_VOID = {"meta", "link", "input", "br", "hr", "img"}


CODE = re.compile(r"^(\d{6}|\w{4}-\w{4})$", re.MULTILINE)  # in a mail, the short and the long


def code_in(message: EmailMessage) -> str:
    """The code that somebody was sent; a mail without one fails."""
    found = CODE.search(str(message.body))
    assert found, message.body
    return found[1]


@dataclass
class Field:
    """What one can fill in. ``errors`` is what stands beside it, found through aria-describedby."""

    tag: str
    attributes: Attributes
    labelled: bool
    errors: str

    @property
    def name(self) -> str:
        return self.attributes.get("name", "")


@dataclass
class Element:
    tag: str
    attributes: Attributes
    text: str = ""
    labels: list["Element"] = field(default_factory=list)  # that it stands within
    form: "Element | None" = None  # that sends it


class Page(HTMLParser):
    def __init__(self, response: HttpResponse) -> None:
        super().__init__()
        self.answer = response
        self.status = response.status_code
        self.html = response.content.decode()
        self.elements: list[Element] = []
        self.texts: list[tuple[str, set[str]]] = []  # each with the tags that it stands within
        self._open: list[Element] = []
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        labels = [outer for outer in self._open if outer.tag == "label"]
        form = next((outer for outer in self._open if outer.tag == "form"), None)
        element = Element(tag, attributes, labels=labels, form=form)
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((data, {element.tag for element in self._open}))
        for element in self._open:
            element.text += data

    # --- what is asked of it -------------------------------------------------------------

    def all(self, tag: str) -> list[Element]:
        return [element for element in self.elements if element.tag == tag]

    def by_id(self, id: str) -> Element | None:
        found = [element for element in self.elements if element.attributes.get("id") == id]
        assert len(found) < 2, f"the id {id} is there {len(found)} times"
        return found[0] if found else None

    def json(self, id: str) -> Any:
        found = self.by_id(id)
        assert found
        return json.loads(found.text)

    @property
    def title(self) -> str:
        return self.all("title")[0].text.strip()

    @property
    def heading(self) -> str:
        return " ".join(self.all("h1")[0].text.split())

    @property
    def text(self) -> str:
        """All that is shown, in one line."""
        return " ".join(self.all("body")[0].text.split())

    @property
    def alert(self) -> str:
        alerts = [e.text for e in self.elements if e.attributes.get("role") == "alert"]
        return " ".join(" ".join(alerts).split())

    @property
    def fields(self) -> list[Field]:
        found = []
        for element in self.elements:
            kind = element.attributes.get("type", "text")
            if element.tag not in ("input", "select", "textarea") or kind == "hidden":
                continue
            found.append(
                Field(
                    element.tag, element.attributes, self._labelled(element), self._beside(element)
                )
            )
        return found

    def field(self, name: str) -> Field:
        return next(one for one in self.fields if one.name == name)

    def value(self, name: str) -> str:
        """Of a field, hidden ones too."""
        inputs = (element.attributes for element in self.all("input"))
        return next(found["value"] for found in inputs if found.get("name") == name)

    def _labelled(self, element: Element) -> bool:
        id = element.attributes.get("id", "")
        ours = [label for label in self.all("label") if id and label.attributes.get("for") == id]
        return any(label.text.strip() for label in ours + element.labels)

    def _beside(self, element: Element) -> str:
        texts = []
        for id in element.attributes.get("aria-describedby", "").split():
            note = self.by_id(id)
            assert note, (
                f"{element.attributes.get('name')} is described by {id}, which is not there"
            )
            if id.endswith("_error"):
                texts.append(" ".join(note.text.split()))
        return " ".join(texts)
