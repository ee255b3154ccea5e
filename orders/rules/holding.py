"""How long a checkout may keep stock from others."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HoldRule:
    """Each step of the checkout holds for `step`, all of them together for `at_most`; then others have `pause` to take it."""

    step: dt.timedelta
    at_most: dt.timedelta
    pause: dt.timedelta

    def window(self, *, began_at: dt.datetime | None, now: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
        """Return when the holding began and when it ends; an end that is not after `now` means that nothing is held now."""
        if began_at is None or now >= began_at + self.at_most + self.pause:
            began_at = now
        return began_at, min(now + self.step, began_at + self.at_most)
