"""The pictures in the shop windows, from the platform's own host: so its pages ask nobody else for anything."""

from django.http import HttpRequest, HttpResponseNotFound
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from kit.tenancy import bind
from shops.storefront.media import media_file
from tenants.models import ShopWindow

KINDS = {"avif": "avif", "jpg": "jpeg"}


@require_safe
def window_picture(request: HttpRequest, key: str, width: int, extension: str) -> HttpResponseBase:
    """
    Answer the picture of a shop that is listed and open at this moment, and no other file of it.

    Which files these are was written down from what the storefront shows (catalog.services.show_window); the address names
    none. Another picture has another key, so what was answered may be kept.
    """
    window = ShopWindow.objects.shown().select_related("tenant").exclude(key="").filter(key=key).first()
    name = _stored_name(window, width, KINDS.get(extension, "")) if window else ""
    if window is None or not name:
        return HttpResponseNotFound(content_type="text/plain")
    with bind(window.tenant.ref()):
        return media_file(request, name.removeprefix(f"t/{window.tenant_id}/public/"))


def _stored_name(window: ShopWindow, width: int, kind: str) -> str:
    return next((entry.get(kind, "") for entry in window.files if entry["width"] == width), "")
