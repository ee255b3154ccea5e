"""The `Stripe-Signature` header, right or wrong by order of a tester: docs.stripe.com/webhooks#verify-manually."""

import time

import stripe

STALE_SECONDS = 3600  # the client library refuses what is older than five minutes


def signature_of(payload: str, secret: str, how: str = "good") -> str | None:
    """Return the header; None for `missing`. The other kinds are those of `rules.troubles.SIGNATURES`."""
    sign = stripe.WebhookSignature.generate_signature_header
    if how == "missing":
        return None
    if how == "wrong":
        return sign(payload, "whsec_somebody_else")
    if how == "stale":
        return sign(payload, secret, timestamp=int(time.time()) - STALE_SECONDS)
    good = sign(payload, secret)
    if how == "two":
        moment, _, right = good.partition(",")
        old = sign(payload, "whsec_before_the_roll", timestamp=int(moment.removeprefix("t="))).partition(",")[2]
        return f"{moment},{old},{right}"
    return good
