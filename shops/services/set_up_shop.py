"""A fresh shop gets what no shop can do without: its settings, and collection in the shop."""

from django.db import transaction

from kit.routers import SHOP_ALIAS
from shops.models import ShippingKind, ShippingMethod, ShopSettings


@transaction.atomic(using=SHOP_ALIAS)
def set_up_shop(*, name: str) -> ShopSettings:
    """
    Fill the bound, empty shop with what the shopkeeper then changes. Safe to call twice: it adds nothing then.

    No opening hours: only the shopkeeper knows them, and a customer would stand before a closed door.
    """
    settings, created = ShopSettings.objects.get_or_create(id=ShopSettings.SINGLE_ROW, defaults={"name": name})
    if created:
        ShippingMethod.objects.create(
            kind=ShippingKind.PICKUP,
            name_fr="Retrait au magasin",
            name_nl="Afhalen in de winkel",
            name_en="Collection in the shop",
            name_de="Abholung im Laden",
        )
    return settings
