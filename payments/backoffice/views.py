"""The page "Get paid online"."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kit.clock import now
from kit.http import HttpResponseSeeOther, see_other
from kit.tenancy import current_tenant
from kit.urls import shop_url
from payments.backoffice.unseen import unseen_rows
from payments.gateways.base import AccountDisconnected, GatewayError
from payments.gateways.stripe import is_configured
from payments.models import AccountState, Refund, StripeAccount
from payments.rules.requirements import groups_of
from payments.selectors.accounts import current_account, earlier_accounts
from payments.selectors.fee import fee_percent
from payments.selectors.running import running_on
from payments.services.connect_account import (
    AnotherAccountTakesMoney,
    leave_account,
    refresh_account,
    start_onboarding,
    take_up_account,
)
from payments.services.refresh_accounts import want_fresh_account
from payments.words import method_words, requirement_words
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

RECENT = 20


@backoffice_view(May.SET_PAYMENTS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
    want_fresh_account(now=now())  # who looks again in a minute sees what no message told
    return _page(request)


@backoffice_view(May.SET_PAYMENTS)
@require_POST
def connect(request: HttpRequest) -> HttpResponse:
    """Send the owner to Stripe, to give the shop's details there; the address is made for this click only."""
    try:
        url = start_onboarding(
            return_url=shop_url("bo_payments_return"),
            refresh_url=shop_url("bo_payments"),
            name=current_tenant().name,
            email=str(getattr(request.user, "email", "")),
            now=now(),
        )
    except GatewayError:
        return _page(request, is_silent=True, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return HttpResponseSeeOther(url)


@backoffice_view(May.SET_PAYMENTS)
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Coming back from Stripe proves nothing: Stripe is asked how the account stands."""
    account = current_account()
    if account is not None:
        try:
            refresh_account(stripe_account_id=account.stripe_account_id, now=now(), hurried=True)
        except GatewayError:
            return _page(request, is_silent=True, status=HTTPStatus.SERVICE_UNAVAILABLE)
    return see_other("bo_payments")


@backoffice_view(May.SET_PAYMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def disconnection(request: HttpRequest) -> HttpResponse:
    """Ask whether the owner means it, then let the account go."""
    account = current_account()
    if account is None:
        return see_other("bo_payments")
    if request.method == "POST":
        leave_account()
        messages.success(request, _("Your Stripe account is disconnected. Your customers can no longer pay online."))
        return see_other("bo_payments")
    context = {"account": account, "running": running_on(account)}
    return page(request, "backoffice/payments/disconnection.html", context, nav_key="more")


@backoffice_view(May.SET_PAYMENTS)
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an account of before up again; Stripe is asked whether it still lets us."""
    account = get_object_or_404(StripeAccount, pk=pk)
    try:
        take_up_account(stripe_account_id=account.stripe_account_id, now=now())
    except AnotherAccountTakesMoney:
        messages.warning(request, _("Another account is connected. Disconnect it first, then take this one up again."))
    except AccountDisconnected:
        messages.warning(
            request, _("Stripe no longer gives us access to this account. Connect with Stripe anew: you can sign in there with it.")
        )
    except GatewayError:
        return _page(request, is_silent=True, status=HTTPStatus.SERVICE_UNAVAILABLE)
    else:
        messages.success(request, _("This account takes your customers’ payments again."))
    return see_other("bo_payments")


def _page(request: HttpRequest, *, is_silent: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
    account = current_account()
    context = {
        "account": account,
        "state": account.state if account is not None else "none",
        "earlier": earlier_accounts(),
        "can_take_up": account is None or account.state == AccountState.DISCONNECTED,
        "unseen": unseen_rows(),
        "is_configured": is_configured(),
        "is_silent": is_silent,
        "is_play_money": settings.STRIPE_SANDBOX,
        "fee": fee_percent(),
        "refunds": Refund.objects.select_related("order").order_by("-id")[:RECENT],
        **(_asked_and_active(account) if account is not None else {}),
    }
    return page(request, "backoffice/payments/payments.html", context, nav_key="more", status=status)


def _asked_and_active(account: StripeAccount) -> dict[str, Any]:
    return {
        "asked": [requirement_words(group) for group in groups_of(account.requirements)],
        "methods": method_words(account.active_methods),
    }
