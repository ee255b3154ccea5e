"""Time passes, at a tester's word."""

import datetime as dt

from django.db import transaction
from django.db.models import F

from stripe_sandbox import clock
from stripe_sandbox.models import Switches
from stripe_sandbox.services.settle_due import settle_due
from stripe_sandbox.store import DB


def advance_clock(by: dt.timedelta) -> int:
    """
    Move the sandbox's clock ahead and let everything happen that falls due on the way, in its order.

    Returns how many objects changed. The clock never goes back, as events would then be out of order.

    :raises ValueError: for a step back
    """
    if by < dt.timedelta():
        raise ValueError("the clock only goes forward")
    with transaction.atomic(using=DB):
        Switches.objects.get_or_create(pk=1)
        Switches.objects.filter(pk=1).update(ahead_seconds=F("ahead_seconds") + int(by.total_seconds()))
    return settle_due()


def advance_to(moment: dt.datetime) -> int:
    """Move the clock ahead to a moment; see `advance_clock`."""
    return advance_clock(moment - clock.now())
