"""The settings under test, with fast hashing and a database in a file, since threads race on it."""

import atexit
import os
import shutil
import tempfile

from tests.support.environment import for_tests

os.environ.update(for_tests())

from imago.settings import *  # noqa: F403
from imago.settings import DATABASES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    _folder = tempfile.mkdtemp(prefix="imago-tests-")
    atexit.register(shutil.rmtree, _folder, ignore_errors=True)
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# What is counted in one test must not count in the next; servers share the database's, as in production.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
