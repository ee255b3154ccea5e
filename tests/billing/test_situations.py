"""Each way a shop can stand: its words are true, and it has one next step."""

import datetime as dt
from typing import Any

import pytest
from django.utils import translation

from billing.emails import words_of
from billing.models import Subscription
from billing.rules.situation import STEPS, Situation, Step
from billing.selectors import account_of, situation_of
from kit.clock import now
from kit.tenancy import PLATFORM, bind
from tenants.models import Tenant
from tests.answers import html_of
from tests.answers import words_of as words_in
from tests.billing.conftest import Office

DAY = dt.timedelta(days=1)

# State in our rows (days from now), the situation, a word of what is read, and the one next step.
TABLE: list[tuple[str, dict[str, Any], Situation, str, Step]] = [
    ("trial", {"state": "trialing", "trial_ends_at": 20}, Situation.TRIAL, "20 free days are left", Step.CHOOSE),
    ("trial ending", {"state": "trialing", "trial_ends_at": 3}, Situation.TRIAL_ENDING, "3 free days are left", Step.CHOOSE),
    (
        "trial, subscribed",
        {"state": "trialing", "trial_ends_at": 20, "current_period_end": 20, "stripe_status": "trialing"},
        Situation.TRIAL_PAID,
        "the first payment is made by itself",
        Step.NOTHING,
    ),
    (
        "active",
        {"state": "active", "current_period_end": 20, "stripe_status": "active"},
        Situation.ACTIVE,
        "Everything is paid.",
        Step.NOTHING,
    ),
    (
        "canceled at period end",
        {"state": "active", "current_period_end": 20, "stripe_status": "active", "cancel_at_period_end": True},
        Situation.ENDING,
        "You cancelled it.",
        Step.STRIPE,
    ),
    (
        "past due, in grace by dunning",
        {"state": "past_due", "grace_until": 9, "stripe_status": "past_due"},
        Situation.GRACE_DUNNING,
        "Your last payment for Vitrine did not arrive.",
        Step.STRIPE,
    ),
    (
        "grace after the trial",
        {"state": "trial_over", "grace_until": 9},
        Situation.GRACE_TRIAL,
        "Your free days with Vitrine are over",
        Step.CHOOSE,
    ),
    (
        "grace by hand, canceled",
        {"state": "canceled", "grace_until": 9, "grace_reason": "Agreed by phone", "stripe_status": "canceled"},
        Situation.GRACE_GIVEN,
        "Vitrine gives you this time",
        Step.CHOOSE,
    ),
    (
        "grace by hand, trial over",
        {"state": "trial_over", "grace_until": 9, "grace_reason": "Agreed by phone"},
        Situation.GRACE_GIVEN,
        "Vitrine gives you this time",
        Step.CHOOSE,
    ),
    (
        "grace by hand, unpaid",
        {"state": "unpaid", "grace_until": 9, "grace_reason": "Agreed by phone", "stripe_status": "unpaid"},
        Situation.GRACE_GIVEN,
        "Vitrine gives you this time",
        Step.STRIPE,
    ),
    ("suspended, trial over", {"state": "trial_over"}, Situation.CLOSED_TRIAL, "no plan was paid for", Step.CHOOSE),
    (
        "suspended, unpaid",
        {"state": "unpaid", "stripe_status": "unpaid"},
        Situation.CLOSED_DEBT,
        "An invoice of Vitrine is still open",
        Step.STRIPE,
    ),
    ("suspended, past due", {"state": "past_due", "stripe_status": "past_due"}, Situation.CLOSED_DEBT, "is still open", Step.STRIPE),
    ("suspended, paused", {"state": "paused", "stripe_status": "paused"}, Situation.CLOSED_PAUSED, "ended without a card", Step.STRIPE),
    ("canceled", {"state": "canceled", "stripe_status": "canceled"}, Situation.CLOSED_CANCELED, "Your subscription has ended", Step.CHOOSE),
    ("free by staff", {"state": "free"}, Situation.FREE, "You pay nothing for your shop.", Step.NOTHING),
    (
        "held by staff",
        {"state": "active", "current_period_end": 20, "stripe_status": "active", "is_held": True},
        Situation.HELD,
        "This has nothing to do with your payments",
        Step.WRITE,
    ),
]
IDS = [row[0] for row in TABLE]
UNTRUE = {
    Situation.CLOSED_CANCELED: ["not paid", "free days are over", "did not arrive"],
    Situation.GRACE_GIVEN: ["free days", "did not arrive", "Your last payment"],
    Situation.CLOSED_TRIAL: ["did not arrive", "cancelled"],
    Situation.HELD: ["Everything is paid", "once it is paid"],
}


