"""What a demo shop says about itself: texts, address, hours, ways to get an order."""

import datetime as dt
from decimal import Decimal
from typing import Any

from demo.seed.content import ShopContent, texts
from kit.tenancy import current_tenant
from orders.models import PaymentSettings
from shops.models import OpeningHours, ShippingMethod, ShopSettings
from tenants.services.update_listing import update_listing

TEXTS = (
    "tagline",
    "announcement",
    "hero_title",
    "hero_text",
    "hero_alt",
    "story_title",
    "story_text",
    "story_alt",
    "how_to_get_there",
    "vat_note",
    "street",
    "city",
)
FACTS = ("name", "postcode", "phone", "email", "legal_name", "legal_form", "enterprise_number", "court")


def seed_shop(shop: ShopContent) -> ShopSettings:
    """Fill settings, hours and shipping of the bound shop, and its line in the platform's list. Safe to run twice."""
    settings = _fill_settings(shop)
    _fill_hours(shop)
    _fill_shipping(shop)
    _fill_ways(shop)
    own = shop["default_language"]
    update_listing(
        tenant_id=current_tenant().id,
        name=settings.name,
        tagline=shop["shop"]["tagline"][own],
        postcode=settings.postcode,
        languages=(own, *(code for code in shop["languages"] if code != own)),
    )
    return settings


def _fill_settings(shop: ShopContent) -> ShopSettings:
    said = shop["shop"]
    values: dict[str, Any] = texts(ShopSettings, shop, **{name: said.get(name, "") for name in (*TEXTS, *FACTS)})
    values |= {"theme": shop["theme"], "latitude": Decimal(str(said["latitude"])), "longitude": Decimal(str(said["longitude"]))}
    settings, _created = ShopSettings.objects.update_or_create(id=ShopSettings.SINGLE_ROW, defaults=values)
    return settings


def _fill_ways(shop: ShopContent) -> None:
    """Let a shop take transfers where an order of it waits for one, on the account that is everybody's example."""
    if any(order["state"] == "awaiting_transfer" for order in shop["order"]):
        said = {"by_transfer": True, "iban": "BE68539007547034", "holder": shop["shop"]["legal_name"]}
        PaymentSettings.objects.update_or_create(pk=PaymentSettings.SINGLE_ROW, defaults=said)


def _fill_hours(shop: ShopContent) -> None:
    OpeningHours.objects.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(
            weekday=stretch["weekday"],
            opens=dt.time.fromisoformat(stretch["opens"]),
            closes=dt.time.fromisoformat(stretch["closes"]),
            **texts(OpeningHours, shop, note=stretch.get("note", "")),
        )
        for stretch in shop["hours"]
    )


def _fill_shipping(shop: ShopContent) -> None:
    ShippingMethod.objects.all().delete()
    for position, method in enumerate(shop["shipping"]):
        ShippingMethod.objects.create(
            kind=method["kind"],
            price=method["price"],
            position=position,
            **texts(ShippingMethod, shop, name=method["name"], description=method.get("description", "")),
        )
