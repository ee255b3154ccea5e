"""The page "Get paid online"."""

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST, require_safe

from kit.clock import now
from kit.http import HttpResponseSeeOther, see_other
from kit.tenancy import current_tenant
from kit.urls import shop_url
from payments.gateways.base import GatewayError
from payments.gateways.stripe import is_configured
from payments.models import Refund
from payments.selectors.accounts import current_account
from payments.services.connect_account import refresh_account, start_onboarding
from shops.backoffice.access import backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May

RECENT = 20


@backoffice_view(May.SET_PAYMENTS)
@require_safe
def payments(request: HttpRequest) -> HttpResponse:
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


def _page(request: HttpRequest, *, is_silent: bool = False, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "account": current_account(),
        "is_configured": is_configured(),
        "is_silent": is_silent,
        "is_play_money": settings.STRIPE_SANDBOX,
        "refunds": Refund.objects.select_related("order").order_by("-id")[:RECENT],
    }
    return page(request, "backoffice/payments/payments.html", context, nav_key="more", status=status)
