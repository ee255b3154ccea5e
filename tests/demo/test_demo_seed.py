"""
The seeded demo shops, made once for this file by the command itself, without a Stripe sandbox running.

What was really paid in the sandbox is looked at by the journeys, which have one.
"""

import datetime as dt
import shutil
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connections

from catalog.models import Category, Product, ProductImage, ProductStatus, StockLevel, StockMovement
from catalog.rules.search import search_text
from demo.seed.content import ORDER, PASSWORD, PLATFORM_STAFF, demo_shops, photo_names
from demo.seed.stripe import account_id_of
from kit.clock import in_brussels, now
from kit.tenancy import PLATFORM, bind
from orders.models import FulfillmentStatus, Order, OrderStatus, PaymentStatus
from payments.models import StripeAccount
from shops.models import DailyFigure, OpeningHours, OutboxMessage, PictureState, ShippingMethod, ShopSettings
from tenants.models import Domain, ExternalAccount, Membership, Tenant, User
from tenants.selectors import ref_of

SHOPS = {shop["slug"]: shop for shop in demo_shops()}
each_shop = pytest.mark.parametrize("slug", ORDER)


@pytest.fixture(scope="module", autouse=True)
def seeded(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        call_command("seed_demo")
        yield
        with bind(PLATFORM):
            for tenant in Tenant.objects.filter(domains__domain__in=ORDER):
                with connections["platform"].cursor() as cursor:
                    cursor.execute(f"DROP SCHEMA {tenant.schema_name} CASCADE")
                shutil.rmtree(Path(settings.MEDIA_ROOT) / "t" / str(tenant.pk), ignore_errors=True)
                tenant.delete()
            User.objects.filter(email__endswith=".example").delete()


def entered(slug):
    with bind(PLATFORM):
        return bind(ref_of(Domain.objects.select_related("tenant").get(domain=slug).tenant))


@each_shop
def test_a_demo_shop_is_listed_as_it_is_written(slug, platform_scope):
    tenant, said = Domain.objects.get(domain=slug).tenant, SHOPS[slug]

    assert (tenant.name, tenant.postcode, tenant.status) == (said["shop"]["name"], said["shop"]["postcode"], "active")
    assert tenant.tagline == said["shop"]["tagline"]["fr"]
    assert tenant.languages.split(",")[0] == "fr"


@each_shop
def test_its_people_have_their_roles_and_the_password_of_the_demo(slug, platform_scope):
    members = Membership.objects.filter(tenant=Domain.objects.get(domain=slug).tenant).select_related("user")

    assert {member.role for member in members} == set(SHOPS[slug]["person"])
    assert "owner" in SHOPS[slug]["person"]
    assert all(member.user.check_password(PASSWORD) for member in members)


def test_platform_staff_may_do_everything(platform_scope):
    person = User.objects.get(email=PLATFORM_STAFF[0])

    assert (person.is_staff, person.is_superuser, person.check_password(PASSWORD)) == (True, True, True)


@each_shop
def test_texts_hours_and_shipping_are_there_in_four_languages(slug):
    said = SHOPS[slug]
    with entered(slug):
        shop = ShopSettings.objects.get()

        assert (shop.theme, shop.hero_title_nl, shop.story_text_de) == (
            said["theme"],
            said["shop"]["hero_title"]["nl"],
            said["shop"]["story_text"]["de"],
        )
        assert OpeningHours.objects.count() == len(said["hours"])
        assert list(ShippingMethod.objects.values_list("kind", "price", "name_nl")) == [
            (method["kind"], method["price"], method["name"]["nl"]) for method in said["shipping"]
        ]


@each_shop
def test_every_product_is_there_with_its_variants(slug):
    said = SHOPS[slug]
    with entered(slug):
        products = {product.slug: product for product in Product.objects.prefetch_related("variants", "options__values")}

        assert set(products) == {entry["slug"] for entry in said["product"]}
        assert Category.objects.count() == len(said["category"])
        for entry in said["product"]:
            product = products[entry["slug"]]
            assert product.name_de == entry["name"]["de"]
            assert [variant.sku for variant in product.variants.all()] == [each["sku"] for each in entry["variant"]]
            written_options = [len(each["values"]) for each in entry.get("option", [])]
            assert [len(option.values.all()) for option in product.options.all()] == written_options
            assert (product.published_at is not None) == (entry["status"] == ProductStatus.PUBLISHED)


@each_shop
def test_every_product_is_found_by_its_words_in_each_language(slug):
    with entered(slug):
        for product in Product.objects.all():
            for name in (product.name_fr, product.name_nl):
                assert search_text([name]) in product.search_text


@each_shop
def test_the_stock_left_is_what_is_written(slug):
    written = {each["sku"]: each["stock"] for entry in SHOPS[slug]["product"] for each in entry["variant"]}
    with entered(slug):
        left = {level.variant.sku: level.available for level in StockLevel.objects.select_related("variant")}

        assert left == written
        assert StockMovement.objects.filter(reason="ordered").exists()


@each_shop
def test_every_photograph_is_ready_and_can_be_opened(slug):
    entries = [entry for entry in SHOPS[slug]["product"] if "photo" in entry]
    with entered(slug):
        images = list(ProductImage.objects.all())

        assert len(images) == sum(1 + len(entry.get("more_photos", [])) for entry in entries)
        assert {image.state for image in images} == {PictureState.READY}
        widest = images[0].files[-1]
        with default_storage.open(widest["avif"]) as avif:
            assert avif.read(12)[4:12] == b"ftypavif"
        assert ShopSettings.objects.get().hero_picture.is_ready


@each_shop
def test_there_are_orders_in_every_state(slug):
    with entered(slug):
        states = Counter(Order.objects.values_list("status", "payment_status", "fulfillment_status"))

        assert sum(states.values()) == len(SHOPS[slug]["order"])
        assert states[OrderStatus.OPEN, PaymentStatus.UNPAID, FulfillmentStatus.TO_PREPARE] >= 1
        assert states[OrderStatus.OPEN, PaymentStatus.PAID, FulfillmentStatus.TO_PREPARE] >= 1
        awaiting = [order for order in SHOPS[slug]["order"] if order["state"].startswith("awaiting")]
        assert states[OrderStatus.OPEN, PaymentStatus.AWAITING, FulfillmentStatus.TO_PREPARE] == len(awaiting) >= 1
        assert any(fulfillment == FulfillmentStatus.READY for _status, _payment, fulfillment in states)
        assert any(status == OrderStatus.COMPLETED for status, _payment, _fulfillment in states)
        assert any(status == OrderStatus.CANCELED for status, _payment, _fulfillment in states)


@each_shop
def test_orders_are_numbered_as_they_were_placed_and_none_in_the_future(slug):
    with entered(slug):
        orders = list(Order.objects.order_by("id"))

        assert [order.placed_at for order in orders] == sorted(order.placed_at for order in orders)
        assert orders[-1].placed_at < now()
        assert OutboxMessage.objects.filter(kind="order_confirmation").count() >= 5


@each_shop
def test_the_shop_is_connected_to_its_account_in_the_sandbox(slug, platform_scope):
    account_id = account_id_of(SHOPS[slug])
    tenant = Domain.objects.get(domain=slug).tenant

    assert ExternalAccount.objects.get(external_id=account_id).tenant_id == tenant.pk
    with bind(ref_of(tenant)):
        assert StripeAccount.objects.get().is_ready


def test_seeding_again_adds_nothing_and_leaves_changes_alone(capsys):
    with entered("sous-verre"):
        Product.objects.filter(slug="cactus-cierge").update(status=ProductStatus.ARCHIVED)
        ShopSettings.objects.update(name="Sous Verre et Cie")
    before = counts()

    call_command("seed_demo")

    assert counts() == before
    assert "products" not in capsys.readouterr().out
    with entered("sous-verre"):
        assert Product.objects.get(slug="cactus-cierge").status == ProductStatus.ARCHIVED
        assert ShopSettings.objects.get().name == "Sous Verre et Cie"


def test_photographs_are_prepared_once():
    folder = settings.DATA_DIR / "demo-photos"

    assert len([path for path in folder.iterdir() if path.is_dir()]) >= len(photo_names())


def counts():
    found = {"shops": Tenant.objects.count(), "people": User.objects.count()}
    for slug in ORDER:
        with entered(slug):
            found[slug] = [model.objects.count() for model in (Product, ProductImage, Order, StockMovement, OutboxMessage, OpeningHours)]
    return found


def test_two_shops_have_visitors_of_a_month_and_one_waits_for_its_first():
    days = {}
    for slug in ORDER:
        with entered(slug):
            days[slug] = DailyFigure.objects.filter(kind="visits", day__gte=in_brussels(now()).date() - dt.timedelta(days=30)).count()

    assert days == {"sous-verre": 30, "bonne-pioche": 30, "four-anna": 0}
