"""What orders need before the shop opens: a way to be paid, and to have been tried once."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from orders.payment_methods import online_provider
from shops.launch import Requirement, Step
from shops.models import ShopSettings

TEST_ORDER = "test_order"


def order_requirements() -> Iterable[Requirement]:
    """Return that customers can pay, and that the shopkeeper placed a test order; two queries."""
    said = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    yield Requirement(
        key="pay",
        title=_("Getting paid"),
        sentence=_("Customers must be able to pay without cash, online or at your counter: the law asks for one such way."),
        is_met=said.takes_cards or online_provider() is not None,
        position=32,
        form_key="pay",
        url_name="bo_payments",
        action=_("Get paid online"),
    )
    yield Requirement(
        key=TEST_ORDER,
        title=_("A test order"),
        sentence=_("Buy something in your own shop, as a customer would. Nothing is paid, and it is deleted with one tap."),
        is_met=said.tested_at is not None,
        position=90,
    )


def order_steps() -> Iterable[Step]:
    """Return the fourth step of the setup guide; two queries."""
    said = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    yield Step(
        key="pay",
        title=_("Getting paid"),
        sentence=_("Online with Bancontact and cards, or at your counter."),
        action=_("Choose how"),
        url_name="bo_payments",
        is_done=said.takes_cards or online_provider() is not None,
        position=4,
    )
