"""Each part that is dead is named."""

import datetime as dt

import pytest
from django.db import OperationalError
from redis.exceptions import ConnectionError as BrokerAway

from kit.clock import now
from landing import health
from tenants.models import Heartbeat


@pytest.fixture
def alive(bakery):
    """A worker has just said that it is alive; database and broker really are."""
    Heartbeat.objects.update_or_create(part="worker", defaults={"beat_at": now()})


def ask(client):
    response = client.get("/healthz", HTTP_HOST="localhost")
    return response.status_code, response.json()["dead"]


def test_health_is_fine_when_all_are_alive(client, alive):
    assert ask(client) == (200, [])


def test_health_names_a_worker_that_fell_silent(client, alive):
    Heartbeat.objects.update(beat_at=now() - health.MAX_SILENCE - dt.timedelta(seconds=1))

    assert ask(client) == (503, ["worker"])


def test_health_names_a_worker_that_never_was(client, alive):
    Heartbeat.objects.all().delete()

    assert ask(client) == (503, ["worker"])


def test_health_names_a_broker_that_does_not_answer(client, alive, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert ask(client) == (503, ["broker"])


@pytest.mark.parametrize("error", [OperationalError, BrokerAway])
def test_health_answers_whatever_a_part_does(client, alive, monkeypatch, error):
    def away(*args, **kwargs):
        raise error

    monkeypatch.setattr(health, "connections" if error is OperationalError else "Redis", _Raising(away))

    status, dead = ask(client)

    assert status == 503
    assert dead == (["database"] if error is OperationalError else ["broker"])


def test_health_is_not_kept_by_anybody(client, alive):
    response = client.get("/healthz", HTTP_HOST="localhost")

    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


class _Raising:
    def __init__(self, away):
        self.away = away

    def __getitem__(self, alias):
        return self

    def cursor(self):
        return self.away()

    def from_url(self, *args, **kwargs):
        return self.away()
