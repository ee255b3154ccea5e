"""The kinds of events of money in the shop's log; registered in PaymentsConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from payments.models import AccountState
from shops.history import register_kinds, register_labels

KINDS = {
    "refund_begun": _("%(amount)s of order %(number)s goes back to the customer"),
    "refund_done": _("%(amount)s of order %(number)s is back with the customer"),
    "refund_refused": _("Stripe refused to return %(amount)s of order %(number)s"),
    "refund_at_stripe": _("%(amount)s of order %(number)s was given back in the Stripe account"),
    "refund_left": _("%(amount)s of order %(number)s that could not be returned stays with the shop"),
    "dispute_opened": _("The customer of order %(number)s contests %(amount)s at their bank"),
    "dispute_won": _("The dispute about order %(number)s is won: %(amount)s stays"),
    "dispute_lost": _("The dispute about order %(number)s is lost: %(amount)s is gone"),
    "dispute_closed": _("The bank asks no more about %(amount)s of order %(number)s"),
    "payments_account": _("A Stripe account takes the money of the shop: %(account)s"),
    "payments_left": _("A Stripe account no longer takes the money of the shop: %(account)s"),
    "payments_back": _("A Stripe account takes the money of the shop again: %(account)s"),
    "payment_looked_up": _("Looked up in the Stripe account, %(amount)s for order %(number)s: %(told)s"),
    "stray_looked_at": _("Looked at %(amount)s that came without an order"),
    "payments_details": _("Went to Stripe to give the details of the shop"),
    "payments_state": _("Paying online: %(account_state)s"),
    "ways_changed": _("Changed in the ways to be paid: %(ways)s"),
    "bank_account_changed": _("Transfers go to another bank account, which ends in %(end)s"),
    "transfer_noted": _("%(amount)s received by transfer for order %(number)s"),
    "transfer_matched": _("%(amount)s of a statement used for order %(number)s"),
    "transfer_dismissed": _("%(amount)s of a statement is for no order"),
    "transfer_given_back": _("%(amount)s too much for order %(number)s was given back"),
    "statement_taken": _("Bank statement read: %(matched)s matched, %(left)s to look at"),
}
WAYS = {
    "at_collection": _("payment at collection"),
    "collection_days": _("how long an order is kept"),
    "restock": _("what happens to what nobody collected"),
    "by_transfer": _("bank transfer"),
    "transfer_days": _("how long a transfer is waited for"),
    "account": _("bank account"),
}

TOLD = {"paid": _("paid"), "to_return": _("paid, to be given back there"), "unpaid": _("not paid")}


def register() -> None:
    """Say what happens to money and to whose account it goes."""
    register_kinds("money", KINDS)
    register_labels("account_state", dict(AccountState.choices))
    register_labels("ways", WAYS)
    register_labels("told", TOLD)
