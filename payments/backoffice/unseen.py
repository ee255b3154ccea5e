"""Payments that only the shop's people can look up, and money that came without an order: seen, answered, ticked off."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.clock import now
from kit.http import see_other
from orders.models import Order
from payments.backoffice.dashboard import payment_url
from payments.models import PaymentAttempt, StrayPayment, Told
from payments.selectors.unseen import payments_to_look_up
from payments.services.look_up_attempt import AlreadyTold, look_up_attempt
from payments.services.stray_payments import settle_stray
from shops.backoffice.access import BackofficeRequest, backoffice_view
from tenants.permissions import May


@dataclass(frozen=True)
class UnseenRow:
    """A payment to look up, and where."""

    attempt: PaymentAttempt
    url: str


@dataclass(frozen=True)
class StrayRow:
    """Money without an order, and where to look at it."""

    payment: StrayPayment
    url: str


def unseen_rows(order: Order | None = None) -> list[UnseenRow]:
    """Return the payments to look up, of one order or of all; one statement."""
    found = payments_to_look_up()
    return [UnseenRow(row, payment_url(row.stripe_payment_intent_id)) for row in (found.filter(order=order) if order else found)]


def stray_rows() -> list[StrayRow]:
    """Return the money without an order at which nobody has looked, the oldest first; one statement."""
    return [StrayRow(row, payment_url(row.stripe_payment_intent_id)) for row in StrayPayment.objects.filter(settled_at=None)]


@backoffice_view(May.SEE_MONEY)
@require_POST
def look_up(request: BackofficeRequest, pk: int) -> HttpResponse:
    """Note what a person saw in the Stripe account: paid or not."""
    attempt = get_object_or_404(PaymentAttempt.objects.select_related("order"), pk=pk)
    said = request.POST.get("said")
    if said not in ("paid", "unpaid"):
        messages.warning(request, _("Say whether it was paid."))
        return see_other("bo_order", number=attempt.order.number)
    try:
        told = look_up_attempt(attempt_id=attempt.pk, is_paid=said == "paid", user=request.user, now=now())
    except AlreadyTold:
        messages.info(request, _("Nothing changed: somebody was quicker."))
    else:
        _say(request, told, attempt.order)
    return see_other("bo_order", number=attempt.order.number)


def _say(request: BackofficeRequest, told: Told, order: Order) -> None:
    if told == Told.PAID:
        messages.success(request, _("Order %(number)s is paid. An e-mail is on its way.") % {"number": order.number})
    elif told == Told.TO_RETURN:
        messages.warning(request, _("This order can’t use the payment any more. Give the money back in your Stripe account."))
    else:
        messages.success(request, _("Noted as not paid. If nothing else comes, the order ends and its articles are for sale again."))


@backoffice_view(May.SEE_MONEY)
@require_POST
def stray_look(request: BackofficeRequest, pk: int) -> HttpResponse:
    """Tick money without an order off."""
    stray = get_object_or_404(StrayPayment, pk=pk)
    if settle_stray(stray_id=stray.pk, user=request.user, now=now()):
        messages.success(request, _("Noted as looked at."))
    else:
        messages.info(request, _("Nothing changed: somebody was quicker."))
    return see_other("bo_today")
