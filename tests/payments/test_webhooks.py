"""What Stripe posts to us, and what strangers do."""

import json
import logging
import time

import pytest
import stripe

from kit.clock import now
from orders.models import Order, OrderEventKind
from payments.models import EventState, PaymentAttempt, WebhookEvent
from payments.services.process_event import process_events
from stripe_sandbox.models import StoredObject
from stripe_sandbox.switches import set_deliveries
from tests.conftest import Cast
from tests.payments.world import ACCOUNTS, SECRET, WEBHOOK, World, at_once, attempt_of, payment_status, thin_event

COMPLETED = "v1.checkout.session.completed"


def events(shop: Cast) -> list[tuple[str, str]]:
    with shop.entered():
        return list(WebhookEvent.objects.values_list("event_id", "state"))


def signature(body: str, secret: str = SECRET, *, age: int = 0) -> str:
    """Sign a body as Stripe does, `age` seconds ago."""
    moment = int(time.time()) - age
    return f"t={moment},v1={stripe.WebhookSignature._compute_signature(f'{moment}.{body}', secret)}"


def test_event_pays_the_order_and_is_kept_without_the_customers_data(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    answer = world.webhook(thin_event(COMPLETED, session_id))

    assert answer.status_code == 200
    assert payment_status(bakery, order) == "paid"
    assert events(bakery) == [("evt_test_1", EventState.DONE)]
    with bakery.entered():
        assert "lea@mail.test" not in json.dumps(WebhookEvent.objects.get().payload)


@pytest.mark.parametrize("kind", ["missing", "wrong secret", "altered body", "stale", "v0 only", "nonsense", "empty"])
def test_badly_signed_event_is_refused_and_nothing_is_kept(
    world: World, bakery: Cast, order: Order, session_id: str, kind: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Trap 31: wrong secret, stale, altered, v0 only, no signature: 400, no row, and no alarm that a stranger could ring."""
    body = json.dumps(thin_event(COMPLETED, session_id))
    good = signature(body)
    signatures = {
        "missing": None,
        "wrong secret": signature(body, "whsec_other"),
        "altered body": signature(body + " "),
        "stale": signature(body, age=3600),
        "v0 only": good.replace("v1=", "v0="),
        "nonsense": "é;;;t=x".encode().decode("latin-1"),
        "empty": "",
    }
    headers = {"Host": "localhost", "Content-Type": "application/json"}
    if signatures[kind] is not None:
        headers["Stripe-Signature"] = signatures[kind].encode("latin-1")

    refused = world.browser.post(WEBHOOK, content=body, headers=headers)

    assert refused.status_code == 400
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == []
    assert events(bakery) == []
    assert payment_status(bakery, order) == "awaiting"
    assert world.webhook(body, signature=good).status_code == 200
    assert payment_status(bakery, order) == "paid"


@pytest.mark.parametrize("body", ["", "[]", "null", "{", "{}", "\x00", '{"object": "event"}', '{"object": "v2.core.event"}'])
def test_signed_nonsense_is_refused(world: World, bakery: Cast, body: str) -> None:
    """Trap 31: what is no event, however well signed: 400 and no row."""
    assert world.webhook(body).status_code == 400
    assert events(bakery) == []


def test_new_and_old_secret_both_fit_while_one_is_replaced(world: World, bakery: Cast, order: Order, session_id: str, settings) -> None:
    """Trap 32: while the secret is replaced, the old and the new one both fit."""
    settings.STRIPE_WEBHOOK_SECRET = f"whsec_new,{SECRET}"

    assert world.webhook(thin_event(COMPLETED, session_id, event_id="evt_old")).status_code == 200
    assert world.webhook(thin_event(COMPLETED, session_id, event_id="evt_new"), secret="whsec_new").status_code == 200
    assert payment_status(bakery, order) == "paid"


def test_without_a_secret_nothing_is_believed(world: World, bakery: Cast, session_id: str, settings) -> None:
    settings.STRIPE_WEBHOOK_SECRET = ""

    assert world.webhook(thin_event(COMPLETED, session_id), secret="").status_code == 400
    assert events(bakery) == []


def test_body_larger_than_any_event_is_refused(world: World, bakery: Cast) -> None:
    assert world.webhook("x" * (256 * 1024 + 1)).status_code == 413


def test_only_post_is_answered_and_only_on_the_platforms_host(world: World) -> None:
    assert world.browser.get(WEBHOOK, headers={"Host": "localhost"}).status_code == 405
    assert world.browser.post(WEBHOOK, content="{}", headers={"Host": "bakery.localhost"}).status_code == 404


def test_snapshot_event_pays_as_well(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    snapshot = StoredObject.objects.get(kind="event", body__type="checkout.session.completed").body

    assert world.webhook(snapshot).status_code == 200
    assert payment_status(bakery, order) == "paid"
    assert events(bakery) == [(snapshot["id"], EventState.DONE)]


def test_same_event_twice_is_one(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 2: the same event again is accepted and does nothing."""
    event = thin_event(COMPLETED, session_id)

    answers = [world.webhook(event).status_code, world.webhook(event).status_code]

    assert answers == [200, 200]
    assert events(bakery) == [("evt_test_1", EventState.DONE)]
    with bakery.entered():
        assert order.events.filter(kind=OrderEventKind.PAID).count() == 1


def test_same_event_many_times_at_once_is_one(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 2: the same event at the same moment, four times, is one."""
    event = thin_event(COMPLETED, session_id)

    answers = at_once(*[lambda: world.webhook(event).status_code] * 4)

    assert answers == [200] * 4
    with bakery.entered():
        assert WebhookEvent.objects.get().state == EventState.DONE
        assert order.events.filter(kind=OrderEventKind.PAID).count() == 1


def test_sandbox_that_sends_everything_twice_changes_nothing(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    set_deliveries("double")

    assert world.deliver() == 1
    assert payment_status(bakery, order) == "paid"
    assert len(events(bakery)) == 1


def test_event_of_another_shop_changes_nothing(world: World, bakery: Cast, bookshop: Cast, order: Order, session_id: str) -> None:
    """Trap 33: an event of one account about the payment of another shop changes nothing."""
    foreign = world.webhook(thin_event(COMPLETED, session_id, account=ACCOUNTS["bookshop"], event_id="evt_foreign"))
    after_foreign = payment_status(bakery, order)
    rightful = world.webhook(thin_event(COMPLETED, session_id, event_id="evt_own"))

    assert (foreign.status_code, after_foreign) == (200, "awaiting")
    assert events(bookshop) == [("evt_foreign", EventState.IGNORED)]
    assert (rightful.status_code, payment_status(bakery, order)) == (200, "paid")
    assert events(bakery) == [("evt_own", EventState.DONE)]


def test_bookshops_own_page_that_names_the_bakerys_attempt_is_refused(world: World, bakery: Cast, bookshop: Cast, order: Order) -> None:
    """Trap 33: metadata and reference can be written by anybody who has the account's key: the shop's own people."""
    from payments.gateways.stripe import shop_gateway

    world.start(order)
    with bakery.entered():
        attempt = attempt_of(order)
    forged = shop_gateway(ACCOUNTS["bookshop"]).create_session(attempt.params, idempotency_key="forged")
    world.pay(forged.url)

    answer = world.webhook(thin_event(COMPLETED, forged.id, account=ACCOUNTS["bookshop"]))

    assert answer.status_code == 200
    assert events(bookshop) == [("evt_test_1", EventState.IGNORED)]
    assert payment_status(bakery, order) == "awaiting"
    with bookshop.entered():
        assert PaymentAttempt.objects.count() == 0
        assert "names" in WebhookEvent.objects.get().error  # why it was refused is written down


def test_bakerys_second_page_for_the_same_attempt_is_refused(world: World, bakery: Cast, order: Order) -> None:
    from payments.gateways.stripe import shop_gateway

    world.start(order)
    with bakery.entered():
        params = attempt_of(order).params
    cheap = {**params, "line_items": [{**params["line_items"][0]}]}
    cheap["line_items"][0]["price_data"] = {**params["line_items"][0]["price_data"], "unit_amount": 50}
    forged = shop_gateway(ACCOUNTS["bakery"]).create_session(cheap, idempotency_key="forged")
    world.pay(forged.url)

    world.webhook(thin_event(COMPLETED, forged.id))

    assert events(bakery) == [("evt_test_1", EventState.IGNORED)]
    assert payment_status(bakery, order) == "awaiting"


def test_page_whose_id_we_lost_is_found_by_our_reference(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 4: a page whose id we died before keeping is found by the reference we gave it."""
    with bakery.entered():
        PaymentAttempt.objects.update(stripe_session_id="", url="", state="new")  # we died right after making it

    world.webhook(thin_event(COMPLETED, session_id))

    assert payment_status(bakery, order) == "paid"
    with bakery.entered():
        assert attempt_of(order).stripe_session_id == session_id


@pytest.mark.parametrize(
    ("changes", "account"),
    [({}, "acct_1Nobody"), ({}, ""), ({"livemode": True}, ACCOUNTS["bakery"])],
    ids=["unknown account", "the platform's own", "live event beside a test key"],
)
def test_event_that_is_not_for_us_is_accepted_and_ignored(
    world: World, bakery: Cast, order: Order, session_id: str, changes: dict, account: str
) -> None:
    """Traps 34, 35: an unknown account, or a live event beside a test key: accepted, and nothing done."""
    answer = world.webhook(thin_event(COMPLETED, session_id, account=account, **changes))

    assert answer.status_code == 200
    assert events(bakery) == []
    assert payment_status(bakery, order) == "awaiting"


def test_test_event_beside_a_live_key_is_ignored(world: World, bakery: Cast, order: Order, session_id: str, settings) -> None:
    """Trap 35: Stripe posts test events to the live address too: accepted, and nothing asked or done."""
    settings.STRIPE_SECRET_KEY = "sk_live_x"
    world.door.calls.clear()

    answer = world.webhook(thin_event(COMPLETED, session_id, livemode=False))

    assert (answer.status_code, events(bakery), world.calls()) == (200, [], [])
    assert payment_status(bakery, order) == "awaiting"


@pytest.mark.parametrize("kind", ["v1.price.created", "v1.payment_intent.payment_failed", "v9.nobody.knows"])
def test_event_we_are_not_interested_in_is_accepted(world: World, bakery: Cast, order: Order, session_id: str, kind: str) -> None:
    """Trap 36: an event of a kind that nobody handles is accepted."""
    assert world.webhook(thin_event(kind, session_id)).status_code == 200
    assert events(bakery) == [("evt_test_1", EventState.IGNORED)]
    assert payment_status(bakery, order) == "awaiting"


def test_expired_event_after_the_payment_is_ignored(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 10: "expired" after the payment is old news."""
    world.webhook(thin_event(COMPLETED, session_id))

    world.webhook(thin_event("v1.checkout.session.expired", session_id, event_id="evt_late"))

    assert payment_status(bakery, order) == "paid"
    with bakery.entered():
        order.refresh_from_db()
        assert (order.status, attempt_of(order).state, order.events.filter(kind=OrderEventKind.EXPIRED).count()) == ("open", "paid", 0)


def test_event_that_fails_is_kept_and_tried_again(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    """Trap 37: what fails stays undone and is tried again; once done, never more."""
    world.door.trouble = lambda call: "broken"
    failed = world.webhook(thin_event(COMPLETED, session_id))
    state_then = events(bakery)
    world.door.trouble = lambda call: ""

    with bakery.entered():
        retry_at = WebhookEvent.objects.get().retry_at
        assert process_events(now=now()) == 0
        assert process_events(now=retry_at) == 1

    assert (failed.status_code, state_then) == (200, [("evt_test_1", EventState.FAILED)])
    assert events(bakery) == [("evt_test_1", EventState.DONE)]
    assert payment_status(bakery, order) == "paid"


def test_event_kept_by_a_process_that_died_is_dealt_with_when_it_comes_again(
    world: World, bakery: Cast, order: Order, session_id: str, monkeypatch
) -> None:
    with bakery.entered():
        WebhookEvent.objects.create(
            event_id="evt_test_1", type="checkout.session.completed", stripe_account_id=ACCOUNTS["bakery"], object_id=session_id
        )

    world.webhook(thin_event(COMPLETED, session_id))

    assert events(bakery) == [("evt_test_1", EventState.DONE)]
    assert payment_status(bakery, order) == "paid"


def test_suspended_shop_still_takes_what_was_paid(world: World, bakery: Cast, order: Order, session_id: str) -> None:
    from kit.tenancy import PLATFORM, bind
    from tenants.hosts import forget_hosts
    from tenants.models import Tenant

    with bind(PLATFORM):
        Tenant.objects.filter(pk=bakery.ref.id).update(status="suspended")
    forget_hosts()
    try:
        answer = world.webhook(thin_event(COMPLETED, session_id))
        with bakery.entered():
            attempt = attempt_of(order)
        back = world.get(f"/en/payment/{attempt.public_id}/return/?session_id={session_id}")
    finally:
        with bind(PLATFORM):
            Tenant.objects.filter(pk=bakery.ref.id).update(status="active")
        forget_hosts()

    assert (answer.status_code, payment_status(bakery, order), back.status_code) == (200, "paid", 303)


@pytest.mark.parametrize(
    "body",
    [
        "[" * 100_000,
        '{"id":' * 40_000,
        json.dumps(thin_event(COMPLETED, "cs_1", event_id="evt\x00")),
        json.dumps(thin_event(COMPLETED, "cs\x00")),
        json.dumps(thin_event(COMPLETED, "cs_1", event_id="evt\ud800")),
    ],
)
def test_signed_nonsense_is_refused_and_nothing_is_kept(world: World, bakery: Cast, body: str) -> None:
    assert world.webhook(body).status_code == 400
    assert events(bakery) == []
