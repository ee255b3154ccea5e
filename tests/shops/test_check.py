"""The shop check: twenty points, each with its reason and its page; nothing else makes the score."""

import datetime as dt

import pytest
from django.urls import reverse

from catalog.models import Product, ProductImage
from orders.models import Order
from orders.services.mark_ready import mark_ready
from shops.check import check_shop
from shops.models import OpeningException, ShopPicture, ShopSettings
from shops.rules.holidays import easter, holidays_between
from tests.answers import html_of, words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_picture, make_product
from tests.factories.orders import NOW, make_order

ALL = {
    "legal_name": "Anna Lemaire",
    "legal_form": "natural_person",
    "enterprise_number": "0123456749",
    "vat_note_fr": "Prix TVA comprise.",
    "street_fr": "Rue Haute 1",
    "postcode": "1000",
    "city_fr": "Bruxelles",
    "phone": "0470 12 34 56",
    "email": "anna@bakery.test",
    "takes_cards": True,
    "brand_color": "#225544",
    "story_text_fr": "Depuis 1990.",
    "hero_alt_fr": "Le four",
    **{f"hero_title_{code}": "Le pain" for code in ("fr", "nl", "en", "de")},
}


@pytest.fixture
def exemplary(bakery):
    """A shop that has everything, on 26 November 2026, and sold something that was ready at once."""
    with bakery.entered():
        mark_ready(order_id=make_order(now=NOW).pk, user=None, now=NOW)
        Product.objects.update(status="draft")
        ShopSettings.objects.update(**ALL, hero_picture=ShopPicture.objects.create())
        OpeningException.objects.create(date=dt.date(2026, 12, 25))
        for number in range(6):
            product = make_product(f"Pain {number}", slug=f"pain-{number}")
            words = {f"name_{code}": "Pain" for code in ("fr", "nl", "en", "de")}
            Product.objects.filter(pk=product.pk).update(description_fr="Au levain", published_at=NOW - dt.timedelta(days=1), **words)
            ProductImage.objects.filter(pk=make_picture(product).pk).update(alt_fr="Un pain")
    return bakery


def missing(shop, now=NOW):
    with shop.entered():
        return [point.key for point in check_shop(now=now).missing]


def test_a_shop_that_has_everything_scores_twenty_of_twenty(exemplary):
    with exemplary.entered():
        result = check_shop(now=NOW)

    assert (result.score, result.total, result.missing) == (20, 20, [])
    assert len({point.key for point in result.points}) == 20


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ({"legal_form": ""}, "identity"),
        ({"enterprise_number": "0123456748"}, "identity"),
        ({"legal_form": "srl"}, "identity"),
        ({"street_fr": ""}, "address"),
        ({"phone": ""}, "contact"),
        ({"vat_note_fr": ""}, "vat"),
        ({"hero_alt_fr": ""}, "cover"),
        ({"story_text_fr": ""}, "texts"),
        ({"hero_title_nl": ""}, "languages"),
        ({"brand_color": ""}, "look"),
        ({"takes_cards": False}, "pay"),
    ],
)
def test_each_loss_of_a_point_has_its_name(columns, named, exemplary, monkeypatch):
    from orders import payment_methods

    monkeypatch.setattr(payment_methods, "_provider", None)
    with exemplary.entered():
        ShopSettings.objects.update(**columns)

    assert missing(exemplary) == [named]


def test_the_catalog_is_looked_at(exemplary):
    with exemplary.entered():
        product = Product.objects.get(slug="pain-0")
        ProductImage.objects.filter(product=product).update(alt_fr="")
        Product.objects.filter(pk=product.pk).update(name_nl="", description_fr="")
        ProductImage.objects.filter(product__slug="pain-1").delete()
    assert missing(exemplary) == ["photos", "alts", "names", "descriptions"]

    with exemplary.entered():
        Product.objects.filter(slug__in=["pain-0", "pain-1"]).update(status="draft")
        Product.objects.update(published_at=NOW - dt.timedelta(days=61))
    assert missing(exemplary) == ["enough", "fresh"]


def test_what_there_is_nothing_to_judge_of_is_neither_met_nor_missing(exemplary):
    with exemplary.entered():
        Product.objects.update(status="draft")
        Order.objects.update(is_test=True)
        result = check_shop(now=NOW)

    assert [point.key for point in result.missing] == ["enough"]
    assert [point.key for point in result.not_yet] == ["photos", "alts", "names", "descriptions", "fresh", "waiting", "answer_time"]
    assert (result.score, result.total) == (12, 20)
    page = words_of(sign_in(exemplary).get("/backoffice/check/"))
    assert page.index("Nothing to judge yet") < page.index("A photo of each product")


def test_products_without_photos_have_no_words_of_photos_to_judge(exemplary):
    with exemplary.entered():
        ProductImage.objects.all().delete()
        result = check_shop(now=NOW)

    assert ([point.key for point in result.missing], [point.key for point in result.not_yet]) == (["photos"], ["alts"])


def test_customers_who_wait_are_seen_and_test_orders_are_not(exemplary, bakery):
    with bakery.entered():
        order = make_order(now=NOW - dt.timedelta(days=3))
    assert "waiting" in missing(exemplary)

    with bakery.entered():
        mark_ready(order_id=order.pk, user=None, now=NOW)
    assert {"waiting", "answer_time"} & set(missing(exemplary)) == {"answer_time"}

    with bakery.entered():
        type(order).objects.update(is_test=True)
    assert not {"waiting", "answer_time"} & set(missing(exemplary))


def test_a_holiday_ahead_asks_whether_the_shop_is_open(exemplary):
    with exemplary.entered():
        OpeningException.objects.all().delete()

    answer = sign_in(exemplary).get("/backoffice/check/")
    assert "holidays" in missing(exemplary)
    assert answer.status_code == 200


@pytest.mark.parametrize(("year", "sunday"), [(2026, dt.date(2026, 4, 5)), (2027, dt.date(2027, 3, 28)), (2038, dt.date(2038, 4, 25))])
def test_easter_and_the_days_that_follow_it(year, sunday):
    assert easter(year) == sunday
    days = holidays_between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    assert len(days) == 10
    assert {sunday + dt.timedelta(days=1), sunday + dt.timedelta(days=39), sunday + dt.timedelta(days=50)} <= set(days)


def test_the_page_names_each_missing_point_with_its_button_and_today_has_a_line(bakery):
    client = sign_in(bakery)

    page = client.get("/backoffice/check/")
    today = words_of(client.get("/backoffice/"))

    with bakery.entered():
        result = check_shop(now=NOW)
    for point in result.missing:
        if point.key not in ("holidays", "fresh"):
            assert f'href="{reverse(point.url_name, urlconf="config.urls_shop")}"' in html_of(page)
    assert "Do it now" in words_of(page)
    assert "Shop check" in today
    assert " of 20" in today
    assert " of 20" not in words_of(sign_in(bakery, bakery.staff).get("/backoffice/"))
