"""The clock, and the tester's desk: by hand, and by HTTP for other processes."""

import datetime as dt
import time

import pytest
import stripe

from stripe_sandbox import clock, switches
from stripe_sandbox.services.advance_clock import advance_clock
from tests.stripe_sandbox.conftest import Sandbox

JSON = {"Accept": "application/json"}


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
    session = sandbox.new_session()
    sandbox.pay(session.url)
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
