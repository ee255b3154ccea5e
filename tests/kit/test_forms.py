"""Amounts as people write them."""

import pytest
from django import forms
from django.utils import translation

from kit.forms import MoneyField, amount_text, parse_amount


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("12,50", 1250), ("12.50", 1250), ("1 234,50", 123450), ("1\u202f234,50", 123450), ("1\u00a0234,50", 123450),
        ("1.234,50", 123450), ("1,234.50", 123450), ("1.250", 125000), ("1,234,567", 123456700), ("1.234.567", 123456700),
        ("12", 1200), ("12,5", 1250), ("12,", 1200), ("12.", 1200), ("0,05", 5), ("€ 12,50", 1250), ("12,50 €", 1250),
        ("12.50 EUR", 1250), (" 7 ", 700), ("007,10", 710), ("12,-", 1200), ("1'234.50", 123450),
    ],
)  # fmt: skip
def test_an_amount_is_understood_as_written(text, cents):
    assert parse_amount(text) == cents


@pytest.mark.parametrize(
    "text",
    ["", "abc", "12,505", "1,250", "12,50,50", "1.23.45", "-5", "1e3", "12 euros", "0,125", ",50.", "٣,٥x", "1,2345", "NaN", "9" * 30],
)
def test_what_is_no_amount_is_refused(text):
    with pytest.raises(ValueError):
        parse_amount(text)


@pytest.mark.parametrize(("cents", "french", "english"), [(1250, "12,50", "12.50"), (1200, "12", "12"), (5, "0,05", "0.05")])
def test_an_amount_is_shown_as_it_would_be_typed(cents, french, english):
    with translation.override("fr"):
        assert amount_text(cents) == french
        assert parse_amount(amount_text(cents)) == cents
    with translation.override("en"):
        assert amount_text(cents) == english


def test_a_price_field_says_what_is_wrong():
    field = MoneyField(min_value=1)

    assert field.clean("12,50") == 1250
    for text, code in [("", "required"), ("abc", "invalid"), ("0", "min_value"), ("1000000", "max_value")]:
        with pytest.raises(forms.ValidationError) as wrong:
            field.clean(text)
        assert wrong.value.code == code


def test_an_optional_price_may_stay_empty():
    assert MoneyField(required=False).clean(" ") is None


def test_every_form_speaks_with_our_voice_in_the_readers_language():
    with translation.override("fr"):
        for field, typed, said in [
            (forms.CharField(), "", "Encore à remplir."),
            (forms.IntegerField(min_value=0), "-1", "0 au moins."),
            (forms.IntegerField(), "x", "Écrivez un nombre entier, par exemple 2."),
            (forms.CharField(max_length=3), "abcd", "3 caractères au plus\u202f; il y en a 4."),
            (forms.ChoiceField(choices=[("a", "A")]), "b", "Choisissez dans la liste."),
        ]:
            with pytest.raises(forms.ValidationError) as wrong:
                field.clean(typed)
            assert wrong.value.messages == [said]
