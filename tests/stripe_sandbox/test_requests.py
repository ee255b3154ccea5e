"""What the API refuses, and how it answers the same request twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
import stripe

from stripe_sandbox.fixtures import disconnect
from stripe_sandbox.models import IdempotentRequest, StoredObject
from tests.stripe_sandbox.conftest import BAKERY, BOOKSHOP, Sandbox, session_params


def sessions_kept() -> int:
    return StoredObject.objects.filter(kind="checkout.session").count()


def test_same_key_and_parameters_are_answered_from_memory(sandbox: Sandbox) -> None:
    first = sandbox.new_session(key="attempt-1")

    second = sandbox.new_session(key="attempt-1")

    assert second.id == first.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert first.last_response.headers["Request-Id"].startswith("req_")
    assert sessions_kept() == 1


def test_same_key_with_other_parameters_is_refused(sandbox: Sandbox) -> None:
    sandbox.new_session(key="attempt-1")

    with pytest.raises(stripe.IdempotencyError):
        sandbox.new_session(key="attempt-1", client_reference_id="attempt-2")

    assert sessions_kept() == 1


def test_same_key_on_another_account_is_another_request(sandbox: Sandbox) -> None:
    ours = sandbox.new_session(key="attempt-1")

    theirs = sandbox.new_session(BOOKSHOP, key="attempt-1")

    assert theirs.id != ours.id


def test_same_key_from_two_workers_at_once_makes_one_session(sandbox: Sandbox) -> None:
    def ask(_: int) -> str:
        try:
            return str(sandbox.new_session(key="attempt-1").id)
        except stripe.APIError as conflict:
            return str(conflict.http_status)

    with ThreadPoolExecutor(4) as workers:
        answers = set(workers.map(ask, range(4)))

    assert sessions_kept() == 1
    assert len(answers - {"409"}) == 1


def test_key_in_flight_is_a_conflict(sandbox: Sandbox) -> None:
    sandbox.new_session(key="attempt-1")
    IdempotentRequest.objects.filter(key="attempt-1").update(status_code=None)

    with pytest.raises(stripe.APIError) as refused:
        sandbox.new_session(key="attempt-1")

    assert refused.value.http_status == 409


def test_key_of_a_refused_request_may_be_used_again(sandbox: Sandbox) -> None:
    with pytest.raises(stripe.InvalidRequestError):
        sandbox.new_session(key="attempt-1", mode="buy")

    session = sandbox.new_session(key="attempt-1")

    assert session.status == "open"


def test_object_of_another_account_does_not_exist(sandbox: Sandbox) -> None:
    session = sandbox.new_session(BAKERY)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sandbox.client.v1.checkout.sessions.retrieve(session.id, options=sandbox.as_shop(BOOKSHOP))

    assert (refused.value.http_status, refused.value.code) == (404, "resource_missing")
    assert sandbox.client.v1.checkout.sessions.list(options=sandbox.as_shop(BOOKSHOP)).data == []


def refusals() -> list[Any]:
    good = session_params()
    price = good["line_items"][0]["price_data"]
    return [
        pytest.param(
            {"payment_method_types": ["card"]}, "payment_method_types_no_longer_supported", "payment_method_types", id="old methods"
        ),
        pytest.param({"colour": "blue"}, "parameter_unknown", "colour", id="unknown"),
        pytest.param({"ui_mode": "hosted"}, None, "ui_mode", id="old ui_mode"),
        pytest.param({"mode": "buy"}, None, "mode", id="mode"),
        pytest.param({"success_url": ""}, "parameter_invalid_empty", "success_url", id="no success_url"),
        pytest.param({"success_url": "javascript:alert(1)"}, "url_invalid", "success_url", id="success_url is a script"),
        pytest.param({"expires_at": int(time.time()) + 60}, None, "expires_at", id="expires too soon"),
        pytest.param({"expires_at": int(time.time()) + 90_000}, None, "expires_at", id="expires too late"),
        pytest.param(
            {"line_items": [{"price_data": {**price, "unit_amount": 12.5}}]},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
            id="half a cent",
        ),
        pytest.param(
            {"line_items": [{"price_data": {**price, "unit_amount": -5}}]},
            "parameter_invalid_integer",
            "line_items[0][price_data][unit_amount]",
            id="negative line",
        ),
        pytest.param(
            {"payment_intent_data": {"application_fee_amount": 781}}, None, "payment_intent_data[application_fee_amount]", id="fee too high"
        ),
        pytest.param({"automatic_tax": {"enabled": True}}, None, "automatic_tax[enabled]", id="taxes"),
        pytest.param(
            {"payment_intent_data": {"statement_descriptor": "ANNA"}},
            None,
            "payment_intent_data[statement_descriptor]",
            id="whole descriptor",
        ),
        pytest.param({"customer": "cus_1"}, None, "customer_email", id="customer and address"),
        pytest.param({"subscription_data": {"trial_period_days": 3}}, None, "subscription_data", id="a trial of a cake"),
        pytest.param({"line_items": [{"quantity": 1}]}, "parameter_missing", "line_items[0][price]", id="no price"),
        pytest.param(
            {"line_items": [{"price_data": price, "quantity": 0}]}, "parameter_invalid_integer", "line_items[0][quantity]", id="none of it"
        ),
        pytest.param({"line_items": [{"price_data": {**price, "unit_amount": 20}}]}, "amount_too_small", None, id="below the least"),
        pytest.param({"metadata": {"note": "x" * 501}}, None, "metadata[note]", id="long metadata"),
    ]


@pytest.mark.parametrize(("overwritten", "code", "param"), refusals())
def test_bad_session_is_refused(sandbox: Sandbox, overwritten: dict[str, Any], code: str | None, param: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sandbox.new_session(**overwritten)

    assert (refused.value.http_status, refused.value.code, refused.value.param) == (400, code, param)
    assert sessions_kept() == 0


def test_application_fee_needs_the_shops_account(sandbox: Sandbox) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        sandbox.client.v1.checkout.sessions.create(params=session_params())

    assert refused.value.param == "payment_intent_data[application_fee_amount]"


def test_wrong_key_is_unauthorised(sandbox: Sandbox) -> None:
    with pytest.raises(stripe.AuthenticationError):
        sandbox.client.v1.charges.list(options={"api_key": "sk_test_other"})


@pytest.mark.parametrize("account", ["acct_nobody", BAKERY])
def test_unknown_or_disconnected_account_is_refused(sandbox: Sandbox, account: str) -> None:
    disconnect(BAKERY)

    with pytest.raises(stripe.PermissionError) as refused:
        sandbox.new_session(account)

    assert refused.value.json_body["error"]["code"] == "account_invalid"


def test_unknown_address_is_not_found(sandbox: Sandbox) -> None:
    answer: httpx.Response = sandbox.browser.get("/v1/unicorns", headers={"Authorization": "Bearer sk_test_sandbox"})

    assert answer.status_code == 404
    assert answer.json()["error"]["message"] == "Unrecognized request URL (GET: /v1/unicorns)."


def test_field_that_cannot_be_expanded_is_refused(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        sandbox.session(session.id, expand=["customer_email"])


def test_lists_are_paged_newest_first(sandbox: Sandbox) -> None:
    ids = [sandbox.new_session().id for _ in range(3)]

    first = sandbox.client.v1.checkout.sessions.list(params={"limit": 2}, options=sandbox.as_shop())
    second = sandbox.client.v1.checkout.sessions.list(params={"limit": 2, "starting_after": ids[1]}, options=sandbox.as_shop())

    assert ([item.id for item in first.data], first.has_more) == ([ids[2], ids[1]], True)
    assert ([item.id for item in second.data], second.has_more) == ([ids[0]], False)


def test_lists_filter_by_time(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    since = sandbox.client.v1.checkout.sessions.list(params={"created": {"gte": session.created}}, options=sandbox.as_shop())
    before = sandbox.client.v1.checkout.sessions.list(params={"created": {"lt": session.created}}, options=sandbox.as_shop())

    assert ([item.id for item in since.data], before.data) == ([session.id], [])


def test_line_items_are_listed_in_the_shops_order(sandbox: Sandbox) -> None:
    session = sandbox.new_session()

    lines = sandbox.client.v1.checkout.sessions.line_items.list(session.id, options=sandbox.as_shop())

    assert [(line.description, line.quantity, line.amount_total) for line in lines.data] == [
        ("Croissant", 2, 360),
        ("Pain au levain", 1, 420),
    ]
