import random
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.accounts import sealed_secrets
from dialogue.base import rewrapping, vault
from dialogue.models import Person
from dialogue.safety import screening


class Command(BaseCommand):
    help = (
        "Encrypt every key with the first of IMAGO_MASTER_KEYS, so that the others are no longer needed. The server "
        "can keep running. Stop this at any time, and run it again. It says which keys are still needed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="change nothing; only say what is still needed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        newest = vault.newest_master()
        if not options["check"]:
            done = sum((rewrapping.rewrap_keys() + sealed_secrets.rewrap()).values())
            people = list(Person.objects.values_list("pk", flat=True))
            random.shuffle(people)  # the order of writing is to tell nothing
            done += sum(screening.rewrap(person_id=person_id) for person_id in people)
            self.stdout.write(f"{done} keys encrypted again with “{newest}”.")
        left = rewrapping.left() + sealed_secrets.left()
        for name, number in sorted(left.items()):
            self.stderr.write(f"{number} still need the master key “{name}”.")
        if left:
            raise CommandError("The older master keys must stay for now. Run this again.")
        self.stdout.write(f"Nothing needs any master key but “{newest}” now.")
