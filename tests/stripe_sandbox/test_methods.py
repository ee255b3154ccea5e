"""Which methods the page shows, and the banks behind them."""

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
import stripe

from stripe_sandbox import dashboard
from stripe_sandbox.fixtures import ready_account
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all
from tests.stripe_sandbox.conftest import BAKERY, SECRET, Sandbox, session_params

EVERYTHING = ("card_payments", "bancontact_payments", "ideal_payments", "sepa_debit_payments", "klarna_payments")
DEBIT = {"method": "sepa_debit", "holder": "Camille Peeters"}
SUCCEEDS, SUCCEEDS_LATER, FAILS = "AT61 1904 3002 3457 3201", "AT32 1904 3002 3547 3204", "AT86 1904 3002 3547 3202"


@pytest.fixture
def every_method(sandbox: Sandbox) -> Sandbox:
    ready_account(BAKERY, display_name="Boulangerie", capabilities=EVERYTHING)
    return sandbox


def told(sandbox: Sandbox) -> list[str]:
    """Deliver all; return the types in the order in which they came."""
    deliver_all()
    parse = sandbox.client.parse_event_notification
    return [parse(one.body, one.signature, SECRET).type.removeprefix("v1.") for one in sandbox.inbox.received]


def test_methods_are_those_of_the_account_bancontact_first(every_method: Sandbox) -> None:
    assert every_method.new_session().payment_method_types == ["bancontact", "ideal", "card", "klarna", "sepa_debit"]


def test_dutch_shop_shows_ideal_first(sandbox: Sandbox) -> None:
    ready_account(BAKERY, country="nl", capabilities=EVERYTHING)

    assert sandbox.new_session().payment_method_types[0] == "ideal"


@pytest.mark.parametrize(
    ("narrowed", "left"),
    [
        ({"allowed_payment_method_types": ["card", "ideal"]}, ["ideal", "card"]),
        ({"excluded_payment_method_types": ["klarna", "bancontact"]}, ["ideal", "card", "sepa_debit"]),
        ({"allowed_payment_method_types": ["card", "satispay"], "excluded_payment_method_types": ["ideal"]}, ["card"]),
    ],
)
def test_session_narrows_the_methods(every_method: Sandbox, narrowed: dict[str, Any], left: list[str]) -> None:
    assert every_method.new_session(**narrowed).payment_method_types == left


def test_capability_that_is_taken_away_hides_its_method(every_method: Sandbox) -> None:
    dashboard.set_account(BAKERY, "restricted", "ideal_payments")

    assert "ideal" not in every_method.new_session().payment_method_types


def test_no_method_left_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        sandbox.new_session(allowed_payment_method_types=["satispay"])


@pytest.mark.parametrize(("method", "name"), [("ideal", "iDEAL | Wero"), ("klarna", "Klarna")])
def test_banks_page_pays(every_method: Sandbox, method: str, name: str) -> None:
    session = every_method.new_session()

    to_bank = every_method.pay(session.url, method=method)
    page = every_method.browser.get(to_bank.headers["Location"])
    every_method.browser.post(to_bank.headers["Location"], data={"answer": "authorise"})

    assert to_bank.headers["Location"] == f"/sandbox/{method}/{session.id}"
    assert name in page.text
    paid = every_method.session(session.id, expand=["payment_intent.latest_charge.balance_transaction"])
    charge = paid.payment_intent.latest_charge
    assert (paid.payment_status, charge.payment_method_details.type) == ("paid", method)
    assert (charge.id[:3], charge.balance_transaction.type, charge.balance_transaction.reporting_category) == ("py_", "payment", "charge")


def test_another_banks_page_is_not_the_one(every_method: Sandbox) -> None:
    session = every_method.new_session()
    every_method.pay(session.url, method="ideal")

    assert every_method.browser.get(f"/sandbox/bancontact/{session.id}").headers["Location"] == f"/c/pay/{session.id}"


