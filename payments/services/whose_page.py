"""
Whether a payment page on the shop's account is one that we made.

The account is the shop's: it sells by other ways with it, and other platforms make pages on it, whose metadata may look like
ours. So each page of ours carries a word that only this platform can have signed, for this shop and this attempt.
"""

from kit.signing import BadSignature, sign, unsign
from payments.gateways.base import CheckoutSession

PURPOSE = "payment-page"


def mark_of(public_id: str) -> str:
    """Return the word for the page of an attempt; shorter than the 500 characters that Stripe keeps."""
    return sign(public_id, purpose=PURPOSE)


def is_our_page(session: CheckoutSession) -> bool:
    """Say whether this platform made a page, for the bound shop; also when its attempt is not known any more."""
    try:
        return bool(session.reference) and unsign(session.metadata.get("mark", ""), purpose=PURPOSE) == session.reference
    except BadSignature:
        return False
