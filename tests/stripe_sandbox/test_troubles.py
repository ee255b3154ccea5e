"""Webhooks that misbehave, by order."""

import datetime as dt
from typing import Any

import pytest
import stripe

from stripe_sandbox import switches
from stripe_sandbox.models import Delivery
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all, deliver_due, redeliver
from tests.stripe_sandbox.conftest import SECRET, Sandbox


def pay_one(sandbox: Sandbox) -> Any:
    session = sandbox.new_session()
    sandbox.pay(session.url)
    return session


def ids(sandbox: Sandbox) -> list[str]:
    parse = sandbox.client.parse_event_notification
    return [parse(one.body, one.signature, SECRET).related_object.id for one in sandbox.inbox.received]


def test_delayed_event_comes_when_the_clock_says(sandbox: Sandbox) -> None:
    switches.set_trouble(delay=600)
    pay_one(sandbox)

    early = deliver_due()
    advance_clock(dt.timedelta(minutes=11))

    assert (early, deliver_due()) == (0, 1)


def test_dropped_events_are_lost_until_sent_again(sandbox: Sandbox) -> None:
    switches.set_trouble(drop=1)
    lost, kept = pay_one(sandbox), pay_one(sandbox)

    deliver_all()
    first = ids(sandbox)
    redeliver(Delivery.objects.get(status="dropped").event_id)
    deliver_all()

    assert (first, ids(sandbox)) == ([kept.id], [kept.id, lost.id])


def test_parallel_copies_arrive_together(sandbox: Sandbox) -> None:
    switches.set_trouble(copies=5, parallel=True)
    pay_one(sandbox)

    deliver_all()

    assert len(sandbox.inbox.received) == 5
    assert len({one.body for one in sandbox.inbox.received}) == 1


def test_shuffled_events_come_in_another_order(sandbox: Sandbox) -> None:
    switches.set_trouble(shuffle=True)
    sessions = [pay_one(sandbox).id for _ in range(7)]  # one chance in 5,040 that it is the same order

    deliver_all()

    assert sorted(ids(sandbox)) == sorted(sessions)
    assert ids(sandbox) != sessions


@pytest.mark.parametrize("how", ["wrong", "stale", "missing"])
def test_bad_signature_fails_the_official_check(sandbox: Sandbox, how: str) -> None:
    switches.set_trouble(signature=how)
    pay_one(sandbox)
    deliver_all()
    received = sandbox.inbox.received[0]

    with pytest.raises(stripe.SignatureVerificationError):
        sandbox.client.parse_event_notification(received.body, received.signature or "", SECRET)


def test_two_signatures_pass_as_during_a_roll(sandbox: Sandbox) -> None:
    switches.set_trouble(signature="two")
    session = pay_one(sandbox)
    deliver_all()

    assert sandbox.inbox.received[0].signature.count("v1=") == 2
    assert ids(sandbox) == [session.id]


def test_event_arrives_before_the_answer(sandbox: Sandbox) -> None:
    switches.set_trouble(before_answer=True)

    session = sandbox.new_session()
    sandbox.client.v1.checkout.sessions.expire(session.id, options=sandbox.as_shop())

    assert ids(sandbox) == [session.id]


def test_one_destination_is_held_and_the_other_not(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = sandbox.inbox.url
    settings.STRIPE_PLATFORM_WEBHOOK_SECRET = SECRET
    switches.set_trouble("connect", held=True)
    pay_one(sandbox)

    assert deliver_all() == 0
    switches.calm()
    assert deliver_all() == 1


@pytest.mark.parametrize("fields", [{"signature": "none"}, {"copies": 0}, {"speed": 3}, {"delay": -1}])
def test_trouble_that_does_not_exist_is_refused(sandbox: Sandbox, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        switches.set_trouble(**fields)
