"""Secure by default, said in docs/operations.md, and silent about what people wrote."""

import logging
import re
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import RequestFactory

from imago import environment
from imago.logs import WithoutWords
from tests.processes import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')


def variables() -> set[str]:
    files = [*ROOT.glob("imago/*.py"), *ROOT.glob("dialogue/**/*.py")]
    return {name for file in files for name in READ.findall(file.read_text())}


def test_every_variable_that_is_read_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", OPERATIONS, re.MULTILINE))
    assert variables() == documented and len(documented) > 5


def test_variables_are_read_in_one_place_only() -> None:
    """Otherwise the test above would miss one."""
    readers = [
        file.relative_to(ROOT).as_posix()
        for file in (*ROOT.glob("imago/*.py"), *ROOT.glob("dialogue/**/*.py"))
        if re.search(r"os\.environ\.get|os\.environ\[|getenv", file.read_text())
    ]
    assert readers == ["imago/environment.py"]


@pytest.mark.parametrize(
    "origin",
    [
        "http://imago.example",
        "imago.example",
        "https://imago.example/room",
        "https://imago.example,http://localhost:8000",
        "",
    ],
)
def test_origins_that_are_refused(origin: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMAGO_ORIGINS"):
        environment.origins(origin)


def test_origins_that_are_taken() -> None:
    given = "https://imago.example/, https://www.imago.example"
    assert environment.origins(given) == ["https://imago.example", "https://www.imago.example"]
    assert environment.hosts(environment.origins(given)) == ["imago.example", "www.imago.example"]


@pytest.mark.parametrize("keys", ["", ",", "k1", "k1:short", "k1:QUJD", ":" + "QUFB" * 10 + "QUE="])
def test_master_keys_that_are_refused(keys: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="IMAGO_MASTER_KEYS"):
        environment.master_keys(keys)


def test_flags_and_numbers_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGO_DEBUG", "maybe")
    monkeypatch.setenv("EMAIL_PORT", "many")
    with pytest.raises(ImproperlyConfigured, match="IMAGO_DEBUG must be 1 or 0"):
        environment.flag("IMAGO_DEBUG")
    with pytest.raises(ImproperlyConfigured, match="whole number"):
        environment.number("EMAIL_PORT", 587)


# --- the log -----------------------------------------------------------------------------------


def logged(message: str, *args: object, **extra: object) -> str:
    record = logging.LogRecord(
        "a.logger", logging.ERROR, __file__, 1, message, args, sys.exc_info()
    )
    record.__dict__.update(extra)
    return WithoutWords("%(levelname)s %(message)s").format(record)


def test_an_error_is_logged_without_its_message() -> None:
    words = "you never listen"
    try:
        raise ValueError(words)
    except ValueError as error:
        line = logged("Exception inside application: %s", error)
    assert words not in line
    assert line.startswith("ERROR Exception inside application: ValueError")
    assert Path(__file__).name in line


def test_asyncio_s_further_lines_are_left_out() -> None:
    line = logged("Task exception was never retrieved\nfuture: ValueError('you never listen')")
    assert line.splitlines()[0] == "ERROR Task exception was never retrieved"
    assert "you never listen" not in line


def test_a_request_s_path_is_not_logged() -> None:
    request = RequestFactory().get("/invitation/token")
    assert "token" not in logged("%s: %s", "Gone", request.path, request=request)
