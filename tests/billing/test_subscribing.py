"""From the trial to a paid subscription, through the pages and with the real client."""

from billing.models import BillingCheckout
from kit.tenancy import PLATFORM, bind
from payments.gateways.stripe import platform_stripe
from shops.models import ShopSettings
from tenants.models import Plan
from tests.billing.conftest import Office
from tests.payments.world import Call, at_once


def open_pages(office: Office) -> int:
    with bind(PLATFORM), platform_stripe() as v1:
        return len(v1.checkout.sessions.list(params={"customer": office.row.stripe_customer_id, "status": "open"}).data)


def test_an_owner_subscribes_and_what_was_free_stays_free(office: Office):
    page = office.keeper.get("/backoffice/subscription/")
    assert "30 free days are left" in page.text

    office.subscribe()

    row = office.row
    assert (row.state, row.stripe_status, row.plan.code) == ("trialing", "trialing", "basic")
    assert row.current_period_end.date() == row.trial_ends_at.date()
    assert office.status == ("active", False, False)
    assert "the first payment is made by itself" in office.keeper.get("/backoffice/subscription/").text


def test_who_pays_without_a_trial_left_is_paid_at_once(office: Office):
    office.end_trial()

    office.subscribe("plus")

    assert (office.row.state, office.row.plan.code) == ("active", "plus")
    assert "Everything is paid." in office.keeper.get("/backoffice/subscription/").text


def test_trap_43_no_call_names_an_account_of_a_shop(office: Office):
    office.subscribe()
    office.portal("cancel")
    office.come_back()

    calls = [call for call in office.world.calls() if call.path.startswith("/v1/")]
    assert len(calls) > 5
    assert {call.account for call in calls} == {""}


def test_what_is_asked_at_stripe(office: Office):
    with office.shop.entered():
        ShopSettings.objects.update(enterprise_number="0123456749")

    office.choose("plus")

    with office.shop.entered():
        ShopSettings.objects.update(enterprise_number="")

    [made] = office.world.calls("POST", "/v1/checkout/sessions")
    with bind(PLATFORM):
        checkout = BillingCheckout.objects.get()
    assert made.key == f"sub-{checkout.public_id}"
    assert made.params["mode"] == ["subscription"]
    assert made.params["client_reference_id"] == [checkout.public_id]
    assert made.params["payment_method_collection"] == ["always"]
    assert made.params["subscription_data[default_tax_rates][0]"][0].startswith("txr_")
    assert made.params["subscription_data[trial_end]"] == [str(int(office.row.trial_ends_at.timestamp()))]
    [customer] = office.world.calls("POST", "/v1/customers")
    assert customer.params["tax_id_data[0][value]"] == ["BE0123456749"]


def test_trap_54_clicking_twice_at_once_leads_to_one_page(office: Office):
    first, second = at_once(office.choose, office.choose)

    assert first["Location"] == second["Location"]
    assert open_pages(office) == 1


def test_trap_54_another_plan_closes_the_page_of_the_first(office: Office):
    office.choose("basic")

    other = office.choose("plus")

    assert other.status_code == 303
    assert open_pages(office) == 1
    with bind(PLATFORM):
        assert sorted(BillingCheckout.objects.values_list("state", flat=True)) == ["expired", "open"]


def test_trap_54_a_second_subscription_is_never_made(office: Office):
    first = office.choose()["Location"]
    office.pay(first)  # and never comes back: nobody told us yet

    again = office.choose("plus")

    assert again["Location"] == "/backoffice/subscription/"
    assert [one.status for one in office.at_stripe()] == ["trialing"]
    assert office.row.is_at_stripe


def test_answer_that_is_lost_is_asked_for_again_with_the_same_key(office: Office):
    lost: list[Call] = []

    def lose_once(call: Call) -> str:
        if call.method == "POST" and call.path == "/v1/checkout/sessions" and not lost:
            lost.append(call)
            return "answer lost"
        return ""

    office.world.door.trouble = lose_once
    office.choose()
    page = office.choose()

    assert page.status_code == 303
    keys = {call.key for call in office.world.calls("POST", "/v1/checkout/sessions")}
    assert (len(keys), open_pages(office)) == (1, 1)


def test_nothing_changes_while_stripe_is_out_of_order(office: Office):
    office.world.door.trouble = lambda call: "broken"

    answer = office.choose()

    assert answer.status_code == 503
    assert "Stripe does not answer just now" in answer.text
    assert office.status == ("active", False, False)


def test_plan_of_a_subscription_is_changed_without_a_second_one(office: Office):
    office.subscribe()

    office.change("plus")

    [one] = office.at_stripe()
    assert one["items"].data[0].price.lookup_key == "plan-plus"
    assert office.row.plan.code == "plus"


def test_another_plan_is_tried_in_the_free_days(office: Office):
    office.choose("plus", "try")

    assert (office.row.plan.code, office.row.state) == ("plus", "trialing")
    assert office.world.calls() == []


def test_plan_that_is_not_offered_is_refused(office: Office):
    with bind(PLATFORM):
        Plan.objects.filter(code="plus").update(is_public=False)
    try:
        answers = [office.choose("plus"), office.choose("nonsense"), office.choose("basic", "steal"), office.choose("ba\x00sic")]
    finally:
        with bind(PLATFORM):
            Plan.objects.filter(code="plus").update(is_public=True)

    assert [answer.status_code for answer in answers] == [422, 422, 422, 400]
    assert office.world.calls() == []


def test_price_that_nobody_knows_changes_no_plan_and_calls_for_somebody(office: Office):
    office.subscribe()
    with bind(PLATFORM), platform_stripe() as v1:
        product = v1.products.create(params={"name": "Something else"})
        price = v1.prices.create(params={"product": product.id, "currency": "eur", "unit_amount": 100, "recurring": {"interval": "month"}})
        [one] = office.at_stripe()
        v1.subscriptions.update(one.id, params={"items": [{"id": one["items"].data[0].id, "price": price.id}]})

    office.come_back()

    assert (office.row.plan.code, office.row.attention) == ("basic", "unknown_price")


def test_who_pays_the_former_price_keeps_the_plan(office: Office):
    from billing.catalogue import sync_plans

    office.subscribe()
    with bind(PLATFORM):
        Plan.objects.filter(code="basic").update(price_amount=2100)
        synced = sync_plans()
        Plan.objects.filter(code="basic").update(price_amount=1900)

    office.come_back()

    assert synced.made == ["plan-basic"]
    assert (office.row.plan.code, office.row.attention) == ("basic", "")


def test_plans_are_synced_once(office: Office):
    from billing.catalogue import sync_plans

    with bind(PLATFORM):
        assert sync_plans().made == []
