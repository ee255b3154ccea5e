"""Sizes, colours: saved as they were typed, renamed without losing anything, never removed without asking."""

import datetime as dt

import pytest

from catalog.models import Option, OptionValue, StockLevel, Variant
from catalog.rules.variants import MAX_VALUES, OptionPlan, ValuePlan, heirs
from catalog.services.set_options import TooManyVariants, VariantHeld, VariantsWouldGo, set_options
from catalog.services.stock import hold_stock
from tests.answers import words_of
from tests.backoffice_tools import sign_in
from tests.factories.catalog import make_product, make_unique_piece, stock_of
from tests.forms import form_with

NOW = dt.datetime(2026, 11, 26, 9, 0, tzinfo=dt.UTC)
SOON = NOW + dt.timedelta(minutes=20)
NBSP = "\u00a0"
LANGUAGES = ("fr", "nl", "en", "de")


def url_of(product):
    return f"/backoffice/products/{product.pk}/"


def shown(client, product):
    """What the page sends when nothing is typed."""
    return form_with(client.get(url_of(product)), "name_fr").fields


def save(client, product, **typed):
    return client.post(url_of(product), {**shown(client, product), **typed})


def coffee():
    """Two options with names that commas and no-break spaces are part of, and stock."""
    product = make_product("Coffee", on_hand=0)
    product.variants.all().delete()
    grinds, weights = (Option.objects.create(product=product, axis=axis, name_fr=name) for axis, name in ((1, "Mouture"), (2, "Poids")))
    for position, name in enumerate(("En grains", "Moulu, filtre", "Moulu, espresso")):
        OptionValue.objects.create(option=grinds, name_fr=name, position=position)
    for position, name in enumerate((f"250{NBSP}g", f"500{NBSP}g", f"1{NBSP}kg")):
        OptionValue.objects.create(option=weights, name_fr=name, position=position)
    for position, (grind, weight) in enumerate((grind, weight) for grind in grinds.values.all() for weight in weights.values.all()):
        variant = Variant.objects.create(product=product, price=500 + position, value_1=grind, value_2=weight, position=position)
        StockLevel.objects.create(variant=variant, on_hand=position + 1)
    return product


def figures(product):
    return [(v.pk, v.option_text, v.price, v.stock.on_hand) for v in product.variants.select_related("stock", "value_1", "value_2")]


def row(product, name, language="fr"):
    """The name of the field of a value."""
    value = OptionValue.objects.select_related("option").get(option__product=product, name_fr=name)
    return f"o{value.option.axis}-v{value.pk}_{language}"


def names(**texts):
    return {language: texts.get(language, "") for language in LANGUAGES}


# ---- what was typed is what there is ------------------------------------------------------------


