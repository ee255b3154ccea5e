"""The setup guide is put away."""

import datetime as dt

from shops.models import ShopSettings


def close_guide(*, now: dt.datetime) -> None:
    """Show the setup guide of the bound shop on the first page no more; it stays under "More". Safe to call twice."""
    ShopSettings.objects.filter(pk=ShopSettings.SINGLE_ROW).update(guide_closed_at=now)
