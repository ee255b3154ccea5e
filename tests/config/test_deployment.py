"""
The files for running it for real, held against the code.

No container engine was at hand: this reads them, it does not run them.
"""

import re
from pathlib import Path

import pytest
import yaml
from django.urls import resolve

from config import environment
from config.celery import app as celery_app

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
CADDYFILE = (ROOT / "deploy" / "Caddyfile").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
OURS = ("migrate", "web", "worker", "pictures", "beat")


def env_example():
    lines = (ROOT / ".env.example").read_text().splitlines()
    return [line.partition("=")[0] for line in lines if line and not line.startswith("#")]


def test_all_parts_are_there():
    assert set(COMPOSE["services"]) == {*OURS, "postgres", "valkey", "caddy"}
    assert set(COMPOSE["volumes"]) == {"database", "queue", "media", "certificates"}


@pytest.mark.parametrize("name", OURS)
def test_our_processes_run_in_production_without_rights(name):
    service = COMPOSE["services"][name]

    assert service["environment"]["VITRINE_MODE"] == "production"
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", ["web", "worker", "pictures", "beat"])
def test_nothing_starts_before_the_migrations_ended(name):
    assert COMPOSE["services"][name]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_caddy_is_reached_from_outside():
    assert [name for name, service in COMPOSE["services"].items() if "ports" in service] == ["caddy"]


def test_what_env_example_asks_for_is_all_that_production_needs(monkeypatch):
    for name in ("SECRET_KEY", "DATABASE_URL", "REDIS_URL", "BASE_DOMAIN", "EMAIL_URL", "MEDIA_ROOT", "MEDIA_BUCKET"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("STRIPE_API_BASE", raising=False)
    filled_in = {
        "SECRET_KEY": "0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOPQRST",
        "BASE_DOMAIN": "vitrine.example",
        "EMAIL_URL": "smtp://mail",
    }
    given = {name: filled_in.get(name, "x") for name in env_example()} | COMPOSE["services"]["web"]["environment"]
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert environment.production_problems() == []


def test_every_variable_that_compose_asks_for_is_in_env_example():
    asked = set(re.findall(r"\$\{(\w+):\?", (ROOT / "docker-compose.yml").read_text()))

    assert asked <= set(env_example())


def test_caddy_asks_an_address_that_answers():
    (path,) = re.findall(r"ask http://127\.0\.0\.1:9180(\S+)", CADDYFILE)

    assert resolve(path, urlconf="config.urls_platform").url_name == "tls_allowed"
    assert "respond @inside 404" in CADDYFILE
    assert CADDYFILE.count("{") == CADDYFILE.count("}")


def test_caddy_lets_as_many_photographs_in_as_a_form_may_send(settings):
    (megabytes,) = re.findall(r"max_size (\d+)MB", CADDYFILE)

    assert int(megabytes) * 10**6 > settings.PHOTOS_AT_ONCE * settings.PHOTO_MAX_BYTES + settings.BODY_MAX_BYTES


def test_the_image_runs_as_nobody_special_and_takes_the_locked_dependencies():
    assert DOCKERFILE.count("uv sync --locked --no-dev --no-default-groups") == 2
    assert DOCKERFILE.rindex("\nUSER vitrine") < DOCKERFILE.rindex("\nCMD")
    assert "HEALTHCHECK" in DOCKERFILE


def test_worker_and_beat_name_the_app_that_exists():
    for name in ("worker", "beat"):
        command = COMPOSE["services"][name]["command"]
        assert command[:3] == ["celery", "-A", "config"]
    assert celery_app.main == "vitrine"
