"""The page "Bank transfers": what waits, what came, and the statements of the bank."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.clock import in_brussels, now
from kit.http import UNPROCESSABLE, see_other, sent_form
from orders.models import Order, PaymentSettings
from orders.rules.transitions import NotPossibleNow
from payments.backoffice.forms import ColumnsForm, ReceivedForm, StatementForm, chosen_columns
from payments.backoffice.words import refusal_words
from payments.models import BankPayment
from payments.rules.statements.csv_file import UnknownColumns
from payments.rules.statements.files import read_statement
from payments.rules.statements.lines import UnreadableStatement
from payments.selectors import transfers as selector
from payments.services.match_payment import AlreadyDone, dismiss_payment, match_payment, note_given_back
from payments.services.note_transfer import note_transfer
from payments.services.take_statement import OtherAccount, Taken, take_statement
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May


@backoffice_view(May.SEE_MONEY)
@require_safe
def transfers(request: BackofficeRequest) -> HttpResponse:
    return _show(request, StatementForm())


@backoffice_view(May.SEE_MONEY)
@require_POST
def statements(request: BackofficeRequest) -> HttpResponse:
    """Read a statement: what carries one of our communications is used at once, the rest is shown for a person to say."""
    form = StatementForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=UNPROCESSABLE)
    try:
        statement = read_statement(form.cleaned_data["file"].read(), chosen=chosen_columns(request.POST))
        taken = take_statement(statement=statement, user=request.user, now=now())
    except UnknownColumns as refusal:
        form.add_error("file", _("The headings of this file are new to us. Say below which column is what, and choose the file again."))
        return _show(request, form, columns=ColumnsForm(headings=refusal.headings), status=UNPROCESSABLE)
    except UnreadableStatement as refusal:
        form.add_error("file", refusal_words(refusal.code))
        return _show(request, form, status=UNPROCESSABLE)
    except OtherAccount as refusal:
        form.add_error("file", _("This statement is of the account %(iban)s, which your customers do not know.") % {"iban": refusal.iban})
        return _show(request, form, status=UNPROCESSABLE)
    messages.success(request, _told(taken))
    return see_other("bo_transfers")


@backoffice_view(May.SEE_MONEY)
@require_POST
def match(request: BackofficeRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(BankPayment, pk=pk)
    number = request.POST.get("number", "").strip().removeprefix("#")[:20]
    order = Order.objects.filter(number=number).first()
    if order is None:
        messages.warning(request, _("There is no order with the number “%(number)s”.") % {"number": number})
        return see_other("bo_transfers")
    try:
        match_payment(payment_id=payment.pk, order_id=order.pk, user=request.user, now=now())
    except AlreadyDone:
        return _too_late(request)
    messages.success(request, _("Noted for order %(number)s.") % {"number": order.number})
    return see_other("bo_transfers")


@backoffice_view(May.SEE_MONEY)
@require_POST
def dismissal(request: BackofficeRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(BankPayment, pk=pk)
    try:
        dismiss_payment(payment_id=payment.pk, now=now())
    except AlreadyDone:
        return _too_late(request)
    messages.success(request, _("Put away. Who paid it is forgotten here."))
    return see_other("bo_transfers")


@backoffice_view(May.SEE_MONEY)
@require_POST
def given_back(request: BackofficeRequest, pk: int) -> HttpResponse:
    payment = get_object_or_404(BankPayment, pk=pk)
    try:
        note_given_back(payment_id=payment.pk, user=request.user, now=now())
    except AlreadyDone:
        return _too_late(request)
    messages.success(request, _("Noted as given back."))
    return see_other("bo_transfers")


@backoffice_view(May.SEE_MONEY)
@require_http_methods(["GET", "HEAD", "POST"])
def received(request: BackofficeRequest, number: str) -> HttpResponse:
    """Note by hand what came for an order: its whole amount with one tap, or another amount and day."""
    order = Order.objects.filter(number=number).select_related("transfer").first()
    if order is None or not hasattr(order, "transfer"):
        raise Http404
    today = in_brussels(now()).date()
    whole = {"amount": order.transfer.missing_amount, "received_on": today}
    form = ReceivedForm(sent_form(request), today=today, initial=whole | {"seen": order.transfer.received_amount})
    said = whole if "whole" in request.POST else form.cleaned_data if form.is_bound and form.is_valid() else None
    if said is None:
        status = UNPROCESSABLE if form.is_bound else 200
        return page(request, "backoffice/payments/received.html", {"form": form, "order": order}, nav_key="orders", status=status)
    try:
        order = note_transfer(order_id=order.pk, user=request.user, now=now(), **said)
    except AlreadyDone:
        messages.info(request, _("Nothing changed: somebody was quicker."))
    except NotPossibleNow:
        messages.info(request, _("Nothing changed: this order does not wait for a transfer any more."))
    else:
        messages.success(request, _told_of(order))
    return see_other("bo_order", number=number)


def _told_of(order: Order) -> str:
    if order.payment_status == "paid":
        return _("Order %(number)s is paid. An e-mail is on its way.") % {"number": order.number}
    return _("Noted. The order waits for the rest.")


def _told(taken: Taken) -> str:
    used = ngettext("%(count)d payment found and noted.", "%(count)d payments found and noted.", taken.matched) % {"count": taken.matched}
    left = ngettext("%(count)d to look at.", "%(count)d to look at.", taken.to_match) % {"count": taken.to_match}
    known = ngettext("%(count)d known already.", "%(count)d known already.", taken.known) % {"count": taken.known}
    parts = [used, *([left] if taken.to_match else []), *([known] if taken.known else [])]
    return " ".join([*parts, _("Lines that can be for no order were not kept.")])


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Nothing changed: somebody was quicker."))
    return see_other("bo_transfers")


def _show(request: BackofficeRequest, form: StatementForm, *, columns: ColumnsForm | None = None, status: int = 200) -> HttpResponse:
    waiting = list(selector.waiting())
    context: dict[str, Any] = {
        "form": form,
        "columns": columns,
        "to_match": selector.to_match(),
        "to_give_back": selector.to_give_back(),
        "waiting": waiting,
        "waiting_amount": sum(order.transfer.missing_amount for order in waiting),
        "ways": PaymentSettings.current(),
    }
    return page(request, "backoffice/payments/transfers.html", context, nav_key="more", status=status)
