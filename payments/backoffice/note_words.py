"""What an order's history says of money, in plain words; the codes are those of its events."""

from django.utils.translation import gettext_lazy as _

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
