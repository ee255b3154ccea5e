"""Where things are in the shop's own Stripe account; of play money, in the sandbox."""

from django.conf import settings

from payments.gateways.stripe import expects_live_events

DASHBOARD = "https://dashboard.stripe.com"


def dashboard_url(path: str) -> str:
    """Return the address of a page of the Dashboard, such as "payments/pi_1"."""
    if settings.STRIPE_SANDBOX:
        return f"{settings.STRIPE_SANDBOX_PAGES_URL}/sandbox/control"
    return f"{DASHBOARD}{'' if expects_live_events() else '/test'}/{path}"


def payment_url(payment_intent_id: str) -> str:
    """Return the address of a payment; of the list of payments when we don't know which it is."""
    return dashboard_url(f"payments/{payment_intent_id}".rstrip("/"))
