"""The order's page behind its secret link, in each state."""

import pytest

from orders import payment_methods
from orders.services import expire_order as expiring
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import expire_unpaid_order
from orders.services.hand_over import hand_over
from orders.services.mark_paid import mark_paid
from orders.services.mark_ready import mark_ready
from tests.factories.catalog import make_unique_piece, make_variant, stock_of
from tests.factories.orders import NOW, make_awaiting_order, make_order


@pytest.fixture(autouse=True)
def _payment_by_our_rules_alone(monkeypatch):
    monkeypatch.setattr(payment_methods, "_provider", payment_methods.OnlineProvider(lambda: True, "payment_start"))
    monkeypatch.setattr(expiring, "_guards", [])


@pytest.fixture
def page_of(client, bakery):
    return lambda order: client.get(f"/en/order/{order.secret}/", HTTP_HOST=bakery.hostname)


def settled(shop, state):
    """Make an order and bring it to a state."""
    with shop.entered():
        order = make_awaiting_order() if state in ("awaiting", "expired", "paid", "paid_then_canceled") else make_order()
        if state in ("paid", "paid_then_canceled"):
            mark_paid(order_id=order.pk, now=NOW)
        if state == "expired":
            expire_unpaid_order(order_id=order.pk, now=order.hold_expires_at)
        if state in ("canceled", "paid_then_canceled"):
            cancel_order(order_id=order.pk, user=shop.owner, reason="The kiln is broken.", now=NOW)
        if state == "ready":
            mark_ready(order_id=order.pk, user=shop.owner, now=NOW)
        if state == "handed_over":
            hand_over(order_id=order.pk, user=shop.owner, now=NOW)
        return order


@pytest.mark.parametrize(
    ("state", "says"),
    [
        ("awaiting", ["Awaiting your payment", "One more step, Léa", "/payment/", "/cancellation/"]),
        ("unpaid", ["Order confirmed", "Thank you, Léa", "when you collect it", "At the counter, say"]),
        ("paid", ["Order paid", "Thank you, Léa", "Paid, VAT included"]),
        ("ready", ["Order ready", "It is ready, Léa"]),
        ("handed_over", ["Order collected", "You collected it on Thursday 26 November"]),
        ("canceled", ["Order cancelled", "The kiln is broken.", "You have nothing to pay."]),
        ("paid_then_canceled", ["Order cancelled", "the money comes back"]),
        ("expired", ["Not paid in time"]),
    ],
)
def test_page_tells_the_truth_in_each_state(page_of, bakery, state, says):
    order = settled(bakery, state)

    page = page_of(order)

    assert page.status_code == 200
    assert order.number in page.text
    assert [words for words in says if words not in page.text] == []
    assert ("/cancellation/" in page.text) == (state == "awaiting")


def test_page_is_for_its_customer_alone(page_of, bakery):
    page = page_of(settled(bakery, "unpaid"))

    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "same-origin"
    assert 'name="robots" content="noindex' in page.text


def test_page_is_opened_by_the_whole_secret_of_this_shop_only(client, bakery, bookshop):
    order = settled(bakery, "unpaid")

    def answer(secret, host=bakery):
        return client.get(f"/en/order/{secret}/", HTTP_HOST=host.hostname).status_code

    assert answer(order.secret) == 200
    assert [answer(secret) for secret in (order.number, str(order.pk), order.secret[:-1], order.secret.swapcase(), "x" * 3000)] == [404] * 5
    assert answer(order.secret, bookshop) == 404


def test_page_takes_as_many_statements_for_three_lines_as_for_one(client, page_of, bakery, django_assert_max_num_queries):
    with bakery.entered():
        order = make_order(*((make_variant(unit_quantity=250, unit="g"), 2) for _ in range(3)))
    page_of(order)

    with django_assert_max_num_queries(3):
        page_of(order)


# ---- giving up before paying --------------------------------------------------------------------


def test_customer_cancels_what_is_not_paid_and_the_piece_is_free(client, bakery):
    with bakery.entered():
        chair = make_unique_piece()
        order = make_awaiting_order((chair, 1))

    answer = client.post(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname)
    again = client.post(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname)

    assert [(each.status_code, each["Location"]) for each in (answer, again)] == [(303, f"/en/order/{order.secret}/")] * 2
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, stock_of(chair)) == ("canceled", (1, 0))


@pytest.mark.parametrize("state", ["unpaid", "paid", "ready", "handed_over"])
def test_customer_cannot_cancel_a_confirmed_order_alone(client, bakery, state):
    order = settled(bakery, state)

    client.post(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname)

    with bakery.entered():
        order.refresh_from_db()
        assert order.status == ("completed" if state == "handed_over" else "open")
    assert "could not be cancelled" in client.get(f"/en/order/{order.secret}/", HTTP_HOST=bakery.hostname).text


def test_order_whose_payment_is_under_way_is_not_canceled(client, bakery, monkeypatch):
    monkeypatch.setattr(expiring, "_guards", [lambda order: True])
    order = settled(bakery, "awaiting")

    client.post(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname)

    with bakery.entered():
        order.refresh_from_db()
        assert order.status == "open"


def test_cancellation_of_no_order_is_404_and_a_link_cancels_nothing(client, bakery):
    order = settled(bakery, "awaiting")

    assert client.post("/en/order/nothing/cancellation/", HTTP_HOST=bakery.hostname).status_code == 404
    assert client.get(f"/en/order/{order.secret}/cancellation/", HTTP_HOST=bakery.hostname).status_code == 405
