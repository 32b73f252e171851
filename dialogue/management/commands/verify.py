from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.room import whole


class Command(BaseCommand):
    help = (
        "Open everything that was said, in every dialogue, and see whether it is what was written. To be run "
        "after a back-up was brought back, or when the admin's first page says that a dialogue is damaged. "
        "What is whole again is no longer said to be damaged. Prints no words."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count, damaged = whole.check_all()
        for dialogue_id in damaged:
            self.stderr.write(f"damaged: {dialogue_id}")
        if damaged:
            raise CommandError(f"{len(damaged)} of {count} dialogues are not what was written.")
        self.stdout.write(f"All {count} dialogues are what was written.")
