"""The shopkeeper's products: from a photograph to the shop window, and what may go wrong on the way."""

import datetime as dt
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from catalog.models import Category, Product, ProductImage, ProductStatus, StockMovement, Variant
from catalog.services.process_pending_images import process_pending_images
from catalog.tasks import process_image
from kit.clock import now
from tests.answers import html_of, title_of
from tests.backoffice_tools import photo_file, sign_in
from tests.factories.catalog import make_category, make_product, make_unique_piece, stock_of

NEW = "/backoffice/products/new/"


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


def typed(**values):
    return {"name": "Chair", "price": "75", "kind": "unique", "quantity": "1", "vat_rate": "2100", "then": "publish", "once": "", **values}


def edit_data(product, **values):
    """What a browser would send for an unchanged page, with `values` typed over it."""
    data = {"category": str(product.category_id or ""), "vat_rate": str(product.vat_rate), "unit_quantity": "", "unit": product.unit}
    for language in ("fr", "nl", "en", "de"):
        for field in ("name", "hint", "description", "allergens"):
            data[f"{field}_{language}"] = getattr(product, f"{field}_{language}") or ""
    for variant in product.variants.select_related("stock"):
        prefix = f"v{variant.pk}"
        data |= {
            f"{prefix}-price": f"{variant.price / 100:.2f}",
            f"{prefix}-compare_at_price": "",
            f"{prefix}-sku": variant.sku,
            f"{prefix}-on_hand": str(variant.stock.on_hand),
            f"initial-{prefix}-on_hand": str(variant.stock.on_hand),
        }
    return data | values


# ---- new ----------------------------------------------------------------------------------------


def test_a_photo_a_price_and_a_name_make_a_published_product(bakery):
    answer = sign_in(bakery).post(NEW, typed(photo=photo_file(), condition="good"))

    with bakery.entered():
        product = Product.objects.get()
        assert answer.status_code == 303
        assert answer["Location"] == f"/backoffice/products/{product.pk}/"
        assert (product.name_fr, product.kind, product.status, product.condition) == ("Chair", "unique", "published", "good")
        assert product.slug == "chair"
        assert product.published_at is not None
        variant = product.variants.get()
        assert variant.price == 7500
        assert stock_of(variant) == (1, 0)
        assert product.images.get().state == "pending"


def test_the_photo_is_prepared_in_the_background_and_then_shown(bakery):
    client = sign_in(bakery)
    client.post(NEW, typed(photo=photo_file(size=(1000, 700))))
    with bakery.entered():
        image = ProductImage.objects.get()
        original = image.original
        waiting = client.get(f"/backoffice/photos/{image.pk}/")
        process_image.run(image.pk)
        process_image.run(image.pk)  # a task may come twice
        image.refresh_from_db()

    ready = client.get(f"/backoffice/photos/{image.pk}/")

    assert 'hx-trigger="every 2s"' in waiting.text
    assert image.state == "ready"
    assert [entry["width"] for entry in image.files] == [400, 800, 1000]
    assert original.startswith(f"t/{bakery.ref.id}/private/")
    assert image.original == original
    assert "hx-get" not in ready.text
    with bakery.entered():
        source = image.renditions[0].avif_url
    shown = client.get(source)
    assert shown.status_code == 200
    assert shown["Content-Type"] == "image/avif"
    assert b"ftypavif" in b"".join(shown.streaming_content)
    assert client.get(f"/media/{original.partition('private/')[2]}").status_code == 404


def test_a_photo_that_the_queue_lost_is_prepared_by_the_chore(bakery):
    sign_in(bakery).post(NEW, typed(photo=photo_file()))

    with bakery.entered():
        process_pending_images(now=now() + dt.timedelta(seconds=40))

        assert ProductImage.objects.get().state == "ready"


