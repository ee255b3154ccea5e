"""What payments put into the frame of the backoffice."""

from django.utils.translation import gettext_lazy as _

from orders.events import register_note_words
from shops.backoffice.registry import MoreLink, register_more_link

NOTES = {
    "paid_too_late": _("The payment came when the order could no longer be kept: it goes back to the customer in full."),
    "paid_twice": _("The customer paid a second time: this payment goes back in full."),
    "amount_differs": _("A payment came that is not the order's amount: it goes back in full."),
    "refunded": _("The money is returned to the customer."),
    "pays_at_collection": _("The customer pays at collection after all."),
}


def register() -> None:
    """Add "Get paid online" to the page "More", and say in plain words what an order's history says of money."""
    register_note_words(NOTES)
    register_more_link(
        MoreLink(
            key="payments",
            label=_("Get paid online"),
            hint=_("Bancontact and cards, through your own Stripe account"),
            url_name="bo_payments",
            icon="credit-card",
            position=5,
        )
    )
