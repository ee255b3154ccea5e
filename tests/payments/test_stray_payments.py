"""Money on the shop's account for which there is no order: a task until somebody has looked, and only what is ours."""

from typing import Any

import pytest
from django.test import Client

from kit.clock import now
from kit.tenancy import PLATFORM, bind
from orders.models import Order
from payments.gateways.stripe import shop_gateway
from payments.models import PaymentAttempt, StrayPayment, WebhookEvent
from payments.services.process_event import process_event
from payments.services.stray_payments import settle_stray
from stripe_sandbox.models import StoredObject
from tenants.models import Alarm, User
from tests.conftest import Cast
from tests.payments.test_accounts import log_in
from tests.payments.world import ACCOUNTS, World, attempt_of, thin_event

COMPLETED = "v1.checkout.session.completed"
FORM = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def alarms() -> list[tuple[str, bool]]:
    with bind(PLATFORM):
        return [(alarm.about, alarm.settled_at is None) for alarm in Alarm.objects.all()]


def forgotten(shop: Cast) -> PaymentAttempt:
    """Let the attempt be gone, as from a copy of the database that is older than it."""
    with shop.entered():
        attempt = PaymentAttempt.objects.get()
        PaymentAttempt.objects.all().delete()
    return attempt


@pytest.fixture
def stray(world: World, bakery: Cast, order: Order, session_id: str) -> PaymentAttempt:
    attempt = forgotten(bakery)
    world.webhook(thin_event(COMPLETED, session_id))
    return attempt


def test_money_without_an_order_is_a_task_until_somebody_looked(
    world: World, bakery: Cast, order: Order, stray: PaymentAttempt, session_id: str, client: Client
) -> None:
    """Trap 38: it is kept as a row, however often the message is tried, and is the shopkeeper's and the platform's to look at."""
    with bakery.entered():
        for _again in range(3):
            process_event(event_pk=WebhookEvent.objects.get().pk, now=now())
        kept = StrayPayment.objects.get()
    log_in(client, bakery, bakery.owner)

    before = client.get("/backoffice/", HTTP_HOST=bakery.hostname)
    told = alarms()
    address = f"/backoffice/payments/strays/{kept.pk}/"
    client.post(address, HTTP_HOST=bakery.hostname, **FORM)
    after = client.get("/backoffice/", HTTP_HOST=bakery.hostname)

    assert (kept.amount, kept.order_number, kept.stripe_account_id) == (1290, order.number, ACCOUNTS["bakery"])
    assert address in before.text
    assert "sandbox/control" in before.text
    assert address not in after.text
    assert (told, alarms()) == ([(session_id, True)], [(session_id, False)])


def test_order_that_turns_up_settles_it(world: World, bakery: Cast, stray: PaymentAttempt) -> None:
    with bakery.entered():
        stray.save(force_insert=True)
        process_event(event_pk=WebhookEvent.objects.get().pk, now=now())

        assert StrayPayment.objects.get().settled_at is not None
        assert attempt_of(stray.order).state == "paid"
    assert [is_open for _about, is_open in alarms()] == [False]


@pytest.mark.parametrize(
    "metadata",
    [
        {},
        {"order": "W-77"},
        {"shop": "ours", "order": "1001", "attempt": "someone-elses"},
        {"shop": "ours", "order": "1001", "attempt": "someone-elses", "mark": "made:up:by-them"},
    ],
    ids=["a till of its own", "another web shop", "another platform like ours", "with a mark made up"],
)
def test_what_else_is_sold_with_the_account_is_no_trouble(world: World, bakery: Cast, metadata: dict[str, str]) -> None:
    """Trap 38: the account is the shop's; only what carries our own signature is a task."""
    said = {name: str(bakery.ref.id) if value == "ours" else value for name, value in metadata.items()}
    params: dict[str, Any] = {
        "mode": "payment",
        "client_reference_id": "someone-elses",
        "customer_email": "tea@mail.test",
        "line_items": [{"price_data": {"currency": "eur", "unit_amount": 700, "product_data": {"name": "Tea"}}, "quantity": 1}],
        "success_url": "https://elsewhere.test/",
        "metadata": said,
    }
    session = shop_gateway(ACCOUNTS["bakery"]).create_session(params, idempotency_key="elsewhere")
    world.pay(session.url)

    world.deliver()

    with bakery.entered():
        assert StrayPayment.objects.count() == 0
        assert set(WebhookEvent.objects.values_list("state", flat=True)) == {"ignored"}
    assert alarms() == []


def test_mark_of_one_shop_is_worth_nothing_in_another(world: World, bakery: Cast, bookshop: Cast, order: Order, session_id: str) -> None:
    body = StoredObject.objects.get(stripe_id=session_id).body
    from payments.gateways.base import CheckoutSession
    from payments.services.whose_page import is_our_page

    session = CheckoutSession(session_id, "complete", "paid", 1, "EUR", "", body["client_reference_id"], "", metadata=body["metadata"])
    with bakery.entered():
        assert is_our_page(session)
    with bookshop.entered():
        assert not is_our_page(session)


def test_platform_staff_see_and_tick_it_off(
    world: World, bakery: Cast, stray: PaymentAttempt, session_id: str, client: Client, settings: Any
) -> None:
    with bind(PLATFORM):
        mina = User.objects.create_superuser("mina@vitrine.test", "correct horse battery", name="Mina", language="en")
        client.force_login(mina, backend="allauth.account.auth_backends.AuthenticationBackend")
        pk = Alarm.objects.get().pk

    listed = client.get("/admin/tenants/alarm/", HTTP_HOST=settings.BASE_DOMAIN)
    client.post("/admin/tenants/alarm/", {"action": "settle", "_selected_action": [pk]}, HTTP_HOST=settings.BASE_DOMAIN, **FORM)

    assert listed.status_code == 200
    assert session_id in listed.text
    assert alarms() == [(session_id, False)]
    with bind(PLATFORM):
        Alarm.objects.all().delete()
        mina.delete()


def test_death_between_the_shops_row_and_the_platforms_leaves_no_alarm_for_ever(
    world: World, bakery: Cast, stray: PaymentAttempt, session_id: str
) -> None:
    """A person looked at it before the platform's row was there; the message is tried again after that."""
    with bind(PLATFORM):
        Alarm.objects.all().delete()
    with bakery.entered():
        settle_stray(stray_id=StrayPayment.objects.get().pk, user=None, now=now())

        process_event(event_pk=WebhookEvent.objects.get().pk, now=now())

    assert [is_open for _about, is_open in alarms()] in ([], [False])


def test_death_after_the_order_turned_up_settles_the_alarm_the_next_time(
    world: World, bakery: Cast, stray: PaymentAttempt, session_id: str
) -> None:
    with bakery.entered():
        stray.save(force_insert=True)
        StrayPayment.objects.update(settled_at=now())  # and there it died, before it told the platform

        process_event(event_pk=WebhookEvent.objects.get().pk, now=now())

    assert alarms() == [(session_id, False)]
