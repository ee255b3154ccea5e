"""The shopkeeper changes what the shop says of itself."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.db import transaction

from kit.routers import SHOP_ALIAS
from kit.tenancy import current_tenant
from shops.history import base_columns
from shops.models import ShopSettings
from shops.services.changed_meanwhile import ChangedMeanwhile, not_as_seen
from shops.services.keep_limit import keep_limit
from shops.services.record_event import record_event
from shops.services.touch_frame import touch_frame
from tenants.services.update_listing import update_listing


def update_settings(
    *, columns: Mapping[str, Any], seen: Mapping[str, Any] = MappingProxyType({}), languages: tuple[str, ...] | None = None
) -> ShopSettings:
    """
    Set columns of the settings by name; `languages` are those offered to customers, the shop's own first.

    `seen` is what the page showed of these columns, as far as it says so. The storefront and the platform's list of
    shops follow. Locks the settings. Safe to call twice.

    :raises ChangedMeanwhile: if something is neither what was seen any more nor what is wanted
    :raises shops.services.keep_limit.LimitReached: if more languages are wanted than there are, and than the shop's plan has room for
    """
    with transaction.atomic(using=SHOP_ALIAS):
        settings = ShopSettings.objects.select_for_update().get(pk=ShopSettings.SINGLE_ROW)
        if present := not_as_seen(settings, wanted=columns, seen=seen):
            raise ChangedMeanwhile({(ShopSettings, settings.pk): present})
        added = set(languages or ()) - set(current_tenant().languages)
        if languages and added:
            keep_limit("max_languages", used=lambda: len(languages) - len(added), more=len(added))
        changed = _changed(settings, columns, languages)
        for column, value in columns.items():
            setattr(settings, column, value)
        settings.save()
        if changed:
            record_event(kind="settings_changed", settings=changed)
        touch_frame()
    _update_listing(settings, languages or current_tenant().languages)
    return settings


def _changed(settings: ShopSettings, columns: Mapping[str, Any], languages: tuple[str, ...] | None) -> list[str]:
    """Return the names of what changes, each once whatever its language."""
    changed = [column for column, value in columns.items() if (getattr(settings, column) or "") != (value or "")]
    if languages and languages != current_tenant().languages:
        changed.append("languages")
    return base_columns(changed)


def _update_listing(settings: ShopSettings, languages: tuple[str, ...]) -> None:
    """Copy what the platform shows; after the commit, as it is another connection's row, and harmless to repeat."""
    update_listing(
        tenant_id=current_tenant().id,
        name=settings.name,
        tagline=getattr(settings, f"tagline_{languages[0]}") or "",
        postcode=settings.postcode,
        languages=languages,
    )
