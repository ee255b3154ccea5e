"""What payments put into the frame of the backoffice."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from orders.events import register_note_words
from payments.backoffice import order_part, panels
from payments.backoffice.note_words import NOTES
from shops.backoffice.registry import MoreLink, register_more_link
from tenants.permissions import May


def register() -> None:
    """Add the pages about money to "More", their panels to the first page, and say in plain words what an order's history says of money."""
    register_note_words(NOTES)
    order_part.register()
    panels.register()
    for link in MORE:
        register_more_link(link)


def _link(key: str, position: int, url_name: str, icon: str, label: Any, hint: Any, *, needs: May = May.SEE_MONEY) -> MoreLink:
    return MoreLink(key=key, label=label, hint=hint, url_name=url_name, icon=icon, position=position, needs=needs)


MORE = (
    _link("money", 4, "bo_money", "coins", _("Money"), _("What came in, what it cost, and when it is on your account")),
    _link(
        "payments", 5, "bo_ways", "credit-card", _("Ways to be paid"), _("Online, by bank transfer, at collection"), needs=May.SET_PAYMENTS
    ),
    _link("transfers", 6, "bo_transfers", "receipt-text", _("Bank transfers"), _("Who has still to pay, and the statements of your bank")),
)
