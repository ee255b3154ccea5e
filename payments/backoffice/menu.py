"""What payments put into the frame of the backoffice."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from kit.clock import in_brussels
from orders.events import register_note_words
from orders.models import Order
from payments.backoffice import order_part
from payments.backoffice.order_part import RefundRow, dispute_row, refund_row
from payments.gateways.stripe import is_configured
from payments.models import Dispute, Refund
from payments.models.refund import NOT_OF_ORDER
from payments.rules.requirements import groups_of
from payments.selectors.accounts import account_to_look_after
from payments.selectors.refunds import kept_after_disputes, open_disputes, refunds_to_look_at
from payments.selectors.transfers import tasks
from payments.words import requirement_words
from shops.backoffice.registry import MoreLink, Panel, register_more_link, register_panel
from tenants.permissions import May

MOST = 10
SHOWN_FOR = dt.timedelta(days=3)
NOTES = {
    "paid_too_late": _("The payment came when the order could no longer be kept: it goes back to the customer in full."),
    "paid_after_cancel": _("A payment came after the order was cancelled: it goes back to the customer in full."),
    "paid_twice": _("The customer paid a second time: this payment goes back in full."),
    "overpaid": _("The customer paid more than the order costs: what is too much goes back."),
    "partly_paid": _("A part of the amount came. The customer is asked for the rest."),
    "revived": _("The payment came late, and everything was still there: the order stands again."),
    "amount_differs": _("A payment came that is not the order’s amount: it goes back in full."),
    "refunded": _("The money is returned to the customer."),
    "refund_promised": _("%(amount)s goes back to the customer."),
    "refund_failed": _("%(amount)s could not be given back: the money is with the shop again."),
    "refund_left": _("%(amount)s that could not be given back stays with the shop."),
    "refund_handed_back": _("%(amount)s was given back by hand."),
    "refund_at_stripe": _("%(amount)s was given back in the Stripe account."),
    "dispute_opened": _("The customer contests the payment at their bank: %(amount)s."),
    "dispute_asked": _("The customer’s bank asks about the payment: %(amount)s."),
    "dispute_won": _("The bank decided for the shop: it has the %(amount)s again."),
    "dispute_lost": _("The bank decided for the customer: the %(amount)s are gone."),
    "dispute_closed": _("The bank asks no more about the %(amount)s."),
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


@dataclass(frozen=True)
class DisputePanelRow:
    """A dispute on the first page; `days` are left to answer, None when there is nothing to answer."""

    dispute: Dispute
    url: str
    days: int | None


@dataclass(frozen=True)
class DisputePanel:
    """The disputes that are not over; so many of them are `contested`, of the rest a bank only asks."""

    rows: list[DisputePanelRow]
    contested: int


def register() -> None:
    """Add the ways to be paid and the transfers to the page "More", and say in plain words what an order's history says of money."""
    register_note_words(NOTES)
    order_part.register()
    register_panel(
        Panel(key="disputes", template="backoffice/payments/_disputes.html", position=4, load=load_disputes, needs=May.SEE_MONEY)
    )
    register_panel(
        Panel(key="kept_money", template="backoffice/payments/_kept_money.html", position=5, load=load_kept_money, needs=May.SEE_MONEY)
    )
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
            key="stripe_account",
            template="backoffice/payments/_account_task.html",
            position=4,
            load=load_account_task,
            needs=May.SET_PAYMENTS,
        )
    )
    register_panel(
        Panel(key="late_money", template="backoffice/payments/_late_money.html", position=5, load=load_late_money, needs=May.SEE_MONEY)
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


def load_account_task(*, now: dt.datetime) -> dict[str, Any] | None:
    """Return the account at Stripe and what it asks, when its owner must do something; None otherwise."""
    account = account_to_look_after() if is_configured() else None
    if account is None:
        return None
    return {"account": account, "asked": [requirement_words(group) for group in groups_of(account.requirements)]}


def load_late_money(*, now: dt.datetime) -> list[Refund] | None:
    """Return what of the last days goes back by itself as no order could use it; None when there is nothing. What failed is a task."""
    promised = Refund.objects.live().filter(is_automatic=True, reason__in=NOT_OF_ORDER, created_at__gte=now - SHOWN_FOR)
    return list(promised.select_related("order").order_by("-created_at")[:MOST]) or None


def load_transfer_tasks(*, now: dt.datetime) -> int | None:
    """Return how many amounts on the bank account a person must look at; None when there are none."""
    return tasks() or None


def load_refused_refunds(*, now: dt.datetime) -> list[RefundRow] | None:
    """Return the refunds that failed or that the shop gives by hand: somebody waits for their money, and only a person can help."""
    return [refund_row(refund) for refund in refunds_to_look_at()[:MOST]] or None


def load_kept_money(*, now: dt.datetime) -> list[Order] | None:
    """Return the canceled orders whose money was contested and stayed with the shop: nobody else gives it back."""
    return list(kept_after_disputes()[:MOST]) or None


def load_disputes(*, now: dt.datetime) -> DisputePanel | None:
    """Return the disputes that are not over, the soonest due first, with the days that are left to answer."""
    rows = [_panel_row(dispute, now=now) for dispute in open_disputes()[:MOST]]
    return DisputePanel(rows, sum(not row.dispute.is_inquiry for row in rows)) if rows else None


def _panel_row(dispute: Dispute, *, now: dt.datetime) -> DisputePanelRow:
    due = dispute.evidence_due_at if dispute.needs_answer else None
    days = (in_brussels(due).date() - in_brussels(now).date()).days if due else None
    return DisputePanelRow(dispute, dispute_row(dispute).url, days)
