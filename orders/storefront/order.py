"""The order's own page: confirmation first, then where it stands, for months, without a login."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog.selectors.holds import is_holding
from kit.clock import now
from kit.http import see_other
from kit.qr import transfer_qr_svg
from kit.templatetags.formats import money
from orders.models import Order, PaymentStatus
from orders.payment_methods import is_looked_up, online_provider, waits_for_bank
from orders.rules.transitions import NotPossibleNow
from orders.selectors import order_page as selector
from orders.services.cancel_order import cancel_order
from orders.services.expire_order import is_being_paid
from orders.storefront.private import private_page
from orders.storefront.words import state_words

LARGEST_TRANSFER = 99_999_999_999  # cents: 999 999 999,99 euro, the most that a code can say (EPC069-12)


@private_page
@require_safe
def order_page(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        page = selector.order_page(secret)
    except Order.DoesNotExist as error:
        raise Http404 from error
    context = {"page": page, "order": page.order, "state": state_words(page), "code": _code(page)}
    if page.stage == selector.Stage.AWAITING and page.transfer is None:
        context |= _to_pay(page.order, is_open=request.tenant.status == "active")  # type: ignore[attr-defined]
    return render(request, "storefront/order/page.html", context)


def _to_pay(order: Order, *, is_open: bool) -> dict[str, Any]:
    """
    Return how an order that awaits its online payment stands: with the bank, or still to be paid, and until when its
    articles are held. A shop that is closed for now begins no payment.
    """
    if waits_for_bank(order):
        return {"state": _("Waiting for your bank"), "is_with_bank": True}
    if is_looked_up(order):
        return {"state": _("The shop looks up your payment"), "is_looked_up": True}
    provider = online_provider() if is_open else None
    return {
        "pay_url": reverse(provider.start_url_name, kwargs={"secret": order.secret}) if provider is not None else "",
        "held_until": order.hold_expires_at if is_holding(order.holder, now=now()) else None,
    }


def _code(page: selector.OrderPage) -> str:
    """Return the QR code of a transfer that is waited for, as SVG; nothing for any other order."""
    transfer = page.transfer
    if transfer is None or page.stage != selector.Stage.AWAITING or not 0 < transfer.missing_amount <= LARGEST_TRANSFER:
        return ""
    values = {"amount": money(transfer.missing_amount), "holder": transfer.holder, "iban": transfer.grouped_iban}
    return transfer_qr_svg(
        name=transfer.holder,
        iban=transfer.iban,
        amount=transfer.missing_amount,
        reference=transfer.written,
        label=_("Code for your banking app: %(amount)s to %(holder)s, account %(iban)s") % values,
    )


@private_page
@require_POST
def order_cancel_unpaid(request: HttpRequest, secret: str) -> HttpResponse:
    order = get_object_or_404(Order, secret=secret)
    try:
        if order.payment_status == PaymentStatus.AWAITING and is_being_paid(order_id=order.pk):
            raise NotPossibleNow("Its payment is under way.")
        cancel_order(order_id=order.pk, user=None, reason="", now=now(), only_unpaid=True)
    except NotPossibleNow:
        messages.warning(request, _("This order could not be cancelled: its payment came in, or is on its way."))
    return see_other("order_page", secret=secret)
