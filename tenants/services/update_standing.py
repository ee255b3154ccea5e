"""Whether a shop has opened, and whether it pauses, as its address and the list of shops need to know."""

import datetime as dt

from tenants.hosts import forget_hosts
from tenants.models import Tenant


def update_standing(*, tenant_id: int, launched_at: dt.datetime | None, paused_until: dt.date | None) -> None:
    """Copy what the shop's own settings say to the public row. Safe to call twice."""
    Tenant.objects.filter(pk=tenant_id).update(launched_at=launched_at, paused_until=paused_until)
    forget_hosts()
