"""An invitation's token, on a real server that writes down all it can: it is in no line of the log, goes
to no other site, and is gone from the address once it was used."""

import re
import urllib.parse

import pytest

from dialogue.couple.invitations import invite
from tests.accounts.test_logins_live import Browser
from tests.support import cast
from tests.support.cast import PASSWORD
from tests.support.client import sign_in
from tests.support.servers import on_this_database


@pytest.fixture
def talkative(transactional_db, template, tmp_path):
    with on_this_database(template, tmp_path / "server", IMAGO_LOG_LEVEL="DEBUG") as running:
        yield running


@pytest.fixture
def token(transactional_db):
    return invite(inviter=cast.person("Eve"))[1]


def test_the_token_is_in_no_line_of_the_log_even_when_everything_is_written_down(
    talkative, token, omar
):
    cast.hash_as_in_production(omar)
    path = f"/invitation/{token}"
    nobody = Browser(talkative.url)
    assert "Sign in" in nobody.get(path)
    omars = Browser(talkative.url, sign_in(talkative.url, "omar@example.org", PASSWORD))
    assert "Eve" in omars.get(path)
    omars.post(path)
    assert token not in omars.last.geturl() and omars.last.geturl().endswith("/invite")
    assert "Eve" in omars.get("/sessions")  # it was taken
    omars.get(path)  # used up: a refusal, which is logged
    omars.get(f"{path}/further")  # an address that is not there
    for wrong in (f"{path}%00", f"/appointments/{token}.ics", f"{path}?again={token}"):
        omars.get(wrong)
    said = talkative.said()
    assert "DEBUG" in said
    assert token not in said, re.findall(f".*{re.escape(token)}.*", said)[:3]


def test_pages_that_hold_the_token_take_nothing_from_elsewhere_and_tell_nobody(live, token):
    nobody = Browser(live.url)
    page = nobody.get(f"/invitation/{token}")
    headers = nobody.last.headers
    assert headers["Referrer-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    addresses = re.findall(r'(?:src|href|action)="([^"]+)"', page)
    assert len(addresses) > 5
    for address in addresses:
        assert not urllib.parse.urlsplit(address).netloc, address
