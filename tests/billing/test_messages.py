"""Messages about the platform's own account are kept and answered; the queue looks into them, and beat what it lost."""

import datetime as dt

from billing import tasks
from billing.models import BillingEvent
from billing.services.receive_event import HEAD_START
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from tests.billing.conftest import Office
from tests.billing.test_standing import post
from tests.payments.world import at_once


def states() -> list[str]:
    with bind(PLATFORM):
        return list(BillingEvent.objects.order_by("pk").values_list("state", flat=True))


def paid_and_gone(office: Office) -> str:
    """Somebody paid, and never came back: only Stripe can tell."""
    office.pay(office.choose()["Location"])
    [one] = office.at_stripe()
    office.world.door.calls.clear()
    return str(one.id)


def test_message_is_answered_before_anybody_asks_stripe(office: Office, monkeypatch):
    subscription = paid_and_gone(office)
    handed: list[tuple[str, int]] = []
    monkeypatch.setattr("kit.tasks.enqueue", lambda task, pk: bool(handed.append((task.name, pk))))

    answer = post(office, "customer.subscription.created", subscription, "evt_1")

    assert (answer, states(), office.world.calls()) == (200, ["received"], [])
    [(name, pk)] = handed
    assert name == "billing.tasks.process_event"
    tasks.process_event(pk)
    assert (states(), office.row.stripe_status) == (["done"], "trialing")


def test_message_that_the_queue_lost_is_found_by_beat(office: Office, monkeypatch):
    subscription = paid_and_gone(office)
    monkeypatch.setattr("kit.tasks.enqueue", lambda *args, **options: False)  # the broker is away
    post(office, "customer.subscription.created", subscription, "evt_1")

    tasks.look_after()
    too_early = states()
    with bind(PLATFORM):
        BillingEvent.objects.update(retry_at=now() - HEAD_START - dt.timedelta(seconds=1))
    tasks.look_after()

    assert (too_early, states(), office.row.stripe_status) == (["received"], ["done"], "trialing")


def test_message_in_the_hands_of_two_workers_is_done_once(office: Office, monkeypatch):
    subscription = paid_and_gone(office)
    monkeypatch.setattr("kit.tasks.enqueue", lambda *args, **options: False)
    post(office, "customer.subscription.created", subscription, "evt_1")
    with bind(PLATFORM):
        pk = BillingEvent.objects.get().pk

    at_once(lambda: tasks.process_event(pk), lambda: tasks.process_event(pk))

    assert (states(), office.row.stripe_status) == (["done"], "trialing")
