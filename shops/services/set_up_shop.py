"""A fresh shop gets what no shop can do without: its settings, usual hours, collection in the shop."""

import datetime as dt

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import OpeningHours, ShippingKind, ShippingMethod, ShopSettings

TUESDAY_TO_SATURDAY = range(2, 7)


@transaction.atomic(using=SHOP_ALIAS)
def set_up_shop(*, name: str) -> ShopSettings:
    """Fill the bound, empty shop with what the shopkeeper then changes. Safe to call twice: it adds nothing then."""
    settings, created = ShopSettings.objects.get_or_create(id=ShopSettings.SINGLE_ROW, defaults={"name": name})
    if created:
        OpeningHours.objects.bulk_create(OpeningHours(weekday=day, opens=dt.time(10), closes=dt.time(18)) for day in TUESDAY_TO_SATURDAY)
        ShippingMethod.objects.create(
            kind=ShippingKind.PICKUP,
            name_fr="Retrait au magasin",
            name_nl="Afhalen in de winkel",
            name_en="Collection in the shop",
            name_de="Abholung im Laden",
        )
    return settings
