"""A buyer on the hosted page, from the session to the webhook."""

import datetime as dt
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from stripe import InvalidRequestError

from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.deliver_events import deliver_due
from stripe_sandbox.services.settle_due import settle_due
from tests.stripe_sandbox.conftest import BAKERY, SECRET, Sandbox


def test_new_session_is_open_and_unpaid(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    assert (session.status, session.payment_status, session.amount_total, session.currency) == ("open", "unpaid", 780, "eur")
    assert session.payment_intent is None
    assert session.payment_method_types == ["bancontact", "ideal", "card"]
    assert session.client_reference_id == "attempt-1"
    assert session.metadata["order"] == "1001"


def test_card_payment_completes_session_and_is_told_by_webhook(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    answer = sandbox.pay(session.url)
    delivered = deliver_due()

    assert answer.status_code == 303
    assert answer.headers["Location"] == f"http://bakery.localhost:8000/pay/return/?session_id={session.id}"
    assert delivered == 1
    received = sandbox.inbox.received[0]
    assert received.host == "localhost"
    notification = sandbox.client.parse_event_notification(received.body, received.signature, SECRET)
    assert notification.type == "v1.checkout.session.completed"
    assert str(notification.context) == BAKERY
    assert notification.related_object.id == session.id
    assert notification.fetch_related_object().payment_status == "paid"
    assert notification.fetch_event().id == notification.id


def test_paid_session_shows_intent_charge_and_fees(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url)

    paid = sandbox.session(session.id, expand=["payment_intent.latest_charge.balance_transaction", "line_items"])

    assert (paid.status, paid.payment_status, paid.url) == ("complete", "paid", None)
    intent = paid.payment_intent
    assert (intent.status, intent.amount_received, intent.application_fee_amount) == ("succeeded", 780, 12)
    assert intent.metadata["order"] == "1001"
    charge = intent.latest_charge
    assert (charge.paid, charge.amount, charge.payment_method_details.card.last4) == (True, 780, "4242")
    assert (charge.balance_transaction.fee, charge.balance_transaction.net) == (12 + 37, 780 - 49)
    assert [line.description for line in paid.line_items.data] == ["Croissant", "Pain au levain"]


@pytest.mark.parametrize(
    ("number", "code", "decline_code", "field"),
    [
        ("4000000000000002", "card_declined", "generic_decline", "number"),
        ("4000000000009995", "card_declined", "insufficient_funds", "number"),
        ("4000000000000069", "expired_card", "expired_card", "expiry"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc", "cvc"),
        ("4000000000000119", "processing_error", "processing_error", "number"),
        ("5555555555554444", "card_declined", "test_mode_live_card", "number"),
    ],
)
def test_declined_card_leaves_session_open(sandbox: Sandbox, number: str, code: str, decline_code: str, field: str) -> None:
    session = sandbox.new_session()

    answer = sandbox.pay(session.url, number=number, name="Ann Peeters")

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert f'value="{number}"' in answer.text
    assert 'value="Ann Peeters"' in answer.text
    after = sandbox.session(session.id, expand=["payment_intent.latest_charge"])
    assert (after.status, after.payment_status) == ("open", "unpaid")
    assert after.payment_intent.status == "requires_payment_method"
    assert (after.payment_intent.last_payment_error.code, after.payment_intent.last_payment_error.decline_code) == (code, decline_code)
    assert (after.payment_intent.latest_charge.status, after.payment_intent.latest_charge.failure_code) == ("failed", code)


def test_second_card_pays_after_a_declined_one(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url, number="4000000000000002")
    declined = sandbox.session(session.id)

    sandbox.pay(session.url)

    paid = sandbox.session(session.id, expand=["payment_intent"])
    assert paid.payment_status == "paid"
    assert paid.payment_intent.id == declined.payment_intent
    assert paid.payment_intent.last_payment_error is None


def test_mistyped_card_never_reaches_the_bank(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    answer = sandbox.pay(session.url, number="4242 4242", expiry="01/20", cvc="x", name="")

    assert answer.status_code == 422
    assert all(f'id="{name}-error"' in answer.text for name in ("number", "expiry", "cvc", "name"))
    assert sandbox.session(session.id).payment_intent is None


def test_paying_twice_charges_once(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url)

    again = sandbox.pay(session.url)

    assert again.status_code == 200
    assert "Already paid" in again.text
    assert len(sandbox.client.v1.charges.list(options=sandbox.as_shop()).data) == 1


def test_two_tabs_paying_at_once_charge_once(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    with ThreadPoolExecutor(4) as tabs:
        answers = list(tabs.map(lambda _: sandbox.pay(session.url).status_code, range(4)))

    assert sorted(answers) == [200, 200, 200, 303]
    assert len(sandbox.client.v1.charges.list(options=sandbox.as_shop()).data) == 1
    assert deliver_due() == 1


def test_bancontact_authorised_is_paid(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    to_bank = sandbox.pay(session.url, method="bancontact")
    waiting = sandbox.session(session.id, expand=["payment_intent"])
    back = sandbox.browser.post(to_bank.headers["Location"], data={"answer": "authorise"})

    assert to_bank.headers["Location"] == f"/sandbox/bancontact/{session.id}"
    assert (waiting.status, waiting.payment_intent.status) == ("open", "requires_action")
    assert back.headers["Location"].endswith(f"session_id={session.id}")
    paid = sandbox.session(session.id, expand=["payment_intent.latest_charge"])
    assert paid.payment_status == "paid"
    assert paid.payment_intent.latest_charge.payment_method_details.type == "bancontact"


def test_bancontact_refused_goes_back_to_the_open_page(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    to_bank = sandbox.pay(session.url, method="bancontact")

    back = sandbox.browser.post(to_bank.headers["Location"], data={"answer": "fail"}, follow_redirects=True)

    assert "The payment was not completed and nothing was taken." in back.text
    after = sandbox.session(session.id, expand=["payment_intent"])
    assert (after.status, after.payment_intent.status) == ("open", "requires_payment_method")
    assert after.payment_intent.latest_charge is None


def test_walking_away_from_bancontact_changes_nothing(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    to_bank = sandbox.pay(session.url, method="bancontact")

    left = sandbox.browser.post(to_bank.headers["Location"], data={"answer": "leave"})

    assert "You walked away" in left.text
    assert sandbox.session(session.id).status == "open"


def test_authorised_but_never_returned_is_told_by_webhook(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    to_bank = sandbox.pay(session.url, method="bancontact")

    stays = sandbox.browser.post(to_bank.headers["Location"], data={"answer": "authorise_and_close"})

    assert stays.status_code == 200
    assert deliver_due() == 1
    assert sandbox.session(session.id).payment_status == "paid"


@pytest.mark.parametrize(("answer", "status"), [("authorise", "complete"), ("fail", "open")])
def test_3d_secure_decides(sandbox: Sandbox, answer: str, status: str) -> None:
    session = sandbox.new_session()
    to_bank = sandbox.pay(session.url, number="4000002500003155")

    sandbox.browser.post(to_bank.headers["Location"], data={"answer": answer})

    assert to_bank.headers["Location"] == f"/sandbox/3ds/{session.id}"
    assert sandbox.session(session.id).status == status


def test_session_expires_once(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    expired = sandbox.client.v1.checkout.sessions.expire(session.id, options=sandbox.as_shop())
    with pytest.raises(InvalidRequestError, match="Only Checkout Sessions with a status in"):
        sandbox.client.v1.checkout.sessions.expire(session.id, options=sandbox.as_shop())

    assert (expired.status, expired.url) == ("expired", None)
    assert "This payment page has expired" in sandbox.pay(session.url).text
    assert deliver_due() == 1


def test_paid_session_cannot_be_expired(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url)

    with pytest.raises(InvalidRequestError, match="status of `complete`"):
        sandbox.client.v1.checkout.sessions.expire(session.id, options=sandbox.as_shop())

    assert sandbox.session(session.id).payment_status == "paid"


def test_session_past_its_time_is_expired_wherever_one_looks(sandbox: Sandbox) -> None:
    session = sandbox.new_session(expires_at=int(time.time()) + 1800)
    StoredObject.objects.filter(stripe_id=session.id).update(deadline_at=dt.datetime.now(dt.UTC))

    page = sandbox.browser.get(urlsplit(session.url).path)

    assert "This payment page has expired" in page.text
    assert sandbox.session(session.id).status == "expired"
    assert settle_due() == 0
    events = sandbox.client.v1.events.list(params={"type": "checkout.session.expired"}, options=sandbox.as_shop())
    assert [event.data.object.id for event in events.data] == [session.id]


def test_methods_are_narrowed_by_account_and_session(sandbox: Sandbox) -> None:
    session = sandbox.new_session(excluded_payment_method_types=["bancontact", "ideal"])

    page = sandbox.browser.get(urlsplit(session.url).path)

    assert session.payment_method_types == ["card"]
    assert "Bancontact" not in page.text
