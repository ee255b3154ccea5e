"""Opening the shop: what is still missing, each with its one field, and then the door."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kit.clock import now
from kit.http import UNPROCESSABLE, see_other
from kit.qr import qr_svg
from kit.tenancy import current_tenant
from kit.urls import public_origin
from shops import launch
from shops.backoffice.access import backoffice_view
from shops.backoffice.forms.launch import Form, form_of, is_filled
from shops.backoffice.frame import page
from shops.backoffice.guide import preview_url
from shops.models import ShopSettings
from shops.services.launch_shop import NotReady, launch_shop
from shops.services.update_settings import update_settings
from tenants.permissions import May

TEST_ORDER = "test_order"  # the last of all: it has a part of the page of its own


@backoffice_view(May.SET_IDENTITY)
@require_safe
def launching(request: HttpRequest) -> HttpResponse:
    if _settings().launched_at is not None:
        return page(request, "backoffice/guide/open.html", _door(), nav_key="today")
    return _show(request)


@backoffice_view(May.SET_IDENTITY)
@require_POST
def requirement(request: HttpRequest, key: str) -> HttpResponse:
    """Save all that was filled in, whichever button was pressed: nothing that somebody typed is lost. With one mistake nothing is saved."""
    settings, languages = _settings(), current_tenant().languages
    try:
        form_of(key, settings=settings, languages=languages)
    except LookupError as error:
        raise Http404 from error
    missing = [each.key for each in launch.requirements() if each.form_key and not each.is_met]
    keys = [each for each in missing if is_filled(each, request.POST)] or [key]
    sent = {each: form_of(each, request.POST, settings=settings, languages=languages) for each in keys}
    mistakes = [form for form in sent.values() if not form.is_valid()]
    if mistakes:
        return _show(request, sent=sent)
    update_settings(columns={name: value for form in sent.values() for name, value in form.columns().items()})
    return see_other(reverse("bo_launch") + "#missing")


@backoffice_view(May.SET_IDENTITY)
@require_POST
def opening(request: HttpRequest) -> HttpResponse:
    try:
        launch_shop(now=now())
    except NotReady:
        messages.warning(request, _("Not yet: something is still missing."))
        return _show(request, status=UNPROCESSABLE)
    return see_other("bo_launch")


def _settings() -> ShopSettings:
    return ShopSettings.objects.get(pk=ShopSettings.SINGLE_ROW)


@dataclass(frozen=True)
class Missing:
    """A requirement that is not met, and the form that mends it on the spot; None where it takes a page."""

    it: launch.Requirement
    form: Form | None


def _show(request: HttpRequest, *, sent: Mapping[str, Form] = MappingProxyType({}), status: int = 200) -> HttpResponse:
    known = launch.requirements()
    settings, languages = _settings(), current_tenant().languages
    missing = [
        Missing(each, _form_for(each, sent, settings=settings, languages=languages))
        for each in known
        if not each.is_met and each.key != TEST_ORDER
    ]
    context = {
        "missing": missing,
        "blocking": sum(each.it.blocks for each in missing),
        "met": [each for each in known if each.is_met and each.key != TEST_ORDER],
        "test": next((each for each in known if each.key == TEST_ORDER), None),
        "can_open": all(each.is_met or not each.blocks for each in known),
        "wrong_forms": [form for form in sent.values() if form.errors],
        "preview_url": preview_url(),
        "shop_url": public_origin(current_tenant().hostname) + "/",
    }
    return page(request, "backoffice/guide/launch.html", context, nav_key="today", status=UNPROCESSABLE if sent else status)


def _form_for(each: launch.Requirement, sent: Mapping[str, Form], **known: Any) -> Form | None:
    if each.key in sent:
        return sent[each.key]
    return form_of(each.key, **known) if each.form_key else None


def _door() -> dict[str, Any]:
    """Return what the shopkeeper gets in hand when the door opens: the address, and its QR code."""
    address = public_origin(current_tenant().hostname) + "/"
    return {"shop_url": address, "qr": qr_svg(address, label=_("QR code that leads to the shop"))}
