"""Puts values back into the forms of a page, as a browser would that had never left it.

Pure: knows HTML and no Django form, so that it serves every form there is, and every one to come."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from urllib.parse import urlsplit

Values = dict[str, list[str]]
Attributes = list[tuple[str, str | None]]

_BUTTONS = {"submit", "button", "reset", "image"}
_TICKED = {"checkbox", "radio"}
_NEVER = {"csrfmiddlewaretoken", "whose", "command"}


@dataclass(slots=True)
class Tag:
    """A start tag, from ``start`` to ``end`` in the page; what it holds goes up to ``close``. ``within``
    are those of the folded parts that it lies in."""

    name: str
    attributes: Attributes
    start: int
    end: int
    close: int = -1
    within: tuple["Tag", ...] = ()

    def get(self, name: str) -> str:
        return dict(self.attributes).get(name) or ""

    def put(self, name: str, value: str | None) -> None:
        self.attributes = [one for one in self.attributes if one[0] != name] + [(name, value)]

    def drop(self, name: str) -> None:
        self.attributes = [one for one in self.attributes if one[0] != name]

    def __str__(self) -> str:
        said = (
            f" {name}" if value is None else f' {name}="{escape(value)}"'
            for name, value in self.attributes
        )
        return f"<{self.name}{''.join(said)}>"


@dataclass(slots=True)
class FoundForm:
    tag: Tag
    controls: list[Tag] = field(default_factory=list)
    options: list[tuple[Tag, str]] = field(default_factory=list)  # each with its select's name

    def likeness(self, values: Values) -> int:
        """How well the values fit; -1 where something written would have no place."""
        there = {one.get("name") for one in self.controls}
        if {name for name, given in values.items() if any(given)} - there:
            return -1
        same = (one for one in self.controls if one.get("type") == "hidden" or one.name == "button")
        return sum(one.get("value") in values.get(one.get("name"), []) for one in same)


class Forms(HTMLParser):
    """The forms of a page, and where its main part begins."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html
        self.forms: list[FoundForm] = []
        self.main = -1
        self._lines = [0]
        for line in html.split("\n"):  # as the parser counts them
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._form: FoundForm | None = None
        self._folded: list[Tag] = []
        self._area: Tag | None = None
        self._select = ""
        self.feed(html)
        self.close()

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        start = self._here()
        text = self.get_starttag_text() or ""
        found = Tag(tag, list(attrs), start, start + len(text), within=tuple(self._folded))
        if tag == "main":
            self.main = found.end
        elif tag == "details":
            self._folded.append(found)
        elif tag == "form":
            self._form = FoundForm(found)
            self.forms.append(self._form)
        elif self._form is not None:
            self._control(found, self._form)

    def _control(self, found: Tag, form: FoundForm) -> None:
        if found.name in ("input", "button", "textarea", "select") and found.get("name"):
            form.controls.append(found)
        if found.name == "textarea":
            self._area = found
        elif found.name == "select":
            self._select = found.get("name")
        elif found.name == "option" and self._select:
            form.options.append((found, self._select))

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area:
            self._area.close = self._here()
            self._area = None
        elif tag == "select":
            self._select = ""
        elif tag == "details" and self._folded:
            self._folded.pop()
        elif tag == "form":
            self._form = None


@dataclass(slots=True)
class Page:
    """A page that is being filled: ``fill`` as often as there is something, then ``html``."""

    source: str
    path: str
    _found: Forms = field(init=False)
    _edits: dict[int, tuple[int, str]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        self._found = Forms(self.source)

    def fill(self, values: Values, *, to: str, above: str) -> bool:
        """Into the form that is sent to the path ``to``, with ``above`` before it. False where there is
        none that could hold all that was written."""
        values = {name: given for name, given in values.items() if name not in _NEVER}
        fitting = [
            (form.likeness(values), form) for form in self._found.forms if self._to(form, to)
        ]
        fitting = [(likeness, form) for likeness, form in fitting if likeness >= 0]
        if not fitting:
            return False
        form = max(fitting, key=lambda one: one[0])[1]
        for one in form.controls:
            self._put(one, values)
        for option, name in form.options:
            self._tick(option, "selected", option.get("value") in values.get(name, []))
        if any(name == "data-autosave" for name, _value in form.tag.attributes):
            form.tag.put("data-unkept", None)  # so that it is sent again
        self._edits[form.tag.start] = (form.tag.end, above + str(form.tag))
        self._unfold(form.tag)
        return True

    def _to(self, form: FoundForm, path: str) -> bool:
        addresses = {
            form.tag.get("action") or self.path,
            form.tag.get("data-autosave") or self.path,
        }
        is_posted = form.tag.get("method").lower() == "post"
        return is_posted and path in {urlsplit(one).path for one in addresses}

    def tell(self, text: str) -> None:
        """At the beginning of the main part; nowhere in a page that has none."""
        if self._found.main >= 0:
            self._edits[self._found.main] = (self._found.main, text)

    def _put(self, one: Tag, values: Values) -> None:
        name, kind = one.get("name"), one.get("type").lower()
        given = values.get(name, [])
        if name in _NEVER or kind in _BUTTONS or one.name in ("button", "select"):
            return
        if one.name == "textarea":
            if given and one.close >= 0:
                # A browser passes over the first line break in it.
                self._edits[one.end] = (one.close, "\n" + escape(given[0], quote=False))
                self._unfold(one)
        elif kind in _TICKED:
            self._tick(one, "checked", (one.get("value") or "on") in given)
        elif given and kind not in ("password", "file"):
            one.put("value", given[0])
            self._write(one)
            self._unfold(one)

    def _tick(self, one: Tag, how: str, on: bool) -> None:
        one.drop(how)
        if on:
            one.put(how, None)
        self._write(one)

    def _unfold(self, one: Tag) -> None:
        for folded in one.within:
            folded.put("open", None)
            self._write(folded)

    def _write(self, one: Tag) -> None:
        self._edits[one.start] = (one.end, str(one))

    @property
    def html(self) -> str:
        pieces, at = [], 0
        for start, (end, text) in sorted(self._edits.items()):
            pieces += [self.source[at:start], text]
            at = end
        return "".join([*pieces, self.source[at:]])
