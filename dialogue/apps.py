from importlib import import_module
from typing import Any

from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        import_module("dialogue.logins")  # listens from now on
        for unexported in ("records", "screening"):  # but tables all the same
            import_module(f"dialogue.models.{unexported}")
        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(using: str, verbosity: int = 0, **_: Any) -> None:
    """The shared cache of installations without Redis: made by ``migrate``, like all other tables."""
    call_command("createcachetable", "cache", database=using, verbosity=max(0, verbosity - 1))
