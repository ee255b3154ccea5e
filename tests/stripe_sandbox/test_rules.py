"""Tables of the pure rules."""

import datetime as dt

import pytest

from stripe_sandbox.api.errors import ApiError
from stripe_sandbox.api.params import parse_form
from stripe_sandbox.rules import cards, fees


@pytest.mark.parametrize(
    ("number", "good"),
    [("4242424242424242", True), ("4242424242424241", False), ("4242", False), ("", False), ("42424242٤2424242", False)],
)
def test_card_number_needs_its_check_digit(number: str, good: bool) -> None:
    assert cards.is_card_number(number) is good


@pytest.mark.parametrize(
    ("text", "expiry"),
    [
        ("12/34", (12, 2034)),
        ("12 / 34", (12, 2034)),
        ("1234", (12, 2034)),
        ("1/2034", (1, 2034)),
        ("13/34", None),
        ("soon", None),
        ("", None),
    ],
)
def test_expiry_is_read_as_people_write_it(text: str, expiry: tuple[int, int] | None) -> None:
    assert cards.expiry_of(text) == expiry


def test_card_is_good_until_the_last_day_of_its_month() -> None:
    assert not cards.is_past((11, 2026), dt.date(2026, 11, 30))
    assert cards.is_past((11, 2026), dt.date(2026, 12, 1))


@pytest.mark.parametrize(
    ("amount", "method", "fee"), [(780, "card", 37), (780, "bancontact", 35), (20, "bancontact", 20), (10_000, "card", 175)]
)
def test_processing_fee(amount: int, method: str, fee: int) -> None:
    assert fees.processing_fee(amount, method) == fee


@pytest.mark.parametrize(("refunded", "already", "back"), [(390, 0, 6), (780, 6, 6), (1, 0, 0), (780, 12, 0)])
def test_application_fee_goes_back_in_proportion(refunded: int, already: int, back: int) -> None:
    assert fees.proportional_fee(fee=12, fee_refunded=already, amount=780, amount_refunded=refunded) == back


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("a=1", {"a": "1"}),
        ("a[b][c]=x", {"a": {"b": {"c": "x"}}}),
        ("a[0]=x&a[1]=y", {"a": ["x", "y"]}),
        ("a[]=x&a[]=y", {"a": ["x", "y"]}),
        ("metadata[0]=x", {"metadata": {"0": "x"}}),
        ("a[0][b]=x&a[1][b]=%C3%A9", {"a": [{"b": "x"}, {"b": "é"}]}),
    ],
)
def test_form_becomes_a_tree(text: str, tree: dict[str, object]) -> None:
    assert parse_form(text) == tree


@pytest.mark.parametrize("text", ["a=1&a[b]=2", "[a]=1", "a[=1", "a=%00"])
def test_malformed_form_is_refused(text: str) -> None:
    with pytest.raises(ApiError):
        parse_form(text)
