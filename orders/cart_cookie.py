"""
The cookie by which a visitor's cart is found again: its token, how many articles are in it, and the
secret of an order that still awaits their payment.

The count is there so that the header of any page needs no query; the secret, so that who left the
payment page by the browser's Back finds the way to their order. It is signed for the shop: in
another shop, or changed, it is no cart at all.
"""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from catalog.rules.availability import HolderNames
from kit.signing import BadSignature, sign, unsign
from kit.tenancy import current_scope
from orders.models import Cart, Order, PaymentStatus
from shops.pages.visitors import Basket

PURPOSE = "cart"
KEPT_FOR = dt.timedelta(days=60)
LONGEST = 1000  # characters, several times what we write: anything may be sent, and what is read is remembered


@dataclass(frozen=True, slots=True)
class CartCookie:
    """What the cookie says. An empty token is no cart, an empty `unpaid` no order that awaits its payment."""

    token: str = ""
    count: int = 0
    unpaid: str = ""


def read(request: HttpRequest) -> CartCookie:
    """Return what the visitor's cookie says; nothing when it has none or was not signed here."""
    return _said(current_scope().id, request.COOKIES.get(settings.CART_COOKIE_NAME, ""))


def basket_of(text: str) -> Basket:
    """Return what pages show of the basket in a cookie's text. Who has a cart, or an order to pay, may hold stock."""
    said = _said(current_scope().id, text)
    return Basket(said.count, bool(said.token or said.unpaid))


def _said(scope_id: int, text: str) -> CartCookie:
    """Return what a cookie says in the bound shop, whose id is `scope_id`: another shop's cookie says nothing here."""
    return _read(scope_id, text) if 0 < len(text) <= LONGEST else CartCookie()


@lru_cache(maxsize=4096)
def _read(scope_id: int, text: str) -> CartCookie:
    try:
        token, count, *rest = unsign(text, purpose=PURPOSE)
        return CartCookie(str(token), int(count), *map(str, rest[:1]))
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


def find_unpaid_order(request: HttpRequest) -> Order | None:
    """Return the visitor's order that awaits its payment, or None: one query, none without such an order in the cookie."""
    secret = read(request).unpaid
    return Order.objects.open().filter(secret=secret, payment_status=PaymentStatus.AWAITING).first() if secret else None


def holder_names(request: HttpRequest) -> HolderNames:
    """Return the names under which the visitor holds stock: that of their cart, and of an order they have still to pay."""
    cart, order = find_cart(request), find_unpaid_order(request)
    return {**({cart.holder: None} if cart else {}), **({order.holder: order.hold_expires_at} if order else {})}


def remember(request: HttpRequest, response: HttpResponse, cart: Cart) -> None:
    """Let the visitor keep the cart, with the count that the service left in it."""
    _write(response, CartCookie(cart.token, cart.article_count, read(request).unpaid))


def remember_unpaid(response: HttpResponse, order: Order) -> None:
    """Let the visitor find back to the order that their cart became, as long as it awaits its payment."""
    _write(response, CartCookie(unpaid=order.secret))


def forget(response: HttpResponse) -> None:
    """Take the cart away from the visitor: it became an order."""
    response.delete_cookie(settings.CART_COOKIE_NAME, samesite="Lax")


def _write(response: HttpResponse, said: CartCookie) -> None:
    response.set_cookie(
        settings.CART_COOKIE_NAME,
        sign([said.token, said.count, said.unpaid], purpose=PURPOSE),
        max_age=KEPT_FOR,
        secure=settings.CART_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
