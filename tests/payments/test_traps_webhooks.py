"""The traps of webhooks that have no other place."""

import json
import time
from typing import Any

import pytest
import stripe

from kit.clock import now
from orders.models import Order
from payments.models import EventState, PaymentAttempt, WebhookEvent
from payments.services.kept_events import MAX_ATTEMPTS
from payments.services.process_event import process_events
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.models import StoredObject
from stripe_sandbox.switches import set_trouble
from tests.conftest import Cast
from tests.payments.world import ACCOUNTS, SECRET, World, attempt_of, payment_status, thin_event

COMPLETED = "v1.checkout.session.completed"


def test_two_signatures_in_one_header_are_accepted(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 32: during a roll Stripe signs with both secrets in one header; one that fits is enough."""
    set_trouble(signature="two")

    assert world.deliver() == 1
    assert payment_status(bakery, order) == "paid"


def test_parallel_copies_pay_once(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 2: the sandbox posts each event three times at the same moment."""
    set_trouble(copies=3, parallel=True)

    world.deliver()

    assert payment_status(bakery, order) == "paid"
    with bakery.entered():
        assert order.events.filter(kind="paid").count() == 1
        assert WebhookEvent.objects.count() == 1


def test_event_of_a_shop_that_was_disconnected_is_accepted(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 34: the shop took its account away: its event is kept, tried again, and never a refusal to Stripe."""
    disconnect(ACCOUNTS["bakery"])

    answer = world.webhook(thin_event(COMPLETED, session_id))

    assert (answer.status_code, payment_status(bakery, order)) == (200, "awaiting")


@pytest.mark.parametrize("changes", [{"api_version": "2019-12-03"}, {"api_version": None}, {"type": "made.up.lately"}])
def test_event_of_another_time_is_accepted(world: World, bakery: Cast, order: Order, session_id: str, changes: dict[str, Any]) -> None:
    """Trap 36: an older API version or a type we never heard of: accepted, for only its ids are read."""
    snapshot = StoredObject.objects.get(kind="event", body__type="checkout.session.completed").body

    assert world.webhook({**snapshot, **changes}).status_code == 200
    assert payment_status(bakery, order) == ("awaiting" if "type" in changes else "paid")


def test_event_that_was_dealt_with_is_not_looked_at_again(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 37: after success nothing is retried, and nothing asked."""
    event = thin_event(COMPLETED, session_id)
    world.webhook(event)
    world.door.calls.clear()

    assert world.webhook(event).status_code == 200
    with bakery.entered():
        assert process_events(now=now()) == 0
    assert world.calls() == []


def test_money_without_an_order_is_never_done_with(world: World, bakery: Cast, order: Order, session_id: str, caplog: Any) -> None:
    """Trap 38: a paid page of ours whose attempt is not here stays undone, is tried again, and is an alarm in the log."""
    with bakery.entered():
        PaymentAttempt.objects.all().delete()

    answer = world.webhook(thin_event(COMPLETED, session_id))

    assert answer.status_code == 200
    with bakery.entered():
        event = WebhookEvent.objects.get()
        assert (event.state, event.attempts < MAX_ATTEMPTS) == (EventState.FAILED, True)
        assert "MoneyWithoutOrder" in event.error
    assert [record.levelname for record in caplog.records if "could not be dealt with" in record.message] == ["ERROR"]


@pytest.mark.parametrize("account", [*ACCOUNTS.values(), "acct_1Nobody", ""])
def test_secret_is_ours_whatever_the_message_says(world: World, bakery: Cast, order: Order, session_id: str, account: str) -> None:
    """Trap 39: a message cannot choose the secret that it is checked with, by whatever it names."""
    body = json.dumps({**thin_event(COMPLETED, session_id, account=account), "secret": "whsec_mine", "webhook_secret": "whsec_mine"})

    assert world.webhook(body, secret="whsec_mine").status_code == 400
    assert world.webhook(body, secret="").status_code == 400
    assert payment_status(bakery, order) == "awaiting"
    with bakery.entered():
        assert WebhookEvent.objects.count() == 0


def test_message_of_the_future_or_the_past(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 31: a message may be five minutes old, not more."""
    body = json.dumps(thin_event(COMPLETED, session_id))

    def signed(age: int) -> str:
        moment = int(time.time()) - age
        return f"t={moment},v1={stripe.WebhookSignature._compute_signature(f'{moment}.{body}', SECRET)}"

    assert world.webhook(body, signature=signed(310)).status_code == 400
    assert world.webhook(body, signature=signed(240)).status_code == 200


def test_answered_attempt_names_its_account(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 42: the account that took the money is written on the attempt itself."""
    with bakery.entered():
        assert attempt_of(order).stripe_account_id == ACCOUNTS["bakery"]