def test_values_with_commas_and_hard_spaces_stay_as_they_are_when_another_is_translated(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = coffee()
        before, field = figures(product), row(product, "En grains", "nl")

    answer = save(client, product, **{field: "Bonen"})

    assert answer.status_code == 303
    with bakery.entered():
        assert figures(product) == before
        assert OptionValue.objects.get(name_nl="Bonen").name_fr == "En grains"


def test_a_value_that_is_renamed_keeps_stock_price_and_code_of_its_variants(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=2, on_hand=60)
        before, field = figures(product), row(product, "Petit")

    answer = save(client, product, **{field: "Noir 70 %"})

    assert answer.status_code == 303
    with bakery.entered():
        assert figures(product) == before
        assert product.variants.first().value_1.name_fr == "Noir 70 %"


def test_an_emptied_row_without_stock_goes_and_a_filled_one_comes(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=3, on_hand=0)
        field = row(product, "Moyen")
        first, _middle, last = figures(product)

    answer = save(client, product, **{field: "", "o1-new2_fr": "Jeune, 40 cm", "o1-new2_nl": "Jong"})

    assert answer.status_code == 303
    with bakery.entered():
        *stayed, new = figures(product)
        assert stayed == [first, last]
        assert new[1:] == ("Jeune, 40 cm", 1290, 0)
        assert OptionValue.objects.get(name_fr="Jeune, 40 cm").name_nl == "Jong"


def test_a_new_option_gives_its_first_value_what_there_was(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(price=1500, on_hand=7)
        only = product.variants.get()

    answer = save(client, product, **{"o1-name_fr": "Taille", "o1-name_nl": "Maat", "o1-new1_fr": "S", "o1-new3_fr": "M"})
    again = save(client, product, **{"o2-name_fr": "Couleur", "o2-new1_fr": "Rouge", "o2-new2_fr": "Bleu"})

    assert (answer.status_code, again.status_code) == (303, 303)
    with bakery.entered():
        first, *others = figures(product)
        assert first == (only.pk, "S, Rouge", 1500, 7)
        assert [other[1:] for other in others] == [("S, Bleu", 1500, 0), ("M, Rouge", 1500, 0), ("M, Bleu", 1500, 0)]
        assert Option.objects.get(axis=1).name_nl == "Maat"


def test_a_form_sent_twice_adds_a_value_once(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product()
    data = {**shown(client, product), "o1-name_fr": "Taille", "o1-new1_fr": "S", "o1-new2_fr": "M"}

    answers = [client.post(url_of(product), data) for _tap in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    with bakery.entered():
        assert [text for _pk, text, _price, _on_hand in figures(product)] == ["S", "M"]


def test_an_option_emptied_altogether_goes_and_the_other_takes_its_place(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = coffee()
        StockLevel.objects.exclude(variant__value_1__name_fr="En grains").update(on_hand=0)
        emptied = dict.fromkeys(["o1-name_fr", *(row(product, name) for name in ("En grains", "Moulu, filtre", "Moulu, espresso"))], "")
        kept = figures(product)[:3]

    answer = save(client, product, **emptied)

    assert answer.status_code == 303
    with bakery.entered():
        assert figures(product) == [(pk, text.removeprefix("En grains, "), price, on_hand) for pk, text, price, on_hand in kept]
        assert list(Option.objects.values_list("axis", "name_fr")) == [(1, "Poids")]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"o1-new1_fr": "S"}, "o1-name_fr"),
        ({"o1-name_fr": "Taille"}, "o1-new1_fr"),
        ({"o1-name_fr": "Taille", "o1-new1_fr": "S", "o1-new2_fr": "S"}, "o1-new2_fr"),
        ({"o1-name_fr": "Taille", "o1-new1_fr": "S", "o1-new2_nl": "M"}, "o1-new2_fr"),
        ({"o1-name_fr": "Taille", "o1-new1_fr": "m" * 41}, "o1-new1_fr"),
    ],
    ids=["no name", "no values", "twice", "not in the first language", "too long"],
)
def test_a_wrong_option_is_refused_beside_its_field_and_stays_typed(typed, field, bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product()

    answer = save(client, product, **typed)

    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert all(f'value="{text}"' in answer.text for text in typed.values())
    with bakery.entered():
        assert (product.variants.count(), Option.objects.count()) == (1, 0)


def test_more_than_twenty_values_or_sixty_variants_are_refused(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(on_hand=0)
        many = [OptionPlan(names=names(fr=name), values=tuple(ValuePlan(names=names(fr=f"{name} {n}")) for n in range(8))) for name in "AB"]
        with pytest.raises(TooManyVariants):
            set_options(product_id=product.pk, plans=many, user_id=None, now=NOW)
        full = OptionPlan(names=names(fr="A"), values=tuple(ValuePlan(names=names(fr=f"A {n}")) for n in range(MAX_VALUES)))
        set_options(product_id=product.pk, plans=[full], user_id=None, now=NOW)

    answer = save(client, product, **{"o1-new1_fr": "One more"})

    assert answer.status_code == 422
    with bakery.entered():
        assert product.variants.count() == MAX_VALUES


# ---- nothing goes without asking ----------------------------------------------------------------


def test_variants_in_stock_go_only_once_the_shopkeeper_said_yes(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=3, on_hand=4)
        field = row(product, "Moyen")
        before = figures(product)

    asked = save(client, product, **{field: "", "o1-new1_fr": "Énorme", "hint_fr": "typed"})
    with bakery.entered():
        kept = figures(product)
    form = form_with(asked, "remove")
    agreed = client.post(url_of(product), form.filled(remove=form.choices["remove"][0]))

    assert asked.status_code == 422
    assert "These variants would go, with their stock: Medium: 4 in stock" in words_of(asked)
    assert (form.fields[field], form.fields["o1-new1_fr"], form.fields["hint_fr"]) == ("", "Énorme", "typed")
    assert "remove" not in form.fields  # not said for them
    assert kept == before
    assert agreed.status_code == 303
    with bakery.entered():
        assert [(text, on_hand) for _pk, text, _price, on_hand in figures(product)] == [("Small", 4), ("Large", 4), ("Énorme", 0)]


def test_a_yes_to_one_variant_is_no_yes_to_another(bakery):
    with bakery.entered():
        product = make_product(variants=3, on_hand=4)
        option = product.options.get()
        gone = [value.pk for value in option.values.all()][1:]
        agreed = {product.variants.last().pk}

        plans = [OptionPlan(id=option.pk, removed=frozenset(gone))]
        with pytest.raises(VariantsWouldGo) as refused:
            set_options(product_id=product.pk, plans=plans, may_remove=agreed, user_id=None, now=NOW)

        assert len(refused.value.variants) == 2
        assert product.variants.count() == 3


@pytest.mark.parametrize("typed", [{"first": ""}, {"first": "Noir"}, {"o2-name_fr": "Couleur", "o2-new1_fr": "Blanc"}])
def test_what_a_customer_is_paying_for_neither_goes_nor_becomes_something_else(typed, bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=2, on_hand=3)
        hold_stock(holder="order:7", wanted={product.variants.first().pk: 1}, expires_at=SOON, now=NOW)
        before = figures(product)
        typed = {row(product, "Petit") if name == "first" else name: text for name, text in typed.items()}

    answer = save(client, product, remove=",".join(str(pk) for pk, *_ in before), **typed)

    assert answer.status_code == 422
    assert "A customer is paying for one of the variants" in words_of(answer)
    with bakery.entered():
        assert figures(product) == before


def test_a_held_variant_is_no_hindrance_to_the_others(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_product(variants=2, on_hand=3)
        held = product.variants.first()
        hold_stock(holder="cart:7", wanted={held.pk: 1}, expires_at=SOON, now=NOW)
        typed = {row(product, "Moyen"): "Noir", row(product, "Petit", "nl"): "Klein", "o1-name_fr": "Couleur"}

    assert save(client, product, **typed).status_code == 303

    with bakery.entered():
        assert list(OptionValue.objects.values_list("name_fr", "name_nl")) == [("Petit", "Klein"), ("Noir", None)]
        assert stock_of(held) == (3, 1)


def test_a_variant_held_while_an_option_comes_is_refused_by_the_service(bakery):
    with bakery.entered():
        product = make_product(on_hand=3)
        hold_stock(holder="cart:7", wanted={product.variants.get().pk: 1}, expires_at=SOON, now=NOW)
        colors = OptionPlan(names=names(fr="Couleur"), values=(ValuePlan(names=names(fr="Noir")), ValuePlan(names=names(fr="Blanc"))))

        with pytest.raises(VariantHeld):
            set_options(product_id=product.pk, plans=[colors], user_id=None, now=NOW)

        assert not Option.objects.exists()


def test_one_of_a_kind_has_no_options(bakery):
    client = sign_in(bakery)
    with bakery.entered():
        product = make_unique_piece().product

    assert "o1-name_fr" not in shown(client, product)


# ---- which variant becomes which ----------------------------------------------------------------

NONE = (None, None)


@pytest.mark.parametrize(
    ("before", "wanted", "expected"),
    [
        ([(1, None), (2, None)], [(2, None), (1, None)], {(1, None): (1, None), (2, None): (2, None)}),
        ([NONE], [(1, None), (2, None)], {NONE: (1, None)}),
        ([(1, None)], [(1, 8), (1, 9)], {(1, None): (1, 8)}),
        ([(1, 8), (1, 9), (2, 8)], [(1, None), (2, None)], {(1, 8): (1, None), (2, 8): (2, None)}),
        ([(1, 8), (2, 8)], [(8, None)], {(1, 8): (8, None)}),
        ([(1, 8)], [(1, 9)], {}),
        ([(1, None)], [(3, None)], {}),
    ],
    ids=["stay", "first option", "second option", "second goes", "first goes", "another value", "another value alone"],
)
def test_heirs(before, wanted, expected):
    assert heirs(before, wanted) == expected
