"""An API that fails, by order."""

import time
from typing import Any

import pytest
import stripe

from stripe_sandbox import switches
from stripe_sandbox.models import StoredObject
from tests.stripe_sandbox.conftest import Sandbox, client_of


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
