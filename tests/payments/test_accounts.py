"""A shop and its account: connected, ready, restricted, gone."""

import pytest
from django.test import Client
from django.utils import translation

from kit.clock import now
from payments.gateways.base import GatewayUnavailable
from payments.models import AccountState, PaymentAttempt, Refund, StripeAccount
from payments.selectors.accounts import current_account, online_payment_available
from payments.services.connect_account import AccountOfAnotherShop, connect_account, leave_account, refresh_account, start_onboarding
from payments.words import methods_offered
from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.models import StoredObject
from tenants.models import User
from tests.conftest import Cast
from tests.factories.orders import make_awaiting_order
from tests.payments.world import ACCOUNTS, World


def log_in(client: Client, shop: Cast, person: User) -> None:
    """Sign a person in at a shop's address."""
    with shop.entered():
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")


def restrict(account_id: str) -> None:
    row = StoredObject.objects.get(stripe_id=account_id)
    lost = {"status": "restricted", "status_details": []}
    row.body["configuration"]["merchant"]["capabilities"] = {"card_payments": lost, "bancontact_payments": lost}
    row.save()


def test_ready_account_makes_online_payment_available(world: World, bakery: Cast, settings) -> None:
    with bakery.entered():
        assert (current_account().state, online_payment_available()) == (AccountState.READY, True)
        settings.STRIPE_SECRET_KEY = ""
        assert not online_payment_available()


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ["Bancontact", "card", "iDEAL | Wero"]),
        ("fr", ["Bancontact", "carte", "iDEAL | Wero"]),
        ("nl", ["Bancontact", "kaart", "iDEAL | Wero"]),
        ("de", ["Bancontact", "Karte", "iDEAL | Wero"]),
    ],
)
def test_checkout_names_what_the_account_offers_in_belgiums_order(world: World, bakery: Cast, language: str, said: list[str]) -> None:
    with bakery.entered(), translation.override(language):
        assert methods_offered() == said
        account = current_account()
        account.capabilities |= {"bancontact_payments": "pending"}
        account.save()
        assert methods_offered() == [said[1].capitalize(), said[2]]
        account.capabilities |= {"card_payments": "pending"}
        account.save()
        assert methods_offered() == ["iDEAL | Wero"]
    assert world.calls() == []


def test_availability_costs_one_query(world: World, bakery: Cast, django_assert_num_queries) -> None:
    with bakery.entered(), django_assert_num_queries(1):
        online_payment_available()


def test_account_of_another_shop_is_refused(world: World, bakery: Cast, bookshop: Cast) -> None:
    with bakery.entered():
        with pytest.raises(AccountOfAnotherShop):
            connect_account(stripe_account_id=ACCOUNTS["bookshop"])
        connect_account(stripe_account_id=ACCOUNTS["bakery"])

        assert list(StripeAccount.objects.values_list("stripe_account_id", "is_current")) == [(ACCOUNTS["bakery"], True)]


def test_capability_that_is_lost_hides_online_payment(world: World, bakery: Cast, bookshop: Cast) -> None:
    """Trap 41: a capability lost in the middle of the day hides online payment, here only."""
    restrict(ACCOUNTS["bakery"])

    world.webhook(
        {
            "id": "evt_cap",
            "object": "v2.core.event",
            "type": "v2.core.account[configuration.merchant].capability_status_updated",
            "created": "2026-11-24T10:00:00.000Z",
            "livemode": False,
            "context": ACCOUNTS["bakery"],
            "related_object": {"id": ACCOUNTS["bakery"], "type": "v2.core.account", "url": f"/v2/core/accounts/{ACCOUNTS['bakery']}"},
        }
    )

    with bakery.entered():
        assert (current_account().state, online_payment_available()) == (AccountState.RESTRICTED, False)
    with bookshop.entered():
        assert online_payment_available()


def test_disconnecting_at_stripe_is_told_by_webhook(world: World, bakery: Cast) -> None:
    """Trap 40: the shop took our access away at Stripe."""
    disconnect(ACCOUNTS["bakery"])

    assert world.deliver() == 1

    with bakery.entered():
        assert (current_account().state, online_payment_available()) == (AccountState.DISCONNECTED, False)


def test_old_account_stays_known_when_another_takes_its_place(world: World, bakery: Cast) -> None:
    """Trap 42: the account of before stays known."""
    with bakery.entered():
        connect_account(stripe_account_id="acct_1New")

        assert list(StripeAccount.objects.order_by("pk").values_list("stripe_account_id", "is_current")) == [
            (ACCOUNTS["bakery"], False),
            ("acct_1New", True),
        ]


