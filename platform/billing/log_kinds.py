"""The kinds of events of the subscription in the shop's log; registered in BillingConfig.ready()."""

from django.utils.translation import gettext_lazy as _

from billing.models import SubscriptionState
from shops.history import register_kinds, register_labels

KINDS = {
    "subscription_state": _("The subscription with Vitrine is now: %(subscription_state)s"),
    "subscription_page": _("Went to Stripe to pay for the plan %(plan)s"),
    "subscription_portal": _("Went to Stripe for card, invoices or the end of the subscription"),
    "plan_changed": _("The plan of the shop is now %(plan)s"),
    "subscription_ended": _("The subscription at Stripe was ended by Vitrine: nothing more is charged"),
    "shop_closed_unpaid": _("The shop closed, because no subscription is paid for it"),
    "shop_open_again": _("The shop opened again"),
    "subscription_corrected": _("Vitrine corrected the subscription: %(changed)s (%(reason)s)"),
}


def register() -> None:
    """Say what happens between the shop and the platform."""
    register_kinds("money", KINDS)
    register_labels("subscription_state", dict(SubscriptionState.choices))
