"""Read and set what a tester may order. The same by HTTP: `pages/control.py`."""

from dataclasses import asdict, replace
from typing import Any

from django.db import transaction

from stripe_sandbox.models import ApiFault, Switches
from stripe_sandbox.rules.options import Options, options_from
from stripe_sandbox.rules.troubles import Trouble, trouble_from
from stripe_sandbox.store import DB

ALL = "*"
SHORT = {"on": Trouble(), "off": Trouble(held=True), "double": Trouble(copies=2)}


def trouble(destination: str) -> Trouble:
    """Return how events reach a destination now."""
    row = Switches.objects.filter(pk=1).first()
    stored = row.deliveries if row else {}
    return trouble_from(stored.get(destination) or stored.get(ALL) or {})


def set_trouble(destination: str = ALL, **fields: Any) -> Trouble:
    """
    Let events reach a destination (default: all) in this way; fields that are not named are as usual.

    :raises ValueError: for an unknown field or value
    """
    wanted = trouble_from(fields)
    with transaction.atomic(using=DB):
        row = _locked()
        row.deliveries = {destination: asdict(wanted)} if destination == ALL else {**row.deliveries, destination: asdict(wanted)}
        row.save(update_fields=["deliveries"])
    return wanted


def set_deliveries(how: str) -> None:
    """
    Deliver webhooks normally (`on`), not at all (`off`) or each one twice (`double`).

    What was held back while off is delivered after the switch is on again.

    :raises ValueError: for any other word
    """
    if how not in SHORT:
        raise ValueError(f"deliveries are {', '.join(SHORT)}")
    set_trouble(**asdict(SHORT[how]))


def take_drop(destination: str) -> bool:
    """Say whether the next event for a destination gets lost, and count it."""
    if not trouble(destination).drop:
        return False
    with transaction.atomic(using=DB):
        row = _locked()
        name = destination if destination in row.deliveries else ALL
        now = trouble_from(row.deliveries.get(name) or {})
        if not now.drop:
            return False
        row.deliveries = {**row.deliveries, name: asdict(replace(now, drop=now.drop - 1))}
        row.save(update_fields=["deliveries"])
    return True


def options() -> Options:
    """Return how Stripe and the banks behave now."""
    row = Switches.objects.filter(pk=1).first()
    return options_from(row.options if row else {})


def set_options(**fields: Any) -> Options:
    """
    Change how Stripe and the banks behave; fields that are not named stay.

    :raises ValueError: for an unknown field or value
    """
    with transaction.atomic(using=DB):
        row = _locked()
        wanted = options_from({**row.options, **fields})
        row.options = asdict(wanted)
        row.save(update_fields=["options"])
    return wanted


def add_fault(kind: str, path: str = "*", *, method: str = "", times: int = 1, seconds: float = 25) -> ApiFault:
    """
    Let the next `times` API requests to `path` (with * and ?) fail; the kinds are those of `ApiFault`.

    :raises ValueError: for an unknown kind
    """
    return ApiFault.objects.create(kind=ApiFault.Kind(kind), path=path, method=method, remaining=times, seconds=seconds)


def calm() -> None:
    """Take back all troubles, options and faults; the clock stays where it is."""
    Switches.objects.filter(pk=1).update(deliveries={}, options={})
    ApiFault.objects.all().delete()


def _locked() -> Switches:
    Switches.objects.get_or_create(pk=1)
    return Switches.objects.select_for_update().get(pk=1)
