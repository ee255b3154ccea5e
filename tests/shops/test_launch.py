"""Before the launch: what customers see, who may look, what is asked for, and how the door opens."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from catalog.models import Product
from kit.tenancy import PLATFORM, bind
from orders.models import Cart, Customer, Order
from orders.selectors.takings import takings_until
from shops import launch
from shops.backoffice.guide import load_guide
from shops.models import OpeningHours, OutboxMessage, ShopEvent, ShopSettings
from shops.preview import preview_token
from shops.rules.business_number import is_enterprise_number
from shops.services.launch_shop import NotReady, launch_shop, mark_launched
from tenants.hosts import forget_hosts
from tenants.models import Tenant
from tenants.selectors import open_shops
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.conftest import cast_of
from tests.factories.catalog import make_picture, make_product, stock_of
from tests.factories.orders import NOW, make_order, pickup
from tests.forms import form_with

NUMBER = "0123456749"  # its last two digits are 97 less the first eight modulo 97
EVERYTHING = {
    "legal_name": "Anna Lemaire",
    "legal_form": "natural_person",
    "enterprise_number": NUMBER,
    "vat_note_fr": "Prix TVA comprise.",
    "street_fr": "Rue Haute 1",
    "postcode": "5000",
    "city_fr": "Namur",
    "phone": "0470 12 34 56",
    "email": "anna@bakery.test",
    "takes_cards": True,
}


@pytest.fixture
def new_shop(bakery):
    """The bakery, before its launch; the host lookup is not remembered."""
    with bakery.entered():
        ShopSettings.objects.update(launched_at=None)
    with bind(PLATFORM):
        Tenant.objects.filter(pk=bakery.tenant.pk).update(launched_at=None)
    forget_hosts()
    return cast_of("bakery")


@pytest.fixture
def cactus(new_shop):
    """A product with a photo, and its variant."""
    with new_shop.entered():
        product = make_product("Cactus", slug="cactus", on_hand=5)
        make_picture(product)
        return product.variants.get()


def visit(shop, path, **options):
    return Client(HTTP_HOST=shop.hostname).get(path, **options)


def missing_keys():
    return [each.key for each in launch.requirements() if each.blocks and not each.is_met]


# ---- what strangers see ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/fr/", "/fr/products/", "/fr/products/cactus/", "/fr/search/?q=x", "/fr/cart/", "/fr/checkout/"])
def test_before_the_launch_every_page_says_opening_soon_and_is_not_listed(path, new_shop, cactus):
    answer = visit(new_shop, path)

    assert answer.status_code == 200
    assert "Ouverture prochaine" in words_of(answer)
    assert "Cactus" not in answer.text
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"
    assert "vitrine_cart" not in answer.cookies


@pytest.mark.parametrize("path", ["/sitemap.xml", "/feed.xml", "/nothing"])
def test_before_the_launch_machines_find_nothing(path, new_shop):
    assert visit(new_shop, path).status_code == 404


@pytest.mark.parametrize("path", ["/fr/order/cactus/", "/preview/cactus/x/", "/theme/cactus/", "/static/cactus/", "/backoffice/cactus/"])
def test_before_the_launch_an_address_that_leads_nowhere_shows_no_goods(path, new_shop, cactus):
    answer = visit(new_shop, path)

    assert answer.status_code == 404
    assert "Cactus" not in answer.text
    assert "/categories/" not in answer.text
    assert "Ouverture prochaine" in words_of(answer)
    assert "Ouverture prochaine" not in words_of(sign_in(new_shop).get("/fr/order/cactus/"))


def test_before_the_launch_a_strangers_form_changes_nothing(new_shop, cactus):
    answer = Client(HTTP_HOST=new_shop.hostname).post("/fr/cart/lines/", {"variant": cactus.pk, "quantity": "1"})

    assert answer.status_code == 403
    with new_shop.entered():
        assert not Cart.objects.exists()


def test_before_the_launch_the_shop_is_not_in_the_list(new_shop):
    with bind(PLATFORM):
        assert new_shop.tenant.pk not in [tenant.pk for tenant in open_shops()]


def test_a_stale_memory_of_the_hostname_turns_nobody_away(new_shop):
    visit(new_shop, "/fr/")  # this process now remembers a shop that is not open
    with new_shop.entered():
        ShopSettings.objects.update(launched_at=NOW)  # as another process did

    assert "Ouverture prochaine" not in words_of(visit(new_shop, "/fr/"))


# ---- who may look ---------------------------------------------------------------------------------


def test_the_shops_people_walk_through_it_under_a_ribbon(new_shop, cactus):
    answer = sign_in(new_shop, new_shop.staff).get("/en/products/cactus/")

    assert answer.status_code == 200
    assert "Only you see this." in words_of(answer)
    assert "Cactus" in answer.text
    assert answer["Cache-Control"] == "private, no-store"


def test_people_of_another_shop_see_what_strangers_see(new_shop, bookshop):
    assert "Opening soon" in words_of(sign_in(new_shop, bookshop.owner).get("/en/"))


def test_a_preview_link_lets_a_guest_look_but_not_order(new_shop, cactus):
    with new_shop.entered():
        token = preview_token()
    guest = Client(HTTP_HOST=new_shop.hostname)

    assert guest.get(f"/preview/{token}/")["Location"] == "/"
    page = guest.get("/en/products/cactus/")
    guest.post("/en/cart/lines/", {"variant": cactus.pk, "quantity": "1"})
    checkout = guest.get("/en/checkout/", follow=True)

    assert "you can look, but not order" in words_of(page)
    assert checkout.redirect_chain[-1][0] == "/en/cart/"
    assert "not open yet: nobody can order" in words_of(checkout)


def test_a_preview_link_of_another_shop_or_an_old_one_opens_nothing(new_shop, bookshop, time_machine):
    with bookshop.entered():
        foreign = preview_token()
    time_machine.move_to(dt.datetime(2026, 11, 1, tzinfo=dt.UTC))
    with new_shop.entered():
        old = preview_token()
    time_machine.move_to(dt.datetime(2026, 11, 16, tzinfo=dt.UTC))

    for token in (foreign, old, "nonsense"):
        guest = Client(HTTP_HOST=new_shop.hostname)
        assert "vitrine_preview" not in guest.get(f"/preview/{token}/").cookies
        assert "Opening soon" in words_of(guest.get("/en/"))


# ---- what is asked for ------------------------------------------------------------------------------


def test_the_law_and_common_sense_are_asked_for(new_shop):
    with new_shop.entered():
        OpeningHours.objects.all().delete()
        pickup().delete()
        found = missing_keys()

    legal = ["legal_name", "legal_form", "enterprise_number", "vat", "street", "postcode", "city", "phone", "email"]
    assert found == [*legal, "product", "hours", "delivery", "pay", "test_order"]


@pytest.mark.parametrize(
    ("number", "is_one"),
    [(NUMBER, True), ("1123456770", True), ("0123456748", False), ("2123456749", False), ("", False), ("012345674", False)],
)
def test_an_enterprise_number_has_its_check_digits(number, is_one):
    assert is_enterprise_number(number) is is_one


def test_a_shop_with_something_missing_does_not_open(new_shop):
    with new_shop.entered(), pytest.raises(NotReady) as refusal:
        launch_shop(now=NOW)

    assert "phone" in [each.key for each in refusal.value.missing]
    answer = sign_in(new_shop).post("/backoffice/launch/opening/")
    assert answer.status_code == 422
    with new_shop.entered():
        assert ShopSettings.objects.get().launched_at is None


def test_each_missing_thing_is_mended_by_its_one_field(new_shop):
    client = sign_in(new_shop)
    typed = {
        "legal_name": "Anna Lemaire",
        "legal_form": "natural_person",
        "enterprise_number": "BE 0123.456.749",
        "vat": "exempt",
        "street": "Rue Haute 1",
        "postcode": "1000",
        "city": "Bruxelles",
        "phone": "0470 12 34 56",
        "email": "anna@bakery.test",
        "pay": "on",
    }

    for key, value in typed.items():
        page = client.get("/backoffice/launch/")
        assert f'formaction="/backoffice/launch/missing/{key}/"' in html_of(page)
        form = form_with(page, _field_of(key))
        answer = client.post(f"/backoffice/launch/missing/{key}/", form.filled(**{_field_of(key): value}))
        assert answer.status_code == 303, (key, answer.text)

    with new_shop.entered():
        assert missing_keys() == ["product", "test_order"]
        said = ShopSettings.objects.get()
    assert (said.enterprise_number, said.street_fr, said.takes_cards) == (NUMBER, "Rue Haute 1", True)
    assert said.vat_note_fr.startswith("Régime particulier de la franchise")
    assert said.vat_note_nl.startswith("Bijzondere vrijstellingsregeling")


def test_one_button_saves_all_that_was_filled_in_or_with_a_mistake_nothing(new_shop):
    client = sign_in(new_shop)
    typed = {"legal_name-legal_name": "Anna Lemaire", "phone-phone": "0470 12 34 56", "email-email": "anna at bakery", "vat-vat": ""}

    refused = client.post("/backoffice/launch/missing/legal_name/", typed)
    with new_shop.entered():
        before = ShopSettings.objects.get()
    saved = client.post("/backoffice/launch/missing/legal_name/", typed | {"email-email": "anna@bakery.test"})

    assert (refused.status_code, saved.status_code) == (422, 303)
    for value in ("Anna Lemaire", "0470 12 34 56", "anna at bakery"):
        assert f'value="{value}"' in html_of(refused)
    assert (before.legal_name, before.phone) == ("", "")
    with new_shop.entered():
        now_is = ShopSettings.objects.get()
    assert (now_is.legal_name, now_is.phone, now_is.email) == ("Anna Lemaire", "0470 12 34 56", "anna@bakery.test")


def _field_of(key):
    return {"street": "street-street_fr", "city": "city-city_fr", "pay": "pay-takes_cards"}.get(key, f"{key}-{key}")


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("enterprise_number", "0123456748", "One digit of this number is mistyped"),
        ("phone", "12", "Write the phone number with all its digits"),
        ("phone", "", "Write a phone number under which customers reach you."),
        ("vat", "", "Choose one of the two."),
        ("legal_form", "", "Choose the form"),
        ("pay", "", "Tick it, or set up payment online."),
    ],
)
def test_a_wrong_answer_stands_beside_its_field_and_is_kept(key, value, says, new_shop):
    answer = sign_in(new_shop).post(f"/backoffice/launch/missing/{key}/", {_field_of(key): value} if value else {})

    assert answer.status_code == 422
    assert says in words_of(answer)
    assert not value or f'value="{value}"' in html_of(answer)
    with new_shop.entered():
        assert not getattr(ShopSettings.objects.get(), "takes_cards" if key == "pay" else "phone")


def test_a_brussels_shop_without_dutch_is_warned_but_opens(new_shop, cactus):
    with new_shop.entered():
        ShopSettings.objects.update(**EVERYTHING | {"postcode": "1000"}, tested_at=NOW)
        warnings = [each.key for each in launch.requirements() if not each.blocks and not each.is_met]
        launch_shop(now=NOW)

        assert warnings == ["two_languages"]
        assert ShopSettings.objects.get().launched_at == NOW


def test_opening_shows_the_address_with_its_qr_code_and_lets_everybody_in(new_shop, cactus):
    with new_shop.entered():
        ShopSettings.objects.update(**EVERYTHING, tested_at=NOW)
    client = sign_in(new_shop)
    assert "Open the shop" in words_of(client.get("/backoffice/launch/"))

    assert client.post("/backoffice/launch/opening/").status_code == 303
    opened = client.get("/backoffice/launch/")

    assert "Your shop is open" in words_of(opened)
    assert "<svg" in opened.text
    assert "data-copy" in opened.text
    assert "Cactus" in visit(new_shop, "/en/products/cactus/").text
    with bind(PLATFORM):
        assert new_shop.tenant.pk in [tenant.pk for tenant in open_shops()]
    assert client.post("/backoffice/launch/opening/").status_code == 303  # a double click


def test_opening_takes_the_examples_out_of_the_shop(new_shop, cactus):
    with new_shop.entered():
        make_product("Tulipes en pot", slug="tulipes", is_example=True)
        ShopSettings.objects.update(**EVERYTHING, tested_at=NOW)

        launch_shop(now=NOW)
        launch_shop(now=NOW)

        assert list(Product.objects.published().values_list("slug", flat=True)) == ["cactus"]
        assert ShopEvent.objects.filter(kind="shop_opened").count() == 1
    assert visit(new_shop, "/fr/products/tulipes/").status_code == 404


def test_opening_again_mends_the_public_row_and_keeps_the_first_moment(new_shop):
    with new_shop.entered():
        mark_launched(now=NOW)
    with bind(PLATFORM):
        Tenant.objects.filter(pk=new_shop.tenant.pk).update(launched_at=None)  # as after a crash between the two
    with new_shop.entered():
        mark_launched(now=timezone.now())

    with bind(PLATFORM):
        assert Tenant.objects.get(pk=new_shop.tenant.pk).launched_at == NOW


# ---- the guide --------------------------------------------------------------------------------------


def test_the_guide_has_six_steps_that_the_data_ticks_off(new_shop, cactus):
    with new_shop.entered():
        assert [(step.key, step.is_done) for step in launch.steps()] == [
            ("product", True),
            ("place", False),
            ("delivery", True),
            ("pay", False),
            ("look", False),
            ("live", False),
        ]
        ShopSettings.objects.update(**EVERYTHING, brand_color="#225544")
        guide = load_guide(now=NOW)

    assert (guide.done, guide.total, guide.next.key) == (5, 6, "live")
    today = words_of(sign_in(new_shop).get("/backoffice/"))
    assert "5 of 6" in today
    assert "See what is missing" in today
    assert "5 of 6" not in words_of(sign_in(new_shop, new_shop.staff).get("/backoffice/"))


def test_the_guide_stays_until_the_launch_and_then_until_it_is_put_away(new_shop):
    client = sign_in(new_shop)
    client.post("/backoffice/guide/closing/")
    assert "Open your shop" in words_of(client.get("/backoffice/"))

    with new_shop.entered():
        mark_launched(now=NOW)

    assert "Setup guide" not in words_of(client.get("/backoffice/"))
    assert client.get("/backoffice/guide/").status_code == 200


# ---- the test order -----------------------------------------------------------------------------------


def walk_the_checkout(client, variant, shop):
    client.post("/en/cart/lines/", {"variant": variant.pk, "quantity": "2"})
    client.post("/en/checkout/", {"name": "Anna", "email": "anna@mail.test"})
    with shop.entered():
        client.post("/en/checkout/delivery/", {"shipping_method": pickup().pk})
    return client.get("/en/checkout/review/")


def test_the_shopkeeper_orders_in_test_mode_through_the_real_checkout(new_shop, cactus, django_capture_on_commit_callbacks):
    client = sign_in(new_shop)
    review = walk_the_checkout(client, cactus, new_shop)
    form = form_with(review, "payment_method")
    assert form.choices["payment_method"] == ["test"]

    with new_shop.entered(), django_capture_on_commit_callbacks(using="default", execute=True):
        answer = client.post("/en/checkout/review/", form.filled())

    assert answer.status_code == 303
    assert "This is a test order" in words_of(client.get(answer["Location"]))
    with new_shop.entered():
        order = Order.objects.get()
        assert (order.is_test, order.payment_status, order.payment_method) == (True, "paid", "test")
        assert stock_of(cactus) == (3, 0)
        assert takings_until(timezone.now()).orders == 0
        assert ShopSettings.objects.get().tested_at is not None
        assert "test_order" not in missing_keys()
    page = words_of(client.get(f"/backoffice/orders/{order.number}/"))
    assert "This is a test order." in page


def test_its_mail_says_that_it_is_a_test(new_shop, cactus, mailoutbox):
    from orders.emails import order_mail

    with new_shop.entered():
        order = make_order((cactus, 1), payment_method="test")
        mail = order_mail(order, OutboxMessage.objects.get(kind="order_confirmation"))

    assert mail.subject.startswith("Test order · ")
    assert "This is a test order: nothing was paid" in mail.body
    assert "This is a test order: nothing was paid" in mail.alternatives[0].content


def test_deleting_a_test_order_gives_the_stock_back_and_leaves_nothing(new_shop, cactus):
    with new_shop.entered():
        order = make_order((cactus, 2), payment_method="test")

    answer = sign_in(new_shop, new_shop.staff).post(f"/backoffice/orders/{order.number}/deletion/")

    assert answer.status_code == 303
    with new_shop.entered():
        assert not Order.objects.exists()
        assert not Cart.objects.exists()
        assert not Customer.objects.exists()
        assert stock_of(cactus) == (5, 0)


def test_all_test_orders_go_with_one_tap_and_a_canceled_one_gives_nothing_back_twice(new_shop, cactus):
    client = sign_in(new_shop)
    with new_shop.entered():
        make_order((cactus, 1), payment_method="test")
        second = make_order((cactus, 1), payment_method="test")
    client.post(f"/backoffice/orders/{second.number}/cancellation/", {"reason": "customer"})

    answer = client.post("/backoffice/test-orders/deletion/", {"next": "/backoffice/launch/"})

    assert answer["Location"] == "/backoffice/launch/"
    with new_shop.entered():
        assert not Order.objects.exists()
        assert stock_of(cactus) == (5, 0)


def test_what_a_test_order_held_is_for_sale_when_the_shop_opens(new_shop, cactus, django_capture_on_commit_callbacks):
    with new_shop.entered():
        make_order((cactus, 5), payment_method="test")
        assert stock_of(cactus) == (0, 0)
        ShopSettings.objects.update(**EVERYTHING, tested_at=NOW)

        with django_capture_on_commit_callbacks(using="default", execute=True):
            launch_shop(now=NOW)

        assert stock_of(cactus) == (5, 0)
        assert not Order.objects.exists()


def test_a_real_order_is_never_deleted(bakery):
    with bakery.entered():
        order = make_order()
    client = sign_in(bakery)

    client.post(f"/backoffice/orders/{order.number}/deletion/")
    client.post("/backoffice/test-orders/deletion/")

    with bakery.entered():
        assert Order.objects.filter(pk=order.pk).exists()


def test_a_test_checkout_that_the_launch_overtakes_does_not_become_an_order(new_shop, cactus):
    client = sign_in(new_shop)
    form = form_with(walk_the_checkout(client, cactus, new_shop), "payment_method")
    with new_shop.entered():
        mark_launched(now=NOW)

    answer = client.post("/en/checkout/review/", form.filled())

    assert answer.status_code == 422
    with new_shop.entered():
        assert not Order.objects.exists()
        assert Cart.objects.get().lines.count() == 1
