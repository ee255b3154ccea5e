"""
Paying by bank transfer: the communication by which the money is recognised, and until when it is waited for.

A Belgian structured communication is ten digits and two that check them: the ten modulo 97, where 0
is written 97 (Febelfin, "Banking standards for online banking"; written +++ddd/dddd/ddddd+++). A
single wrong digit or two neighbours exchanged never give another valid one.
"""

import datetime as dt
import re
from dataclasses import dataclass

from stdnum.be import ogm_vcs

from kit.clock import BRUSSELS, in_brussels

# Invoicing programs count their communications from 0 or begin with the year; ours must not meet theirs on the same account.
FIRST_BASE = 8_000_000_000
LAST_BASE = 9_999_999_999

REMIND_BEFORE = 2  # days before the last day
BANK_DAYS_OF_GRACE = 2  # a transfer sent on the last evening arrives on the next bank day, and is on the statement of the day after
REMINDED_AT, ENDS_AT = dt.time(9), dt.time(20)

_WRITTEN = re.compile(r"(?<!\d)\d{3}[ /]?\d{4}[ /]?\d{5}(?!\d)")


@dataclass(frozen=True, slots=True)
class Waiting:
    """How long a transfer is waited for: `due_on` is what the customer is told, at `ends_at` the order is called off."""

    due_on: dt.date
    remind_at: dt.datetime
    ends_at: dt.datetime


def reference_of(serial: int) -> str:
    """
    Return the twelve digits of the communication for the transfer with this serial number of the shop.

    :raises ValueError: if the shop has used up its two thousand million numbers
    """
    base = FIRST_BASE + serial
    if not FIRST_BASE < base <= LAST_BASE:
        raise ValueError(serial)
    return f"{base}{ogm_vcs.calc_check_digits(str(base))}"


def written_reference(reference: str) -> str:
    """Return twelve digits as Belgians write them: +++800/0000/00179+++."""
    return f"+++{ogm_vcs.format(reference)}+++"


def references_in(text: str) -> list[str]:
    """Return the valid structured communications in what somebody wrote: with +++ or ***, slashes, spaces, or bare."""
    found = (re.sub(r"\D", "", match) for match in _WRITTEN.findall(text))
    return list(dict.fromkeys(number for number in found if ogm_vcs.is_valid(number)))


def waiting_from(moment: dt.datetime, *, days: int) -> Waiting:
    """Return how long a transfer asked for at `moment` is waited for: `days` days, a reminder before, and days of grace."""
    today = in_brussels(moment).date()
    due_on = today + dt.timedelta(days=days)
    reminded_on = today + dt.timedelta(days=max(days - REMIND_BEFORE, (days + 1) // 2))
    return Waiting(due_on, _at(reminded_on, REMINDED_AT), _at(_bank_days_after(due_on, BANK_DAYS_OF_GRACE), ENDS_AT))


def _bank_days_after(day: dt.date, count: int) -> dt.date:
    while count:
        day += dt.timedelta(days=1)
        count -= day.weekday() < 5
    return day


def _at(day: dt.date, time: dt.time) -> dt.datetime:
    return dt.datetime.combine(day, time, tzinfo=BRUSSELS)
