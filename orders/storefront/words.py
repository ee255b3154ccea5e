"""Words of the order's page that are chosen by where it stands."""

from django.utils.translation import gettext as _

from orders.selectors.order_page import OrderPage, Stage


def state_words(page: OrderPage) -> str:
    """Return where an order stands, in two or three words."""
    if page.stage == Stage.TO_PREPARE:
        return _("Order paid") if page.is_paid else _("Order confirmed")
    if page.stage == Stage.HANDED_OVER:
        return _("Order collected") if page.order.is_pickup else _("Order delivered")
    return {
        Stage.AWAITING: _("Awaiting your transfer") if page.transfer else _("Awaiting your payment"),
        Stage.READY: _("Order ready"),
        Stage.CANCELED: _("Order cancelled"),
        Stage.EXPIRED: _("Not paid in time"),
    }[page.stage]
