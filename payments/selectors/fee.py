"""What the platform takes of a payment."""

from decimal import Decimal

from django.utils.formats import number_format

from kit.money import divide_half_up
from tenants.selectors import fee_basis_points


def fee_percent() -> str:
    """Return that part in percent as people read it, "1,25"; empty when there is none."""
    points = fee_basis_points()
    return number_format((Decimal(points) / 100).normalize()) if points else ""


def application_fee_on(amount: int) -> int:
    """Return the platform's part of `amount`, both in cents: half up, never more than the amount."""
    return min(amount, divide_half_up(amount * fee_basis_points(), 10_000))
