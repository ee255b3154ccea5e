"""Two people on the same page: only what was changed is saved, and never over what another changed meanwhile."""

import pytest

from catalog.models import OptionValue, Product, StockLevel, Variant
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_category, make_picture, make_product, stock_of
from tests.forms import form_with


@pytest.fixture
def product(bakery):
    with bakery.entered():
        return make_product(price=2000, on_hand=5, description_fr="Une ligne.\n\nUne autre.", hint_fr="Vert")


@pytest.fixture
def page(bakery, product):
    """The page as it was when both opened it: call it with what is typed, to send it; or ask `again` from an answer."""
    client, url = sign_in(bakery), f"/backoffice/products/{product.pk}/"
    form = form_with(client.get(url), "name_fr")

    def send(answer=None, **typed):
        return client.post(url, (form_with(answer, "name_fr") if answer else form).filled(**typed))

    return send


@pytest.fixture
def figure(bakery, product):
    """The name of a field of the only variant."""
    with bakery.entered():
        prefix = f"v{product.variants.get().pk}"
    return lambda name: f"{prefix}-{name}"


def test_what_nobody_typed_is_not_written_over(bakery, product, page, figure):
    with bakery.entered():
        shelf = make_category()
        Variant.objects.update(price=2500, sku="NEW", compare_at_price=3000)
        Product.objects.update(
            name_nl="Cactus", description_fr="Autre chose", category=shelf, is_featured=True, vat_rate=600, unit_quantity=5
        )
        StockLevel.objects.update(on_hand=3)

    answer = page(hint_fr="Très vert")

    assert answer.status_code == 303
    with bakery.entered():
        product.refresh_from_db()
        variant = product.variants.get()
        assert (product.hint_fr, product.name_nl, product.description_fr) == ("Très vert", "Cactus", "Autre chose")
        assert (product.category, product.is_featured, product.vat_rate, product.unit_quantity) == (shelf, True, 600, 5)
        assert (variant.price, variant.sku, variant.compare_at_price, stock_of(variant)) == (2500, "NEW", 3000, (3, 0))


def test_a_count_that_customers_changed_is_asked_again_beside_its_field(bakery, product, page, figure):
    with bakery.entered():
        StockLevel.objects.update(on_hand=3)

    asked = page(**{figure("on_hand"): "6", "hint_fr": "typed"})
    with bakery.entered():
        meanwhile = stock_of(product.variants.get())
    meant = page(asked)

    assert asked.status_code == 422
    assert "It is 3 now; you saw 5." in words_of(asked)
    assert f'id="id_{figure("on_hand")}_error"' in asked.text
    assert form_with(asked, "name_fr").fields[figure("on_hand")] == "6"
    assert meanwhile == (3, 0)
    assert meant.status_code == 303
    with bakery.entered():
        product.refresh_from_db()
        assert (stock_of(product.variants.get()), product.hint_fr) == ((6, 0), "typed")


@pytest.mark.parametrize(
    ("changed", "typed", "says"),
    [
        ({"price": 2500}, {"price": "21"}, "It is 25.00 € now; you saw 20.00 €."),
        ({"compare_at_price": 3000}, {"compare_at_price": "40"}, "It is 30.00 € now; you saw empty."),
        ({"sku": "THEIRS"}, {"sku": "MINE"}, "It is “THEIRS” now; you saw “"),
    ],
    ids=["price", "former price", "code"],
)
def test_a_figure_that_another_changed_is_asked_again(changed, typed, says, bakery, product, page, figure):
    with bakery.entered():
        Variant.objects.update(**changed)

    asked = page(**{figure(name): text for name, text in typed.items()})
    meant = page(asked)

    assert asked.status_code == 422
    assert says in words_of(asked).replace("€25.00", "25.00 €").replace("€20.00", "20.00 €").replace("€30.00", "30.00 €")
    assert all(f'value="{text}"' in asked.text for text in typed.values())
    assert meant.status_code == 303


