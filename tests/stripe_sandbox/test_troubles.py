"""Webhooks that misbehave and an API that fails, by order; the clock; the same by page and by HTTP."""

import datetime as dt
import time
from typing import Any

import pytest
import stripe

from stripe_sandbox import clock, switches
from stripe_sandbox.models import Delivery, StoredObject
from stripe_sandbox.services.advance_clock import advance_clock
from stripe_sandbox.services.deliver_events import deliver_all, deliver_due, redeliver
from tests.stripe_sandbox.conftest import SECRET, Sandbox, client_of

JSON = {"Accept": "application/json"}


def pay_one(sandbox: Sandbox) -> Any:
    session = sandbox.new_session()
    sandbox.pay(session.url)
    return session


def ids(sandbox: Sandbox) -> list[str]:
    parse = sandbox.client.parse_event_notification
    return [parse(one.body, one.signature, SECRET).related_object.id for one in sandbox.inbox.received]


def test_delayed_event_comes_when_the_clock_says(sandbox: Sandbox) -> None:
    switches.set_trouble(delay=600)
    pay_one(sandbox)

    early = deliver_due()
    advance_clock(dt.timedelta(minutes=11))

    assert (early, deliver_due()) == (0, 1)


def test_dropped_events_are_lost_until_sent_again(sandbox: Sandbox) -> None:
    switches.set_trouble(drop=1)
    lost, kept = pay_one(sandbox), pay_one(sandbox)

    deliver_all()
    first = ids(sandbox)
    redeliver(Delivery.objects.get(status="dropped").event_id)
    deliver_all()

    assert (first, ids(sandbox)) == ([kept.id], [kept.id, lost.id])


def test_parallel_copies_arrive_together(sandbox: Sandbox) -> None:
    switches.set_trouble(copies=5, parallel=True)
    pay_one(sandbox)

    deliver_all()

    assert len(sandbox.inbox.received) == 5
    assert len({one.body for one in sandbox.inbox.received}) == 1


def test_shuffled_events_come_in_another_order(sandbox: Sandbox) -> None:
    switches.set_trouble(shuffle=True)
    sessions = [pay_one(sandbox).id for _ in range(7)]  # one chance in 5,040 that it is the same order

    deliver_all()

    assert sorted(ids(sandbox)) == sorted(sessions)
    assert ids(sandbox) != sessions


@pytest.mark.parametrize("how", ["wrong", "stale", "missing"])
def test_bad_signature_fails_the_official_check(sandbox: Sandbox, how: str) -> None:
    switches.set_trouble(signature=how)
    pay_one(sandbox)
    deliver_all()
    received = sandbox.inbox.received[0]

    with pytest.raises(stripe.SignatureVerificationError):
        sandbox.client.parse_event_notification(received.body, received.signature or "", SECRET)


def test_two_signatures_pass_as_during_a_roll(sandbox: Sandbox) -> None:
    switches.set_trouble(signature="two")
    session = pay_one(sandbox)
    deliver_all()

    assert sandbox.inbox.received[0].signature.count("v1=") == 2
    assert ids(sandbox) == [session.id]


def test_event_arrives_before_the_answer(sandbox: Sandbox) -> None:
    switches.set_trouble(before_answer=True)

    session = sandbox.new_session()
    sandbox.client.v1.checkout.sessions.expire(session.id, options=sandbox.as_shop())

    assert ids(sandbox) == [session.id]


def test_one_destination_is_held_and_the_other_not(sandbox: Sandbox, settings: Any) -> None:
    settings.STRIPE_SANDBOX_PLATFORM_WEBHOOK_URL = sandbox.inbox.url
    settings.STRIPE_PLATFORM_WEBHOOK_SECRET = SECRET
    switches.set_trouble("connect", held=True)
    pay_one(sandbox)

    assert deliver_all() == 0
    switches.calm()
    assert deliver_all() == 1


