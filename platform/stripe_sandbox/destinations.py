"""
Where events are posted to: Stripe's "event destinations", read from the settings, and webhook endpoints made by the API.

`connect` gets what happens on the shops' accounts, `platform` what happens on our own; each has its
own address and secret (stripe.md 1.3). A destination without an address gets nothing.
"""

from dataclasses import dataclass

from django.conf import settings

from stripe_sandbox.models import StoredObject

OF_SHOPS = frozenset(
    [
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        "checkout.session.async_payment_failed",
        "checkout.session.expired",
        "payment_intent.payment_failed",
        "charge.refunded",
        "refund.created",
        "refund.updated",
        "refund.failed",
        "charge.dispute.created",
        "charge.dispute.updated",
        "charge.dispute.closed",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.funds_reinstated",
        "payout.failed",
        "payout.paid",
        "account.updated",
        "capability.updated",
        "account.application.deauthorized",
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.merchant].capability_status_updated",
        "v2.core.account.closed",
    ]
)
OF_PLATFORM = frozenset(
    [
        "checkout.session.completed",
        "checkout.session.expired",
        "customer.subscription.created",
        "customer.subscription.updated",
        "customer.subscription.deleted",
        "customer.subscription.paused",
        "customer.subscription.resumed",
        "customer.subscription.trial_will_end",
        "invoice.paid",
        "invoice.payment_failed",
        "invoice.payment_action_required",
        "invoice.finalization_failed",
    ]
)


@dataclass(frozen=True)
class Destination:
    """`host` is the Host header to send, `payload` is `thin` or `snapshot`; without `kinds` it hears of the usual ones."""

    name: str
    url: str
    host: str
    secret: str
    payload: str
    of_platform: bool = False
    kinds: frozenset[str] = frozenset()

    def wants(self, kind: str, account: str) -> bool:
        """Say whether an event of this kind on this account goes there; "" is the platform's own account."""
        if self.of_platform != (account == ""):
            return False
        wanted = self.kinds or (OF_PLATFORM if self.of_platform else OF_SHOPS)
        return kind in wanted or "*" in wanted


def all_destinations() -> list[Destination]:
    """Return the destinations that have an address."""
    connect = Destination(
        name="connect",
        url=settings.STRIPE_SANDBOX_WEBHOOK_URL,
        host=settings.STRIPE_SANDBOX_WEBHOOK_HOST,
        secret=settings.STRIPE_WEBHOOK_SECRET,
        payload=getattr(settings, "STRIPE_SANDBOX_WEBHOOK_PAYLOAD", "thin"),
    )
    platform = Destination(
        name="platform",
        url=getattr(settings, "STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL", ""),
        host=settings.STRIPE_SANDBOX_WEBHOOK_HOST,
        secret=getattr(settings, "STRIPE_PLATFORM_WEBHOOK_SECRET", ""),
        payload=getattr(settings, "STRIPE_SANDBOX_WEBHOOK_PAYLOAD", "thin"),
        of_platform=True,
    )
    return [destination for destination in (connect, platform, *_endpoints()) if destination.url]


def _endpoints() -> list[Destination]:
    """Return what was made by either API; names of thin events lose their `v1.` here."""
    rows = StoredObject.objects.filter(kind__in=["webhook_endpoint", "v2.core.event_destination"], body__status="enabled")
    return [
        Destination(
            name=row.stripe_id,
            url=row.body["url"] if "url" in row.body else row.body["webhook_endpoint"]["url"],
            host="",
            secret=row.state["secret"],
            payload=row.body.get("event_payload", "snapshot"),
            of_platform=not row.state["connect"],
            kinds=frozenset(kind.removeprefix("v1.") for kind in row.body["enabled_events"]),
        )
        for row in rows.order_by("id")
    ]


def by_name(name: str) -> Destination | None:
    """Return one destination, or None when it has no address any more."""
    return next((known for known in all_destinations() if known.name == name), None)


def wanting(kind: str, account: str) -> list[Destination]:
    """Return the destinations to which an event of this kind on this account goes."""
    return [destination for destination in all_destinations() if destination.wants(kind, account)]
