"""A plan's limits, at the place where one adds: also for two at once, and never of what is there."""

import re

import pytest

from catalog.models import Product, ProductStatus
from catalog.services.create_product import NewProduct, create_product
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from shops.acting import acting_as, person
from shops.services.keep_limit import LimitReached
from shops.services.team.invite import invite
from tenants.models import Plan, Tenant
from tenants.selectors import fee_basis_points
from tests.billing.conftest import Office
from tests.forms import form_with
from tests.payments.world import at_once


@pytest.fixture
def small(office: Office):
    """A plan with room for very little."""
    with bind(PLATFORM):
        plan = Plan.objects.get(code="basic")
        before = {name: getattr(plan, name) for name in ("max_products", "max_people", "max_languages", "fee_basis_points")}
        Plan.objects.filter(pk=plan.pk).update(max_products=2, max_people=3, max_languages=3, fee_basis_points=150)
    yield office
    with bind(PLATFORM):
        Plan.objects.filter(pk=plan.pk).update(**before)


def add(office: Office, name: str) -> str:
    with office.shop.entered():
        try:
            create_product(new=NewProduct(name=name, price=100), user_id=None, now=now())
        except LimitReached:
            return "full"
    return "added"


def kept(office: Office) -> int:
    with office.shop.entered():
        return Product.objects.exclude(status=ProductStatus.ARCHIVED).count()


def test_third_product_is_refused_beside_its_name(small: Office):
    add(small, "One")
    add(small, "Two")

    answer = small.keeper.post(
        "/backoffice/products/new/",
        {"name": "Three", "price": "2,50", "then": "draft", "kind": "standard", "quantity": "1", "vat_rate": "2100"},
    )

    assert answer.status_code == 422
    assert "Your plan Basic has room for 2 products." in answer.text
    assert 'value="Three"' in answer.text
    assert kept(small) == 2


def test_two_products_at_once_do_not_pass_the_limit(small: Office):
    add(small, "One")

    assert sorted(at_once(lambda: add(small, "Two"), lambda: add(small, "Three"))) == ["added", "full"]
    assert kept(small) == 2


def test_copy_and_what_comes_back_from_the_archive_count_too(small: Office):
    for name in ("One", "Two"):
        add(small, name)
    with small.shop.entered():
        first = Product.objects.order_by("pk")[0].pk
    small.keeper.post(f"/backoffice/products/{first}/archival/")
    add(small, "Three")

    back = small.keeper.post(f"/backoffice/products/{first}/withdrawal/", follow=True)
    copied = small.keeper.post(f"/backoffice/products/{first}/copies/", follow=True)

    assert "has room for 2 products" in back.text
    assert "has room for 2 products" in copied.text
    assert kept(small) == 2


def test_what_is_there_stays_after_a_smaller_plan(small: Office):
    with bind(PLATFORM):
        Plan.objects.update(max_products=5)
    for number in range(4):
        add(small, f"Product {number}")
    with bind(PLATFORM):
        Plan.objects.filter(code="basic").update(max_products=2)
        Plan.objects.filter(code="plus").update(max_products=None)

    page = small.keeper.get("/backoffice/products/")

    assert (page.status_code, kept(small)) == (200, 4)
    assert add(small, "One more") == "full"


def test_invitation_beyond_the_limit_is_refused_beside_the_address(small: Office):
    # Anna owns, Ben helps: one more has room.
    first = small.keeper.post("/backoffice/team/invitations/new/", {"email": "c@example.org", "role": "counter", "language": "fr"})
    second = small.keeper.post("/backoffice/team/invitations/new/", {"email": "d@example.org", "role": "counter", "language": "fr"})
    again = small.keeper.post("/backoffice/team/invitations/new/", {"email": "c@example.org", "role": "manager", "language": "fr"})

    assert (first.status_code, second.status_code, again.status_code) == (303, 422, 303)
    assert "has room for 3 people, invitations included" in second.text


def test_two_invitations_at_once_do_not_pass_the_limit(small: Office):
    def ask(email: str) -> str:
        with small.shop.entered(), acting_as(person(small.shop.owner)):
            try:
                invite(email=email, role="counter", language="fr", now=now())
            except LimitReached:
                return "full"
        return "asked"

    assert sorted(at_once(lambda: ask("c@example.org"), lambda: ask("d@example.org"))) == ["asked", "full"]


def test_shop_without_a_plan_has_no_limit_and_no_fee(small: Office):
    with small.shop.entered():
        with_plan = fee_basis_points()
    with bind(PLATFORM):
        Tenant.objects.filter(pk=small.shop.ref.id).update(plan=None)

    assert [add(small, f"Product {number}") for number in range(3)] == ["added"] * 3
    with small.shop.entered():
        assert (with_plan, fee_basis_points()) == (150, 0)


def test_language_beyond_the_limit_is_refused_beside_the_languages(small: Office):
    """Spoken are three (tests.payments.conftest), and the plan has room for three."""
    form = form_with(small.keeper.get("/backoffice/shop/texts/"), "name")

    answer = small.keeper.post("/backoffice/shop/texts/", {**form.filled(tagline_fr="Du pain"), "languages": ["nl", "en", "de"]})
    fewer = small.keeper.post("/backoffice/shop/texts/", {**form.filled(), "languages": ["nl", "de"]})

    assert answer.status_code == 422
    assert "Your plan Basic has room for 3 languages." in answer.text
    assert 'value="Du pain"' in answer.text
    assert re.search(r'name="languages"\s+value="de"[^>]*checked', answer.text)
    assert fewer.status_code == 303
    with bind(PLATFORM):
        assert Tenant.objects.get(pk=small.shop.ref.id).languages == "fr,nl,de"