@pytest.mark.parametrize("fields", [{"signature": "none"}, {"copies": 0}, {"speed": 3}, {"delay": -1}])
def test_trouble_that_does_not_exist_is_refused(sandbox: Sandbox, fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        switches.set_trouble(**fields)


def sessions_kept() -> int:
    return StoredObject.objects.filter(kind="checkout.session").count()


@pytest.mark.parametrize(
    ("kind", "error", "kept"),
    [
        ("error_before", stripe.APIError, 0),
        ("error_after", stripe.APIError, 1),
        ("reset_before", stripe.APIConnectionError, 0),
        ("reset_after", stripe.APIConnectionError, 1),
        ("conflict", stripe.APIError, 0),
        ("rate_limit", stripe.RateLimitError, 0),
        ("rate_limit_retry", stripe.RateLimitError, 0),
    ],
)
def test_call_fails_once_as_ordered(sandbox: Sandbox, kind: str, error: type[Exception], kept: int) -> None:
    switches.add_fault(kind, "/v1/checkout/sessions", method="POST")

    with pytest.raises(error):
        sandbox.new_session(key="attempt-1")

    assert sessions_kept() == kept
    assert sandbox.new_session(key="attempt-2").status == "open"


def test_late_answer_is_found_under_its_key(sandbox: Sandbox) -> None:
    """Trap 24 of stripe.md: the work was done, only the answer was lost."""
    switches.add_fault("timeout_after", "/v1/checkout/sessions", seconds=0.6)
    hurried = client_of(sandbox.origin, timeout=0.2)
    params: Any = sandbox.good_params()

    with pytest.raises(stripe.APIConnectionError):
        hurried.v1.checkout.sessions.create(params=params, options=sandbox.as_shop(key="attempt-1"))
    time.sleep(0.6)
    again = sandbox.client.v1.checkout.sessions.create(params=params, options=sandbox.as_shop(key="attempt-1"))

    assert sessions_kept() == 1
    assert again.last_response.headers["Idempotent-Replayed"] == "true"


def test_stored_500_is_answered_again(sandbox: Sandbox) -> None:
    """Trap 23 of stripe.md: who repeats the key of a 500 gets the 500."""
    switches.add_fault("error_after", "/v1/checkout/sessions")

    for _ in range(2):
        with pytest.raises(stripe.APIError) as refused:
            sandbox.new_session(key="attempt-1")
        assert refused.value.http_status == 500

    assert sessions_kept() == 1


@pytest.mark.parametrize("kind", ["error_before", "reset_before", "conflict", "rate_limit_retry"])
def test_library_gets_through_by_its_own_retries(sandbox: Sandbox, kind: str) -> None:
    switches.add_fault(kind, "/v1/*", times=1)
    patient = client_of(sandbox.origin, retries=2)

    session = patient.v1.checkout.sessions.create(params=sandbox.good_params(), options=sandbox.as_shop())

    assert session.status == "open"


def test_faults_hit_their_own_path_only(sandbox: Sandbox) -> None:
    switches.add_fault("error_before", "/v1/refunds*")

    assert sandbox.new_session().status == "open"


def test_clock_is_moved_by_http_and_expires_sessions(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    before = clock.now()

    moved = sandbox.browser.post("/sandbox/clock", data={"advance": "90000"}, headers=JSON)

    assert moved.json()["settled"] == 1
    assert clock.now() - before >= dt.timedelta(hours=25)
    assert sandbox.session(session.id).status == "expired"
    assert sandbox.browser.get("/sandbox/clock").json()["ahead"] == 90_000


def test_session_opened_on_a_fast_clock_lasts_as_long(sandbox: Sandbox) -> None:
    advance_clock(dt.timedelta(days=100))
    session = sandbox.new_session(expires_at=int(time.time()) + 3600)

    advance_clock(dt.timedelta(minutes=50))
    still = sandbox.session(session.id).status
    advance_clock(dt.timedelta(minutes=11))

    assert (still, sandbox.session(session.id).status) == ("open", "expired")


def test_clock_does_not_go_back(sandbox: Sandbox) -> None:
    assert sandbox.browser.post("/sandbox/clock", json={"advance": -5}).status_code == 400


def test_desk_shows_and_does_everything(sandbox: Sandbox) -> None:
    session = pay_one(sandbox)
    charge = sandbox.session(session.id, expand=["payment_intent"]).payment_intent.latest_charge
    desk = sandbox.browser.get("/sandbox/control")

    back = sandbox.browser.post("/sandbox/control/refund", data={"charge": charge})
    orders = [
        ("deliveries", {"held": True, "copies": 2, "signature": "stale"}),
        ("fault", {"kind": "error_before", "path": "/v1/balance"}),
        ("options", {"refunds": "pending", "refunds_need_balance": True}),
    ]
    made = [sandbox.browser.post(f"/sandbox/control/{deed}", json=fields).status_code for deed, fields in orders]

    assert all(text in desk.text for text in ("Boulangerie", charge, "checkout.session.completed", "Control"))
    assert back.headers["Location"] == "/sandbox/control"
    assert sandbox.client.v1.refunds.list(options=sandbox.as_shop()).data[0].charge == charge
    assert made == [200] * 3
    assert (switches.trouble("connect").signature, switches.options().refunds) == ("stale", "pending")
    with pytest.raises(stripe.APIError):
        sandbox.client.v1.balance.retrieve(options=sandbox.as_shop())
    sandbox.browser.post("/sandbox/control/calm")
    assert (switches.trouble("connect").held, switches.options().refunds) == (False, "at_once")


@pytest.mark.parametrize(
    ("deed", "fields"),
    [
        ("refund", {"charge": "ch_nobody"}),
        ("refund", {}),
        ("deliveries", {"signature": "x"}),
        ("fault", {"kind": "x"}),
        ("advance", {"advance": "x"}),
    ],
)
def test_desk_explains_what_it_cannot_do(sandbox: Sandbox, deed: str, fields: dict[str, str]) -> None:
    by_form = sandbox.browser.post(f"/sandbox/control/{deed}", data=fields, follow_redirects=True)
    by_json = sandbox.browser.post(f"/sandbox/control/{deed}", json=fields)

    assert 'role="alert"' in by_form.text
    assert (by_json.status_code, bool(by_json.json()["error"])) == (400, True)


def test_desk_knows_its_deeds_only(sandbox: Sandbox) -> None:
    assert sandbox.browser.post("/sandbox/control/rob").status_code == 404
    assert sandbox.browser.get("/sandbox/control/calm").status_code == 404
