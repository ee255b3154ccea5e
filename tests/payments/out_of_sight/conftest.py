"""A payment of which we can't see any more how it ended."""

import pytest

from kit.clock import now
from orders.models import Order
from payments.models import PaymentAttempt
from payments.services.reconcile import reconcile_attempts
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.switches import set_trouble
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece
from tests.factories.orders import make_awaiting_order
from tests.payments.out_of_sight.tools import MINUTE
from tests.payments.world import ACCOUNTS, World, attempt_of


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


@pytest.fixture
def lost(world: World, bakery: Cast, order: Order) -> PaymentAttempt:
    """The order's page was paid, nobody has told us, the account is gone and the page is over."""
    world.pay(world.start(order))
    set_trouble(drop=10)
    disconnect(ACCOUNTS["bakery"])
    with bakery.entered():
        reconcile_attempts(now=now() + 40 * MINUTE)
        return attempt_of(order)
