"""What every question for a list has in common."""

import datetime as dt

PAGE_SIZE = 100  # the most that one list answers


def since_filter(since: dt.datetime | None) -> dict[str, int]:
    """Return what `created` must be, that only what was made `since` then is listed; nothing for None."""
    return {"gte": int(since.timestamp())} if since is not None else {}
