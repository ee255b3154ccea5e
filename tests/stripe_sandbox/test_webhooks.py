"""The outbox: once, again after a failure, twice on demand, never twice at the same moment."""

import threading
import time
from typing import Any

import pytest
import stripe
from django.core.management import call_command
from django.db import connections

from stripe_sandbox import clock
from stripe_sandbox.models import Delivery
from stripe_sandbox.services.deliver_events import deliver_due
from stripe_sandbox.switches import set_deliveries
from tests.stripe_sandbox.conftest import BAKERY, SECRET, Sandbox


def pay_one(sandbox: Sandbox) -> Any:
    session = sandbox.new_session()
    sandbox.pay(session.url)
    return session


def test_delivered_event_is_not_posted_again(sandbox: Sandbox) -> None:
    pay_one(sandbox)

    assert (deliver_due(), deliver_due()) == (1, 0)
    assert len(sandbox.inbox.received) == 1


def test_refused_event_is_tried_again_later(sandbox: Sandbox) -> None:
    pay_one(sandbox)
    sandbox.inbox.answers = 500

    assert (deliver_due(), deliver_due()) == (0, 0)

    waiting = Delivery.objects.get()
    assert (waiting.status, waiting.attempts, waiting.last_answer) == ("waiting", 1, "500")
    Delivery.objects.update(next_attempt_at=clock.now())
    sandbox.inbox.answers = 200
    assert deliver_due() == 1
    assert len(sandbox.inbox.received) == 2


def test_event_is_given_up_after_the_last_try(sandbox: Sandbox) -> None:
    pay_one(sandbox)
    sandbox.inbox.answers = 503

    for _ in range(8):
        Delivery.objects.filter(status="waiting").update(next_attempt_at=clock.now())
        deliver_due()

    assert Delivery.objects.get().status == "given_up"
    assert len(sandbox.inbox.received) == 6


def test_nobody_listening_leaves_the_event_waiting(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_SANDBOX_WEBHOOK_URL = "http://127.0.0.1:9/"
    pay_one(sandbox)

    assert deliver_due() == 0
    assert Delivery.objects.get().last_answer.startswith("ConnectionRefusedError")


def test_switched_off_events_wait_until_switched_on(sandbox: Sandbox) -> None:
    pay_one(sandbox)
    set_deliveries("off")
    held_back = deliver_due()

    set_deliveries("on")

    assert (held_back, deliver_due()) == (0, 1)


def test_doubled_event_arrives_twice_with_one_id(sandbox: Sandbox) -> None:
    pay_one(sandbox)
    set_deliveries("double")

    deliver_due()

    first, second = sandbox.inbox.received
    assert first.body == second.body


def test_two_processes_post_an_event_once(sandbox: Sandbox) -> None:
    for _ in range(5):
        pay_one(sandbox)
    accepted: list[int] = []

    def deliver() -> None:
        accepted.append(deliver_due())
        connections.close_all()

    threads = [threading.Thread(target=deliver) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(accepted) == 5
    assert len({received.body for received in sandbox.inbox.received}) == len(sandbox.inbox.received) == 5


def test_payment_is_told_at_once_by_a_thread(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_SANDBOX_DELIVER_AT_ONCE = True

    pay_one(sandbox)

    deadline = time.monotonic() + 5
    while Delivery.objects.filter(status="delivered").count() < 1 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert len(sandbox.inbox.received) == 1


def test_command_delivers_what_is_due(sandbox: Sandbox, capsys: pytest.CaptureFixture[str]) -> None:
    pay_one(sandbox)

    call_command("stripe_sandbox_deliver")

    assert capsys.readouterr().out == "1 delivered\n"


def test_snapshot_destination_gets_the_whole_session(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_SANDBOX_WEBHOOK_PAYLOAD = "snapshot"
    session = pay_one(sandbox)

    deliver_due()

    received = sandbox.inbox.received[0]
    event = sandbox.client.construct_event(received.body, received.signature, SECRET)
    assert (event.type, event.account, event.api_version) == ("checkout.session.completed", BAKERY, stripe.api_version)
    assert (event.data.object.id, event.data.object.payment_status) == (session.id, "paid")


def test_altered_body_fails_the_signature(sandbox: Sandbox) -> None:
    pay_one(sandbox)
    deliver_due()
    received = sandbox.inbox.received[0]

    with pytest.raises(stripe.SignatureVerificationError):
        sandbox.client.parse_event_notification(received.body.replace(b"completed", b"expired"), received.signature, SECRET)


def test_decline_is_told_but_does_not_end_the_session(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url, number="4000000000000002")

    deliver_due()

    received = sandbox.inbox.received[0]
    notification = sandbox.client.parse_event_notification(received.body, received.signature, SECRET)
    assert notification.type == "v1.payment_intent.payment_failed"
    assert sandbox.session(session.id).status == "open"
