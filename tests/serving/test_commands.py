"""The demo people, fresh keys, and make run's promises about them."""

import io
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from dialogue.access.askers import Asker
from dialogue.access.dialogues import find
from dialogue.engine.state import State
from dialogue.management.commands.demo import PASSWORD
from dialogue.models import Couple, DialogueSession, Person
from dialogue.room import feed
from imago import environment
from tests.support import processes
from tests.support.rooms import folded


def demo() -> str:
    out = io.StringIO()
    call_command("demo", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_the_demo_tells_how_to_sign_in_as_each() -> None:
    told = demo()
    for person in Person.objects.all():
        assert person.email in told
        assert person.check_password(PASSWORD)
    assert PASSWORD in told
    assert "private window" in told


@pytest.mark.django_db
def test_the_demo_couple_has_one_finished_and_one_running_dialogue() -> None:
    demo()
    finished, running = DialogueSession.objects.order_by("opened_at")
    assert finished.state["outcome"] == "completed"
    assert running.state["step"] == "mirroring"
    for row in (finished, running):
        assert folded(row.pk) == State.from_json(row.state)
        seated = find(asker=Asker(Person.objects.get(name="Ben").pk), dialogue_id=row.pk)
        assert feed.topic_of(row=row, key=seated.key).startswith("I’d like a dialogue about")


@pytest.mark.django_db
def test_the_demo_again_changes_nothing() -> None:
    demo()
    ann = Person.objects.get(name="Ann")
    ann.set_password("changed by Ann")
    ann.save()
    Person.objects.get(name="Jo").delete()
    demo()
    ann.refresh_from_db()
    assert ann.check_password("changed by Ann")
    assert Person.objects.filter(name="Jo").exists()
    assert DialogueSession.objects.count() == 2
    assert Couple.objects.count() == 2, "Mia keeps her place; Jo came back as a stranger"


@pytest.mark.django_db
def test_no_demo_people_on_a_real_server(settings: Settings) -> None:
    settings.IMAGO_ORIGINS = ["https://imago.example"]
    with pytest.raises(CommandError, match="everyone knows"):
        demo()
    assert not Person.objects.exists()


def test_fresh_keys_need_no_keys() -> None:
    bare = {"PATH": os.environ["PATH"]}
    lines = manage("newkeys", bare).stdout.split()
    keys = dict(line.split("=", 1) for line in lines)
    assert set(keys) == {"IMAGO_SECRET_KEY", "IMAGO_MASTER_KEYS"}
    assert len(environment.master_keys(keys["IMAGO_MASTER_KEYS"])) == 1
    assert manage("check", bare | keys).returncode == 0


def test_without_keys_nothing_starts() -> None:
    refused = manage("migrate", {"PATH": os.environ["PATH"]})
    assert refused.returncode == 1
    assert refused.stderr.startswith("Imago cannot start: IMAGO_SECRET_KEY is not set.")


def manage(command: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    arguments = [sys.executable, "manage.py", command]
    return subprocess.run(
        arguments, env=env, cwd=processes.ROOT, capture_output=True, text=True, check=False
    )
