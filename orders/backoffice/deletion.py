"""Deleting the orders that were placed to try the shop."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kit.clock import now
from kit.http import see_other
from orders.models import Order
from orders.services.delete_test_orders import NoTestOrder, delete_test_order, delete_test_orders
from shops.backoffice.access import backoffice_view
from tenants.permissions import May


@backoffice_view(May.CANCEL_ORDERS)
@require_POST
def deletion(request: HttpRequest, number: str) -> HttpResponse:
    order = Order.objects.filter(number=number).first()
    if order is None:
        raise Http404
    try:
        delete_test_order(order_id=order.pk, now=now())
    except NoTestOrder:
        messages.warning(request, _("A customer placed this order: it can be cancelled, but not deleted."))
        return see_other("bo_order", number=number)
    messages.success(request, _("The test order is gone, and its articles are back in stock."))
    return see_other("bo_orders")


@backoffice_view(May.CANCEL_ORDERS)
@require_POST
def deletions(request: HttpRequest) -> HttpResponse:
    if delete_test_orders(now=now()):
        messages.success(request, _("The test orders are gone, and their articles are back in stock."))
    wish = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wish, allowed_hosts=None) and wish.startswith("/backoffice/")
    return see_other(wish if is_ours else "bo_orders")
