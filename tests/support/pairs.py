"""What somebody is shown, without what is fresh at each loading: to be compared from run to run."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

# What changes from one loading of a page to the next by itself.
FRESH = re.compile(
    r'(name="csrfmiddlewaretoken" value="[^"]+")|(name="command" value="[^"]+")|nonce(-|=")[\w+/=-]+'
    r'|"now": \d+'  # the server's clock, for the room's
    r'|"token": "\w+"'  # of what the room posts
    r"|noon|midnight|\b\d\d? [ap]\.m\.|\d\d?:\d\d(:\d\d)?(\.\d+)?( [ap]\.m\.)?|T\d\d:\d\d:\d\d[^\"]*"
)


def shown(client: Client, addresses: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """Of each page the status, the bytes, the headers, and how often the database is asked."""
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(address)
        body = re.sub(r'nonce="[^"]+"', "·", FRESH.sub("·", answer.content.decode()))
        headers = FRESH.sub("·", str(sorted(answer.headers.items())))
        yield address, answer.status_code, body, headers, len(asked)
