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
    return [line for is_problem, line in _PRODUCTION_RULES if is_problem()]


def _text(name: str) -> str:
    return env.str(name, default="")


def _weak_secret() -> bool:
    secret = _text("SECRET_KEY")
    return len(secret) < 50 or secret == INSECURE_SECRET or len(set(secret)) < 12


def _no_base_domain() -> bool:
    domain = _text("BASE_DOMAIN")
    return not domain or domain == "localhost" or domain.endswith(".localhost")


_PRODUCTION_RULES = [
    (_weak_secret, "SECRET_KEY: missing or weak; give at least 50 random characters."),
    (
        lambda: not _text("DATABASE_URL").startswith(("postgres://", "postgresql://")),
        "DATABASE_URL: missing; give postgres://user:password@host/name (PostgreSQL 18 or newer).",
    ),
    (lambda: not _text("REDIS_URL").startswith(("redis://", "rediss://")), "REDIS_URL: missing; give redis://host:6379/0."),
    (_no_base_domain, "BASE_DOMAIN: missing; give the domain under which the shops live, such as vitrine.example."),
    (lambda: env.bool("STRIPE_SANDBOX", default=False), "STRIPE_SANDBOX: the sandbox takes play money; it must be off in production."),
    (lambda: env.bool("DEBUG", default=False), "DEBUG: shows the inside of the house to strangers; it must be off in production."),
    (
        lambda: bool(_text("STRIPE_SECRET_KEY")) and not _text("STRIPE_WEBHOOK_SECRET"),
        "STRIPE_WEBHOOK_SECRET: missing; without it nobody can tell us that a payment arrived.",
    ),
    (
        lambda: bool(_text("STRIPE_API_BASE")),
        "STRIPE_API_BASE: sends the shops' payments elsewhere than to Stripe; it must be unset in production.",
    ),
    (lambda: not _text("EMAIL_URL").startswith("smtp"), "EMAIL_URL: missing; give smtp+tls://user:password@host:587."),
    (
        lambda: not _text("MEDIA_BUCKET") and not _text("MEDIA_ROOT"),
        "MEDIA_BUCKET: missing; name an S3 bucket, or give MEDIA_ROOT, a folder that is backed up.",
    ),
]


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
