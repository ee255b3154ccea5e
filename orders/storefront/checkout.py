"""The three steps from cart to order, each at its own address, so that the browser's Back walks them."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.services.stock import OutOfStock
from kit.cash import cash_total
from kit.clock import now
from kit.http import see_other, sent_form
from kit.limits import may
from orders import cart_cookie
from orders.models import Cart, Order, PaymentMethod, PaymentSettings, PaymentStatus
from orders.payment_methods import online_methods, online_provider, somebody_comes_to_pay
from orders.rules.details import CheckoutDetails
from orders.selectors.cart_page import CartPage, cart_page
from orders.services.keep_details import keep_details
from orders.services.place_order import CartChanged, PaymentMethodGone, ShippingMethodGone, TotalChanged, place_order
from orders.services.start_checkout import EmptyCart, start_checkout
from orders.services.take_orders import NotTakingOrders
from orders.storefront.forms import ContactForm, DeliveryForm, ReviewForm
from orders.storefront.open_for_orders import is_test, why_not
from orders.storefront.private import private_page
from shops.models import ShippingKind, ShippingMethod

STEPS = ("checkout", "checkout_delivery", "checkout_review")
CHANGED: dict[type[Exception], Any] = {
    TotalChanged: gettext_lazy("A price changed while you were here. The new total is shown below: order again if it suits you."),
    CartChanged: gettext_lazy("Your basket or your details changed while you were here. Look them over, then order."),
    PaymentMethodGone: gettext_lazy("The shop no longer offers this way to pay. Choose another one."),
}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A cart whose stock is held until `held_until`; None when it held for so long that others must have their turn."""

    cart: Cart
    held_until: dt.datetime | None

    @property
    def said(self) -> dict[str, Any]:
        return self.cart.details

    @property
    def knows_contact(self) -> bool:
        return bool(self.said.get("name") and self.said.get("email"))

    def shipping_method(self) -> ShippingMethod | None:
        """Return the chosen way to get the order, if it is still offered and its address is known."""
        method = ShippingMethod.objects.filter(pk=self.said.get("shipping_method", 0), is_active=True).first()
        needs_address = method is not None and method.kind == ShippingKind.DELIVERY
        return None if needs_address and not self.said.get("street") else method


StepView = Callable[[HttpRequest, Checkout], HttpResponse]


def checkout_step(view: StepView) -> Callable[[HttpRequest], HttpResponse]:
    """
    Make a step of the checkout: it needs a cart, and holds its stock anew each time it is shown or sent.

    A cart that was ordered leads to its order (a double click); one that is short, back to the
    cart, which says of which line and what is left; so does a shop that takes no orders now.
    """

    @private_page
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def step(request: HttpRequest) -> HttpResponse:
        cart = cart_cookie.find_cart(request)
        if cart is None:
            ordered = cart_cookie.find_ordered_cart(request)
            order = ordered.order if ordered else cart_cookie.find_unpaid_order(request)
            return see_other("order_page", secret=order.secret) if order else see_other("cart")
        try:
            if closed := why_not(request):
                raise NotTakingOrders(closed)
            held_until = start_checkout(cart=cart, now=now())
            somebody_comes_to_pay(now=now())
            return view(request, Checkout(cart, held_until))
        except NotTakingOrders:
            messages.warning(request, why_not(request) or _("The shop was opened just now. Look your order over: it would be a real one."))
            return see_other("cart")
        except EmptyCart:
            return see_other("cart")
        except OutOfStock:
            messages.error(request, _("Not all of your basket can be had any more. What is left is shown beside each line."))
            return see_other("cart")

    return step


@checkout_step
def contact(request: HttpRequest, checkout: Checkout) -> HttpResponse:
    form = ContactForm(sent_form(request), initial=checkout.said)
    if form.is_bound and form.is_valid():
        keep_details(cart=checkout.cart, said=form.cleaned_data)
        return see_other("checkout_delivery")
    return _show(request, checkout, form, step=0)


@checkout_step
def delivery(request: HttpRequest, checkout: Checkout) -> HttpResponse:
    if not checkout.knows_contact:
        return see_other("checkout")
    methods = list(ShippingMethod.objects.filter(is_active=True))
    form = DeliveryForm(sent_form(request), initial=checkout.said, methods=methods)
    if form.is_bound and form.is_valid():
        keep_details(cart=checkout.cart, said=form.cleaned_data)
        return see_other("checkout_review")
    return _show(request, checkout, form, step=1)


