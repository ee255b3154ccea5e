"""What the platform takes of a payment."""

from decimal import Decimal

from django.utils.formats import number_format

from tenants.rules import platform_part
from tenants.selectors import fee_basis_points


def fee_percent() -> str:
    """Return that part in percent as people read it, "1,25"; empty when there is none."""
    points = fee_basis_points()
    return number_format((Decimal(points) / 100).normalize()) if points else ""


def application_fee_on(amount: int) -> int:
    """Return the platform's part of `amount` under the bound shop's plan, both in cents; see tenants.rules.platform_part."""
    return platform_part(amount, basis_points=fee_basis_points())
