"""What it takes to take along all that a couple has said, and to bring it to another installation.

    python -m benchmarks.copies [--dialogues 200]

Every kind of file is asked for as a browser does it. The JSON is then brought to a database of its own, in a process
of its own, and what is taken along from there must be the same but for ids. Fails where a file takes longer than it
may, or is not the same.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

from benchmarks import setup

from django.core.files.uploadedfile import SimpleUploadedFile  # isort: skip
from django.test import Client

from dialogue.copies import file_format, service
from dialogue.models import Couple, Person
from tests.support import cast
from tests.support.rooms import asked_by, done
from tests.support.script import lines

MAY_TAKE = 5.0  # seconds
FILES = [(whose, kind) for whose in ("ours", "mine") for kind in ("pdf", "md", "json")]
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.copies")
    parser.add_argument("--dialogues", type=int, default=200)
    parser.add_argument("--bring", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    setup.migrate()
    couple, first, second = setup.couple("Of two")
    cast.copying(couple)
    if options.bring:
        _bring(options.bring, first, second)
        return 0
    _talk(couple, first, second, options.dialogues)
    files, took = _taken(first)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ours.json"
        file.write_bytes(files["ours.json"])
        again = [sys.executable, "-m", "benchmarks.copies", "--bring", str(file)]
        elsewhere = json.loads(subprocess.run(again, check=True, capture_output=True).stdout)
    same = {name: _alike(files[name].decode()) == told for name, told in elsewhere["files"].items()}
    held = file_format.read(files["ours.json"]).dialogues
    assert len(held) == options.dialogues
    print(f"{len(held)} dialogues of {len(held[0].events)} events each\n")
    print("| | seconds | of the processor’s | size |\n| --- | --- | --- | --- |")
    for name, (seconds, work) in took.items():
        print(f"| {name} | {seconds:.2f} | {work:.2f} | {len(files[name]) / 1000:,.0f} kB |")
    print(f"| to bring ours.json | {elsewhere['brought']:.2f} | | |")
    print(f"| to add it, with the other’s yes | {elsewhere['added']:.2f} | | |\n")
    print("The same elsewhere: " + ", ".join(f"{name} {one}" for name, one in same.items()))
    return 0 if all(same.values()) and max(took.values())[0] < MAY_TAKE else 1


def _talk(couple: Couple, first: Person, second: Person, dialogues: int) -> None:
    """One is held; the others are as it, at other times."""
    room = asked_by(first)
    for who, name, words in lines():
        done({"ann": first, "ben": second}[who], room, name, words)
    held = file_format.read(_get(first, "ours.json"))
    ids = [uuid4() for _ in range(dialogues - 1)]
    many = tuple(held.dialogues[0].model_copy(update={"id": id}) for id in ids)
    service.bring(person=first, file=held.model_copy(update={"dialogues": many}), sat="first")
    service.add(person=second)


def _bring(file: Path, first: Person, second: Person) -> None:
    """In the other process: print how long it took, and what is taken along then."""
    upload = SimpleUploadedFile(file.name, file.read_bytes(), "application/json")
    began = time.perf_counter()
    _post(first, {"act": "bring", "file": upload})
    brought = time.perf_counter()
    _post(second, {"act": "add"})
    added = time.perf_counter()
    files = {
        f"{whose}.{kind}": _get(first, f"{whose}.{kind}") for whose, kind in FILES if kind != "pdf"
    }
    told = {name: _alike(content.decode()) for name, content in files.items()}
    print(json.dumps({"brought": brought - began, "added": added - brought, "files": told}))


def _taken(person: Person) -> tuple[dict[str, bytes], dict[str, tuple[float, float]]]:
    files, took = {}, {}
    for whose, kind in FILES:
        name = f"{whose}.{kind}"
        began, work = time.perf_counter(), time.process_time()
        files[name] = _get(person, name)
        took[name] = time.perf_counter() - began, time.process_time() - work
    return files, took


def _alike(text: str) -> str:
    """With the same signs for every id."""
    ids: dict[str, str] = {}
    return _ID.sub(lambda id: ids.setdefault(id[0], str(len(ids))), text)


def _get(person: Person, name: str) -> bytes:
    answer = _client(person).get(f"/copies/{name}")
    assert answer.status_code == 200, (name, answer.status_code)
    return bytes(answer.content)


def _post(person: Person, form: dict[str, Any]) -> None:
    answer = _client(person).post("/copies", form)
    assert (answer.status_code, answer.headers.get("Location")) == (302, "/copies"), (
        answer.status_code
    )


def _client(person: Person) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(person)
    return client


if __name__ == "__main__":
    sys.exit(main())
