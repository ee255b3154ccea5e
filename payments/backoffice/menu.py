"""What payments put into the frame of the backoffice."""

import datetime as dt

from django.utils.translation import gettext_lazy as _

from orders.events import register_note_words
from payments.models import Refund, RefundState
from payments.selectors.transfers import tasks
from shops.backoffice.registry import MoreLink, Panel, register_more_link, register_panel
from tenants.permissions import May

MOST = 10
NOTES = {
    "paid_too_late": _("The payment came when the order could no longer be kept: it goes back to the customer in full."),
    "paid_after_cancel": _("A payment came after the order was cancelled: it goes back to the customer in full."),
    "paid_twice": _("The customer paid a second time: this payment goes back in full."),
    "amount_differs": _("A payment came that is not the order’s amount: it goes back in full."),
    "refunded": _("The money is returned to the customer."),
    "transfer_too_late": _("The transfer came when the order could no longer be kept: give it back."),
    "transfer_confirmed": _("The bank statement confirms the transfer."),
    "transfer_given_back": _("What was too much was given back."),
    "paid_card": _("Paid online by card"),
    "paid_bancontact": _("Paid with Bancontact"),
    "paid_ideal": _("Paid with iDEAL | Wero"),
    "paid_klarna": _("Paid with Klarna"),
    "paid_sepa_debit": _("Paid by direct debit"),
    "pays_at_collection": _("The customer pays at collection after all."),
}


def register() -> None:
    """Add the ways to be paid and the transfers to the page "More", and say in plain words what an order's history says of money."""
    register_note_words(NOTES)
    register_panel(
        Panel(
            key="refused_refunds",
            template="backoffice/payments/_refused_refunds.html",
            position=5,
            load=load_refused_refunds,
            needs=May.SEE_MONEY,
        )
    )
    register_panel(
        Panel(
            key="transfers", template="backoffice/payments/_transfer_tasks.html", position=6, load=load_transfer_tasks, needs=May.SEE_MONEY
        )
    )
    register_more_link(
        MoreLink(
            key="money",
            label=_("Money"),
            hint=_("What came in, what it cost, and when it is on your account"),
            url_name="bo_money",
            icon="coins",
            position=4,
            needs=May.SEE_MONEY,
        )
    )
    register_more_link(
        MoreLink(
            key="transfers",
            label=_("Bank transfers"),
            hint=_("Who has still to pay, and the statements of your bank"),
            url_name="bo_transfers",
            icon="receipt-text",
            position=6,
            needs=May.SEE_MONEY,
        )
    )
    register_more_link(
        MoreLink(
            key="payments",
            label=_("Ways to be paid"),
            hint=_("Online, by bank transfer, at collection"),
            url_name="bo_ways",
            icon="credit-card",
            position=5,
            needs=May.SET_PAYMENTS,
        )
    )


def load_transfer_tasks(*, now: dt.datetime) -> int | None:
    """Return how many amounts on the bank account a person must look at; None when there are none."""
    return tasks() or None


def load_refused_refunds(*, now: dt.datetime) -> list[Refund] | None:
    """Return the refunds that Stripe refused: somebody waits for their money, and only a person can help."""
    refused = Refund.objects.filter(state=RefundState.FAILED).select_related("attempt__order")
    return list(refused[:MOST]) or None