@checkout_step
def review(request: HttpRequest, checkout: Checkout) -> HttpResponse:
    method = checkout.shipping_method()
    if not checkout.knows_contact:
        return see_other("checkout")
    if method is None:
        return see_other("checkout_delivery")
    page = cart_page(checkout.cart, now=now())
    ways = [PaymentMethod.TEST] if is_test(request) else payment_methods(method, total=page.with_shipping(method.price).total)
    form = ReviewForm(sent_form(request), payment_methods=ways, initial={"payment_method": ways[0]})
    if form.is_bound and form.is_valid() and not _may_order(request, checkout.said["email"]):
        form.add_error(None, _("Many orders came from here in a short time. Wait an hour, or call the shop."))
    elif form.is_bound and form.is_valid():
        try:
            return _ordered(request, _place(checkout, form.cleaned_data))
        except tuple(CHANGED) as change:
            form.add_error(None, CHANGED[type(change)])
        except ShippingMethodGone:
            messages.warning(request, _("The shop no longer offers this way to get your order. Choose another one."))
            return see_other("checkout_delivery")
    return _show(request, checkout, form, step=2, method=method, online_methods=online_methods() if PaymentMethod.ONLINE in ways else [])


def payment_methods(method: ShippingMethod, *, total: int) -> list[PaymentMethod]:
    """
    Return the ways to pay an order of `total` cents that is got by `method`, the usual one first.

    Online when the shop can be paid so much online (or nothing, which is settled at once),
    by transfer where it takes them. What is collected can be paid
    there unless the shop does not want that; what is delivered is paid at the door only where it cannot be
    paid before. There is always one.
    """
    said = PaymentSettings.current()
    provider = online_provider()
    ways = [PaymentMethod.ONLINE] if provider is not None and (not total or provider.takes(total)) else []
    if said.by_transfer:
        ways.append(PaymentMethod.BANK_TRANSFER)
    if (said.at_collection and method.kind == ShippingKind.PICKUP) or not ways:
        ways.append(PaymentMethod.AT_COLLECTION)
    return ways


def _may_order(request: HttpRequest, email: str) -> bool:
    """Say whether one more order can be meant: what it takes off the shelf nobody else can buy, and each sends a mail."""
    return may(request, "order", limits=settings.ORDER_RATE_LIMITS, key=email)


def _place(checkout: Checkout, chosen: dict[str, Any]) -> Order:
    shown_total = chosen["shown_total"] if chosen["shown_total"] is not None else -1
    details = _details(checkout, payment_method=chosen["payment_method"])
    return place_order(cart_id=checkout.cart.pk, details=details, shown_total=shown_total, shown_lines=chosen["shown_lines"], now=now())


def _details(checkout: Checkout, *, payment_method: str = "") -> CheckoutDetails:
    said = checkout.said
    return CheckoutDetails(
        name=said["name"],
        email=said["email"],
        phone=said.get("phone", ""),
        language=(get_language() or "fr")[:2],
        shipping_method_id=said["shipping_method"],
        payment_method=payment_method,
        street=said.get("street", ""),
        postcode=said.get("postcode", ""),
        city=said.get("city", ""),
        note=said.get("note", ""),
    )


def _ordered(request: HttpRequest, order: Order) -> HttpResponse:
    provider = online_provider() if order.payment_method == PaymentMethod.ONLINE else None
    response = see_other(provider.start_url_name if provider else "order_page", secret=order.secret)
    unpaid = order if provider is not None and order.payment_status == PaymentStatus.AWAITING else cart_cookie.find_unpaid_order(request)
    if unpaid is not None:
        cart_cookie.remember_unpaid(response, unpaid)
    else:
        cart_cookie.forget(response)
    return response


def _show(
    request: HttpRequest, checkout: Checkout, form: forms.Form, *, step: int, method: ShippingMethod | None = None, **more: Any
) -> HttpResponse:
    page = cart_page(checkout.cart, now=now())
    context = {
        "form": form,
        "page": page,
        "said": checkout.said,
        "held_until": checkout.held_until,
        "steps": _steps(step),
        **({**_sums(page, method), "shown_lines": page.fingerprint(_details(checkout))} if method else {}),
        **more,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, f"storefront/checkout/{('contact', 'delivery', 'review')[step]}.html", context, status=status)


def _sums(page: CartPage, method: ShippingMethod) -> dict[str, Any]:
    return {
        "method": method,
        "is_delivery": method.kind == ShippingKind.DELIVERY,
        "totals": page.with_shipping(method.price),
        "in_cash": cash_total(page.with_shipping(method.price).total),
        "vat": page.vat(shipping=method.price, shipping_vat_rate=method.vat_rate),
    }


def _steps(current: int) -> list[dict[str, Any]]:
    labels = [_("You"), _("Collection or delivery"), _("Check and pay")]
    return [
        {"label": label, "url": reverse(name), "is_done": number < current, "is_current": number == current}
        for number, (name, label) in enumerate(zip(STEPS, labels, strict=True))
    ]
