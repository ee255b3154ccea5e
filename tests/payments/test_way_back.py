"""A shop that disconnected its account by mistake takes the same one up again."""

import html
import re
from typing import Any

from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from kit.clock import now
from payments.models import Refund, StripeAccount
from payments.selectors.accounts import current_account, online_payment_available
from payments.services.connect_account import connect_account, leave_account
from shops.models import ShopEvent
from stripe_sandbox.fixtures import disconnect
from tests.conftest import Cast
from tests.factories.orders import make_awaiting_order
from tests.payments.test_accounts import log_in
from tests.payments.world import ACCOUNTS, World

FORM = {"HTTP_SEC_FETCH_SITE": "same-origin"}


def anna_reads(text: str, answer: Any) -> bool:
    """Say whether a page says something, in the language in which it is drawn for her."""
    [language] = re.findall(r"<html[^>]* lang=\"(\w+)\"", answer.text)
    with translation.override(language):
        return gettext(text) in html.unescape(answer.text)


def take_up(client: Client, shop: Cast) -> Any:
    with shop.entered():
        pk = StripeAccount.objects.get(stripe_account_id=ACCOUNTS["bakery"]).pk
    return client.post(f"/backoffice/payments/accounts/{pk}/", HTTP_HOST=shop.hostname, follow=True, **FORM)


def left(client: Client, shop: Cast) -> None:
    log_in(client, shop, shop.owner)
    with shop.entered():
        leave_account()


def test_same_account_is_taken_up_again(world: World, bakery: Cast, client: Client) -> None:
    left(client, bakery)

    page = client.get("/backoffice/payments/", HTTP_HOST=bakery.hostname)
    take_up(client, bakery)

    assert "/backoffice/payments/accounts/" in page.text
    assert world.calls("GET", f"/v2/core/accounts/{ACCOUNTS['bakery']}")
    with bakery.entered():
        assert (current_account().stripe_account_id, online_payment_available()) == (ACCOUNTS["bakery"], True)
        assert ShopEvent.objects.filter(kind="payments_back").count() == 1


def test_account_that_stripe_grants_no_more_is_not_taken_up(world: World, bakery: Cast, client: Client) -> None:
    left(client, bakery)
    disconnect(ACCOUNTS["bakery"])

    answer = take_up(client, bakery)

    assert anna_reads("Stripe no longer gives us access to this account. Connect with Stripe anew: you can sign in there with it.", answer)
    with bakery.entered():
        assert current_account() is None


def test_silent_stripe_changes_nothing(world: World, bakery: Cast, client: Client, settings: Any) -> None:
    left(client, bakery)
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    answer = take_up(client, bakery)

    assert (answer.status_code, 'role="alert"' in answer.text) == (503, True)
    with bakery.entered():
        assert current_account() is None


def test_account_of_before_does_not_push_out_the_one_in_use(world: World, bakery: Cast, client: Client) -> None:
    left(client, bakery)
    with bakery.entered():
        connect_account(stripe_account_id="acct_1New")

    page = client.get("/backoffice/payments/", HTTP_HOST=bakery.hostname)
    answer = take_up(client, bakery)

    assert "/backoffice/payments/accounts/" not in page.text
    assert anna_reads("Another account is connected. Disconnect it first, then take this one up again.", answer)
    with bakery.entered():
        assert current_account().stripe_account_id == "acct_1New"


def test_before_disconnecting_it_says_what_runs_and_that_there_is_a_way_back(world: World, bakery: Cast, client: Client) -> None:
    log_in(client, bakery, bakery.owner)
    nothing = client.get("/backoffice/payments/disconnection/", HTTP_HOST=bakery.hostname)
    with bakery.entered():
        paid, open_order = make_awaiting_order(now=now()), make_awaiting_order(now=now())
    world.come_back(world.pay(world.start(paid)))
    world.start(open_order)
    with bakery.entered():
        Refund.objects.create(order=paid, attempt=paid.payment_attempts.get(), amount=100, reason="goodwill", is_automatic=False)

    page = client.get("/backoffice/payments/disconnection/", HTTP_HOST=bakery.hostname)

    way_back = "You can take this account up again at any time, on the page “Get paid online”, as long as Stripe lets us."
    assert anna_reads(way_back, nothing)
    assert 'id="running"' not in nothing.text
    running = re.search(r'<section[^>]*aria-labelledby="running">(.*?)</section>', page.text, re.S)
    assert running is not None
    assert [text.strip()[0] for text in re.findall(r"<li>(.*?)</li>", running[1], re.S)] == ["1", "1"]  # a page, and a refund