def put(office: Office, given: dict[str, Any]) -> Subscription:
    """Write a row as it would stand; days become moments from now."""
    changes = {
        name: now() + value * DAY if isinstance(value, int) and not isinstance(value, bool) else value for name, value in given.items()
    }
    is_held = changes.pop("is_held", False)
    empty = {"trial_ends_at": None, "grace_until": None, "current_period_end": None, "grace_reason": "", "stripe_status": ""}
    ids = {"stripe_customer_id": "cus_1", "stripe_subscription_id": "sub_1"} if given.get("stripe_status") else {}
    is_closed = given["state"] not in ("free", "trialing", "active") and "grace_until" not in given
    with bind(PLATFORM):
        Subscription.objects.filter(tenant_id=office.shop.ref.id).update(**{**empty, **ids, **changes}, checked_at=now())
        status = "suspended" if is_held or is_closed else "active"
        Tenant.objects.filter(pk=office.shop.ref.id).update(is_held=is_held, is_unpaid=is_closed, status=status)
        return Subscription.objects.select_related("tenant__plan").get(tenant_id=office.shop.ref.id)


def test_every_situation_is_in_the_table():
    assert {row[2] for row in TABLE} == set(Situation) == set(STEPS)


@pytest.mark.parametrize(("given", "where", "words", "step"), [row[1:] for row in TABLE], ids=IDS)
def test_words_are_true_and_one_step_is_next(office: Office, given: dict[str, Any], where: Situation, words: str, step: Step):
    row = put(office, given)

    with bind(PLATFORM), translation.override("en"):
        found = situation_of(row, now=now())
        account = account_of(office.shop.ref.id, now=now())
    page = html_of(office.keeper.get("/backoffice/subscription/"))
    first_page = html_of(office.keeper.get("/backoffice/"))

    assert (found, account.words.step) == (where, step)
    main = page.split("<main", 1)[1].split('id="plans"')[0]
    assert words in main
    steps = {
        Step.CHOOSE: '<a class="more" href="#plans">' in main,
        Step.STRIPE: f">{account.words.label}</button>" in main.replace("> ", ">").replace(" <", "<"),
        Step.WRITE: 'Write to us: <a href="mailto:' in main,
    }
    assert [each for each, is_there in steps.items() if is_there] == ([] if step is Step.NOTHING else [step])
    for untrue in UNTRUE.get(where, []):
        assert untrue not in main + first_page.split("<main", 1)[1], untrue


@pytest.mark.parametrize("language", ["fr", "nl", "de", "en"])
@pytest.mark.parametrize("given", [row[1] for row in TABLE], ids=IDS)
def test_mails_say_the_same_as_the_page(office: Office, given: dict[str, Any], language: str):
    from billing.services.tell_owners import due_for

    row = put(office, given)

    with bind(PLATFORM), translation.override(language):
        account = account_of(office.shop.ref.id, now=now())
        mails = [words_of(notice, row) for notice, _key in due_for(row, now=now())]

    assert "%" not in account.words.lead + account.words.text
    for mail in mails:
        assert "%(" not in mail["subject"] + mail["text"]
        assert mail["label"]
        assert account.words.text in mail["text"]


@pytest.mark.parametrize(("status", "is_named"), [("active", True), ("past_due", True), ("paused", False), ("canceled", False)])
def test_next_invoice_is_named_only_where_one_comes(office: Office, status: str, is_named: bool):
    put(office, {"state": status, "stripe_status": status, "current_period_end": 20})

    assert ("Next invoice" in words_in(office.keeper.get("/backoffice/subscription/"))) is is_named


def test_opened_by_hand_is_not_thanked_for_a_payment(office: Office):
    row = put(office, {"state": "canceled", "grace_until": 9, "grace_reason": "Agreed by phone", "stripe_status": "canceled"})

    with bind(PLATFORM), translation.override("en"):
        mail = words_of("open", row)

    assert "it is paid" not in mail["text"]
    assert "Vitrine gives you this time" in mail["text"]
