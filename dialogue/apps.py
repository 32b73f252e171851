from importlib import import_module

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        import_module("dialogue.logins")  # listens from now on
