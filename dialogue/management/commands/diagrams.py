from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from dialogue.engine.diagram import document
from dialogue.engine.exercises import all_exercises
from dialogue.management.layers import with_drawing


class Command(BaseCommand):
    help = (
        "Write docs/exercises.md from the exercises, and the drawing in docs/architecture.md from the "
        "import contracts; with --check, only say whether they differ."
    )
    requires_system_checks = ()  # it reads files of this repository only

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *, check: bool = False, **options: Any) -> None:
        for path, (text, source) in _made(Path(settings.BASE_DIR)).items():
            if not check:
                path.write_text(text, encoding="utf-8")
            elif not path.exists() or path.read_text(encoding="utf-8") != text:
                raise CommandError(
                    f"docs/{path.name} differs from {source}: run manage.py diagrams"
                )


def _made(root: Path) -> dict[Path, tuple[str, str]]:
    """Each file as it should be, and what it is made from."""
    architecture = root / "docs" / "architecture.md"
    drawn = with_drawing(architecture.read_text(encoding="utf-8"), root / "pyproject.toml")
    return {
        root / "docs" / "exercises.md": (document(all_exercises()), "the exercises"),
        architecture: (drawn, "the import contracts"),
    }
