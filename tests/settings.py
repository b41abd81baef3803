"""Settings of the test suite: the house's own, in a folder of its own that goes away, with cheap password hashing."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="coffeehouse-tests-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)
os.environ["COFFEEHOUSE_DATA"] = _folder
os.environ.setdefault("BASE_URL", "http://localhost:8000")
os.environ.setdefault("RATE_LIMITS", "on")
os.environ.setdefault("API_REQUESTS", "1000000")  # all tests come from one address

from coffeehouse.site.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # Argon2 is slow by design
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Hashed names need `collectstatic`; the server tests run it, page tests do not need it.
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
