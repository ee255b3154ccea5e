"""The demo shops as files: what the seeding may rely on, and what a visitor should never see half done."""

import csv
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import lucide
import pytest
from PIL import Image

DEMO = Path(__file__).parents[2] / "platform" / "demo"
PHOTOS = DEMO / "photos"
SHOPS = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted((DEMO / "content").glob("*.toml"))}

LANGUAGES = {"fr", "nl", "en", "de"}
MAY_BE_EMPTY = {"shop.announcement"}
STATES = {"new_paid_online", "new_pay_at_collection", "ready", "handed_over", "canceled", "awaiting_payment"}
KEYS = {
    "product": {
        "slug", "category", "kind", "name", "hint", "description", "vat_rate", "is_margin",
        "photo", "more_photos", "alt", "featured", "unit_quantity",
        "unit", "allergens", "condition", "defects", "facts", "status", "sold", "option", "variant",
    },
    "variant": {"sku", "price", "compare_at_price", "stock", "values", "unit_quantity"},
    "order": {"days_ago", "time", "state", "language", "name", "email", "phone", "shipping", "address", "note", "lines"},
}  # fmt: skip

each_shop = pytest.mark.parametrize("shop", SHOPS.values(), ids=SHOPS.keys())


def texts(value: Any, path: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every text in four languages with the path to it."""
    if isinstance(value, dict) and value.keys() & LANGUAGES:
        yield path, value
    elif isinstance(value, dict):
        for key, child in value.items():
            yield from texts(child, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from texts(child, f"{path}[{index}]")


def photos_of(shop: dict) -> set[str]:
    first = {p["photo"] for p in shop["product"] if "photo" in p}
    more = {name for p in shop["product"] for name in p.get("more_photos", [])}
    return first | more | {shop["shop"]["hero_photo"], shop["shop"]["story_photo"]}


def ordered_pieces(shop: dict) -> list[str]:
    unique = {p["slug"] for p in shop["product"] if p["kind"] == "unique"}
    placed = [o for o in shop["order"] if o["state"] != "canceled"]
    return [line["product"] for o in placed for line in o["lines"] if line["product"] in unique]


def test_there_are_three_shops_named_after_their_files():
    assert {name: shop["slug"] for name, shop in SHOPS.items()} == {name: name for name in ("bonne-pioche", "four-anna", "sous-verre")}


@each_shop
def test_every_text_has_four_languages(shop):
    found = dict(texts(shop))

    assert len(found) > 150
    assert [path for path, text in found.items() if text.keys() != LANGUAGES] == []
    assert [path for path, text in found.items() if path not in MAY_BE_EMPTY and not all(t.strip() for t in text.values())] == []


@each_shop
def test_texts_keep_the_voice(shop):
    shouted = ("!", "découvr", "ontdek", "discover", "entdeck", "oups", "'")

    assert [path for path, text in texts(shop) for t in text.values() if any(word in t.lower() for word in shouted)] == []


@each_shop
def test_descriptions_are_written_once(shop):
    written = [p["description"][language] for p in shop["product"] for language in LANGUAGES]

    assert len(written) == len(set(written))


@each_shop
def test_enterprise_number_has_its_check_digits(shop):
    number = shop["shop"]["enterprise_number"]

    assert len(number) == 10
    assert number[0] in "01"
    assert int(number[8:]) == 97 - int(number[:8]) % 97


@each_shop
def test_address_lies_in_brussels_and_mail_goes_nowhere(shop):
    assert 1000 <= int(shop["shop"]["postcode"]) <= 1210
    assert 50.76 < shop["shop"]["latitude"] < 50.92
    assert 4.24 < shop["shop"]["longitude"] < 4.48
    mails = [shop["shop"]["email"], *(p["email"] for p in shop["person"].values()), *(o["email"] for o in shop["order"])]
    assert [mail for mail in mails if not mail.endswith(".example")] == []


@each_shop
def test_opening_hours_do_not_overlap(shop):
    hours = sorted((h["weekday"], h["opens"], h["closes"]) for h in shop["hours"])

    assert all(1 <= day <= 7 and opens < closes for day, opens, closes in hours)
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(hours))


@each_shop
def test_shipping_starts_with_a_free_pickup(shop):
    assert (shop["shipping"][0]["kind"], shop["shipping"][0]["price"]) == ("pickup", 0)
    assert [s for s in shop["shipping"] if s["kind"] not in {"pickup", "delivery"} or type(s["price"]) is not int] == []


@each_shop
def test_slugs_and_skus_are_unique(shop):
    for names in (
        [c["slug"] for c in shop["category"]],
        [p["slug"] for p in shop["product"]],
        [v["sku"] for p in shop["product"] for v in p["variant"]],
    ):
        assert len(names) == len(set(names))


@each_shop
def test_every_category_has_an_icon_and_products(shop):
    assert {c["slug"] for c in shop["category"]} == {p["category"] for p in shop["product"]}
    for category in shop["category"]:
        lucide._load_icon(category["icon"])  # raises IconDoesNotExist


@each_shop
def test_a_shop_has_enough_to_browse(shop):
    assert 15 <= len(shop["product"]) <= 40
    assert {p["status"] for p in shop["product"]} <= {"published", "draft", "archived"}
    assert len([p for p in shop["product"] if p["status"] == "published"]) >= 15
    assert len([p for p in shop["product"] if p["featured"]]) >= 4
    assert [p["slug"] for p in shop["product"] if p["featured"] and p["status"] != "published"] == []


@each_shop
def test_files_use_only_the_agreed_keys(shop):
    assert {key for p in shop["product"] for key in p} <= KEYS["product"]
    assert {key for p in shop["product"] for v in p["variant"] for key in v} <= KEYS["variant"]
    assert {key for o in shop["order"] for key in o} <= KEYS["order"]


@each_shop
def test_prices_and_stock_are_whole_numbers(shop):
    for product in shop["product"]:
        assert product["vat_rate"] in {600, 1200, 2100}, product["slug"]
        for variant in product["variant"]:
            assert type(variant["price"]) is int, product["slug"]
            assert variant["price"] > 0, product["slug"]
            assert type(variant["stock"]) is int, product["slug"]
            assert variant["stock"] >= 0, product["slug"]
            assert variant.get("compare_at_price", variant["price"] + 1) > variant["price"], product["slug"]


@each_shop
def test_variants_cover_their_options(shop):
    for product in shop["product"]:
        options = product.get("option", [])
        chosen = [tuple(v["values"]) for v in product["variant"]]
        assert len(options) <= 2, product["slug"]
        assert len(chosen) == len(set(chosen)), product["slug"]
        assert all(len(c) == len(options) for c in chosen), product["slug"]
        assert all(0 <= i < len(o["values"]) for c in chosen for i, o in zip(c, options, strict=True)), product["slug"]


@each_shop
def test_a_unique_piece_exists_once_and_says_its_condition(shop):
    for piece in (p for p in shop["product"] if p["kind"] == "unique"):
        assert [v["stock"] for v in piece["variant"]] == [0 if piece["sold"] else 1], piece["slug"]
        assert piece["condition"] in {"as_new", "good", "worn", "to_restore"}, piece["slug"]
        assert piece["defects"] or piece["condition"] in {"as_new", "good"}, piece["slug"]
        assert any(fact["label"]["fr"] == "Garantie" for fact in piece["facts"]), piece["slug"]


@each_shop
def test_standard_products_carry_nothing_of_unique_pieces(shop):
    assert [p["slug"] for p in shop["product"] if p["kind"] == "standard" and p.keys() & {"condition", "defects", "sold"}] == []


@each_shop
def test_orders_show_every_state(shop):
    assert {o["state"] for o in shop["order"]} - {"awaiting_transfer"} == STATES  # one shop takes transfers
    assert {o["language"] for o in shop["order"]} == {"fr", "nl"}
    assert 9 <= len(shop["order"]) <= 13


@each_shop
def test_order_lines_refer_to_variants_that_are_or_were_sold(shop):
    products = {p["slug"]: p for p in shop["product"]}
    for line in (line for o in shop["order"] for line in o["lines"]):
        assert line["quantity"] >= 1
        assert 0 <= line["variant"] < len(products[line["product"]]["variant"])
        assert products[line["product"]]["status"] == "published"


@each_shop
def test_a_delivery_has_an_address_and_a_pickup_has_none(shop):
    kinds = {s["kind"] for s in shop["shipping"]}
    for order in shop["order"]:
        assert order["shipping"] in kinds
        assert ("address" in order) == (order["shipping"] == "delivery")
        assert order.get("address", {}).keys() <= {"street", "postcode", "city"}
    assert not [o for o in shop["order"] if o["state"] == "new_pay_at_collection" and o["shipping"] == "delivery"]


@each_shop
def test_a_piece_in_an_order_is_sold_once(shop):
    sold = {p["slug"] for p in shop["product"] if p.get("sold")}
    ordered = ordered_pieces(shop)

    assert len(ordered) == len(set(ordered))
    assert set(ordered) == sold


@each_shop
def test_every_photo_is_there_and_described(shop):
    assert {name for name in photos_of(shop) if not (PHOTOS / name).is_file()} == set()
    assert [p["slug"] for p in shop["product"] if ("photo" in p) != ("alt" in p)] == []


def test_every_photo_is_used_and_credited_once():
    with (PHOTOS / "CREDITS.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    credited = [row["file"] for row in rows]
    assert credited == sorted(path.name for path in PHOTOS.glob("*.jpg"))
    assert set(credited) == set().union(*(photos_of(shop) for shop in SHOPS.values()))
    assert all(row["author"] and row["source"] and row["licence"] for row in rows)


def test_photos_are_small_and_carry_no_metadata():
    for path in PHOTOS.glob("*.jpg"):
        with Image.open(path) as photo:
            assert max(photo.size) <= 1200, path.name
            assert not photo.getexif(), path.name
    assert sum(path.stat().st_size for path in PHOTOS.iterdir()) < 8_000_000


@pytest.mark.parametrize(
    ("shop", "slug", "kind"),
    [("sous-verre", "cactus-cierge", "standard"), ("bonne-pioche", "chaise-blanche", "unique"), ("four-anna", "croissant", "standard")],
)
def test_the_pieces_that_tours_and_journeys_buy_are_on_sale(shop, slug, kind):
    product = next(p for p in SHOPS[shop]["product"] if p["slug"] == slug)

    assert (product["kind"], product["status"]) == (kind, "published")
    assert product["variant"][0]["stock"] >= 1


def test_food_says_what_is_in_it_and_what_a_kilo_costs():
    food = [p for p in SHOPS["four-anna"]["product"] if p["vat_rate"] == 600]
    coffee = {p["slug"] for p in food if p["slug"] in {"cafe-de-helmet", "cafe-sans-cafeine"}}

    assert [p["slug"] for p in food if "unit_quantity" not in p or p.get("unit") not in {"g", "ml", "piece"}] == []
    assert {p["slug"] for p in food if "allergens" not in p} == coffee


def test_the_brocante_sells_both_kinds():
    kinds = [p["kind"] for p in SHOPS["bonne-pioche"]["product"]]

    assert kinds.count("standard") == 2
    assert kinds.count("unique") == len(kinds) - 2
