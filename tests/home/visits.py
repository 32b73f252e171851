"""Ann opens the page of her dialogues, and asks there for one."""

from uuid import uuid4

from tests.support.page import Page
from tests.support.rooms import TOPIC


def sessions(client):
    return Page(client.get("/sessions"))


def ask(client, **changed):
    form = {"exercise": "appreciation", "topic": TOPIC, "command": str(uuid4())}
    return client.post("/sessions/start", form | changed)
