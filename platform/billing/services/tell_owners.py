"""The owners of a shop hear in time how it stands, each thing once."""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext

from django.db import transaction

from billing.models import Subscription
from billing.rules.notices import notices_due
from billing.selectors import standing_of
from billing.states import State
from kit.routers import SHOP_ALIAS
from kit.tenancy import bind, tenant_or_none
from shops.outbox import write_to_outbox
from tenants.models import Membership, Role, Tenant
from tenants.selectors import ref_of

MAIL = "subscription_notice"
OPEN, FREE = "open", "free"  # told when they happen; all else is due or not by how it stands


def due_for(row: Subscription, *, now: dt.datetime) -> list[tuple[str, str]]:
    """Return what a shop's owners should know now; see billing.rules.notices. While staff keep it closed, nothing of this helps them."""
    if row.tenant.is_held:
        return []
    return notices_due(
        state=State(row.state),
        standing=standing_of(row, now=now),
        is_at_stripe=row.is_at_stripe,
        trial_ends_at=row.trial_ends_at,
        grace_until=row.grace_until,
        ends_on=row.current_period_end if row.cancel_at_period_end and row.is_at_stripe else None,
        now=now,
    )


def tell_owners(row: Subscription, *, now: dt.datetime) -> None:
    """Write the mails that are due into the shop's outbox. Safe to call twice: each is sent once."""
    for notice, key in due_for(row, now=now):
        if notice == "closed":
            key = f"{key}-{row.tenant.suspended_at or now:%Y%m%d%H%M}"
        _write(row, notice, key, now=now)


def tell_open_again(row: Subscription, *, now: dt.datetime) -> None:
    """Write that the shop is open again; to be called when it was opened."""
    _write(row, OPEN, f"{now:%Y%m%d%H%M%S}", now=now)


def tell_free(row: Subscription, *, now: dt.datetime) -> None:
    """Write that the shop is free of charge; to be called when it became so and Stripe takes nothing any more. Once a day at most."""
    _write(row, FREE, f"{now:%Y%m%d}", now=now)


def _write(row: Subscription, notice: str, key: str, *, now: dt.datetime) -> None:
    owners = Membership.objects.filter(tenant_id=row.tenant_id, role=Role.OWNER, user__is_active=True)
    people = list(owners.values_list("user_id", "user__email"))
    with in_shop(row.tenant), transaction.atomic(using=SHOP_ALIAS):
        for user_id, email in people:
            payload = {"notice": notice, "user_id": user_id, "about": email}
            write_to_outbox(kind=MAIL, key=f"{MAIL}:{notice}:{key}:{user_id}", payload=payload, now=now)


def in_shop(tenant: Tenant) -> AbstractContextManager[object]:
    """Bind a shop for the block, unless it is bound already."""
    bound = tenant_or_none()
    return nullcontext() if bound is not None and bound.id == tenant.pk else bind(ref_of(tenant))