def test_a_damaged_photo_is_refused_with_its_reason(bakery):
    client = sign_in(bakery)
    whole = photo_file(size=(600, 600), color="red", image_format="PNG").read()
    client.post(NEW, typed(photo=SimpleUploadedFile("x.png", whole[: len(whole) // 2], content_type="image/png")))
    with bakery.entered():
        image = ProductImage.objects.get()
        process_image.run(image.pk)
        image.refresh_from_db()

    assert (image.state, image.refusal) == ("refused", "damaged")
    assert "damaged" in client.get(f"/backoffice/photos/{image.pk}/").text


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("photo.jpg", b"<!doctype html><script>alert(1)</script>", content_type="image/jpeg"),
        SimpleUploadedFile("photo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", content_type="image/svg+xml"),
        SimpleUploadedFile("photo.jpg", b"", content_type="image/jpeg"),
    ],
    ids=["html", "svg", "empty"],
)
def test_what_is_no_photo_is_refused_beside_the_field_and_what_was_typed_stays(upload, bakery):
    upload.seek(0)

    answer = sign_in(bakery).post(NEW, typed(photo=upload, name="My <b>chair</b>", price="75,5"))

    assert answer.status_code == 422
    assert 'id="id_photo_error"' in answer.text
    assert "My &lt;b&gt;chair&lt;/b&gt;" in answer.text
    assert 'value="75,5"' in answer.text
    assert title_of(answer).startswith("Error:")
    with bakery.entered():
        assert not Product.objects.exists()
        assert not ProductImage.objects.exists()


def test_a_mistake_elsewhere_does_not_lose_the_photo(bakery):
    client = sign_in(bakery)
    refused = client.post(NEW, typed(photo=photo_file(), price="seventy"))
    with bakery.entered():
        image = ProductImage.objects.get()
        assert image.product is None

    accepted = client.post(NEW, typed(images=str(image.pk)))

    assert refused.status_code == 422
    assert f'name="images" value="{image.pk}"' in refused.text
    assert accepted.status_code == 303
    with bakery.entered():
        assert Product.objects.get().images.get() == image


def test_a_photo_of_a_product_cannot_be_taken_by_another(bakery):
    with bakery.entered():
        image = ProductImage.objects.create(product=make_product(), state="ready")

    sign_in(bakery).post(NEW, typed(images=f"{image.pk},999999,x,{'9' * 30}"))

    with bakery.entered():
        assert Product.objects.get(name_fr="Chair").images.count() == 0


@pytest.mark.parametrize(("missing", "field"), [({"name": ""}, "id_name"), ({"price": ""}, "id_price"), ({"price": "0"}, "id_price")])
def test_publishing_says_what_is_missing_and_a_draft_may_lack_it(missing, field, bakery):
    client = sign_in(bakery)

    refused = client.post(NEW, typed(**missing))
    kept = client.post(NEW, typed(**missing, then="draft"))

    assert refused.status_code == 422
    assert f'href="#{field}"' in refused.text
    assert kept.status_code == 303
    with bakery.entered():
        assert Product.objects.get().status == ProductStatus.DRAFT


@pytest.mark.parametrize(("text", "cents"), [("12,50", 1250), ("12.50", 1250), ("1 234,50", 123450), ("€ 3", 300)])
def test_a_price_is_understood_as_written(text, cents, bakery):
    sign_in(bakery).post(NEW, typed(price=text))

    with bakery.entered():
        assert Variant.objects.get().price == cents


def test_a_double_tap_makes_one_product(bakery):
    client = sign_in(bakery)

    for _tap in range(2):
        assert client.post(NEW, typed(once="abc123")).status_code == 303

    with bakery.entered():
        assert Product.objects.count() == 1


def test_what_was_typed_into_a_page_sent_before_is_not_lost_and_becomes_another_product_when_saved_again(bakery):
    client = sign_in(bakery)
    client.post(NEW, typed(once="abc123"))

    again = client.post(NEW, typed(once="abc123", name="Another chair"))

    assert again.status_code == 422
    assert "This page was saved already, as “Chair”" in again.text
    assert 'value="Another chair"' in again.text
    with bakery.entered():
        assert Product.objects.get().name_fr == "Chair"
    token = re.search(r'name="once"\s+value="([^"]+)"', again.text)[1]
    assert client.post(NEW, typed(once=token, name="Another chair")).status_code == 303
    with bakery.entered():
        assert set(Product.objects.values_list("name_fr", flat=True)) == {"Chair", "Another chair"}


def test_second_hand_goods_are_put_under_the_margin_scheme_and_the_next_one_too(bakery):
    client = sign_in(bakery)

    client.post(NEW, typed(vat_rate="2100m"))

    with bakery.entered():
        product = Product.objects.get()
        assert (product.vat_rate, product.is_margin) == (2100, True)
    assert 'value="2100m" selected' in html_of(client.get(NEW))
    with bakery.entered():
        changed = edit_data(product, vat_rate="600")
    client.post(f"/backoffice/products/{product.pk}/", changed)
    with bakery.entered():
        product.refresh_from_db()
        assert (product.vat_rate, product.is_margin) == (600, False)


def test_addresses_are_unique_and_survive_a_new_name(bakery):
    client = sign_in(bakery)
    client.post(NEW, typed())
    client.post(NEW, typed())
    with bakery.entered():
        first, second = Product.objects.order_by("pk")
        data = edit_data(first, name_fr="Stool")

    client.post(f"/backoffice/products/{first.pk}/", data)

    assert (first.slug, second.slug) == ("chair", "chair-2")
    with bakery.entered():
        first.refresh_from_db()
        assert (first.name_fr, first.slug) == ("Stool", "chair")


# ---- edit ---------------------------------------------------------------------------------------


def test_an_unchanged_page_changes_nothing(bakery):
    with bakery.entered():
        product = make_product(on_hand=5)
        data = edit_data(product)
        before = StockMovement.objects.count()

    answer = sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data)

    assert answer.status_code == 303
    with bakery.entered():
        assert stock_of(product.variants.get()) == (5, 0)
        assert StockMovement.objects.count() == before


def test_stock_that_was_sold_meanwhile_is_not_brought_back_by_saving(bakery):
    with bakery.entered():
        product = make_product(on_hand=5)
        data = edit_data(product)
        product.variants.get().stock.__class__.objects.update(on_hand=3)

    sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data)

    with bakery.entered():
        assert stock_of(product.variants.get()) == (3, 0)