@pytest.mark.parametrize(
    ("changed", "typed", "says"),
    [
        ({"hint_fr": "Grand"}, {"hint_fr": "Petit"}, "It is “Grand” now; you saw “Vert”."),
        ({"description_fr": "Neuf"}, {"description_fr": "x"}, "It is “Neuf” now; you saw “Une ligne. Une autre.”."),
        ({"vat_rate": 600}, {"vat_rate": "1200"}, "It is 6%: food, books, plants now; you saw 21%: everything else."),
        ({"is_margin": True}, {"vat_rate": "1200"}, "It is 21% on your margin: second-hand, bought from a private person now;"),
        ({"unit_quantity": 5, "unit": "g"}, {"unit_quantity": "7", "unit": "ml"}, "It is gram now; you saw –."),
    ],
    ids=["text", "long text", "VAT", "margin", "unit"],
)
def test_a_text_or_choice_that_another_changed_is_asked_again(changed, typed, says, bakery, product, page):
    with bakery.entered():
        Product.objects.update(**changed)

    asked = page(**typed)
    with bakery.entered():
        meanwhile = Product.objects.values(*changed).get()
    meant = page(asked)

    assert asked.status_code == 422
    assert says in words_of(asked)
    assert meanwhile == changed
    assert meant.status_code == 303


def test_two_who_wrote_the_same_are_not_bothered(bakery, product, page, figure):
    with bakery.entered():
        Variant.objects.update(price=2500)
        StockLevel.objects.update(on_hand=6)

    assert page(**{figure("price"): "25", figure("on_hand"): "6"}).status_code == 303


def test_line_ends_of_a_browser_are_no_change(bakery, product, page):
    text = "Une ligne.\r\n\r\nUne autre."

    assert page(**{"description_fr": text, "initial-description_fr": text, "hint_fr": "typed"}).status_code == 303

    with bakery.entered():
        assert Product.objects.get().description_fr == "Une ligne.\n\nUne autre."


def test_what_a_photo_shows_is_asked_again_too(bakery, product):
    client, url = sign_in(bakery), f"/backoffice/products/{product.pk}/"
    with bakery.entered():
        picture = make_picture(product)
    form = form_with(client.get(url), "name_fr")
    with bakery.entered():
        type(picture).objects.update(alt_fr="Un cactus")

    asked = client.post(url, form.filled(**{f"alt_{picture.pk}_fr": "Une plante"}))

    assert asked.status_code == 422
    assert "It is “Un cactus” now; you saw empty." in words_of(asked)


def test_options_that_another_changed_are_kept_or_asked_again(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=2, on_hand=0)
        first, second = OptionValue.objects.order_by("position")
    url = f"/backoffice/products/{product.pk}/"
    form = form_with(client.get(url), "name_fr")
    client.post(url, form.filled(**{f"o1-v{first.pk}_fr": "Noir", "o1-new1_fr": "Bleu"}))

    kept = client.post(url, form.filled(**{f"o1-v{second.pk}_fr": "Blanc"}))
    asked = client.post(url, form.filled(**{f"o1-v{first.pk}_fr": "Rouge"}))

    assert kept.status_code == 303
    assert asked.status_code == 422
    assert "It is “Noir” now; you saw “Petit”." in words_of(asked)
    with bakery.entered():
        assert list(OptionValue.objects.values_list("name_fr", flat=True)) == ["Noir", "Blanc", "Bleu"]


def test_what_was_changed_on_something_that_is_gone_is_said(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=2, on_hand=0)
        goes = product.variants.last()
    url = f"/backoffice/products/{product.pk}/"
    form = form_with(client.get(url), "name_fr")
    client.post(url, form.filled(**{f"o1-v{goes.value_1_id}_fr": ""}))

    told = client.post(url, form.filled(**{f"v{goes.pk}-price": "99"}))
    unchanged = client.post(url, form.filled(hint_fr="typed"))

    assert told.status_code == 422
    assert "Something that you changed was removed meanwhile." in words_of(told)
    assert unchanged.status_code == 303


def test_facts_that_another_wrote_stay_or_are_asked_again(bakery, product, page):
    with bakery.entered():
        Product.objects.update(facts=[{"label": {"fr": "Origine"}, "value": {"fr": "Mexique"}}])

    kept = page(hint_fr="Très vert")
    asked = page(**{"facts-label_0_fr": "Lumière", "facts-value_0_fr": "Mi-ombre", "hint_fr": "Très vert"})
    with bakery.entered():
        meanwhile = Product.objects.get().facts
    meant = page(asked)

    assert (kept.status_code, asked.status_code, meant.status_code) == (303, 422, 303)
    assert "It is “Origine: Mexique” now; you saw empty." in words_of(asked)
    assert meanwhile == [{"label": {"fr": "Origine"}, "value": {"fr": "Mexique"}}]
    with bakery.entered():
        assert Product.objects.get().facts == [{"label": {"fr": "Lumière"}, "value": {"fr": "Mi-ombre"}}]
