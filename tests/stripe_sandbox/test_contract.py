"""The comparison with the real Stripe, as far as it goes without a key: the sandbox against itself."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from stripe_sandbox import contract
from tests.stripe_sandbox.conftest import Sandbox


def test_sandbox_goes_through_all_scenarios(sandbox: Sandbox) -> None:
    out = StringIO()

    call_command("stripe_contract", sandbox=sandbox.origin, stdout=out)

    assert "went through 19 steps" in out.getvalue()


def test_sandbox_is_like_itself(sandbox: Sandbox) -> None:
    first, second = contract.run(sandbox.client), contract.run(sandbox.client)

    assert contract.differences(first, second) == []
    refused = {step: answer["error"].get("code") for step, answer in first.items() if "error" in answer}
    assert refused == {
        "checkout: expire again": None,
        "refusals: unknown parameter": "parameter_unknown",
        "refusals: old parameter": "payment_method_types_no_longer_supported",
        "refusals: missing parameter": "parameter_missing",
        "refusals: no such mode": None,
        "refusals: nobody's object": "resource_missing",
        "refusals: nothing to refund": "resource_missing",
    }


def test_differences_name_step_and_field() -> None:
    ours = {"a": {"id": "x", "amount": 5, "note": None, "lines": [{"n": 1}]}}
    theirs = {"a": {"id": "y", "amount": "5", "note": "z", "lines": [{"n": 1, "m": 2}], "more": True}}

    assert contract.differences(ours, theirs) == [
        "a: only Stripe has lines[].m",
        "a: only Stripe has more",
        "a: amount is number in the sandbox, text at Stripe",
    ]


@pytest.mark.parametrize("key", ["sk_live_1", "rk_test_1", "whsec_1"])
def test_other_keys_are_refused_before_any_call(key: str) -> None:
    with pytest.raises(CommandError, match="Only a test key"):
        call_command("stripe_contract", key=key, sandbox="http://127.0.0.1:9")
