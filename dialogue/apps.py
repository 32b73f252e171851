from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db.models.signals import post_migrate

from dialogue.engine.exercises import offer_own
from dialogue.engine.loader import ExerciseError


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        for listening in ("accounts.signals", "accounts.typed", "couple.namesakes"):
            import_module(f"dialogue.{listening}")
        # But tables all the same:
        for unexported in (
            "consent_forms",
            "intake",
            "measures",
            "receipts",
            "records",
            "screening",
            "unsaved",
            "workup",
        ):
            import_module(f"dialogue.models.{unexported}")
        offer_exercises_of_this_installation()
        post_migrate.connect(make_cache_table, sender=self)


def offer_exercises_of_this_installation() -> None:
    """Those in the folder IMAGO_EXERCISES. One that cannot be used keeps the server from starting:
    better than a dialogue that gets stuck in the middle."""
    if not settings.IMAGO_EXERCISES:
        return
    folder = Path(settings.IMAGO_EXERCISES)
    if not folder.is_dir():
        raise ImproperlyConfigured(f"IMAGO_EXERCISES: there is no folder {folder}.")
    try:
        offer_own(folder)
    except ExerciseError as error:
        raise ImproperlyConfigured(
            f"IMAGO_EXERCISES: {error}. `manage.py exercise check FILE` says more, without it set."
        ) from None


def make_cache_table(using: str, verbosity: int = 0, **_: Any) -> None:
    """The shared cache of installations without Redis: made by ``migrate``, like all other tables."""
    call_command("createcachetable", "cache", database=using, verbosity=max(0, verbosity - 1))
