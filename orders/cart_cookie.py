"""
The cookie by which a visitor's cart is found again: its token, and how many articles are in it.

The count is there so that the header of any page needs no query. It is signed for the shop: in
another shop, or changed, it is no cart at all.
"""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from kit.signing import BadSignature, sign, unsign
from orders.models import Cart

PURPOSE = "cart"
KEPT_FOR = dt.timedelta(days=60)


@dataclass(frozen=True, slots=True)
class CartCookie:
    """What the cookie says. An empty token is no cart."""

    token: str = ""
    count: int = 0


def read(request: HttpRequest) -> CartCookie:
    """Return what the visitor's cookie says; nothing when it has none or was not signed here."""
    text = request.COOKIES.get(settings.CART_COOKIE_NAME)
    if not text:
        return CartCookie()
    try:
        token, count = unsign(text, purpose=PURPOSE)
        return CartCookie(str(token), int(count))
    except (BadSignature, ValueError, TypeError):
        return CartCookie()


def find_cart(request: HttpRequest) -> Cart | None:
    """Return the visitor's cart as long as it was not ordered, or None: one query, none without a cookie."""
    token = read(request).token
    return Cart.objects.filter(token=token, order=None).first() if token else None


def find_ordered_cart(request: HttpRequest) -> Cart | None:
    """Return the visitor's cart if it became an order, with that order: for who clicks twice."""
    token = read(request).token
    return Cart.objects.select_related("order").filter(token=token).exclude(order=None).first() if token else None


def holder_names(request: HttpRequest) -> tuple[str, ...]:
    """Return the name under which the visitor's cart holds stock; nothing without a cart."""
    cart = find_cart(request)
    return (cart.holder,) if cart else ()


def remember(response: HttpResponse, cart: Cart) -> None:
    """Let the visitor keep the cart, with the count that the service left in it."""
    response.set_cookie(
        settings.CART_COOKIE_NAME,
        sign([cart.token, cart.article_count], purpose=PURPOSE),
        max_age=KEPT_FOR,
        secure=settings.CART_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Take the cart away from the visitor: it became an order."""
    response.delete_cookie(settings.CART_COOKIE_NAME, samesite="Lax")
