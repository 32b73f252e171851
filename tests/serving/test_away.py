"""Redis away: refusing, or silent. Signing in and all that is counted goes on."""

import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from imago import counting
from imago.counting import Counting
from tests.pages.over_http import Visitor
from tests.support.cast import PASSWORD
from tests.support.client import sign_in
from tests.support.processes import free_port
from tests.support.servers import Server

pytestmark = pytest.mark.timeout(240)
DOORS = {
    "/account/login/": {"login": "ben@example.org", "password": PASSWORD},
    "/account/signup/": {"name": "Mia", "email": "mia@example.org", "password1": PASSWORD},
    "/account/password/reset/": {"email": "ann@example.org"},
    "/account/login/code/": {"email": "ann@example.org"},
}


@pytest.fixture(params=["refuses", "is silent"])
def dead(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a Redis that is away."""
    if request.param == "refuses":
        yield f"redis://127.0.0.1:{free_port()}/0"
        return
    with socket.create_server(("127.0.0.1", 0), backlog=64) as silent:
        yield f"redis://127.0.0.1:{silent.getsockname()[1]}/0"


@pytest.fixture
def without_redis(template: Path, tmp_path: Path, dead: str) -> Iterator[Server]:
    with Server(tmp_path / "own", template=template, REDIS_URL=dead) as running:
        yield running


def test_everybody_comes_in_and_guesses_are_counted_all_the_same(without_redis: Server) -> None:
    began = time.monotonic()
    assert sign_in(without_redis.url, "ann@example.org", PASSWORD)
    assert time.monotonic() - began < 10
    for door, form in DOORS.items():
        began = time.monotonic()
        assert Visitor(without_redis.url).post(door, form).status == 302, door
        assert time.monotonic() - began < 10, door
    wrong = {"login": "ann@example.org", "password": "not this one"}
    pages = [Visitor(without_redis.url).post("/account/login/", wrong).page for _ in range(6)]
    assert "Too many" not in pages[0] and "Too many wrong passwords" in pages[-1]
    said = without_redis.said()
    assert "the database does" in said
    assert not re.search(r"Traceback|ERROR django\.request", said)


@pytest.mark.django_db
def test_redis_is_left_alone_for_a_while_and_then_asked_again(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counting, "_away", counting._Away())
    cache = Counting(f"redis://127.0.0.1:{free_port()}/0", {})
    assert cache.add("one", 1) and not cache.add("one", 2) and cache.get("one") == 1
    here = Counting(redis_url, {"KEY_PREFIX": "test_away"})
    assert here.get("one") is None or here._redis.get("one") is None
    assert counting._away.until > time.monotonic()
    assert here.add("two", 2) and here._redis.get("two") is None, "Redis was asked"
    counting._away.until = 0.0
    assert here.get("two") is None and here.add("two", 3) and here._redis.get("two") == 3
