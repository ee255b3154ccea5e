"""The kinds of events of orders in the shop's log; registered in OrdersConfig.ready(). An order's own history is orders.events."""

from django.utils.translation import gettext_lazy as _

from orders.events import register_note_words
from shops.history import register_kinds

KINDS = {
    "order_ready": _("Order %(number)s is ready"),
    "order_handed_over": _("Order %(number)s handed over"),
    "order_canceled": _("Order %(number)s cancelled"),
    "test_order_deleted": _("Test order %(number)s deleted"),
    "order_noted": _("Note added to order %(number)s"),
}

NOTES = {
    "paid_cash": _("In cash"),
    "paid_card": _("By card or phone"),
    "not_collected": _("Nobody came to collect it. What was ordered was not put back in stock."),
    "not_collected_restocked": _("Nobody came to collect it. What was ordered is back in stock."),
}


def register() -> None:
    """Say what people of the shop do with orders; under the number, as a customer may ask to be forgotten."""
    register_kinds("orders", KINDS)
    register_note_words(NOTES)
