"""What a shop's account allows, from what Stripe says of it."""

from collections.abc import Collection, Mapping

METHODS = ("card_payments", "bancontact_payments")  # either is enough
LOST = ("rejected", "unsupported")


def account_state(
    *, capabilities: Mapping[str, str], open_requirements: Collection[str], is_closed: bool = False, was_ready: bool = False
) -> str:
    """
    Return the state (payments.models.AccountState) that an account is in.

    Ready as soon as one method may take money (stripe.md 1.1: capabilities, not charges_enabled).
    An account that was ready and is not any more is restricted; a new one has details to give first.
    """
    if is_closed:
        return "disconnected"
    statuses = [capabilities[method] for method in METHODS if capabilities.get(method)]
    if "active" in statuses:
        return "ready"
    if was_ready or (statuses and all(status in LOST for status in statuses)):
        return "restricted"
    return "started" if open_requirements else "review"
