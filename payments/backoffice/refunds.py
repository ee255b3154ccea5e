"""Giving money of an order back: the page, the question whether it is right, and what follows when it fails."""

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.cash import STEP
from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.templatetags.formats import money
from orders.models import Order
from payments.backoffice.refund_form import KEY_LENGTH, RefundForm
from payments.backoffice.words import refund_refusal, refund_trouble
from payments.models import Refund, RefundState, RefundWay
from payments.rules.refunds import RefundRefused, Sum, sum_of
from payments.selectors.refunds import Standing, payer_account, standing_of
from payments.services.refund_order import refund_order
from payments.services.send_refunds import send_refund
from payments.services.settle_refund import leave_it, note_handed_back, try_again
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

WRONG_INPUT = ("too_much", "too_many", "nothing", "rounded_away")  # the rest is about the order, not about what was typed


@backoffice_view(May.CANCEL_ORDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def refund(request: BackofficeRequest, number: str) -> HttpResponse:
    """Ask what goes back; then show what that comes to; then, with the one button, give it back."""
    order = _order(number)
    standing = standing_of(order)
    lines = list(order.lines.all())
    start = {"seen": order.refunded_amount, "form_key": secrets.token_hex(KEY_LENGTH // 2), "what": "all"}
    form = RefundForm(sent_form(request), left=standing.left, lines=lines, initial=start)
    if standing.blocked and not _was_sent_before(order, request):
        return _show(request, "refund.html", standing, form, refusal=refund_refusal(standing.blocked))
    if not form.is_bound or "change" in request.POST:
        form = form if not form.is_bound else RefundForm(left=standing.left, lines=lines, initial=start | request.POST.dict())
        return _show(request, "refund.html", standing, form)
    if "sure" in request.POST and form.is_valid():
        return _give_back(request, standing, form)
    return _ask(request, standing, form)


@backoffice_view(May.CANCEL_ORDERS)
@require_POST
def done(request: BackofficeRequest, pk: int) -> HttpResponse:
    """The shop gave it by hand."""
    return _settle(request, pk, lambda: note_handed_back(refund_id=pk, user=request.user, now=now()), _("Noted as given back."))


@backoffice_view(May.CANCEL_ORDERS)
@require_POST
def again(request: BackofficeRequest, pk: int) -> HttpResponse:
    """A refund failed: try the same once more, or another way."""
    wish = request.POST.get("way", "")
    way = wish if wish in RefundWay.values else RefundWay.STRIPE
    return _settle(request, pk, lambda: try_again(refund_id=pk, way=way, user=request.user, now=now()))


@backoffice_view(May.CANCEL_ORDERS)
@require_POST
def leave(request: BackofficeRequest, pk: int) -> HttpResponse:
    """A refund failed, and the shop keeps the money after all."""
    return _settle(request, pk, lambda: leave_it(refund_id=pk, user=request.user, now=now()), _("Noted: the money stays with you."))


def _settle(request: BackofficeRequest, pk: int, deed: Callable[[], Refund], told: str = "") -> HttpResponse:
    found = get_object_or_404(Refund.objects.select_related("order"), pk=pk)
    try:
        settled = deed()
    except RefundRefused as refusal:
        messages.warning(request, refund_refusal(refusal.code))
        return see_other("bo_order", number=found.order.number)
    if told:
        messages.success(request, told)
    else:
        _send(request, [settled])
    return see_other("bo_order", number=found.order.number)


def _ask(request: BackofficeRequest, standing: Standing, form: RefundForm) -> HttpResponse:
    """Show what a filled-in form comes to, before anything is done; or what is wrong with it."""
    total = _total(form, standing)
    if total is None or not form.is_valid():
        return _show(request, "refund.html", standing, form, status=UNPROCESSABLE)
    lines = {line.pk: line for line in standing.order.lines.all()}
    back = [(lines[line.line_id], line, bool(form.cleaned_data.get(f"restock_{line.line_id}"))) for line in total.lines]
    extra: dict[str, Any] = {
        "total": total,
        "back": back,
        "amount": form.wish().amount,
        "rounding": _rounding(form, standing, total),
        "rest": standing.order.paid_amount - standing.order.refunded_amount - total.amount,
    }
    return _show(request, "refund_check.html", standing, form, **extra)


def _total(form: RefundForm, standing: Standing) -> Sum | None:
    """Return what is asked for, added up; None when it can't be, which the form says then. Also before a reason is chosen."""
    if form.errors.keys() - {"reason", "words"}:
        return None
    try:
        return sum_of(form.wish(), standing.left)
    except RefundRefused as refusal:
        _add_refusal(form, standing, refusal)
        return None


def _rounding(form: RefundForm, standing: Standing, total: Sum) -> int:
    """Return the cents by which what goes back in cash differs from what was chosen, to be shown as a line of its own."""
    wanted = form.wish().amount or sum(line.amount for line in total.lines) + total.shipping
    rounding = total.amount - wanted
    return rounding if standing.left.is_cash and abs(rounding) < STEP else 0


def _give_back(request: BackofficeRequest, standing: Standing, form: RefundForm) -> HttpResponse:
    said = form.cleaned_data
    try:
        refunds = refund_order(
            order_id=standing.order.pk,
            wish=form.wish(),
            reason=said["reason"],
            words=said["words"].strip(),
            seen=said["seen"],
            form_key=said["form_key"],
            user=request.user,
            now=now(),
        )
    except RefundRefused as refusal:
        if refusal.code in WRONG_INPUT:
            _add_refusal(form, standing, refusal)
            return _show(request, "refund.html", standing, form, status=UNPROCESSABLE)
        messages.warning(request, refund_refusal(refusal.code))
        return see_other("bo_order", number=standing.order.number)
    _send(request, refunds)
    return see_other("bo_order", number=standing.order.number)


def _add_refusal(form: RefundForm, standing: Standing, refusal: RefundRefused) -> None:
    """Say beside the amount, or above the form, why it can't go back like this."""
    form.add_error("amount" if form.cleaned_data["what"] == "amount" else None, refund_refusal(refusal.code, standing.left.amount))


def _was_sent_before(order: Order, request: BackofficeRequest) -> bool:
    """Say whether this very form did its work already: then it is answered like the first time."""
    key = request.POST.get("form_key", "")
    return bool(key) and "sure" in request.POST and Refund.objects.filter(order=order, form_key=key[:KEY_LENGTH]).exists()


def _send(request: BackofficeRequest, refunds: list[Refund]) -> None:
    """Ask Stripe while somebody waits for the page, and say how it stands; without an answer the chore goes on."""
    sent = [send_refund(refund_id=each.pk, now=now(), hurried=True) for each in refunds]
    failed = [each for each in sent if each.state == RefundState.FAILED]
    amount = money(sum(each.amount for each in sent if each not in failed))
    if failed:
        _say_what_failed(request, failed, rest=amount if len(failed) < len(sent) else "")
    elif sent[0].is_by_hand:
        messages.info(request, _("Written down: you give %(amount)s back by hand. Tick it off when it is done.") % {"amount": amount})
    elif any(each.state == RefundState.NEW for each in sent):
        messages.info(request, _("Stripe does not answer just now. %(amount)s goes back as soon as it does.") % {"amount": amount})
    else:
        messages.success(request, _("%(amount)s is on its way to the customer. An e-mail says so.") % {"amount": amount})


def _say_what_failed(request: BackofficeRequest, failed: list[Refund], *, rest: str) -> None:
    """Say that nothing went back, or which part; `rest` is what goes back all the same."""
    said = {"amount": money(sum(each.amount for each in failed)), "rest": rest, "why": refund_trouble(failed[0].code)}
    if rest:
        words = _("%(rest)s goes back to the customer, the other %(amount)s did not: they were paid apart. %(why)s")
    else:
        words = _("Nothing went back. %(why)s")
    messages.error(request, words % said)


def _show(request: BackofficeRequest, name: str, standing: Standing, form: RefundForm, *, status: int = 200, **extra: Any) -> HttpResponse:
    context = {"order": standing.order, "standing": standing, "form": form, "payer": payer_account(standing.order), **extra}
    return page(request, f"backoffice/payments/{name}", context, nav_key="orders", status=status)


def _order(number: str) -> Order:
    order = Order.objects.filter(number=number).prefetch_related("lines").first()
    if order is None:
        raise Http404
    return order
