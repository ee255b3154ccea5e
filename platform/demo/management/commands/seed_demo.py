"""The three demo shops, with people, products, photographs and orders in every state."""

import datetime as dt
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from catalog.models import Product, ProductImage
from catalog.services.show_window import show_window
from demo.seed.billing import seed_billing
from demo.seed.catalog import hang_photos, seed_catalog
from demo.seed.content import ShopContent, demo_shops, photo_names
from demo.seed.figures import seed_figures
from demo.seed.orders import seed_orders, taken_by_orders
from demo.seed.people import seed_people, seed_platform_staff
from demo.seed.photos import Darkroom
from demo.seed.shop import seed_shop
from demo.seed.stripe import seed_books, seed_public_account, seed_shop_account
from kit.clock import now as present_moment
from kit.routers import SHOP_ALIAS
from kit.tenancy import PLATFORM, bind
from landing.services.open_shop import open_shop
from shops.acting import acting_as, person
from shops.models import ShopSettings
from shops.services.close_guide import close_guide
from shops.services.launch_shop import mark_launched
from tenants.models import Domain, Tenant, TenantStatus, User
from tenants.selectors import ref_of


class Command(BaseCommand):
    help = "Fill the demo shops. Run again, it adds only what is missing, and leaves alone what was changed since."

    def handle(self, *args: Any, **options: Any) -> None:
        began = time.monotonic()
        now = present_moment()
        with bind(PLATFORM), Darkroom(photo_names()) as darkroom:
            if darkroom.missing:
                self.stdout.write(f"    {len(darkroom.missing)} photographs in three sizes and two formats, in the background ...")
            seed_platform_staff()
            tenants = [(_open(shop), shop) for shop in demo_shops()]
            self._say(tenants[0][1], seed_billing(tenants, now=now))
            for tenant, shop in tenants:
                self._say(shop, _furnish(tenant, shop, now=now))
            darkroom.wait()
            for tenant, shop in tenants:
                self._say(shop, _hang(tenant, shop))
                _show(tenant)
                self._say(shop, _sell(tenant, shop, now=now))
                self._say(shop, _visit(tenant, shop, now=now))
        self.stdout.write(f"    The demo shops are ready ({time.monotonic() - began:.1f} s).")

    def _say(self, shop: ShopContent, what: str) -> None:
        if what:
            self.stdout.write(f"    {shop['shop']['name']}: {what}")
            self.stdout.flush()


def _open(shop: ShopContent) -> Tenant:
    """Return the shop, with its people and its account; open it when it is not there or half made."""
    domain = Domain.objects.filter(domain=shop["slug"]).select_related("tenant").first()
    tenant = domain.tenant if domain else None
    if tenant is None or tenant.status == TenantStatus.CREATING:
        owner = shop["person"]["owner"]
        tenant = open_shop(
            name=shop["shop"]["name"],
            subdomain=shop["slug"],
            owner_email=owner["email"],
            owner_name=owner["name"],
            language=owner["language"],
            languages=tuple(shop["languages"]),
            trade=shop["trade"],
        )
    seed_people(tenant, shop)
    seed_public_account(tenant, shop)
    return tenant


def _furnish(tenant: Tenant, shop: ShopContent, *, now: dt.datetime) -> str:
    with bind(ref_of(tenant)), acting_as(person(_owner(shop))), transaction.atomic(using=SHOP_ALIAS):
        seed_shop_account(shop, now=now)
        if Product.objects.exists():
            return ""
        seed_shop(shop)
        mark_launched(now=now)
        close_guide(now=now)
        seed_catalog(shop, extra=taken_by_orders(shop), now=now)
        return f"texts, hours, {len(shop['product'])} products"


def _owner(shop: ShopContent) -> User:
    return User.objects.get(email=shop["person"]["owner"]["email"])


def _hang(tenant: Tenant, shop: ShopContent) -> str:
    with bind(ref_of(tenant)), transaction.atomic(using=SHOP_ALIAS):
        if ProductImage.objects.exists():
            return ""
        hang_photos(shop, ShopSettings.objects.get())
        return f"{ProductImage.objects.count() + 2} photographs"


def _show(tenant: Tenant) -> None:
    with bind(ref_of(tenant)):
        show_window()


def _sell(tenant: Tenant, shop: ShopContent, *, now: dt.datetime) -> str:
    owner = _owner(shop)
    with bind(ref_of(tenant)), acting_as(person(owner)):
        placed = seed_orders(shop, by=owner, now=now)
        if placed:
            seed_books(shop, now=now)
        return f"{placed} orders" if placed else ""


def _visit(tenant: Tenant, shop: ShopContent, *, now: dt.datetime) -> str:
    with bind(ref_of(tenant)), transaction.atomic(using=SHOP_ALIAS):
        days = seed_figures(shop, now=now)
        return f"visitors of {days} days" if days else ""
