"""An order of one unique piece, and the same paid online."""

import pytest

from kit.clock import now
from orders.models import Order
from tests.conftest import Cast
from tests.factories.catalog import make_unique_piece
from tests.factories.orders import make_awaiting_order
from tests.payments.world import World


@pytest.fixture
def piece(world: World, bakery: Cast):
    with bakery.entered():
        return make_unique_piece()


@pytest.fixture
def order(world: World, bakery: Cast, piece) -> Order:
    """An order of 89 euros, paid online."""
    with bakery.entered():
        return make_awaiting_order((piece, 1), now=now())


@pytest.fixture
def paid(world: World, order: Order) -> Order:
    world.come_back(world.pay(world.start(order)))
    world.deliver()
    return order
