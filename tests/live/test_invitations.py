"""An invitation's token, on a real server that writes down all it can: it is in no line of the log, goes
to no other site, and is gone from the address once it was used."""

import re
import urllib.parse

import pytest

from tests.cast import PASSWORD
from tests.client import sign_in
from tests.live.test_logins import Browser
from tests.servers import Server

MAKE = (
    "from dialogue.models import Person; from dialogue.services.couples import invite; "
    "from tests.cast import person; print(invite(inviter=person('Eve'))[1])"
)


@pytest.fixture
def talkative(template, tmp_path):
    with Server(tmp_path / "server", template=template, IMAGO_LOG_LEVEL="DEBUG") as running:
        yield running


def test_the_token_is_in_no_line_of_the_log_even_when_everything_is_written_down(talkative):
    token = talkative.python(MAKE).split()[-1]
    path = f"/invitation/{token}"
    nobody = Browser(talkative.url)
    assert "Sign in" in nobody.get(path)
    omar = Browser(talkative.url, sign_in(talkative.url, "omar@example.org", PASSWORD))
    assert "Eve" in omar.get(path)
    omar.post(path)
    assert token not in omar.last.geturl() and omar.last.geturl().endswith("/sessions")
    assert "Eve" in omar.get("/sessions")  # it was taken
    omar.get(path)  # used up: a refusal, which is logged
    omar.get(f"{path}/further")  # an address that is not there
    for wrong in (f"{path}%00", f"/appointments/{token}.ics", f"{path}?again={token}"):
        omar.get(wrong)
    said = talkative.said()
    assert "DEBUG" in said
    assert token not in said, re.findall(f".*{re.escape(token)}.*", said)[:3]


def test_pages_that_hold_the_token_take_nothing_from_elsewhere_and_tell_nobody(server):
    token = server.python(MAKE).split()[-1]
    nobody = Browser(server.url)
    page = nobody.get(f"/invitation/{token}")
    headers = nobody.last.headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    for address in re.findall(r'(?:src|href|action)="([^"]+)"', page):
        assert not urllib.parse.urlsplit(address).netloc, address
