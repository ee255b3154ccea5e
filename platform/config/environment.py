"""
What the environment must say, and one clear line for each thing that is missing or unsafe.

Production is the default: forgetting to say the mode can only make things stricter.
"""

import json
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ

ROOT = Path(__file__).resolve().parents[2]
MODES = ("production", "demo", "development", "test")
INSECURE_SECRET = "insecure-only-for-demo-development-and-tests"  # noqa: S105 -- refused in production

env = environ.Env()


def mode() -> str:
    """Return the mode that `VITRINE_MODE` names; production when it names none."""
    chosen = env.str("VITRINE_MODE", default="production")
    if chosen not in MODES:
        raise SystemExit(f"VITRINE_MODE: {chosen!r} is not one of {', '.join(MODES)}.")
    return chosen


def data_dir() -> Path:
    """Return the folder of everything that is kept on disk (`DATA_DIR`, default `var/`)."""
    return Path(env.str("DATA_DIR", default=str(ROOT / "var"))).resolve()


def embedded_services() -> dict[str, str]:
    """
    Return the URLs of the embedded PostgreSQL and Valkey that `bin/demo` or `bin/dev` started.

    Empty when none were started. Never called in production.
    """
    try:
        return dict(json.loads((data_dir() / "services.json").read_text()))
    except (OSError, ValueError):
        return {}


def service_url(name: str) -> str:
    """Return the URL in the environment, or outside production that of the embedded service, or ""."""
    url = env.str(name, default="")
    if url or mode() == "production":
        return url
    return embedded_services().get(name, "")


def production_problems() -> list[str]:
    """Return one line for each setting with which this must not face the public."""
    problems = []
    secret = env.str("SECRET_KEY", default="")
    if len(secret) < 50 or secret == INSECURE_SECRET or len(set(secret)) < 12:
        problems.append("SECRET_KEY: missing or weak; give at least 50 random characters.")
    if not env.str("DATABASE_URL", default="").startswith(("postgres://", "postgresql://")):
        problems.append("DATABASE_URL: missing; give postgres://user:password@host/name (PostgreSQL 18 or newer).")
    if not env.str("REDIS_URL", default="").startswith(("redis://", "rediss://")):
        problems.append("REDIS_URL: missing; give redis://host:6379/0.")
    base_domain = env.str("BASE_DOMAIN", default="")
    if not base_domain or base_domain == "localhost" or base_domain.endswith(".localhost"):
        problems.append("BASE_DOMAIN: missing; give the domain under which the shops live, such as vitrine.example.")
    if env.bool("STRIPE_SANDBOX", default=False):
        problems.append("STRIPE_SANDBOX: the sandbox takes play money; it must be off in production.")
    if env.bool("DEBUG", default=False):
        problems.append("DEBUG: shows the inside of the house to strangers; it must be off in production.")
    if env.str("STRIPE_SECRET_KEY", default="") and not env.str("STRIPE_WEBHOOK_SECRET", default=""):
        problems.append("STRIPE_WEBHOOK_SECRET: missing; without it nobody can tell us that a payment arrived.")
    if not env.str("EMAIL_URL", default=""):
        problems.append("EMAIL_URL: missing; give smtp+tls://user:password@host:587.")
    if not env.str("MEDIA_BUCKET", default="") and not env.str("MEDIA_ROOT", default=""):
        problems.append("MEDIA_BUCKET: missing; name an S3 bucket, or give MEDIA_ROOT, a folder that is backed up.")
    return problems


def stop_if_unsafe() -> None:
    """
    Stop the process, with one line per problem, when production is not ready to start.

    :raises SystemExit: with all the lines
    """
    problems = production_problems()
    if problems:
        raise SystemExit("Vitrine does not start in production:\n" + "\n".join(f"  {line}" for line in problems))


def stripe_api_origin(url: str) -> str:
    """Return scheme and host of a URL, for the Content-Security-Policy."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def running_under_pytest() -> bool:
    """Say whether the test runner set us up."""
    return "PYTEST_VERSION" in os.environ
