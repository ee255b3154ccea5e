"""
Whatever messages come, in whatever order and however often: the end is the same. And what is charged is what adds up.

Property tests over the sandbox, HTTP and the real client library. Each example is a new order in the same shop.
"""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kit.clock import now
from payments.models import WebhookEvent
from stripe_sandbox.fixtures import ready_account
from stripe_sandbox.models import StoredObject
from tests.conftest import Cast
from tests.factories.catalog import make_variant
from tests.factories.orders import make_awaiting_order, make_delivery
from tests.payments.stories import MONEY_BACK, STORIES, tell
from tests.payments.world import ACCOUNTS, World

FEW = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
FEWER = settings(FEW, max_examples=4)  # these are long: days pass in them


@pytest.fixture
def slow_world(world: World) -> World:
    """A shop that also takes direct debits."""
    ready_account(ACCOUNTS["bakery"], capabilities=("card_payments", "bancontact_payments", "sepa_debit_payments"))
    return world


@pytest.mark.parametrize("name", [*STORIES, *MONEY_BACK])
def test_any_subset_of_events_in_any_order_ends_the_same(slow_world: World, bakery: Cast, name: str) -> None:
    story = (STORIES | MONEY_BACK)[name]
    expected = tell(slow_world, story, bakery, None)

    @(FEW if name in STORIES else FEWER)
    @given(seed=st.integers(0, 2**32))
    def ends_the_same(seed: int) -> None:
        assert tell(slow_world, story, bakery, random.Random(seed)) == expected

    ends_the_same()
    with bakery.entered():
        assert not WebhookEvent.objects.filter(state__in=["received", "failed"]).exists()


PRICES = st.lists(st.tuples(st.integers(1, 40_000), st.integers(1, 4)), min_size=1, max_size=4)


@FEW
@given(lines=PRICES, delivery=st.booleans())
def test_what_is_charged_is_the_sum_of_lines_and_delivery(world: World, bakery: Cast, lines: list[tuple[int, int]], delivery: bool) -> None:
    """There are no discounts to subtract yet, and cash is rounded at the counter only: see tests/orders/test_at_the_counter.py."""
    with bakery.entered():
        bought = [(make_variant(price=price, on_hand=9), quantity) for price, quantity in lines]
        details = _delivered() if delivery else {}
        order = make_awaiting_order(*bought, now=now(), **details)
        expected = sum(price * quantity for price, quantity in lines) + order.shipping_amount
        if order.total_amount < 50:  # too little to be paid online
            return
    page = world.start(order)
    world.pay(page)

    session = StoredObject.objects.get(stripe_id=page.rstrip("/").rpartition("/")[2].partition("#")[0])
    charge = StoredObject.objects.filter(kind="charge", body__payment_intent=session.body["payment_intent"]).get()
    assert charge.body["amount_captured"] == session.body["amount_total"] == order.total_amount == expected
    assert order.shipping_amount == (500 if delivery else 0)


def _delivered() -> dict[str, object]:
    from shops.models import ShippingMethod

    method = ShippingMethod.objects.filter(kind="delivery").first() or make_delivery(500)
    address = {"street": "Rue Haute 1", "postcode": "1000", "city": "Bruxelles"}
    return {"shipping_method_id": method.pk, **address}
