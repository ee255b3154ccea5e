"""What a shop that is not paid still does, and what not; limits of a plan; what is written down."""

import re

import pytest

from kit.clock import now
from kit.tenancy import PLATFORM, bind
from orders.models import Order
from payments.models import Refund
from shops.models import ShopEvent
from tenants.models import Tenant
from tenants.services.suspend_shop import set_unpaid
from tests.backoffice_tools import sign_in
from tests.billing.conftest import Office
from tests.factories.orders import make_awaiting_order
from tests.forms import form_with
from tests.isolation.addresses import all_addresses
from tests.payments.world import payment_status


@pytest.fixture
def closed(office: Office) -> Office:
    """A shop whose trial and grace are over, with an order."""
    with office.shop.entered():
        make_awaiting_order(now=now())
    office.close()
    return office


def test_customers_see_a_notice_and_keep_their_orders(closed: Office):
    with closed.shop.entered():
        order = Order.objects.get()

    home, product, checkout = (closed.world.get(path) for path in ("/en/", "/en/products/", "/en/checkout/"))
    posted = closed.world.browser.post("/en/cart/lines/", data={"variant": 1}, headers={"Host": closed.world.hostname})

    assert [home.status_code, product.status_code, checkout.status_code, posted.status_code] == [503] * 4
    assert "closed for now" in home.text
    page = closed.world.get(f"/en/order/{order.secret}/")
    assert page.status_code == 200
    assert "Pay now" not in page.text


def test_backoffice_is_read_only_but_what_was_begun_and_paying(closed: Office):
    keeper = closed.keeper
    with closed.shop.entered():
        order = Order.objects.get()

    looked = [keeper.get(f"/backoffice/{path}").status_code for path in ("", "orders/", "products/", "shop/texts/", "subscription/")]
    refused = [keeper.post(f"/backoffice/{path}", {}) for path in ("products/new/", "shop/texts/", "shop/hours/", "payments/ways/")]
    noted = keeper.post(f"/backoffice/orders/{order.number}/notes/", {"text": "Called"})

    assert looked == [200] * 5
    assert [answer.status_code for answer in refused] == [403] * 4
    assert all("Nothing was changed" in answer.text for answer in refused)
    assert noted.status_code == 303
    assert "Pay and open it again" in keeper.get("/backoffice/").text


def test_everything_can_still_be_exported_and_given_back(closed: Office):
    from tenants.permissions import WHILE_UNPAID, May

    assert {May.EXPORT, May.CANCEL_ORDERS, May.MOVE_ORDERS, May.PAY_PLATFORM} <= WHILE_UNPAID
    with closed.shop.entered():
        order = Order.objects.get()
    canceled = closed.keeper.post(f"/backoffice/orders/{order.number}/cancellation/", {"reason": "customer"})
    assert canceled.status_code == 303


def test_others_of_the_shop_are_told_to_ask_the_owner(closed: Office):
    helper = sign_in(closed.shop, closed.shop.staff)
    assert "Nothing was changed" in helper.post("/backoffice/products/new/", {}).text


def test_what_happens_is_written_into_the_shops_log(closed: Office):
    closed.subscribe()
    closed.portal("cancel")

    with closed.shop.entered():
        kinds = list(ShopEvent.objects.filter(kind__startswith="s").order_by("pk").values_list("kind", "data", "user_name"))
    told = [(kind, data.get("subscription_state") or data.get("plan")) for kind, data, _name in kinds]
    assert told == [
        ("subscription_state", "trial_over"),
        ("shop_closed_unpaid", None),
        ("subscription_page", "Base"),
        ("subscription_state", "active"),
        ("shop_open_again", None),
        ("subscription_portal", None),
    ]
    assert kinds[2][2] == "Anna"


def test_a_page_of_the_shop_says_what_the_owner_has_to_do(office: Office):
    office.end_trial()

    assert "Your shop stays open until" in office.keeper.get("/backoffice/").text


def test_suspension_is_seen_at_once(office: Office):
    assert office.storefront() == 200
    with bind(PLATFORM):
        set_unpaid(tenant=Tenant.objects.get(pk=office.shop.ref.id), is_unpaid=True, now=now())
    assert office.storefront() == 503
    with bind(PLATFORM):
        set_unpaid(tenant=Tenant.objects.get(pk=office.shop.ref.id), is_unpaid=False, now=now())
    assert office.storefront() == 200


EXPORTS = {
    "bo_money_export": [("/backoffice/money/export/", "text/csv"), ("/backoffice/money/export/?format=xlsx", "spreadsheetml")],
    "bo_poster_file": [("/backoffice/posters/file/?kind=p&size=a5&language=nl", "application/pdf")],
}


def test_every_address_that_gives_a_file_is_in_the_table():
    named = {
        address.name for address in all_addresses() if address.audience == "backoffice" and re.search("export|file|download", address.name)
    }

    assert named == set(EXPORTS)


@pytest.mark.parametrize(("url", "kind"), [each for several in EXPORTS.values() for each in several])
def test_owner_of_a_closed_shop_downloads_each_file(closed: Office, url: str, kind: str):
    answer = closed.keeper.get(url)

    assert closed.status == ("suspended", False, True)
    assert answer.status_code == 200
    assert kind in answer["Content-Type"]
    assert answer["Content-Disposition"].startswith("attachment;")
    assert len(answer.content) > 100


def test_what_a_customer_paid_after_the_closing_is_in_the_file_and_can_be_given_back(office: Office):
    """A page of Stripe was open when the shop closed (trap 55)."""
    with office.shop.entered():
        order = make_awaiting_order(now=now())
    url = office.world.start(order)
    office.close()

    office.world.pay(url)
    office.deliver()

    assert payment_status(office.shop, order) == "paid"
    assert str(order.number) in office.keeper.get("/backoffice/money/export/").text
    shown = office.keeper.get(f"/backoffice/orders/{order.number}/refund/")
    assert shown.status_code == 200
    form = form_with(shown, "what").filled(what="all", reason="goodwill")
    given = office.keeper.post(f"/backoffice/orders/{order.number}/refund/", {**form, "sure": "1"})
    assert given.status_code == 303, given.text
    with office.shop.entered():
        assert Refund.objects.get().amount == Order.objects.get(pk=order.pk).total_amount
