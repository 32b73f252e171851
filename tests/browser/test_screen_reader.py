"""Ann and Ben with eyes closed: a whole couple's dialogue by what the accessibility tree says."""

import time
from typing import Any

import pytest

from tests.browser.people import At

pytestmark = pytest.mark.timeout(90)

PATIENCE = 30.0  # seconds
Act = str | tuple[str, str]
ASKED: dict[str, dict[str, list[Act]]] = {
    # What is asked, and what is done then, one after the other: a button, or words and a button.
    "Ann": {
        "Take a moment before you start.": ["I’m ready"],
        "Ann, say your intention.": ["Say it"],
        "Ann, your turn to share.": [("You never write. I sit there and wait.", "Send")],
        "Ann, did Ben get that?": ["Almost", "Yes, you got it", "Yes, you got it"],
        "Ann, is there more about that?": ["That’s all"],
        "Ann, did Ben get it all?": ["Yes, all of it"],
        "Ann, do you feel understood?": ["Yes, I feel understood"],
        "Ann, is that what you’re feeling?": ["There’s another feeling", "Yes, that’s it"],
        "Ann, thank Ben.": ["Say it"],
        "Swap now, later, or stop here?": [],  # Ben stops: nobody else is asked
        "Ann, closing words for Ben.": [("That you stayed.", "Send")],
    },
    "Ben": {
        "Ben, is now a good time?": ["Yes, now is good"],
        "Take a moment before you start.": ["I’m ready"],
        "Ben, say your intention.": ["Say it"],
        "Ben, your turn to mirror.": [
            ("You are angry that I never write.", "Send, and ask: Did I get that?"),
            ("It is not anger: you wait.", "Send, and ask: Did I get that?"),
            ("Ashamed, too.", "Send, and ask: Did I get that?"),
        ],
        "Ben, ask if there’s more.": ["Ask: Is there more about that?"],
        "Ben, sum up all of it.": [
            ("You wait, and I do not write.", "Send, and ask: Did I get it all?")
        ],
        "Ben, tell Ann what makes sense to you.": [("Waiting was never safe.", "Send")],
        "Ben, imagine what Ann feels.": [("Alone.", "Send my guess")],
        "Ben, thank Ann.": ["Say it"],
        "Swap now, later, or stop here?": ["Stop here"],
        "Ben, closing words for Ann.": [("That you told me.", "Send")],
    },
}
# A button that opens the field for these words instead of sending.
THEN = {"Almost": "Not angry. I wait.", "There’s another feeling": "Ashamed."}
END = "You’ve reached the end."


class Reader:
    """A screen reader: what is spoken by itself, what can be found by role and name, and no more."""

    def __init__(self, at: At) -> None:
        self.at = at
        self.cdp = at.page.context.new_cdp_session(at.page)
        self.cdp.send("DOM.enable")
        self.cdp.send("Accessibility.enable")
        self.todo = {asked: list(acts) for asked, acts in ASKED[at.name].items()}
        self.spoken: list[str] = []
        self.written: list[str] = []

    def nodes(self) -> list[dict[str, Any]]:
        found = self.cdp.send("Accessibility.getFullAXTree")["nodes"]
        return [node for node in found if not node["ignored"]]

    def find(self, role: str, name: str = "") -> list[dict[str, Any]]:
        return [
            node
            for node in self.nodes()
            if node["role"]["value"] == role and name in ("", _name(node))
        ]

    def one(self, role: str, name: str = "") -> dict[str, Any]:
        until = time.monotonic() + PATIENCE
        while len(found := self.find(role, name)) != 1:
            assert time.monotonic() < until, f"{len(found)} of {role} {name!r}"
        return found[0]

    def live(self) -> str:
        """What the polite regions of the page have spoken last."""
        nodes = {node["nodeId"]: node for node in self.nodes()}

        def text(node: dict[str, Any]) -> str:
            if node["role"]["value"] == "StaticText":
                return _name(node)
            return "".join(text(nodes[one]) for one in node["childIds"] if one in nodes)

        return " ".join(text(node) for node in nodes.values() if _is(node, "live", "polite"))

    def begins(self) -> str:
        """What one reads on arriving: the heading of what is asked now."""
        (asked,) = (node for node in self.find("heading") if _is(node, "level", 2))
        return _name(asked)

    def listens(self) -> bool:
        """Hear what is new, and do what it asks. Whether there was anything."""
        new = self.live().strip() if self.spoken else self.begins()
        if not new or [new] == self.spoken[-1:]:
            return False
        self.spoken.append(new)
        for asked in self.todo:
            if new.endswith(asked):
                self.act(asked)
        return True

    def act(self, asked: str) -> None:
        acts = self.todo.get(asked)
        if not acts:
            return
        what = acts.pop(0)
        if isinstance(what, tuple):
            self._say(*what)
        else:
            self._press(what)
            if what in THEN:
                self._say(THEN[what], "Send")

    def _say(self, words: str, button: str) -> None:
        self._focus(self.one("textbox"))
        self.at.page.keyboard.insert_text(words)
        self.written.append(words)
        self._press(button)

    def _press(self, name: str) -> None:
        self._focus(self.one("button", name))
        self.at.page.keyboard.press("Enter")

    def _focus(self, node: dict[str, Any]) -> None:
        self.cdp.send("DOM.focus", {"backendNodeId": node["backendDOMNodeId"]})


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", ""))


def _is(node: dict[str, Any], what: str, value: object) -> bool:
    return any(
        one["name"] == what and one["value"].get("value") == value
        for one in node.get("properties", [])
    )


def test_a_whole_dialogue_by_screen_reader_alone(sit):
    ann, ben = (Reader(sit(name, "eyes closed")) for name in ("Ann", "Ben"))
    until = time.monotonic() + PATIENCE
    while not all(reader.spoken[-1:] and reader.spoken[-1].endswith(END) for reader in (ann, ben)):
        if any([ann.listens(), ben.listens()]):
            until = time.monotonic() + PATIENCE
        assert time.monotonic() < until, (ann.spoken, ben.spoken)
    assert not any(ann.todo.values()) and not any(ben.todo.values())
    # Every word of the one was spoken to the other, once, with who it is from and what it is.
    for one, other in ((ann, ben), (ben, ann)):
        heard = [spoken for spoken in other.spoken if spoken.startswith(one.at.name)]
        assert all(sum(words in spoken for spoken in heard) == 1 for words in one.written)
