from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.base import audit_chain


class Command(BaseCommand):
    help = (
        "Check that the audit log is intact: no line was changed, removed or pointed at someone else. "
        "Prints its newest link. Keep that on another machine and pass it back with --since, so that a "
        "chain that was cut short is noticed."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--since", default="", metavar="LINK", help="the link that an earlier check printed"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        audit_chain.chain()
        found = audit_chain.check(since=options["since"])
        for one in found.broken:
            self.stderr.write(f"{one.fault}: line {one.place}")
        if found.broken:
            raise CommandError("The audit log is not intact.")
        self.stdout.write(
            f"The audit log is intact: {found.lines} lines, {found.first} to {found.last}."
        )
        self.stdout.write(f"Newest link: {found.link or 'none yet'}")
