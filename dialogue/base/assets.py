"""The collected files: with a hash in each name, compressed, and what pages load together in one piece."""

from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from dialogue.base import bundles


class Bundled(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    bundles = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str | None, bool | Exception]]:
        if not dry_run:
            for name, made in bundles.addresses():
                self.delete(name)
                self._save(name, ContentFile(made(self._text).encode()))
                paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            text: str = file.read().decode()
        return text
