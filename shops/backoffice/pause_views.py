"""A pause: holidays, an illness, works in the shop."""

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kit.clock import in_brussels, now
from kit.http import UNPROCESSABLE, see_other, sent_form
from kit.templatetags.formats import day
from shops.backoffice.access import backoffice_view
from shops.backoffice.forms.pause import PauseForm
from shops.backoffice.frame import page
from shops.models import ShopSettings
from shops.rules.standing import is_paused
from shops.services.pause_shop import pause_shop, reopen_shop
from tenants.permissions import May


@backoffice_view(May.SET_UP_SHOP)
@require_http_methods(["GET", "HEAD", "POST"])
def pause(request: HttpRequest) -> HttpResponse:
    moment = now()
    today = in_brussels(moment).date()
    settings = ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)
    pauses = is_paused(settings.paused_until, today)
    form = PauseForm(sent_form(request), today=today, initial={"until": settings.paused_until if pauses else None})
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "paused_until": settings.paused_until if pauses else None, "is_launched": settings.launched_at is not None}
        return page(request, "backoffice/shop/pause.html", context, nav_key="more", status=UNPROCESSABLE if form.is_bound else 200)
    pause_shop(until=form.cleaned_data["until"], now=moment)
    messages.success(request, _("The shop pauses. Orders are taken again on %(day)s.") % {"day": day(form.cleaned_data["until"])})
    return see_other("bo_shop_pause")


@backoffice_view(May.SET_UP_SHOP)
@require_POST
def reopening(request: HttpRequest) -> HttpResponse:
    reopen_shop()
    messages.success(request, _("The shop takes orders again."))
    return see_other("bo_shop_pause")


def load_pause(*, now: dt.datetime) -> dt.date | None:
    """Return the day on which the pause of the bound shop ends, for the first page; None while there is none."""
    until = ShopSettings.objects.values_list("paused_until", flat=True).first()
    return until if is_paused(until, in_brussels(now).date()) else None
