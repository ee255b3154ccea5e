"""What payments show on the first page of the backoffice: what a person must look at or do about money."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kit.clock import in_brussels
from orders.models import Order
from payments.backoffice.order_part import RefundRow, dispute_row, refund_row
from payments.backoffice.unseen import StrayRow, UnseenRow, stray_rows, unseen_rows
from payments.gateways.stripe import is_configured
from payments.models import Dispute, Refund
from payments.models.refund import NOT_OF_ORDER
from payments.rules.requirements import groups_of
from payments.selectors.accounts import account_to_look_after
from payments.selectors.refunds import kept_after_disputes, open_disputes, refunds_to_look_at
from payments.selectors.transfers import tasks
from payments.words import requirement_words
from shops.backoffice.registry import Panel, register_panel
from tenants.permissions import May

MOST = 10
SHOWN_FOR = dt.timedelta(days=3)


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
    """Add the panels to the first page."""
    for panel in PANELS:
        register_panel(panel)


def load_account_task(*, now: dt.datetime) -> dict[str, Any] | None:
    """Return the account at Stripe and what it asks, when its owner must do something; None otherwise."""
    account = account_to_look_after() if is_configured() else None
    if account is None:
        return None
    return {"account": account, "asked": [requirement_words(group) for group in groups_of(account.requirements)]}


def load_unseen(*, now: dt.datetime) -> list[UnseenRow] | None:
    """Return the payments of which only the shop's people can see how they ended; None when there are none."""
    return unseen_rows()[:MOST] or None


def load_strays(*, now: dt.datetime) -> list[StrayRow] | None:
    """Return the money for which there is no order and at which nobody has looked; None when there is none."""
    return stray_rows()[:MOST] or None


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


def _panel(key: str, position: int, template: str, load: Callable[..., Any], *, needs: May = May.SEE_MONEY) -> Panel:
    return Panel(key=key, template=f"backoffice/payments/{template}.html", position=position, load=load, needs=needs)


PANELS = (
    _panel("disputes", 4, "_disputes", load_disputes),
    _panel("unseen_payments", 4, "_unseen_payments", load_unseen),
    _panel("stray_payments", 4, "_stray_payments", load_strays),
    _panel("stripe_account", 4, "_account_task", load_account_task, needs=May.SET_PAYMENTS),
    _panel("kept_money", 5, "_kept_money", load_kept_money),
    _panel("refused_refunds", 5, "_refused_refunds", load_refused_refunds),
    _panel("late_money", 5, "_late_money", load_late_money),
    _panel("transfers", 6, "_transfer_tasks", load_transfer_tasks),
)
