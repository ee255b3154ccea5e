"""How long an order that is ready waits for its customer."""

import datetime as dt

from kit.clock import BRUSSELS, in_brussels


def kept_until(ready_at: dt.datetime, *, days: int) -> dt.datetime | None:
    """Return the end of the last day on which it is kept, `days` days after it was ready; None when it is kept without end."""
    if not days:
        return None
    last = in_brussels(ready_at).date() + dt.timedelta(days=days)
    return dt.datetime.combine(last, dt.time(23, 59), tzinfo=BRUSSELS)
