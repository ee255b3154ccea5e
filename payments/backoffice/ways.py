"""The page "Ways to be paid"."""

from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from stdnum import iban as iban_number

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other, sent_form
from orders.models import PaymentSettings
from payments.backoffice.forms import WaysForm
from payments.gateways.stripe import is_configured
from payments.selectors.accounts import current_account, online_payment_available
from payments.services.set_ways import NoWayLeft, Ways, set_ways
from shops.backoffice.access import BackofficeRequest, backoffice_view
from shops.backoffice.frame import page
from tenants.permissions import May


@backoffice_view(May.SET_PAYMENTS)
@require_http_methods(["GET", "HEAD", "POST"])
def ways(request: BackofficeRequest) -> HttpResponse:
    saved = PaymentSettings.current()
    form = WaysForm(sent_form(request), initial=_initial(saved))
    if form.is_bound and form.is_valid():
        try:
            set_ways(ways=form.ways(), can_pay_online=online_payment_available(), user=request.user, now=now())
        except NoWayLeft:
            form.add_error(None, _("Leave your customers one way to pay: at collection, by transfer or online."))
        else:
            messages.success(request, _("Saved. Your customers see it in their next checkout."))
            return see_other("bo_ways")
    context = {"form": form, "account": current_account(), "is_configured": is_configured(), "is_online": online_payment_available()}
    return page(request, "backoffice/payments/ways.html", context, nav_key="more", status=UNPROCESSABLE if form.is_bound else 200)


def _initial(saved: PaymentSettings) -> dict[str, object]:
    said = {name: getattr(saved, name) for name in Ways.__dataclass_fields__}
    return asdict(Ways(**said)) | {"iban": iban_number.format(saved.iban) if saved.iban else ""}
