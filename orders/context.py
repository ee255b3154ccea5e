"""Template context of every page of a shop."""

from typing import Any

from django.http import HttpRequest

from kit.tenancy import tenant_or_none
from orders import cart_cookie


def cart(request: HttpRequest) -> dict[str, Any]:
    """Give `cart_count`, the number of articles in the visitor's cart, from the cookie alone."""
    return {"cart_count": cart_cookie.read(request).count} if tenant_or_none() is not None else {}
