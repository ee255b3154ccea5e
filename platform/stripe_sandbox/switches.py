"""Read and set the troubles that a tester may order."""

from stripe_sandbox.models import Switches


def deliveries() -> str:
    """Return how webhooks are delivered now: `on`, `off` or `double`."""
    row = Switches.objects.filter(pk=1).first()
    return row.deliveries if row else Switches.Deliveries.ON


def set_deliveries(how: str) -> None:
    """
    Deliver webhooks normally (`on`), not at all (`off`) or each one twice (`double`).

    What was held back while off is delivered after the switch is on again.

    :raises ValueError: for any other word
    """
    Switches.objects.update_or_create(pk=1, defaults={"deliveries": Switches.Deliveries(how)})
