"""The kept connection: what goes wrong on it is told, and never taken for an answer."""

import pytest
import redis

from kit import valkey
from kit.caching import breaker
from workbench.valkey import Valkey


@pytest.fixture
def server(tmp_path, settings):
    """A server of the test's own, as it is stopped and held up."""
    running = Valkey(tmp_path)
    settings.REDIS_URL = running.url
    yield running
    running.stop()


@pytest.fixture
def told(monkeypatch):
    """How often who keeps something was told to forget it."""
    calls = []
    monkeypatch.setattr(valkey, "_to_tell", [lambda: calls.append("forget")])
    return calls


def test_a_connection_is_kept_and_whoever_keeps_something_hears_of_a_new_one(server, told):
    assert [valkey.ask("ECHO", word) for word in ("a", "b", "c")] == [b"a", b"b", b"c"]
    assert len(told) == 1


def test_a_connection_may_end_as_often_as_it_likes(server, told):
    other = redis.Redis.from_url(server.url)
    for time in range(150):
        assert valkey.ask("ECHO", str(time)) == str(time).encode()
        other.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")

    assert len(told) >= 150


def test_an_answer_that_comes_late_is_never_taken_for_another(server, told):
    valkey.ask("ECHO", "first")
    other = redis.Redis.from_url(server.url)
    other.execute_command("CLIENT", "PAUSE", str(int(valkey.TIMEOUT_SECONDS * 3000)), "ALL")

    with pytest.raises(valkey.Away):
        valkey.ask("ECHO", "old")
    forgotten = len(told)
    other.ping()  # answered when the pause is over
    breaker.wake()

    assert forgotten > 1
    assert valkey.ask("ECHO", "new") == b"new"


def test_after_a_restart_it_goes_on_and_all_is_forgotten(server, told):
    valkey.ask("ECHO", "before")
    server.stop()
    server.start()

    assert valkey.ask("ECHO", "after") == b"after"
    assert len(told) > 1


def test_while_it_is_away_only_who_insists_asks(server, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    with pytest.raises(valkey.Away):
        valkey.ask("PING")
    settings.REDIS_URL = server.url

    with pytest.raises(valkey.Away, match="resting"):
        valkey.ask("PING")
    assert valkey.ask("ECHO", "x", insist=True) == b"x"
