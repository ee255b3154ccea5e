"""The shop's window on the platform's pages: its cover, else the first photograph that leads."""

import datetime as dt
from typing import Any

from catalog.models import ProductImage, ProductStatus
from catalog.rules.texts import FALLBACK
from kit.tenancy import current_tenant
from shops.models import PictureBase, PictureState, ShopSettings
from tenants.services.set_window import set_window

WIDEST = 800  # pixels; a window is never drawn larger


def show_window(*, now: dt.datetime | None = None) -> bool:
    """
    Copy the picture and the line that the platform may show to the public row; says whether they changed.

    Only what the storefront shows everybody is copied: the cover, else a photograph of a product that is online. Nothing
    here depends on `now`; chores are told it. Safe to call twice.
    """
    settings = ShopSettings.objects.select_related("hero_picture").filter(pk=ShopSettings.SINGLE_ROW).first()
    if settings is None:
        return False
    picture = settings.hero_picture if settings.hero_picture and settings.hero_picture.is_ready else _first_photo()
    return set_window(
        tenant_id=current_tenant().id,
        files=_files(picture),
        width=picture.width if picture else 0,
        height=picture.height if picture else 0,
        taglines={code: text for code in FALLBACK if (text := getattr(settings, f"tagline_{code}"))},
    )


def _first_photo() -> ProductImage | None:
    shown = ProductImage.objects.filter(product__status=ProductStatus.PUBLISHED, product__is_example=False, state=PictureState.READY)
    return (
        shown.exclude(files=[]).order_by("-product__is_featured", "product__position", "-product__published_at", "position", "pk").first()
    )


def _files(picture: PictureBase | None) -> list[dict[str, Any]]:
    """Return the renditions that a window has use for: none wider than needed, but one in any case."""
    files = picture.files if picture else []
    return [entry for entry in files if entry["width"] <= WIDEST] or files[:1]
