"""The kinds of events of money in the shop's log; registered in PaymentsConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from payments.models import AccountState
from shops.history import register_kinds, register_labels

KINDS = {
    "refund_begun": _("%(amount)s of order %(number)s goes back to the customer"),
    "refund_done": _("%(amount)s of order %(number)s is back with the customer"),
    "refund_refused": _("Stripe refused to return %(amount)s of order %(number)s"),
    "payments_account": _("A Stripe account takes the money of the shop: %(account)s"),
    "payments_details": _("Went to Stripe to give the details of the shop"),
    "payments_state": _("Paying online: %(account_state)s"),
}


def register() -> None:
    """Say what happens to money and to whose account it goes."""
    register_kinds("money", KINDS)
    register_labels("account_state", dict(AccountState.choices))
