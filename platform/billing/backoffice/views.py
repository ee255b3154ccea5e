"""The page "Your subscription"."""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from billing import gateway
from billing.backoffice.forms import PlanForm
from billing.changing import change_to, offers_with_room
from billing.models import Subscription
from billing.selectors import account_of
from billing.services.agree import refresh
from billing.services.change_plan import NotSubscribed, PriceChanged, change_plan, try_plan
from billing.services.start_checkout import Buyer, NotForSale, NothingToPay, Pages, SubscribedAlready, start_checkout
from kit.clock import now
from kit.http import UNPROCESSABLE, HttpResponseSeeOther, see_other, sent_form
from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from kit.urls import platform_email, shop_url
from payments.gateways.base import GatewayError
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from shops.models import ShopSettings
from shops.selectors.identity import identity_of
from shops.services.record_event import record_event
from tenants.models import Plan
from tenants.permissions import May


@backoffice_view(May.PAY_PLATFORM)
@require_safe
def subscription(request: HttpRequest) -> HttpResponse:
    return _page(request)


@backoffice_view(May.PAY_PLATFORM)
@require_safe
def question(request: HttpRequest) -> HttpResponse:
    """Say what another plan costs, from when, and what ends, before it is taken."""
    chosen = Plan.objects.offered().filter(code=request.GET.get("plan", "").replace("\x00", "")[:20]).first()
    if chosen is None:
        return _page(request, problem=_("This plan is not offered any more. Choose another."), status=UNPROCESSABLE)
    return _question(request, chosen)


def _question(request: HttpRequest, chosen: Plan, *, problem: str = "") -> HttpResponse:
    change = change_to(chosen, account_of(current_tenant().id, now=now()))
    if change is None:
        messages.info(request, _("There is nothing to change: choose a plan below."))
        return see_other("bo_subscription")
    context = {"change": change, "problem": problem}
    status = UNPROCESSABLE if problem else HTTPStatus.OK
    return page(request, "backoffice/billing/change.html", context, nav_key="more", status=status)


@backoffice_view(May.PAY_PLATFORM)
@require_POST
def plan(request: BackofficeRequest) -> HttpResponse:
    """Go to Stripe to pay for a plan, or take another one."""
    form = PlanForm(sent_form(request))
    if not form.is_valid():
        return _page(request, problem=str(next(iter(form.errors.values()))[0]), status=UNPROCESSABLE)
    chosen: Plan = form.cleaned_data["plan"]
    try:
        return _do(request, form, chosen)
    except SubscribedAlready:
        messages.info(request, _("You have a subscription already. Here you change it."))
    except (NotSubscribed, Subscription.DoesNotExist):
        return _page(request, problem=_("There is no subscription to change yet. Choose a plan and pay for it."), status=UNPROCESSABLE)
    except PriceChanged:
        return _question(request, chosen, problem=_("The price has changed since you saw it. Nothing was changed; look again."))
    except NothingToPay:
        return _page(request, problem=_("Your shop is free of charge: there is nothing to pay."), status=UNPROCESSABLE)
    except NotForSale:
        return _page(request, problem=_("This plan cannot be paid for just now. Write to us, and we look at it."), status=UNPROCESSABLE)
    except GatewayError:
        return _silent(request)
    return see_other("bo_subscription")


def _do(request: BackofficeRequest, form: PlanForm, chosen: Plan) -> HttpResponse:
    tenant_id, deed = current_tenant().id, form.cleaned_data["deed"]
    if deed == "pay":
        url = start_checkout(tenant_id=tenant_id, plan=chosen, buyer=_buyer(request), pages=_pages(), now=now())
        _note(kind="subscription_page", plan=chosen.names.get("fr", chosen.code))
        return HttpResponseSeeOther(url)
    if deed == "change":
        change_plan(tenant_id=tenant_id, plan=chosen, price_seen=form.cleaned_data["seen"], now=now())
    else:
        try_plan(tenant_id=tenant_id, plan=chosen)
    messages.success(request, _("Your plan is now %(plan)s.") % {"plan": chosen.name})
    return see_other("bo_subscription")


@backoffice_view(May.PAY_PLATFORM)
@require_POST
def portal(request: HttpRequest) -> HttpResponse:
    """Send the owner to Stripe's portal: card, invoices, the end of it. The address is made for this click only."""
    row = Subscription.objects.filter(tenant_id=current_tenant().id).exclude(stripe_customer_id="").first()
    if row is None:
        return _page(request, problem=_("There is no subscription yet. Choose a plan and pay for it."), status=UNPROCESSABLE)
    try:
        url = gateway.portal_url(row.stripe_customer_id, return_url=shop_url("bo_subscription_return"), locale=_locale())
    except GatewayError:
        return _silent(request)
    _note(kind="subscription_portal")
    return HttpResponseSeeOther(url)


@backoffice_view(May.PAY_PLATFORM)
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Coming back from Stripe proves nothing: Stripe is asked how the subscription stands."""
    try:
        if Subscription.objects.filter(tenant_id=current_tenant().id).exists():
            refresh(tenant_id=current_tenant().id, now=now(), hurried=True)
    except GatewayError:
        return _silent(request)
    return see_other("bo_subscription")


def _silent(request: HttpRequest) -> HttpResponse:
    said = _("Stripe does not answer just now. Nothing was charged; try again in a minute.")
    return _page(request, problem=said, status=HTTPStatus.SERVICE_UNAVAILABLE)


def _page(request: HttpRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    account = account_of(current_tenant().id, now=now())
    context: dict[str, Any] = {
        "account": account,
        "offers": offers_with_room(account),
        "problem": problem,
        "platform_email": platform_email(),
    }
    return page(request, "backoffice/billing/subscription.html", context, nav_key="more", status=status)


def _buyer(request: BackofficeRequest) -> Buyer:
    identity = identity_of(ShopSettings.objects.get())
    vat_number = "".join(letter for letter in identity.enterprise_number if letter.isalnum())
    return Buyer(name=identity.name, email=request.user.email, vat_number=vat_number, language=_locale())


def _pages() -> Pages:
    return Pages(done=shop_url("bo_subscription_return"), canceled=shop_url("bo_subscription"))


def _locale() -> str:
    return (get_language() or "fr")[:2]


def _note(*, kind: str, **data: str) -> None:
    with transaction.atomic(using=SHOP_ALIAS):
        record_event(kind=kind, **data)