def test_direct_debit_is_complete_but_unpaid_until_the_bank_pays(every_method: Sandbox) -> None:
    session = every_method.new_session()

    back = every_method.pay(session.url, iban=SUCCEEDS_LATER, **DEBIT)
    waiting = every_method.session(session.id, expand=["payment_intent.latest_charge"])
    advance_clock(dt.timedelta(minutes=2))
    still = every_method.session(session.id)
    advance_clock(dt.timedelta(minutes=2))

    assert back.headers["Location"].endswith(session.id)
    assert (waiting.status, waiting.payment_status, waiting.payment_intent.status) == ("complete", "unpaid", "processing")
    assert (waiting.payment_intent.latest_charge.status, waiting.payment_intent.latest_charge.balance_transaction) == ("pending", None)
    assert still.payment_status == "unpaid"
    paid = every_method.session(session.id, expand=["payment_intent.latest_charge"])
    assert (paid.payment_status, paid.payment_intent.status) == ("paid", "succeeded")
    assert paid.payment_intent.latest_charge.payment_method_details.sepa_debit.last4 == "3204"
    assert told(every_method) == ["checkout.session.completed", "checkout.session.async_payment_succeeded"]


def test_direct_debit_that_the_bank_refuses_is_told(every_method: Sandbox) -> None:
    session = every_method.new_session()
    every_method.pay(session.url, iban=FAILS, **DEBIT)

    advance_clock(dt.timedelta(seconds=11))

    failed = every_method.session(session.id, expand=["payment_intent"])
    assert (failed.status, failed.payment_status) == ("complete", "unpaid")
    assert (failed.payment_intent.status, failed.payment_intent.last_payment_error.code) == (
        "requires_payment_method",
        "insufficient_funds",
    )
    assert told(every_method) == [
        "checkout.session.completed",
        "payment_intent.payment_failed",
        "checkout.session.async_payment_failed",
    ]


def test_tester_decides_for_the_bank(every_method: Sandbox) -> None:
    session = every_method.new_session()
    every_method.pay(session.url, iban=SUCCEEDS_LATER, **DEBIT)

    dashboard.end_payment(session.id, succeeds=False)
    advance_clock(dt.timedelta(hours=1))

    assert every_method.session(session.id).payment_status == "unpaid"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"iban": "BE71 0961 2345 6769"}, "iban"),
        ({"iban": "AT61 1904 3002 3457 3202"}, "iban"),
        ({"iban": ""}, "iban"),
        ({"iban": SUCCEEDS, "holder": " "}, "holder"),
    ],
)
def test_wrong_account_is_explained_beside_the_field(every_method: Sandbox, fields: dict[str, str], wrong: str) -> None:
    session = every_method.new_session()

    page = every_method.pay(session.url, **{**DEBIT, **fields})

    assert page.status_code == 422
    assert f'id="{wrong}-error"' in page.text
    assert every_method.session(session.id).status == "open"


def test_page_asks_for_an_address_that_the_shop_did_not_give(sandbox: Sandbox) -> None:
    params = session_params()
    del params["customer_email"]
    session = sandbox.client.v1.checkout.sessions.create(params=params, options=sandbox.as_shop())

    page = sandbox.pay(session.url, email="nobody")
    sandbox.pay(session.url, email="camille@example.com")

    assert 'id="email-error"' in page.text
    assert sandbox.session(session.id).customer_details.email == "camille@example.com"


def test_link_fills_in_a_test_account(every_method: Sandbox) -> None:
    path = urlsplit(every_method.new_session().url).path

    assert f'value="{SUCCEEDS}"' in every_method.browser.get(path, params={"account": SUCCEEDS.replace(" ", "")}).text
    assert "BE71" not in every_method.browser.get(path, params={"account": "BE71096123456769"}).text


def test_capability_that_goes_while_the_page_is_open_takes_its_method_along(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    path = urlsplit(session.url).path
    dashboard.set_account(BAKERY, "restricted", "bancontact_payments")
    one_left = sandbox.browser.get(path).text
    dashboard.set_account(BAKERY, "restricted")
    none_left = sandbox.browser.get(path).text

    assert ('value="bancontact"' in one_left, 'value="card"' in one_left) == (False, True)
    assert "Boulangerie cannot take payments at the moment." in none_left
    assert sandbox.pay(session.url).status_code == 422
    assert sandbox.session(session.id).status == "open"


def test_page_of_a_slow_payment_says_that_the_bank_has_it(every_method: Sandbox) -> None:
    session = every_method.new_session()
    every_method.pay(session.url, iban=SUCCEEDS_LATER, **DEBIT)

    assert "Your bank has the payment" in every_method.browser.get(urlsplit(session.url).path).text
