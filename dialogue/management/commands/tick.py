from typing import Any

from django.core.management.base import BaseCommand

from dialogue.appointments import reminders
from dialogue.course import reminders as course_reminders
from dialogue.home import ending, notices
from dialogue.safety import retention


class Command(BaseCommand):
    help = (
        "Do what is due: send reminders, delete the words of couples that have ended, delete what was kept long "
        "enough. Call it every few minutes, from any scheduler. Twice, late or at the same time does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        erased = ending.forget_former_couples()
        cleared = retention.clear_away()
        sent = reminders.send_reminders() + course_reminders.send_reminders()
        sent += notices.send_notices()
        retention.ticked()
        if options["verbosity"] > 1:
            self.stdout.write(
                f"{sent} reminders sent, {erased} couples erased, {cleared} old rows deleted"
            )
