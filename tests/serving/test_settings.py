"""Secure by default, said in docs/operations.md, and silent about what people wrote."""

import logging
import re
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import InterfaceError, OperationalError
from django.test import RequestFactory

from dialogue.base.problems import MailAway
from imago import environment
from imago.logs import WithoutWords
from tests.support.processes import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
READ = re.compile(r'env\.\w+\(\s*"([A-Z_]+)"')


def variables() -> set[str]:
    files = [*ROOT.glob("imago/*.py"), *ROOT.glob("dialogue/**/*.py")]
    return {name for file in files for name in READ.findall(file.read_text())}


def test_every_variable_that_is_read_is_documented() -> None:
    documented = set(re.findall(r"^\| `([A-Z_]+)`", OPERATIONS, re.MULTILINE))
    assert variables() == documented


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


@pytest.mark.parametrize(
    "origin", ["https://evil@imago.example", "https://imago.example?x", "https://imago.example#x"]
)
def test_an_origin_is_nothing_but_an_origin(origin: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="is not an origin"):
        environment.origins(origin)


def test_origins_are_kept_as_browsers_write_them() -> None:
    given = "HTTPS://Imago.Example:443/, https://imago.example:8443"
    assert environment.origins(given) == ["https://imago.example", "https://imago.example:8443"]


@pytest.mark.parametrize(
    "url",
    [
        "imago",
        "postgress://ann:secret-word@db/imago",
        "mysql://ann:secret-word@db/imago",
        "postgres://ann:secret-word@db:port/imago",
        "postgres://ann:secret-word/@[db/imago",
    ],
)
def test_a_database_that_cannot_be_meant_is_refused_in_one_line_without_its_password(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^DATABASE_URL") as refused:
        environment.database("DATABASE_URL", "", pooler=False)
    assert "secret-word" not in str(refused.value) and "\n" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def options_for(url: str, monkeypatch: pytest.MonkeyPatch, *, pooler: bool = False) -> dict:
    monkeypatch.setenv("DATABASE_URL", url)
    return dict(environment.database("DATABASE_URL", "", pooler=pooler)["OPTIONS"])


def test_a_line_to_the_database_that_has_died_is_noticed_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for pooler in (False, True):
        options = options_for("postgres://ann:x@db/imago", monkeypatch, pooler=pooler)
        idle, again = options["keepalives_idle"], options["keepalives_interval"]
        assert options["connect_timeout"] <= 5 and options["tcp_user_timeout"] <= 10_000
        assert options["keepalives"] and idle + again * options["keepalives_count"] <= 30


def test_behind_a_pooler_the_role_has_the_timeouts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's PgBouncer refuses a connection that begins with options."""
    told = options_for("postgres://ann:x@db/imago", monkeypatch)["options"]
    assert "options" not in options_for("postgres://ann:x@db/imago", monkeypatch, pooler=True)
    for name, _is, value in (one.partition("=") for one in told.split() if one != "-c"):
        seconds = f"{int(value) // 1000}s"
        assert f"ALTER ROLE imago SET {name} = '{seconds}';" in OPERATIONS


def test_what_the_url_says_of_the_database_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    options = options_for(
        "postgres://ann:x@db/imago?sslmode=verify-full&connect_timeout=3", monkeypatch
    )
    assert options["sslmode"] == "verify-full" and str(options["connect_timeout"]) == "3"


def test_a_short_secret_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IMAGO_SECRET_KEY", "x" * 49)
    with pytest.raises(ImproperlyConfigured, match="has 49 characters and needs 50"):
        environment.secret("IMAGO_SECRET_KEY", debug=False)
    monkeypatch.setenv("IMAGO_SECRET_KEY", "x" * 50)
    assert environment.secret("IMAGO_SECRET_KEY", debug=False) == "x" * 50


def test_mail_leaves_this_machine_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    assert environment.mail_security("EMAIL_SECURITY", host="mail.example") == "starttls"
    monkeypatch.setenv("EMAIL_SECURITY", "none")
    assert environment.mail_security("EMAIL_SECURITY", host="localhost") == "none"
    with pytest.raises(ImproperlyConfigured, match="this machine only"):
        environment.mail_security("EMAIL_SECURITY", host="mail.example")
    monkeypatch.setenv("EMAIL_SECURITY", "ssl")
    with pytest.raises(ImproperlyConfigured, match="one of starttls, tls, none"):
        environment.mail_security("EMAIL_SECURITY", host="localhost")


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


def test_what_is_away_is_one_line_and_no_traceback() -> None:
    for kind in (OperationalError, InterfaceError, MailAway):
        try:
            raise kind("postgres://ann:secret-word@db")
        except kind:
            line = logged("Service Unavailable")
        assert line == f"ERROR Service Unavailable ({kind.__name__})"
