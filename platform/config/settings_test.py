"""Settings of the test run: the same house, quicker to hash passwords in."""

import os

os.environ.setdefault("VITRINE_MODE", "test")

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
LOGGING["root"]["level"] = "WARNING"  # type: ignore[index]  # noqa: F405
STATIC_ROOT = str(DATA_DIR / "static")  # noqa: F405
os.makedirs(STATIC_ROOT, exist_ok=True)  # noqa: PTH103 -- whitenoise warns about a missing one
ICONS_STRICT = True
