"""What must hold before Imago says that it is there: each rule here, each with what to do about it."""

import json
from collections.abc import Iterator

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.executor import MigrationExecutor

from dialogue.accounts.adapters import SecondFactorAdapter
from dialogue.base import bundles, vault
from dialogue.models import Couple
from imago.environment import CannotServe


def check_everything() -> None:
    """Raises CannotServe with the first thing that is missing. Leaves no connection behind."""
    for check in (_folder, _static_files, _database, _keys):
        check()


def check_while_running() -> None:
    """The same without what cannot change while the server runs; what ``/ready`` asks each time."""
    for check in (_database, _keys):
        check()


def _folder() -> None:
    try:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        probe = settings.VAR_DIR / "serving.lock"
        probe.open("a").close()
    except OSError as error:
        raise CannotServe(
            f"it cannot write into its folder {settings.VAR_DIR} ({error.strerror}). "
            "Give the user who runs it the right to, or name another folder: IMAGO_VAR."
        ) from None


def _static_files() -> None:
    if settings.DEBUG:
        return
    missing = next(_uncollected(), None)
    if missing:
        raise CannotServe(
            f"the static files are not in {settings.STATIC_ROOT}, or older than the program "
            f"({missing}). Run: manage.py collectstatic --no-input"
        )


def _uncollected() -> Iterator[str]:
    try:
        manifest = json.loads((settings.STATIC_ROOT / "staticfiles.json").read_bytes())["paths"]
    except (OSError, ValueError, KeyError):
        manifest = {}
    found = (name for finder in get_finders() for name, _storage in finder.list([]))
    for name in (*(name for name, _made in bundles.addresses()), *found):
        if name not in manifest or not (settings.STATIC_ROOT / manifest[name]).exists():
            yield name


def _database() -> None:
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except (Error, ImproperlyConfigured, OSError) as error:
        raise CannotServe(
            f"the database does not let it in ({type(error).__name__}). "
            "Is it running, and is DATABASE_URL right?"
        ) from None
    finally:
        connection.close()
    if waiting:
        raise CannotServe(
            f"the database lacks {len(waiting)} of its migrations. Run: manage.py migrate"
        )


def _keys() -> None:
    """The oldest couple's and the newest's: so a key that was exchanged is noticed, and one that was
    put in place of another instead of before it. Before there are couples, an app's secret."""
    sealed = Couple.objects.exclude(wrapped_key=b"").order_by("created_at")
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        for couple in filter(None, (sealed.last(), sealed.first())):
            vault.forget(bytes(couple.wrapped_key))
            vault.couple_key(couple.pk, bytes(couple.wrapped_key))
        app = Authenticator.objects.filter(type=Authenticator.Type.TOTP).order_by("pk").last()
        if app:
            SecondFactorAdapter().decrypt(app.data["secret"])
    except vault.CannotOpen:
        raise CannotServe(
            "IMAGO_MASTER_KEYS does not open what is in this database: another key under this name, or "
            "one is missing. Without the right one, what people wrote stays closed, and what is new "
            "would be sealed by the wrong one."
        ) from None
    except Error as error:
        raise CannotServe(f"the database did not answer ({type(error).__name__}).") from None
    finally:
        connection.close()