def test_texts_prices_and_stock_are_saved_in_one_go(bakery):
    with bakery.entered():
        product, shelf = make_product(on_hand=5), make_category()
        variant = product.variants.get()
        data = edit_data(
            product,
            name_nl="Cactus (nl)",
            description_fr="Il pique.",
            category=str(shelf.pk),
            vat_rate="600",
            unit_quantity="800",
            unit="g",
            is_featured="on",
            **{f"v{variant.pk}-price": "4,80", f"v{variant.pk}-compare_at_price": "5", f"v{variant.pk}-on_hand": "9"},
        )

    assert sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data).status_code == 303

    with bakery.entered():
        product.refresh_from_db()
        variant.refresh_from_db()
        assert (product.name_nl, product.description_fr, product.category, product.vat_rate) == ("Cactus (nl)", "Il pique.", shelf, 600)
        assert (product.unit_quantity, product.unit, product.is_featured) == (800, "g", True)
        assert (variant.price, variant.compare_at_price, stock_of(variant)) == (480, 500, (9, 0))


@pytest.mark.parametrize(
    ("wrong", "kept"),
    [
        ({"name_fr": ""}, 'id="id_name_fr"'),
        ({"name_fr": "n" * 121}, "n" * 121),
        ({"unit_quantity": "many"}, 'value="many"'),
        ({"vat_rate": "9999"}, "id_vat_rate"),
        ({"category": "999999"}, "id_category"),
        ({"price": "abc"}, 'value="abc"'),
        ({"compare_at_price": "1"}, 'value="1"'),
        ({"on_hand": "-1"}, 'value="-1"'),
        ({"on_hand": "99999999999999999999"}, 'value="99999999999999999999"'),
        ({"sku": "TAKEN"}, 'value="TAKEN"'),
    ],
)
def test_a_wrong_input_is_refused_with_what_was_typed_and_nothing_changes(wrong, kept, bakery):
    with bakery.entered():
        product, other = make_product(price=1290), make_product()
        other.variants.update(sku="TAKEN")
        variant = product.variants.get()
        own = {
            (key if key in ("name_fr", "unit_quantity", "vat_rate", "category") else f"v{variant.pk}-{key}"): value
            for key, value in wrong.items()
        }
        data = edit_data(product, description_fr="typed", **own)

    answer = sign_in(bakery).post(f"/backoffice/products/{product.pk}/", data)

    assert answer.status_code == 422
    assert kept in answer.text
    assert "typed" in answer.text
    assert "error-summary" in answer.text
    with bakery.entered():
        product.refresh_from_db()
        assert (product.name_fr, product.description_fr or "", product.variants.get().price) == ("Cactus (fr)", "", 1290)


