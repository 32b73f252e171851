#!/usr/bin/env python
import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imago.settings")
    if sys.argv[1:2] in (["newkeys"], ["help"]) or {"-h", "--help"}.intersection(sys.argv):
        os.environ["IMAGO_DEBUG"] = (
            "1"  # who makes the first keys, or reads, has none to start with
        )
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as problem:
        sys.exit(f"Imago cannot start: {problem}")
