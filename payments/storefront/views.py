"""
To the payment page and back.

What the address or the query says is never believed: Stripe is asked, and the page tells what our
own rows say after that. Nothing here needs a script, and nothing is kept by a cache.
"""

import logging
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog.selectors.holds import is_holding
from kit.clock import now
from kit.http import HttpResponseSeeOther, see_other
from orders.models import Order, PaymentSettings, PaymentStatus
from orders.rules.transitions import NotPossibleNow
from orders.storefront.private import private_page
from payments.gateways.base import GatewayError
from payments.models import AttemptState, PaymentAttempt
from payments.selectors.accounts import online_payment_available
from payments.selectors.collected import collected_amount
from payments.selectors.unseen import is_looked_up
from payments.services.apply_session import apply_session
from payments.services.pay_at_collection import pay_at_collection
from payments.services.start_payment import CannotBePaid, start_payment

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "60"


@private_page
@require_http_methods(["GET", "HEAD", "POST"])
def payment_start(request: HttpRequest, secret: str) -> HttpResponse:
    """Send the customer to the payment page; the checkout's redirect arrives here, and so does "Pay now"."""
    order = get_object_or_404(Order, secret=secret)
    if request.method == "HEAD" or request.tenant.status != "active":  # type: ignore[attr-defined]
        return see_other("order_page", secret=order.secret)
    try:
        return HttpResponseSeeOther(start_payment(order_id=order.pk, now=now()))
    except CannotBePaid as refusal:
        return _refused(request, order, refusal.reason)
    except GatewayError as error:
        logger.warning("order %s cannot be paid now: %s", order.number, error)
        return _unavailable(request, order)


@private_page
@require_safe
def payment_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """The payment page sends the customer here; the webhook may have been quicker, or may never come."""
    attempt = _attempt_or_404(request, public_id)
    return _where_it_stands(request, _asked(attempt))


@private_page
@require_safe
def payment_cancel(request: HttpRequest, public_id: str) -> HttpResponse:
    """The customer came back without paying, as far as they know."""
    return _where_it_stands(request, _asked(_attempt_or_404(request, public_id)))


@private_page
@require_POST
def payment_at_collection(request: HttpRequest, secret: str) -> HttpResponse:
    """The customer would rather pay in the shop."""
    order = get_object_or_404(Order, secret=secret)
    try:
        pay_at_collection(order_id=order.pk, now=now())
    except NotPossibleNow:
        messages.warning(request, _("This order can no longer be paid at collection."))
    except GatewayError as error:
        logger.warning("the payment page of order %s stays open: %s", order.number, error)
        return _unavailable(request, order)
    return see_other("order_page", secret=order.secret)


def _attempt_or_404(request: HttpRequest, public_id: str) -> PaymentAttempt:
    """Return the attempt, unless the address names the page of another one (stripe.md, trap 26)."""
    attempt = get_object_or_404(PaymentAttempt.objects.select_related("order"), public_id=public_id)
    session_id = request.GET.get("session_id")
    if session_id and attempt.stripe_session_id and session_id != attempt.stripe_session_id:
        raise Http404
    return attempt


def _asked(attempt: PaymentAttempt) -> PaymentAttempt:
    """Return the attempt as Stripe says it stands; as we last knew it when Stripe does not answer."""
    try:
        return apply_session(attempt_id=attempt.pk, now=now(), hurried=True)
    except GatewayError as error:
        logger.warning("attempt %s: %s", attempt.pk, error)
        return attempt


def _where_it_stands(request: HttpRequest, attempt: PaymentAttempt) -> HttpResponse:
    order = Order.objects.get(pk=attempt.order_id)
    if attempt.state == AttemptState.PAID and attempt.needs_attention:
        return _page(request, "money_back", order, reason=attempt.needs_attention)
    if order.payment_status != PaymentStatus.AWAITING or order.is_canceled or is_looked_up(order):
        return see_other("order_page", secret=order.secret)
    came_back_from_paying = "session_id" in request.GET
    if attempt.state == AttemptState.PROCESSING or (came_back_from_paying and attempt.state in (AttemptState.NEW, AttemptState.OPEN)):
        return _waiting(request, order)
    return _page(request, "unpaid", order)


def _refused(request: HttpRequest, order: Order, reason: str) -> HttpResponse:
    if reason in ("not_awaited", "canceled", "unseen"):
        return see_other("order_page", secret=order.secret)
    if reason == "processing":
        return _waiting(request, order)
    return _page(request, "unpaid", order, refusal=reason, status=HTTPStatus.CONFLICT)


def _waiting(request: HttpRequest, order: Order) -> HttpResponse:
    return _page(request, "waiting", order)


def _unavailable(request: HttpRequest, order: Order) -> HttpResponse:
    response = _page(request, "unavailable", order, status=HTTPStatus.SERVICE_UNAVAILABLE)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


def _page(request: HttpRequest, name: str, order: Order, *, status: int = HTTPStatus.OK, **context: Any) -> HttpResponse:
    to_pay = order.total_amount - collected_amount(order)
    context |= {
        "to_pay": to_pay,
        "held_until": order.hold_expires_at if is_holding(order.holder, now=now()) else None,
        "order": order,
        "can_pay_online": "refusal" not in context and online_payment_available(),
        "can_pay_at_collection": order.is_pickup and to_pay == order.total_amount and PaymentSettings.current().at_collection,
    }
    return render(request, f"storefront/payment/{name}.html", context, status=status)
