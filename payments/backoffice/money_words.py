"""What the page "Money" and its export say, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from payments.rules.movements import MARGIN

WAYS: dict[str, Any] = {
    "cash": gettext_lazy("Cash"),
    "card": gettext_lazy("Card in the shop"),
    "counter": gettext_lazy("At collection"),
    "transfer": gettext_lazy("Bank transfer"),
    "online:": gettext_lazy("Online"),
    "online:other": gettext_lazy("Other, at Stripe"),
    "online:card": gettext_lazy("Card, online"),
    "online:sepa_debit": gettext_lazy("Direct debit"),
}
BRANDS = {"bancontact": "Bancontact", "ideal": "iDEAL | Wero", "klarna": "Klarna", "paypal": "PayPal", "satispay": "Satispay", "eps": "EPS"}
KINDS: dict[str, Any] = {
    "sale": gettext_lazy("Came in"),
    "refund": gettext_lazy("Given back"),
    "refund_failure": gettext_lazy("Could not be given back"),
    "dispute": gettext_lazy("Contested at the customer’s bank"),
    "dispute_reversal": gettext_lazy("Contested, and won"),
    "fee": gettext_lazy("Fees"),
    "other": gettext_lazy("Other, at Stripe"),
}
PERIODS: dict[str, Any] = {
    "this_month": gettext_lazy("This month"),
    "last_month": gettext_lazy("Last month"),
    "today": pgettext_lazy("period", "Today"),
    "this_quarter": gettext_lazy("This quarter"),
    "last_quarter": gettext_lazy("Last quarter"),
}
REASONS: dict[str, Any] = {
    "paid_too_late": gettext_lazy("Paid too late: it goes back to the customer."),
    "paid_after_cancel": gettext_lazy("Paid after the order was cancelled: it goes back."),
    "paid_twice": gettext_lazy("Paid a second time: it goes back."),
    "amount_differs": gettext_lazy("Another amount than the order’s."),
    "overpaid": gettext_lazy("The customer paid more than the order costs: what is too much goes back."),
    "surplus": gettext_lazy("Too much was transferred."),
    "part_paid": gettext_lazy("Transferred, and the order is not paid in full yet."),
    "canceled": gettext_lazy("Transferred for an order that is cancelled."),
    "dispute": gettext_lazy("Contested at the customer’s bank."),
    "refund_failed": gettext_lazy("It could not be given back: the money returned to you."),
    "refund_underway": gettext_lazy("On its way back to the customer, not there yet."),
    "made_at_stripe": gettext_lazy("Made in your Stripe account, not here."),
    "marked_paid": gettext_lazy("Marked as paid here; no payment is known."),
    "other_period": gettext_lazy("Paid and noted in different periods."),
}


def way_words(way: str) -> str:
    """Return how something was paid, for people."""
    method = way.removeprefix("online:")
    return str(WAYS.get(way) or BRANDS.get(method) or method.replace("_", " ").capitalize())


def rate_words(rate: int) -> str:
    """Return a VAT rate as written; margin goods have none."""
    return _("Second-hand, margin scheme") if rate == MARGIN else f"{rate / 100:g} %".replace(".", ",")


def reason_words(reason: str) -> str:
    """Say why money and order differ; whatever has no name yet is for us to find out."""
    return str(REASONS.get(reason) or _("We do not know why: please tell us."))


def kind_words(kind: str) -> str:
    """Return what sort of movement it is."""
    return str(KINDS.get(kind, kind))
