from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.base import audit_chain


class Command(BaseCommand):
    help = (
        "Check that the audit is whole: no line changed, taken out or pointed at somebody else. "
        "Prints its newest link; keep that elsewhere, and give it back with --since, so that a chain "
        "that was cut short is noticed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", default="", metavar="LINK", help="what an earlier check told"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        audit_chain.chain()
        found = audit_chain.check(since=options["since"])
        for one in found.broken:
            self.stderr.write(f"{one.fault}: line {one.place}")
        if found.broken:
            raise CommandError("The audit is not whole.")
        self.stdout.write(
            f"The audit is whole: {found.lines} lines, {found.first} to {found.last}."
        )
        self.stdout.write(f"Newest link: {found.link or 'none yet'}")
