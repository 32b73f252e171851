"""From which pages a socket may be opened, compared letter by letter, at the room and at the board."""

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from dialogue.models import Couple, Person
from tests.support import servers
from tests.support.rooms import asked_by
from tests.support.servers import Server


def opened(live: Server, path: str, cookie: str, *origins: str) -> bool:
    headers = [("Cookie", cookie), *(("Origin", origin) for origin in origins)]
    try:
        with connect(f"ws://localhost:{live.port}{path}", additional_headers=headers, proxy=None):
            return True
    except InvalidStatus as refused:
        assert refused.response.status_code == 403
        return False


@pytest.mark.parametrize("where", ["room", "board"])
def test_only_our_own_pages_open_a_socket(
    live: Server, couple: Couple, ann: Person, thea: Person, where: str
) -> None:
    path = f"/room/{asked_by(ann)}/socket" if where == "room" else "/board/socket"
    cookie = servers.cookie_for(ann if where == "room" else thea)
    host = live.url.removeprefix("http://")
    for origin in (
        f"http://evil.example@{host}",
        f"http://evil@{host}",
        f"{live.url}/path",
        f"{live.url}/",
        live.url.upper(),
        f"{live.url}?x",
        f"https://{host}",
        f"http://localhost:{live.port + 1}",
        "http://evil.example",
        "null",
        "",
        "*",
    ):
        assert not opened(live, path, cookie, origin), origin
    assert not opened(live, path, cookie)
    assert not opened(live, path, cookie, live.url, "http://evil.example")
    assert opened(live, path, cookie, live.url)
