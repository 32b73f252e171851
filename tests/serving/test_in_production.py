"""As docs/operations.md says: nginx in front, encrypted, two processes, PostgreSQL and Redis between them."""

import asyncio
import datetime as dt
import re
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.support.cast import PASSWORD
from tests.support.client import Client, Refused, sign_in
from tests.support.processes import ROOT, answers, free_port, stop, wait_for
from tests.support.script import lines
from tests.support.servers import Server

pytestmark = pytest.mark.long

OPENS_A_ROOM = """
from dialogue.models import Person
from tests.support.rooms import asked_by
print(asked_by(Person.objects.get(name="Ann")))
"""
IS_WHOLE = """
from uuid import UUID
from django.db import connection
from tests.support.rooms import folded, state_of
room = UUID("{room}")
print(connection.vendor, folded(room) == state_of(room), state_of(room).outcome)
"""


class Nginx:
    """With the configuration that docs/operations.md gives, but for its port, its name, its
    certificate, and where the processes are."""

    def __init__(self, program: str, folder: Path, port: int, processes: list[int]) -> None:
        folder.mkdir()
        self.program, self.port, self.certificate = program, port, folder / "imago.pem"
        key = folder / "imago.key"
        _certify(self.certificate, key)
        told = (ROOT / "docs/operations.md").read_text(encoding="utf-8")
        [server] = re.findall(r"```nginx\n(.*?)```", told, re.S)
        for theirs, ours in (
            ("listen 443", f"listen 127.0.0.1:{port}"),
            ("imago.example", "localhost"),
            ("/etc/ssl/imago.pem", str(self.certificate)),
            ("/etc/ssl/imago.key", str(key)),
            ("http://127.0.0.1:8000", "http://imago"),
        ):
            assert server.count(theirs) == 1, theirs
            server = server.replace(theirs, ours)
        upstream = "".join(f"server 127.0.0.1:{one};" for one in processes)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
        self._settings = folder / "nginx.conf"
        self._settings.write_text(
            f"daemon off; master_process off; pid {folder}/pid; error_log {folder}/errors.txt;"
            f"events {{}} http {{ {temporary} upstream imago {{ {upstream} }} {server} }}"
        )
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        command = [self.program, "-c", str(self._settings), "-p", str(self._settings.parent)]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        wait_for(lambda: answers(self.port), "nginx")
        return self

    def __exit__(self, *_: object) -> None:
        stop(self._process)


def _certify(certificate: Path, key_file: Path) -> None:
    """A certificate for localhost, by nobody."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    kind, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_file.write_bytes(key.private_bytes(serialization.Encoding.PEM, kind, plain))


@pytest.fixture
def house(
    postgres_url: str,
    redis_url: str,
    template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    nginx: str,
) -> Iterator[tuple[str, list[Server]]]:
    """The address, and the two processes behind it."""
    port = free_port()
    url = f"https://localhost:{port}"
    processes = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "static").symlink_to(template / "static")
        processes.append(
            Server(
                folder,
                database=postgres_url,
                REDIS_URL=redis_url,
                IMAGO_ORIGINS=url,
                IMAGO_BEHIND_PROXY="1",
                IMAGO_PROCESSES="2",
            )
        )
    proxy = Nginx(nginx, tmp_path / "nginx", port, [one.port for one in processes])
    monkeypatch.setenv("SSL_CERT_FILE", str(proxy.certificate))
    assert ssl.create_default_context().cert_store_stats()["x509"] == 1
    with ExitStack() as stack:
        for process in processes:
            stack.enter_context(process)
        stack.enter_context(proxy)
        yield url, processes


def test_a_whole_dialogue_through_nginx_though_one_of_two_processes_dies(house):
    url, (one, two) = house
    room = one.python(OPENS_A_ROOM).strip()
    cookies = [sign_in(url, f"{name}@example.org", PASSWORD) for name in ("ann", "ben")]
    omars = sign_in(url, "omar@example.org", PASSWORD)

    async def together() -> None:
        outside = Client(url, room, omars)
        async with outside:
            assert outside.closed == 4404 and not outside.frames
        async with Client(url, room, cookies[0]) as ann, Client(url, room, cookies[1]) as ben:
            people = {"ann": ann, "ben": ben}
            for number, (who, name, words) in enumerate(lines()):
                if number == 12:
                    one.kill()  # whoever was there comes in at the other
                if number == 20:
                    await both(ann, ben, "pause")
                    await both(ann, ben, "resume")
                    one.start()
                await people[who].act(name, words)
                moment = people[who].now["moment"]
                for other in people.values():
                    await other.until(
                        lambda other=other, moment=moment: other.now["moment"] >= moment, 20
                    )
            assert ann.now["outcome"] == ben.now["outcome"] == "completed"
            # But for what Ann answered first, unseen, when both were asked whether to swap.
            seen = [event["at"] for event in ann.events if event["tells"]]
            assert seen == [event["at"] for event in ben.events]
            numbers = [event["number"] for event in ann.events]
            assert numbers == list(range(1, len(numbers) + 1))
            said = [words for *_, words in lines() if words]
            heard = [event["words"] for event in ben.events]
            assert [words for words in heard if words in said] == said

    asyncio.run(together())
    assert two.python(IS_WHOLE.format(room=room)).split() == ["postgresql", "True", "completed"]
    log = one.said() + two.said()
    assert not [words for *_, words in lines() if words and words in log]


async def both(ann: Client, ben: Client, act: str) -> None:
    """At the same moment, perhaps at two processes: each is done, or was done by the other."""
    for done in await asyncio.gather(ann.act(act), ben.act(act), return_exceptions=True):
        assert not isinstance(done, BaseException) or isinstance(done, Refused), done
    for client in (ann, ben):
        await client.until(lambda client=client: bool(client.now["paused"]) == (act == "pause"), 20)
