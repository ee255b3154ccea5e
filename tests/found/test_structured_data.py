"""
What search engines are told in schema.org's words, held against what Google documents as required.

developers.google.com/search/docs/appearance/structured-data: merchant-listing, product-variants, breadcrumb, local-business.
"""

import datetime as dt
from typing import Any

import pytest

from catalog.models import Product
from catalog.rules.attributes import kind_of_option
from kit.json_ld import json_ld
from shops.models import ShippingKind, ShippingMethod
from shops.services.set_opening_hours import Exceptional, WeekStretch, set_opening_hours
from tenants.hosts import forget_hosts
from tenants.models import Tenant
from tests.factories import catalog as make
from tests.factories import catalog_pages as pages
from tests.found.walk import get, head_of

# Type by type: what must be there, and what else schema.org knows of it that we use.
REQUIRED = {
    "Product": {"name", "offers"},
    "ProductGroup": {"name", "hasVariant", "productGroupID"},
    "Offer": {"price", "priceCurrency", "availability", "itemCondition", "url", "seller"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "OfferShippingDetails": {"shippingRate", "shippingDestination"},
    "MonetaryAmount": {"value", "currency"},
    "DefinedRegion": {"addressCountry"},
    "MerchantReturnPolicy": {"applicableCountry", "returnPolicyCategory"},
    "LocalBusiness": {"name", "address"},
    "PostalAddress": {"addressCountry"},
    "OpeningHoursSpecification": {"opens", "closes"},
    "GeoCoordinates": {"latitude", "longitude"},
}
KNOWN = {
    "Product": {"url", "image", "description", "category", "sku", "size", "color", "material", "pattern"},
    "ProductGroup": {"url", "image", "description", "category", "variesBy"},
    "Offer": {"shippingDetails", "hasMerchantReturnPolicy"},
    "MerchantReturnPolicy": {"merchantReturnDays", "returnMethod", "returnFees"},
    "LocalBusiness": {"url", "telephone", "email", "description", "legalName", "openingHoursSpecification", "logo", "image", "geo"},
    "PostalAddress": {"streetAddress", "postalCode", "addressLocality"},
    "OpeningHoursSpecification": {"dayOfWeek", "validFrom", "validThrough"},
}
KINDS_OF_SHOP = {"Store", "Bakery", "BookStore", "ClothingStore", "Florist", "GroceryStore", "GardenStore"}
AVAILABILITIES = {f"https://schema.org/{name}" for name in ("InStock", "OutOfStock", "SoldOut")}


def things_in(data: Any) -> list[dict[str, Any]]:
    """Return every typed thing in structured data, however deep."""
    if isinstance(data, list):
        return [thing for each in data for thing in things_in(each)]
    if not isinstance(data, dict):
        return []
    inner = [thing for value in data.values() for thing in things_in(value)]
    return [data, *inner] if "@type" in data else inner


def faults(data: Any) -> list[str]:
    found = []
    for thing in things_in(data):
        kind = "LocalBusiness" if thing["@type"] in KINDS_OF_SHOP else thing["@type"]
        names = {name for name in thing if not name.startswith("@")}
        if set(thing) >= {"@id", "name"} and len(thing) == 3:  # a seller, told in full on the home page
            continue
        found += [f"{kind} lacks {name}" for name in REQUIRED[kind] - names]
        found += [f"{kind} knows no {name}" for name in names - REQUIRED[kind] - KNOWN.get(kind, set())]
        found += [f"{kind}: {name} is empty" for name in names if thing[name] in ("", None, [])]
    return found


def data_of(shop, path):
    (data,) = head_of(get(shop, path)).data
    assert data["@context"] == "https://schema.org"
    assert faults(data) == []
    return data


def product_of(shop, slug):
    product, way = data_of(shop, f"/fr/products/{slug}/")["@graph"]
    assert [item["position"] for item in way["itemListElement"]] == list(range(1, len(way["itemListElement"]) + 1))
    assert way["itemListElement"][-1]["item"].endswith(f"/fr/products/{slug}/")
    return product


def test_a_product_has_one_offer_with_everything_google_asks(stocked):
    product = product_of(stocked, "c0")
    offer = product["offers"]

    assert product["@type"] == "Product"
    assert (offer["price"], offer["priceCurrency"]) == ("12.90", "EUR")
    assert offer["availability"] == "https://schema.org/InStock"
    assert offer["itemCondition"] == "https://schema.org/NewCondition"
    assert offer["seller"] == {"@type": "Store", "@id": f"http://{stocked.hostname}:8000/#shop", "name": "Four d’Anna"}
    assert product["image"][0].startswith(f"http://{stocked.hostname}:8000/media/")
    assert offer["hasMerchantReturnPolicy"]["merchantReturnDays"] == 14


def test_a_product_with_choices_is_a_group_of_variants(stocked):
    group = product_of(stocked, "pull")

    assert group["@type"] == "ProductGroup"
    assert group["variesBy"] == ["https://schema.org/size", "https://schema.org/color"]
    assert [(each["size"], each["color"], each["offers"]["price"]) for each in group["hasVariant"]] == [
        ("S (fr)", "Rouge", "10.00"),
        ("S (fr)", "Bleu", "10.00"),
        ("M (fr)", "Rouge", "15.00"),
        ("M (fr)", "Bleu", "15.00"),
    ]
    assert [each["offers"]["availability"].rsplit("/")[-1] for each in group["hasVariant"]] == ["OutOfStock", *["InStock"] * 3]
    assert len({each["sku"] for each in group["hasVariant"]}) == len({each["offers"]["url"] for each in group["hasVariant"]}) == 4


def test_pieces_are_used_and_those_that_are_gone_are_sold_out(stocked):
    piece, gone = product_of(stocked, "chaise"), product_of(stocked, "table")

    assert piece["offers"]["itemCondition"] == gone["offers"]["itemCondition"] == "https://schema.org/UsedCondition"
    assert piece["offers"]["availability"] == "https://schema.org/InStock"
    assert gone["offers"]["availability"] == "https://schema.org/SoldOut"


def test_what_somebody_holds_is_in_stock_as_a_hold_is_over_sooner_than_a_list_is_read_again(stocked):
    with stocked.entered():
        chair = Product.objects.get(slug="chaise").variants.get()
        pages.held(chair)
        pages.settle()

    assert product_of(stocked, "chaise")["offers"]["availability"] == "https://schema.org/InStock"


def test_delivery_and_returns_are_those_of_the_shop(stocked):
    with stocked.entered():
        ShippingMethod.objects.all().delete()
        for price in (900, 450):
            ShippingMethod.objects.create(kind=ShippingKind.DELIVERY, name_fr="À vélo", price=price)
        make.make_product("Pain", slug="pain", allergens_fr="gluten")
        pages.settle()
    offer = product_of(stocked, "pain")["offers"]

    assert offer["shippingDetails"]["shippingRate"] == {"@type": "MonetaryAmount", "value": "4.50", "currency": "EUR"}
    assert offer["hasMerchantReturnPolicy"]["returnPolicyCategory"] == "https://schema.org/MerchantReturnNotPermitted"


def test_every_page_of_the_shop_is_well_told(stocked):
    for path in ("/fr/", "/nl/", "/fr/products/", "/fr/categories/shelf/", "/fr/products/long/", "/de/products/cactus-2/"):
        data_of(stocked, path)
    steps = data_of(stocked, "/fr/categories/shelf/")["itemListElement"]
    assert [step["name"] for step in steps] == ["Four d’Anna", "Cactus (fr)"]


@pytest.mark.parametrize(("trade", "kind"), [("bakery", "Bakery"), ("flowers", "Florist"), ("secondhand", "Store"), ("", "Store")])
def test_the_shop_is_of_its_trade(bakery, trade, kind):
    Tenant.objects.filter(pk=bakery.tenant.pk).update(trade=trade)
    forget_hosts()

    assert data_of(bakery, "/fr/")["@type"] == kind


def test_the_shop_says_where_it_is_and_when_it_is_open_also_on_unusual_days(bakery):
    with bakery.entered():
        pages.settle(
            street_fr="Rue du Page 12", postcode="1050", city_fr="Ixelles", latitude="50.82860", longitude="4.35560", phone="02 111 11 11"
        )
        noel, eve = dt.date(2099, 12, 25), dt.date(2099, 12, 24)
        set_opening_hours(
            week=[WeekStretch(2, dt.time(10), dt.time(18))],
            exceptions=[Exceptional(noel), Exceptional(eve, dt.time(8), dt.time(13))],
            today=dt.date(2026, 11, 1),
        )
        pages.settle()
    data = data_of(bakery, "/fr/")
    week, before, after = data["openingHoursSpecification"]

    assert data["@id"] == f"http://{bakery.hostname}:8000/#shop"
    assert data["telephone"] == "02 111 11 11"
    assert data["geo"] == {"@type": "GeoCoordinates", "latitude": 50.8286, "longitude": 4.3556}
    assert (week["dayOfWeek"], week["opens"], week["closes"]) == ("https://schema.org/Tuesday", "10:00", "18:00")
    assert (before["validFrom"], before["validThrough"], before["opens"], before["closes"]) == (f"{eve}", f"{eve}", "08:00", "13:00")
    assert (after["validFrom"], after["opens"], after["closes"]) == (f"{noel}", "00:00", "00:00")


@pytest.mark.parametrize("nasty", ["</script><script>alert(1)</script>", "<!--<script>", "]]>", "\u2028", "&lt;/script&gt;"])
def test_no_text_ends_the_element_it_stands_in(nasty):
    html = json_ld({"name": nasty, "deep": [{nasty: nasty}]})
    inside = html.removeprefix('<script type="application/ld+json">').removesuffix("</script>")

    assert not set(inside) & {"<", ">", "&", "\u2028", "\u2029"}


def test_options_are_recognised_in_four_languages():
    said = {
        name: kind_of_option(name) for name in ("Taille", "Maat", "Größe", "Couleur du cuir", "Kleur", "Farbe", "Matière", "Parfum", "")
    }

    assert said == {
        **dict.fromkeys(("Taille", "Maat", "Größe"), "size"),
        **dict.fromkeys(("Couleur du cuir", "Kleur", "Farbe"), "color"),
        "Matière": "material",
        "Parfum": "",
        "": "",
    }
