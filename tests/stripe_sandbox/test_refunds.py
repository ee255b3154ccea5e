"""Money going back."""

from typing import Any

import pytest
import stripe

from stripe_sandbox.models import StoredObject
from tests.stripe_sandbox.conftest import Sandbox


def paid_intent(sandbox: Sandbox) -> str:
    session = sandbox.new_session()
    sandbox.pay(session.url)
    return str(sandbox.session(session.id).payment_intent)


def refund(sandbox: Sandbox, **params: Any) -> Any:
    return sandbox.client.v1.refunds.create(params=params, options=sandbox.as_shop())


def test_partial_refunds_add_up_and_take_the_fee_along(sandbox: Sandbox) -> None:
    intent = paid_intent(sandbox)

    first = refund(sandbox, payment_intent=intent, amount=390, refund_application_fee=True, reason="requested_by_customer")
    second = refund(sandbox, payment_intent=intent, refund_application_fee=True, metadata={"refund": "2"})

    assert [(one.amount, one.status) for one in (first, second)] == [(390, "succeeded"), (390, "succeeded")]
    charge = sandbox.client.v1.charges.retrieve(first.charge, params={"expand": ["refunds"]}, options=sandbox.as_shop())
    assert (charge.amount_refunded, charge.refunded) == (780, True)
    assert [one.id for one in charge.refunds.data] == [second.id, first.id]
    fee = StoredObject.objects.get(kind="application_fee")
    assert (fee.account, fee.body["amount_refunded"], fee.body["refunded"]) == ("", 12, True)


def test_fee_stays_unless_asked_for(sandbox: Sandbox) -> None:
    refund(sandbox, payment_intent=paid_intent(sandbox))

    assert StoredObject.objects.get(kind="application_fee").body["amount_refunded"] == 0


def test_refund_of_more_than_is_left_is_refused(sandbox: Sandbox) -> None:
    intent = paid_intent(sandbox)
    refund(sandbox, payment_intent=intent, amount=700)

    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded amount"):
        refund(sandbox, payment_intent=intent, amount=81)

    assert StoredObject.objects.filter(kind="refund").count() == 1


def test_refund_of_a_refunded_charge_is_refused(sandbox: Sandbox) -> None:
    intent = paid_intent(sandbox)
    refund(sandbox, payment_intent=intent)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refund(sandbox, payment_intent=intent)

    assert refused.value.code == "charge_already_refunded"


def test_unpaid_intent_cannot_be_refunded(sandbox: Sandbox) -> None:
    session = sandbox.new_session()
    sandbox.pay(session.url, number="4000000000000002")

    with pytest.raises(stripe.InvalidRequestError) as refused:
        refund(sandbox, payment_intent=sandbox.session(session.id).payment_intent)

    assert refused.value.code == "payment_intent_unexpected_state"
