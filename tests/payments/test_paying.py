"""A customer pays online: there, back, and everything in between."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from kit.clock import now
from orders.models import Order, OrderEventKind
from orders.services.expire_order import expire_unpaid_orders
from payments.models import AttemptState, PaymentAttempt
from payments.services.reconcile import reconcile_attempts
from shops.background import run_chores
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import make_awaiting_order, make_delivery, make_order, take_transfers
from tests.payments.world import ACCOUNTS, World, at_once, attempt_of


def awaiting(*quantities, **details) -> Order:
    return make_awaiting_order(*quantities, now=now(), **details)


def test_card_payment_ends_at_the_paid_order(world: World, bakery: Cast) -> None:
    """Trap 3: the return page comes before any webhook; it asks and applies by itself."""
    with bakery.entered():
        order = awaiting()

    back = world.come_back(world.pay(world.start(order)))

    assert back.status_code == 303
    assert back.headers["Location"] == f"/en/order/{order.secret}/"
    with bakery.entered():
        order.refresh_from_db()
        attempt = attempt_of(order)
        run_chores(now=now())
        assert (order.payment_status, order.hold_expires_at) == ("paid", None)
        assert (attempt.state, attempt.amount, attempt.stripe_account_id) == ("paid", 1290, ACCOUNTS["bakery"])
        assert attempt.stripe_payment_intent_id.startswith("pi_")
    assert [(message.to, bool(message.alternatives)) for message in mail.outbox] == [(["lea@mail.test"], True)]


def test_payment_page_gets_lines_that_add_up_and_never_old_parameters(world: World, bakery: Cast) -> None:
    with bakery.entered():
        bread, delivery = make_variant("Bread", price=480, on_hand=9), make_delivery(price=500)
        order = awaiting((bread, 3), language="nl", shipping_method_id=delivery.pk, street="Helmet 1", postcode="1030", city="Schaarbeek")

    world.start(order)

    [call] = world.calls("POST", "/v1/checkout/sessions")
    params = {name: values[0] for name, values in call.params.items()}
    assert params["line_items[0][price_data][unit_amount]"], params["line_items[0][quantity]"] == ("480", "3")
    assert params["line_items[1][price_data][unit_amount]"] == "500"
    assert (params["locale"], params["mode"], params["adaptive_pricing[enabled]"]) == ("nl", "payment", "false")
    assert params["metadata[order]"] == order.number
    assert params["payment_intent_data[statement_descriptor_suffix]"] == f"NR {order.number}"
    assert not {"payment_method_types[0]", "payment_intent_data[application_fee_amount]"} & set(params)
    assert 30 * 60 <= int(params["expires_at"]) - timezone.now().timestamp() <= 31 * 60


def test_new_attempt_holds_the_stock_beyond_the_end_of_its_page(world: World, bakery: Cast) -> None:
    """Trap 17: what is being paid for is held until its page has closed, and a little longer."""
    with bakery.entered():
        piece = make_unique_piece()
        order = awaiting((piece, 1))
        Order.objects.filter(pk=order.pk).update(hold_expires_at=now() + dt.timedelta(minutes=5))

    world.start(order)

    with bakery.entered():
        order.refresh_from_db()
        assert order.hold_expires_at == attempt_of(order).expires_at + dt.timedelta(minutes=2)
        assert stock_of(piece) == (1, 1)


def test_declined_card_then_another_pays(world: World, bakery: Cast) -> None:
    """Trap 19: a declined card is not the end: the same page takes another one."""
    with bakery.entered():
        order = awaiting()
    url = world.start(order)

    declined = world.pay(url, number="4000000000000002")
    world.deliver()
    with bakery.entered():
        order.refresh_from_db()
        assert (declined.status_code, order.payment_status, attempt_of(order).state) == (422, "awaiting", "open")
    world.come_back(world.pay(url))

    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_status, attempt_of(order).state) == ("paid", "paid")


def test_walking_away_expires_the_order_and_frees_the_stock(world: World, bakery: Cast) -> None:
    with bakery.entered():
        piece = make_unique_piece()
        order = awaiting((piece, 1))
    world.start(order)
    later = now() + dt.timedelta(minutes=34)

    with bakery.entered():
        expire_unpaid_orders(now=later)

        order.refresh_from_db()
        assert (order.status, order.payment_status, attempt_of(order).state) == ("canceled", "awaiting", "expired")
        assert stock_of(piece) == (1, 0)
        assert StoredObject.objects.get(kind="checkout.session").body["status"] == "expired"


def test_order_paid_at_the_last_moment_is_not_expired(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = awaiting()
    world.pay(world.start(order))  # no message, and the customer does not come back

    with bakery.entered():
        expire_unpaid_orders(now=now() + dt.timedelta(minutes=34))

        order.refresh_from_db()
        assert (order.status, order.payment_status, attempt_of(order).state) == ("open", "paid", "paid")


def test_order_waits_while_stripe_does_not_say_whether_it_is_paid(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = awaiting()
    world.start(order)
    world.door.trouble = lambda call: "broken"

    with bakery.entered():
        expire_unpaid_orders(now=now() + dt.timedelta(minutes=34))

        order.refresh_from_db()
        assert (order.status, order.payment_status, attempt_of(order).state) == ("open", "awaiting", "open")


def test_double_click_leads_to_the_same_page(world: World, bakery: Cast) -> None:
    """Trap 21: a double click is one attempt, one key, one page."""
    with bakery.entered():
        order = awaiting()

    first, second = world.start(order), world.start(order)

    assert first == second
    assert len(world.calls("POST", "/v1/checkout/sessions")) == 1


def test_two_tabs_at_once_lead_to_the_same_page(world: World, bakery: Cast) -> None:
    """Trap 13: two tabs that go and pay at the same moment get one page."""
    with bakery.entered():
        order = awaiting()

    urls = at_once(lambda: world.start(order), lambda: world.start(order))

    assert urls[0] == urls[1]
    with bakery.entered():
        assert order.payment_attempts.count() == 1
    assert StoredObject.objects.filter(kind="checkout.session").count() == 1


def test_page_past_its_end_is_replaced_by_a_new_one(world: World, bakery: Cast) -> None:
    """Trap 13: a new page closes the one before it."""
    with bakery.entered():
        order = awaiting()
    first = world.start(order)
    with bakery.entered():
        PaymentAttempt.objects.update(expires_at=now())

    second = world.start(order)

    assert first != second
    with bakery.entered():
        assert list(order.payment_attempts.values_list("state", flat=True)) == ["expired", "open"]


@pytest.mark.parametrize("first", ["webhook", "return", "both at once"])
def test_webhook_and_return_pay_once(world: World, bakery: Cast, first: str) -> None:
    """Trap 1: webhook and return page at the same moment pay once: one mail, one move of stock."""
    with bakery.entered():
        piece = make_unique_piece()
        order = awaiting((piece, 1))
    paid = world.pay(world.start(order))

    if first == "webhook":
        world.deliver()
        world.come_back(paid)
    elif first == "return":
        world.come_back(paid)
        world.deliver()
    else:
        at_once(world.deliver, lambda: world.come_back(paid), lambda: world.come_back(paid))

    with bakery.entered():
        run_chores(now=now())
        order.refresh_from_db()
        assert order.payment_status == "paid"
        assert order.events.filter(kind=OrderEventKind.PAID).count() == 1
        assert stock_of(piece) == (0, 0)
    assert len(mail.outbox) == 1


def test_customer_who_never_comes_back_has_paid_all_the_same(world: World, bakery: Cast) -> None:
    """Trap 5: who never comes back has paid, the webhook says so."""
    with bakery.entered():
        order = awaiting()
    to_bank = world.pay(world.start(order), method="bancontact")
    world.browser.post(to_bank.headers["Location"], data={"answer": "authorise_and_close"})

    world.deliver()

    with bakery.entered():
        order.refresh_from_db()
        assert order.payment_status == "paid"


def test_reconciler_finds_what_no_message_told(world: World, bakery: Cast) -> None:
    """Trap 6: when no message comes, the reconciler asks."""
    with bakery.entered():
        order = awaiting()
    world.pay(world.start(order))

    with bakery.entered():
        too_early = reconcile_attempts(now=now())
        in_time = reconcile_attempts(now=now() + dt.timedelta(minutes=4))
        order.refresh_from_db()

    assert (too_early, in_time, order.payment_status) == (0, 1, "paid")


def test_return_page_tells_the_truth_when_nothing_was_paid(world: World, bakery: Cast) -> None:
    """Trap 20: whatever the page of Stripe said last, ours says whether anything was paid."""
    with bakery.entered():
        order = awaiting()
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)

    forged = world.get(f"/en/payment/{attempt.public_id}/return/?session_id={attempt.stripe_session_id}")
    canceled = world.get(f"/en/payment/{attempt.public_id}/cancel/")

    assert (forged.status_code, canceled.status_code) == (200, 200)
    assert "Waiting for your bank" in forged.text
    assert "Not paid yet" in canceled.text
    assert f"/en/order/{order.secret}/payment/at-collection/" in canceled.text
    with bakery.entered():
        order.refresh_from_db()
        assert order.payment_status == "awaiting"


def test_shop_that_takes_no_money_at_the_counter_does_not_offer_it(world: World, bakery: Cast) -> None:
    with bakery.entered():
        take_transfers(at_collection=False)
        order = awaiting()
    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)

    unpaid = world.get(f"/en/payment/{attempt.public_id}/cancel/").text

    assert f"/en/order/{order.secret}/payment/" in unpaid
    assert "at-collection" not in unpaid


def test_return_address_with_another_orders_page_is_not_found(world: World, bakery: Cast) -> None:
    """Trap 26: a return address with the page of another order is not found."""
    with bakery.entered():
        paid_order, other_order = awaiting(), awaiting()
    world.pay(world.start(paid_order))
    world.start(other_order)
    with bakery.entered():
        paid_attempt, other_attempt = attempt_of(paid_order), attempt_of(other_order)

    forged = world.get(f"/en/payment/{other_attempt.public_id}/return/?session_id={paid_attempt.stripe_session_id}")
    rightful = world.get(f"/en/payment/{paid_attempt.public_id}/return/?session_id={paid_attempt.stripe_session_id}")

    assert (forged.status_code, rightful.status_code) == (404, 303)
    with bakery.entered():
        other_order.refresh_from_db()
        assert other_order.payment_status == "awaiting"


def test_pages_of_the_bakery_are_not_found_in_the_bookshop(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = awaiting()
    world.start(order)
    with bakery.entered():
        public_id = attempt_of(order).public_id
    elsewhere = World(world.origin, world.door, world.browser, hostname="bookshop.localhost")
    paths = [f"/en/order/{order.secret}/payment/", f"/en/payment/{public_id}/return/", f"/en/payment/{public_id}/cancel/"]

    assert [elsewhere.get(path).status_code for path in paths] == [404, 404, 404]
    assert [world.get(path).status_code for path in paths] == [303, 200, 200]


def test_paid_order_is_not_sent_to_pay_again(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = awaiting()
    world.come_back(world.pay(world.start(order)))

    again = world.get(f"/en/order/{order.secret}/payment/")

    assert again.headers["Location"] == f"/en/order/{order.secret}/"
    assert len(world.calls("POST", "/v1/checkout/sessions")) == 1


def test_order_to_be_paid_at_collection_gets_no_payment_page(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = make_order(now=now())

    answer = world.get(f"/en/order/{order.secret}/payment/")

    assert answer.headers["Location"] == f"/en/order/{order.secret}/"
    assert world.calls() == []


def test_paying_at_collection_after_all_closes_the_page(world: World, bakery: Cast) -> None:
    with bakery.entered():
        piece = make_unique_piece()
        order = awaiting((piece, 1))
    url = world.start(order)

    answer = world.post(f"/en/order/{order.secret}/payment/at-collection/")

    assert answer.status_code == 303
    assert "This payment page has expired" in world.pay(url).text
    with bakery.entered():
        order.refresh_from_db()
        assert (order.payment_method, order.payment_status, order.status) == ("at_collection", "unpaid", "open")
        assert (attempt_of(order).state, stock_of(piece)) == ("expired", (0, 0))


def test_customer_calls_off_an_order_that_awaits_its_payment(world: World, bakery: Cast) -> None:
    with bakery.entered():
        piece = make_unique_piece()
        order = awaiting((piece, 1))
    world.start(order)

    world.post(f"/en/order/{order.secret}/cancellation/")

    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, attempt_of(order).state, stock_of(piece)) == ("canceled", "expired", (1, 0))


def test_order_that_turns_out_paid_is_not_called_off(world: World, bakery: Cast) -> None:
    with bakery.entered():
        order = awaiting()
    world.pay(world.start(order))

    world.post(f"/en/order/{order.secret}/cancellation/")

    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, order.payment_status, attempt_of(order).state) == ("open", "paid", AttemptState.PAID)
