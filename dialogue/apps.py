from importlib import import_module

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "dialogue"

    def ready(self) -> None:
        import_module("dialogue.logins")  # listens from now on
        import_module("dialogue.models.screening")  # exported by nobody, but a table all the same
