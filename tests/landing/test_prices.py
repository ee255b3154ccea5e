"""What the platform says a shop costs, and what staff may write there."""

import pytest
from django.core.exceptions import ValidationError

from landing.prices import Prices
from payments.selectors.fee import application_fee_on
from tenants.models import Plan, User
from tenants.rules import platform_part
from tests.answers import words_of

HOST = {"HTTP_HOST": "localhost"}
NAMES = {"fr": "Base", "nl": "Basis", "en": "Basic", "de": "Basis"}


def plan(**values) -> Plan:
    return Plan(**{"code": "big", "names": NAMES, "price_amount": 1900, **values})


@pytest.mark.parametrize(("net", "gross"), [(1900, 2299), (3900, 4719), (0, 0), (1, 1), (250, 303)])
def test_the_price_with_vat_is_a_fifth_more_and_rounded_half_up(net, gross):
    assert plan(price_amount=net).price_with_vat == gross


@pytest.mark.parametrize(("points", "fee"), [(0, 0), (50, 20), (125, 50), (1000, 400)])
def test_our_part_of_a_sale_is_counted_from_the_row(points, fee):
    (sale,) = Prices((plan(fee_basis_points=points),)).sales

    assert (sale.amount, sale.fee, sale.kept) == (4000, fee, 4000 - fee)


@pytest.mark.parametrize(("amount", "points"), [(1, 1000), (99, 50), (100, 50), (299, 50), (300, 50), (12_345, 333), (0, 1000)])
def test_what_the_price_page_promises_is_what_a_payment_takes(monkeypatch, amount, points):
    """One rule: half up, never more than the amount."""
    monkeypatch.setattr("payments.selectors.fee.fee_basis_points", lambda: points)

    assert plan(fee_basis_points=points).fee_on(amount) == application_fee_on(amount) == platform_part(amount, basis_points=points)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"names": {}}, "names"),
        ({"names": {**NAMES, "de": ""}}, "names"),
        ({"names": {**NAMES, "de": "x" * 41}}, "names"),
        ({"names": "Basic"}, "names"),
        ({"fee_basis_points": 1001}, "fee_basis_points"),
        ({"trial_days": 367}, "trial_days"),
        ({"price_amount": 100_000_000}, "price_amount"),
        ({"lookup_key": "Not A Key"}, "lookup_key"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(db, values, field):
    with pytest.raises(ValidationError) as refused:
        plan(**values).full_clean()

    assert list(refused.value.message_dict) == [field]


def test_the_first_plans_are_there_and_both_prices_are_shown(client, bakery):
    text = words_of(client.get("/fr/pricing/", **HOST))

    for shown in ("Base", "Plus", "19 €", "22,99 €", "39 €", "47,19 €", "30", "les tarifs de Stripe"):
        assert shown in text


@pytest.mark.parametrize("language", ["fr", "nl", "en", "de"])
def test_landing_prices_and_sign_up_say_the_same_price(client, bakery, language):
    Plan.objects.filter(code="basic").update(price_amount=2500, trial_days=14)
    Plan.objects.filter(code="plus").update(trial_days=14)

    pages = [words_of(client.get(f"/{language}/{path}", **HOST)) for path in ("", "pricing/", "open/")]

    assert all("25" in page and "14" in page for page in pages)
    assert not any("22,99" in page or "22.99" in page for page in pages)


def test_a_fee_is_never_called_none(client, bakery):
    Plan.objects.filter(code="basic").update(fee_basis_points=50)

    landing, prices = (words_of(client.get(f"/en/{path}", **HOST)) for path in ("", "pricing/"))

    assert "No part of your sales" not in landing
    assert "0.5 %" in prices
    assert "€0.20" in prices
    assert "€39.80" in prices


def test_a_hidden_plan_is_not_shown_and_without_any_nothing_breaks(client, bakery):
    Plan.objects.filter(code="plus").update(is_public=False)
    assert "Plus" not in words_of(client.get("/en/pricing/", **HOST))

    Plan.objects.update(is_public=False)

    for path in ("", "pricing/", "open/"):
        assert client.get(f"/en/{path}", **HOST).status_code == 200


@pytest.fixture
def staff(client, platform_scope, bakery) -> User:
    user = User.objects.create_superuser("prices@vitrine.test")
    client.force_login(user)
    return user


FORM = {
    "code": "basic",
    "name_fr": "Petite",
    "name_nl": "Klein",
    "name_en": "Small",
    "name_de": "Klein",
    "price_amount": "2900",
    "trial_days": "30",
    "fee_basis_points": "50",
    "max_products": "",
    "max_people": "2",
    "max_languages": "",
    "is_public": "on",
    "position": "1",
    "lookup_key": "basic_monthly",
}


def test_staff_change_a_plan_and_the_page_follows(client, staff):
    basic = Plan.objects.get(code="basic")

    answer = client.post(f"/admin/tenants/plan/{basic.pk}/change/", FORM, **HOST)

    assert answer.status_code == 302
    basic.refresh_from_db()
    assert (basic.names["nl"], basic.price_amount, basic.max_products, basic.max_people) == ("Klein", 2900, None, 2)
    assert "Petite" in client.get("/fr/pricing/", **HOST).text


@pytest.mark.parametrize(
    "wrong", [{"name_nl": ""}, {"price_amount": "-1"}, {"price_amount": "x"}, {"fee_basis_points": "5000"}, {"lookup_key": "A B"}]
)
def test_a_wrong_plan_changes_nothing(client, staff, wrong):
    basic = Plan.objects.get(code="basic")

    answer = client.post(f"/admin/tenants/plan/{basic.pk}/change/", {**FORM, **wrong}, **HOST)

    assert answer.status_code == 422
    assert Plan.objects.get(code="basic").price_amount == 1900


def test_a_plan_that_allows_none_does_not_say_as_many_as_you_like(client, bakery):
    Plan.objects.update(is_public=False)
    plan(code="none", is_public=True, max_products=0, max_people=0, max_languages=0).save()

    text = words_of(client.get("/en/pricing/", **HOST))

    assert "as many as you like" not in text
    assert "Products 0 People who work in it 0 Languages 0" in text


def test_a_plan_is_never_deleted(client, staff):
    basic = Plan.objects.get(code="basic")

    assert client.post(f"/admin/tenants/plan/{basic.pk}/delete/", {"post": "yes"}, **HOST).status_code == 403