def test_photos_are_added_moved_and_removed_with_the_same_form(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product()
        data = edit_data(product)
    url = f"/backoffice/products/{product.pk}/"

    client.post(url, {**data, "photos": [photo_file("a.jpg"), photo_file("b.jpg", color="red")]})
    with bakery.entered():
        first, second = product.images.all()
    moved = client.post(url, {**data, "then": f"photo-up:{second.pk}", f"alt_{first.pk}_fr": "Une chaise"})
    with bakery.entered():
        order_after = list(product.images.values_list("pk", flat=True))
        first.refresh_from_db()
    client.post(url, {**data, "then": f"photo-remove:{first.pk}"})

    assert order_after == [second.pk, first.pk]
    assert first.alt_fr == "Une chaise"
    assert moved["Location"].endswith("#photos")
    with bakery.entered():
        assert list(product.images.values_list("pk", flat=True)) == [second.pk]


def test_a_photo_of_another_product_is_not_touched(bakery):
    with bakery.entered():
        product, other = make_product(), make_product()
        foreign = ProductImage.objects.create(product=other, state="ready")
        data = edit_data(product)

    sign_in(bakery).post(f"/backoffice/products/{product.pk}/", {**data, "then": f"photo-remove:{foreign.pk}"})

    with bakery.entered():
        assert other.images.count() == 1


# ---- one button ---------------------------------------------------------------------------------


def test_a_product_goes_online_and_offline_and_into_the_archive(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(status="draft", published_at=None)
    states = []

    for noun in ("publication", "publication", "withdrawal", "archival", "archival", "withdrawal"):
        assert client.post(f"/backoffice/products/{product.pk}/{noun}/").status_code == 303
        with bakery.entered():
            product.refresh_from_db()
        states.append(product.status)

    assert states == ["published", "published", "draft", "archived", "archived", "draft"]
    assert product.published_at is not None


@pytest.mark.parametrize(
    "lacks", [{"name_fr": "", "name_en": ""}, {"price": 0}, {"kind": "unique", "on_hand": 2}, {"kind": "unique", "on_hand": 0}]
)
def test_what_lacks_something_is_not_published(lacks, bakery):
    with bakery.entered():
        product = make_product(**{"status": "draft", **lacks})

    sign_in(bakery).post(f"/backoffice/products/{product.pk}/publication/")

    with bakery.entered():
        product.refresh_from_db()
        assert product.status == "draft"


def test_a_copy_is_a_draft_without_stock_and_codes(bakery):
    with bakery.entered():
        product = make_product(variants=2, on_hand=4)

    answer = sign_in(bakery).post(f"/backoffice/products/{product.pk}/copies/")

    with bakery.entered():
        copy = Product.objects.exclude(pk=product.pk).get()
        assert answer["Location"] == f"/backoffice/products/{copy.pk}/"
        assert (copy.status, copy.name_fr) == ("draft", product.name_fr)
        assert copy.slug != product.slug
        assert [(v.sku, v.stock.on_hand, v.value_1.option.product_id) for v in copy.variants.all()] == [("", 0, copy.pk)] * 2
        assert product.variants.count() == 2


# ---- stock --------------------------------------------------------------------------------------


def test_a_sale_over_the_counter_is_noted_once_however_often_one_taps(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        variant = make_product(on_hand=4).variants.get()

    for _tap in range(2):
        client.post(f"/backoffice/variants/{variant.pk}/sales/", {"seen": "4"})

    with bakery.entered():
        assert stock_of(variant) == (3, 0)
        movement = StockMovement.objects.get()
        assert (movement.delta, movement.reason, movement.user_id) == (-1, "sold_in_shop", bakery.owner.pk)


def test_nothing_is_sold_over_the_counter_when_there_is_none(bakery):
    with bakery.entered():
        variant = make_unique_piece(on_hand=0)

    sign_in(bakery).post(f"/backoffice/variants/{variant.pk}/sales/", {"seen": "0"})

    with bakery.entered():
        assert stock_of(variant) == (0, 0)


@pytest.mark.parametrize(
    ("typed_count", "status", "after"), [("12", 303, 12), ("0", 303, 0), ("-1", 422, 4), ("many", 422, 4), ("9" * 20, 422, 4), ("", 422, 4)]
)
def test_counting_again(typed_count, status, after, bakery):
    with bakery.entered():
        variant = make_product(on_hand=4).variants.get()

    answer = sign_in(bakery).post(f"/backoffice/variants/{variant.pk}/count/", {"on_hand": typed_count})

    assert answer.status_code == status
    with bakery.entered():
        assert stock_of(variant) == (after, 0)


def test_one_of_a_kind_is_never_counted_twice(bakery):
    with bakery.entered():
        variant = make_unique_piece()

    assert sign_in(bakery).post(f"/backoffice/variants/{variant.pk}/count/", {"on_hand": "2"}).status_code == 422


# ---- the list -----------------------------------------------------------------------------------


def test_the_list_finds_by_any_name_without_accents_and_by_code(bakery):
    with bakery.entered():
        make_product("Éléphant", name_nl="Olifant")
        make_product("Chair")
        code = Variant.objects.get(product__name_en="Chair").sku
    client = sign_in(bakery)

    def found(query):
        return [name for name in ("Éléphant", "Chair") if f">{name}</a>" in client.get("/backoffice/products/", {"q": query}).text]

    assert found("elephant") == ["Éléphant"]
    assert found("olif") == ["Éléphant"]
    assert found(code.lower()) == ["Chair"]
    assert found("nothing") == []
    assert found("%") == []


def test_the_tabs_hold_what_they_say(bakery):
    with bakery.entered():
        make_product("On")
        make_product("Off", status="draft")
        make_product("Gone", on_hand=0)
        make_product("Old", status="archived")
    client = sign_in(bakery)

    def shown(state):
        text = client.get("/backoffice/products/", {"state": state}).text
        return {name for name in ("On", "Off", "Gone", "Old") if f">{name}</a>" in text}

    assert shown("all") == {"On", "Off", "Gone"}
    assert shown("published") == {"On", "Gone"}
    assert shown("draft") == {"Off"}
    assert shown("sold_out") == {"Gone"}
    assert shown("archived") == {"Old"}
    assert shown("nonsense") == shown("all")


def test_the_list_costs_as_many_queries_for_many_as_for_one(bakery, django_assert_max_num_queries):
    client = sign_in(bakery)
    with bakery.entered():
        for _number in range(12):
            make_product(variants=3)

    with django_assert_max_num_queries(14):
        assert client.get("/backoffice/products/").status_code == 200


def test_a_category_is_offered_as_a_chip(bakery):
    with bakery.entered():
        make_category("Bread")
        shelf = Category.objects.get()

    client = sign_in(bakery)
    assert "Bread" in client.get(NEW).text
    client.post(NEW, typed(category=str(shelf.pk)))

    with bakery.entered():
        assert Product.objects.get().category == shelf
