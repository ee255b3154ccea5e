"""Django's own deployment checks, with the settings of production."""

import os
import subprocess
import sys

PRODUCTION = {
    "VITRINE_MODE": "production",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "SECRET_KEY": "check-0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP-only-for-this-check",
    "DATABASE_URL": "postgres://vitrine:check@db.example/vitrine",
    "REDIS_URL": "redis://redis.example:6379/0",
    "BASE_DOMAIN": "vitrine.example",
    "EMAIL_URL": "smtp+tls://user:check@mail.example:587",
    "MEDIA_BUCKET": "vitrine-check",
}


def main() -> int:
    """Run `check --deploy` in a clean environment; warnings fail too."""
    environment = {"PATH": os.environ["PATH"], **PRODUCTION}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    raise SystemExit(main())
