"""A shop's account, from creation through onboarding."""

from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
import stripe
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured

from stripe_sandbox.models import StoredObject
from stripe_sandbox.services.deliver_events import deliver_due
from tests.stripe_sandbox.conftest import SECRET, Sandbox, session_params

INCLUDE = ["configuration.merchant", "requirements", "defaults"]
RETURN, REFRESH = "http://bakery.localhost:8000/back/", "http://bakery.localhost:8000/again/"


def new_account(sandbox: Sandbox) -> Any:
    params: Any = {
        "contact_email": "anna@bakery.test",
        "display_name": "Boulangerie",
        "identity": {"country": "be"},
        "dashboard": "full",
        "defaults": {"currency": "eur", "locales": ["en"], "responsibilities": {"fees_collector": "stripe", "losses_collector": "stripe"}},
        "configuration": {"merchant": {"capabilities": {"card_payments": {"requested": True}, "bancontact_payments": {"requested": True}}}},
        "include": INCLUDE,
        "metadata": {"shop": "1"},
    }
    return sandbox.client.v2.core.accounts.create(params=params)


def new_link(sandbox: Sandbox, account: str) -> str:
    use_case: Any = {"type": "account_onboarding", "account_onboarding": {"refresh_url": REFRESH, "return_url": RETURN}}
    link = sandbox.client.v2.core.account_links.create(params={"account": account, "use_case": use_case})
    return urlsplit(link.url).path


def status_of(sandbox: Sandbox, account: str) -> str:
    found: Any = sandbox.client.v2.core.accounts.retrieve(account, params={"include": ["configuration.merchant"]})
    return str(found.configuration.merchant.capabilities.card_payments.status)


def answer(sandbox: Sandbox, path: str, value: str) -> httpx.Response:
    return sandbox.browser.post(path, data={"answer": value})


def test_new_account_waits_for_its_details(sandbox: Sandbox) -> None:
    account = new_account(sandbox)

    assert account.configuration.merchant.capabilities.card_payments.status == "restricted"
    assert account.requirements.entries
    with pytest.raises(stripe.InvalidRequestError, match="No valid payment method types"):
        sandbox.client.v1.checkout.sessions.create(params=session_params(), options={"stripe_account": account.id})


def test_parts_are_null_unless_included(sandbox: Sandbox) -> None:
    account = sandbox.client.v2.core.accounts.retrieve(new_account(sandbox).id)

    assert (account.configuration, account.requirements, account.display_name) == (None, None, "Boulangerie")


def test_onboarding_makes_the_account_ready_and_says_so(sandbox: Sandbox) -> None:
    account = new_account(sandbox)
    path = new_link(sandbox, account.id)

    page = sandbox.browser.get(path)
    back = answer(sandbox, path, "complete")
    delivered = deliver_due()

    assert "Boulangerie" in page.text
    assert (back.status_code, back.headers["Location"]) == (303, RETURN)
    assert status_of(sandbox, account.id) == "active"
    assert delivered == 6
    parse = sandbox.client.parse_event_notification
    told = [parse(received.body, received.signature, SECRET) for received in sandbox.inbox.received]
    assert [str(one.context) for one in told] == [account.id] * 6
    assert {one.type for one in told} == {
        "v2.core.account[requirements].updated",
        "v2.core.account[configuration.merchant].capability_status_updated",
        "v1.account.updated",
        "v1.capability.updated",
    }
    assert told[2].fetch_event().data.updated_capability == "card_payments"


def test_leaving_changes_nothing(sandbox: Sandbox) -> None:
    account = new_account(sandbox)

    back = answer(sandbox, new_link(sandbox, account.id), "leave")

    assert back.headers["Location"] == RETURN
    assert status_of(sandbox, account.id) == "restricted"


def test_used_link_leads_to_a_new_one(sandbox: Sandbox) -> None:
    path = new_link(sandbox, new_account(sandbox).id)
    answer(sandbox, path, "leave")

    again = sandbox.browser.get(path)

    assert (again.status_code, again.headers["Location"]) == (303, REFRESH)


def test_closed_account_takes_no_calls(sandbox: Sandbox) -> None:
    account = new_account(sandbox)

    closed = sandbox.client.v2.core.accounts.close(account.id, params={"applied_configurations": ["merchant"]})

    assert closed.closed is True
    with pytest.raises(stripe.PermissionError):
        sandbox.client.v1.charges.list(options={"stripe_account": account.id})


def test_update_keeps_what_is_not_named(sandbox: Sandbox) -> None:
    account = new_account(sandbox)

    updated: Any = sandbox.client.v2.core.accounts.update(account.id, params={"display_name": "Four", "metadata": {"plan": "b"}})

    assert (updated.display_name, updated.contact_email) == ("Four", "anna@bakery.test")
    assert updated.metadata.to_dict() == {"shop": "1", "plan": "b"}


def test_link_refuses_what_is_gone_since_endive(sandbox: Sandbox) -> None:
    account = new_account(sandbox)
    use_case: Any = {"type": "account_onboarding", "account_onboarding": {"refresh_url": REFRESH, "configurations": ["merchant"]}}

    with pytest.raises(stripe.InvalidRequestError) as refused:
        sandbox.client.v2.core.account_links.create(params={"account": account.id, "use_case": use_case})

    assert refused.value.code == "parameter_unknown"
    assert not StoredObject.objects.filter(kind="v2.core.account_link").exists()


@pytest.mark.parametrize(("name", "value"), [("VITRINE_MODE", "production"), ("STRIPE_SECRET_KEY", "sk_live_x")])
def test_sandbox_refuses_to_load_beside_real_money(settings: Any, name: str, value: str) -> None:
    setattr(settings, name, value)

    with pytest.raises(ImproperlyConfigured):
        apps.get_app_config("stripe_sandbox").ready()
