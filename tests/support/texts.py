"""All texts, as ``make messages`` collects them for translators."""

from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from tests.support.processes import ROOT, locked


@pytest.fixture(scope="session")
def collected(run_folder: Any) -> Catalog:
    """Collected once a run, by whichever worker comes first."""
    template = run_folder / "django.pot"
    with locked(run_folder / "texts.lock"):
        if not template.exists():
            new = template.with_suffix(".new")
            command = ["pybabel", "--quiet", "extract", "-F", "pyproject.toml", "-o", str(new), "."]
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(ROOT)
                CommandLineInterface().run(command)
            new.rename(template)
    with template.open("rb") as file:
        return read_po(file)
