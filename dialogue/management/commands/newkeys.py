import base64
import os
import secrets
from typing import Any

from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Print a fresh IMAGO_SECRET_KEY and IMAGO_MASTER_KEYS, as lines for an environment file."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *args: Any, **options: Any) -> None:
        name = "k" + secrets.token_hex(3)
        master = base64.b64encode(os.urandom(32)).decode()
        self.stdout.write(f"IMAGO_SECRET_KEY={secrets.token_urlsafe(50)}")
        self.stdout.write(f"IMAGO_MASTER_KEYS={name}:{master}")
