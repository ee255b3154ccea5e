"""What the cache does while its server is away."""

import socket
import time

import pytest
from django.test import RequestFactory

from kit import caching
from kit.caching import ForgivingRedisCache, scoped_key
from kit.http import client_ip
from kit.tenancy import PLATFORM, bind


@pytest.fixture
def hung():
    """A server that takes calls and never answers; returns its cache and how often it was called."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.listen(50)
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        yield ForgivingRedisCache(url, {"KEY_FUNCTION": scoped_key, "OPTIONS": {"socket_timeout": 0.2, "socket_connect_timeout": 0.2}})


def test_a_server_that_hangs_is_waited_for_once(hung, platform_scope):
    began = time.monotonic()

    assert [hung.get("a", "none") for _ in range(10)] == ["none"] * 10

    assert time.monotonic() - began < 1.5
    assert caching.breaker.is_resting


def test_it_is_asked_again_after_a_while(hung, platform_scope, monkeypatch):
    hung.get("a")
    later = time.monotonic() + caching.REST_SECONDS + 1
    monkeypatch.setattr(caching.time, "monotonic", lambda: later)

    assert not caching.breaker.is_resting


def test_limits_hold_without_the_server_and_other_things_are_not_there(hung, platform_scope):
    hung.set("allauth:rl:test", [1])
    hung.set("frame", "x")

    assert hung.get("allauth:rl:test") == [1]
    assert hung.get("frame") is None
    assert hung.add("allauth:rl:lock", 1)
    assert not hung.add("allauth:rl:lock", 1)
    assert hung.add("other", 1)
    assert hung.add("other", 1)


def test_what_must_last_is_tried_even_while_resting(bakery):
    from django.core.cache import cache

    with bakery.entered():
        caching.breaker.rest()
        cache.set("lasts", 1, timeout=None)
        cache.set("passes", 1)
        caching.breaker.wake()
        assert (cache.get("lasts"), cache.get("passes")) == (1, None)


def test_a_limit_is_one_count_over_all_hosts_and_nothing_else_is(bakery, bookshop):
    keys = []
    for scope in (bakery.ref, bookshop.ref, PLATFORM):
        with bind(scope):
            keys.append((scoped_key("allauth:rl:x", "", 1), scoped_key("x", "", 1)))

    assert len({limit for limit, _other in keys}) == 1
    assert len({other for _limit, other in keys}) == 3


@pytest.mark.parametrize(
    ("count", "peer", "forwarded", "ip"),
    [
        (0, "10.0.0.2", "1.2.3.4", "10.0.0.2"),
        (1, "10.0.0.2", "1.2.3.4", "1.2.3.4"),
        (1, "10.0.0.2", "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (1, "8.8.8.8", "1.2.3.4", "8.8.8.8"),
        (2, "10.0.0.2", "1.2.3.4", "10.0.0.2"),
        (1, "10.0.0.2", "nonsense", "10.0.0.2"),
        (1, "10.0.0.2", "", "10.0.0.2"),
        (1, "", "1.2.3.4", ""),
    ],
)
def test_an_address_is_believed_of_our_own_proxy_only(settings, count, peer, forwarded, ip):
    settings.TRUSTED_PROXY_COUNT = count

    assert client_ip(RequestFactory().get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=forwarded)) == ip
