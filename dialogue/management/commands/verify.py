from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dialogue.room import whole


class Command(BaseCommand):
    help = (
        "Open everything that was said, in every dialogue, and check that it matches what was written. Run it "
        "after restoring a backup, or when the admin's first page says that a dialogue is damaged. Dialogues "
        "that are intact again are no longer marked as damaged. Prints no words."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count, damaged = whole.check_all()
        for dialogue_id in damaged:
            self.stderr.write(f"damaged: {dialogue_id}")
        if damaged:
            raise CommandError(f"{len(damaged)} of {count} dialogues don’t match what was written.")
        self.stdout.write(f"All {count} dialogues match what was written.")
