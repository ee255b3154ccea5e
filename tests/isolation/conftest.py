"""Two shops whose rows are really committed, so that their pages are kept and renewed as in production."""

from collections.abc import Iterator

import pytest
from django.db import connections

from catalog.models import Category
from kit.tenancy import PLATFORM, bind
from shops.models import OpeningException, OpeningHours, ShopSettings
from tenants.models import Tenant
from tests.committed import _sweep
from tests.conftest import Cast


@pytest.fixture
def both_open(committed_db: None, dead_broker: None, bakery: Cast, bookshop: Cast) -> Iterator[tuple[Cast, Cast]]:
    """Bakery and bookshop; what the test writes is taken away at its end, and their own settings come back."""
    shops = (bakery, bookshop)
    before = [_settings_of(shop) for shop in shops]
    yield shops
    for shop, (settings, hours, tenant) in zip(shops, before, strict=True):
        _sweep(shop)
        with shop.entered():
            Category.objects.all().delete()
            OpeningException.objects.all().delete()
            OpeningHours.objects.all().delete()
            OpeningHours.objects.bulk_create(hours)
            ShopSettings.objects.update(**settings)
        with bind(PLATFORM):
            Tenant.objects.filter(pk=shop.ref.id).update(**tenant)
    for alias in connections:
        connections[alias].close()


def _settings_of(shop: Cast) -> tuple[dict, list[OpeningHours], dict]:
    with shop.entered():
        said = ShopSettings.objects.get()
        settings = {field.attname: getattr(said, field.attname) for field in said._meta.fields if not field.primary_key}
        hours = list(OpeningHours.objects.all())
    with bind(PLATFORM):
        tenant = Tenant.objects.values("status", "languages", "generation", "name", "suspended_at").get(pk=shop.ref.id)
    return settings, hours, tenant