def test_another_owner_goes_on_where_the_answer_to_the_first_was_lost(world: World, bakery: Cast) -> None:
    said = {"return_url": "https://bakery.test/", "refresh_url": "https://bakery.test/", "name": "Bakery", "now": now()}
    with bakery.entered():
        leave_account()
        world.door.trouble = lambda call: "answer lost" if call.path == "/v2/core/accounts" else ""
        with pytest.raises(GatewayUnavailable):
            start_onboarding(email="anna@bakery.test", **said)
        world.door.trouble = lambda call: ""

        assert start_onboarding(email="bert@bakery.test", **said).startswith("http")


def test_owner_connects_an_account_and_comes_back_ready(world: World, bakery: Cast, client) -> None:
    with bakery.entered():
        StripeAccount.objects.all().delete()
    log_in(client, bakery, bakery.owner)

    before = client.get("/backoffice/payments/", HTTP_HOST=bakery.hostname)
    to_stripe = client.post("/backoffice/payments/connection/", HTTP_HOST=bakery.hostname, HTTP_SEC_FETCH_SITE="same-origin")
    page = to_stripe.headers["Location"].removeprefix(world.origin)
    world.browser.post(page, data={"answer": "leave"})
    left = client.get("/backoffice/payments/return/", HTTP_HOST=bakery.hostname, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    again = client.post("/backoffice/payments/connection/", HTTP_HOST=bakery.hostname, HTTP_SEC_FETCH_SITE="same-origin")
    world.browser.post(again.headers["Location"].removeprefix(world.origin), data={"answer": "complete"})
    client.get("/backoffice/payments/return/", HTTP_HOST=bakery.hostname)

    assert "/backoffice/payments/connection/" in before.text
    assert (to_stripe.status_code, again.status_code) == (303, 303)
    assert StoredObject.objects.filter(kind="v2.core.account").count() == 3  # bakery's old, bookshop's, the new one
    with bakery.entered():
        assert online_payment_available()
    assert "/backoffice/payments/connection/" in left.text


@pytest.mark.parametrize("path", ["/backoffice/payments/", "/backoffice/payments/return/"])
def test_only_the_shops_owner_sees_the_page(world: World, bakery: Cast, bookshop: Cast, client, path: str) -> None:
    log_in(client, bakery, bookshop.owner)
    stranger = client.get(path, HTTP_HOST=bakery.hostname)
    log_in(client, bakery, bakery.staff)
    helper = client.get(path, HTTP_HOST=bakery.hostname)
    log_in(client, bakery, bakery.owner)
    owner = client.get(path, HTTP_HOST=bakery.hostname, follow=True)

    assert (stranger.status_code, helper.status_code, owner.status_code) == (404, 403, 200)
    assert ACCOUNTS["bakery"] in owner.text
    assert ACCOUNTS["bakery"] not in stranger.text + helper.text


def test_silent_stripe_is_said_in_the_backoffice(world: World, bakery: Cast, client, settings) -> None:
    restrict(ACCOUNTS["bakery"])
    with bakery.entered():
        refresh_account(stripe_account_id=ACCOUNTS["bakery"], now=now())
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"
    log_in(client, bakery, bakery.owner)

    answer = client.post("/backoffice/payments/connection/", HTTP_HOST=bakery.hostname, HTTP_SEC_FETCH_SITE="same-origin")

    assert answer.status_code == 503
    assert 'role="alert"' in answer.text


def test_refund_that_stripe_refused_is_on_the_first_page(world: World, bakery: Cast, client: Client) -> None:
    with bakery.entered():
        order = make_awaiting_order(now=now())
        attempt = PaymentAttempt.objects.create(order=order, amount=1290, currency="EUR", expires_at=now(), state="paid")
        refund = Refund.objects.create(order=order, attempt=attempt, amount=1290, reason="order_canceled")
    log_in(client, bakery, bakery.owner)

    before = client.get("/backoffice/", HTTP_HOST=bakery.hostname)
    with bakery.entered():
        Refund.objects.filter(pk=refund.pk).update(state="failed")
    after = client.get("/backoffice/", HTTP_HOST=bakery.hostname)

    assert f"/backoffice/orders/{order.number}/" not in before.text
    assert f"/backoffice/orders/{order.number}/" in after.text
