from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogue.engine.diagram import document
from dialogue.engine.exercises import all_exercises


class Command(BaseCommand):
    help = "Write docs/exercises.md from the exercises; with --check, only say whether it differs."
    requires_system_checks = ()  # it reads files of this repository only

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool = False, **options: Any) -> None:
        path = Path(settings.BASE_DIR) / "docs" / "exercises.md"
        text = document(all_exercises())
        if not check:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError(
                "docs/exercises.md differs from the exercises: run manage.py diagrams"
            )
